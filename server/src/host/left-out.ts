import { isMinified, mayBeMinified, minifiedBytes } from "../text/bounds.ts";

/**
 * What a walk over a workspace leaves out although no ignore file says so: other people's code, and code that a program wrote.
 * Nobody mends a finding there.
 */

const foreignFolders = new Set([
  "node_modules",
  "bower_components",
  "jspm_packages",
  "third_party",
  "third-party",
  "thirdparty",
  "site-packages",
  "Pods",
  "Carthage",
  "__pycache__",
]);

/** Names that are a tool's beside a project's manifest, and may be a word of the trade anywhere else: vendors, an insurance's coverage. */
const foreignBesideManifest = new Set(["vendor", "dist", "coverage"]);
const manifests = new Set([
  "package.json",
  "composer.json",
  "go.mod",
  "Gemfile",
  "Cargo.toml",
  "pyproject.toml",
  "setup.py",
  "setup.cfg",
  "pom.xml",
  "build.gradle",
  "build.gradle.kts",
  "mix.exs",
  ".git",
]);

/** Of the hidden folders, those in which people keep scripts of their own. */
const hiddenFoldersWithSources = new Set([".github", ".gitlab", ".circleci", ".ci", ".azure", ".buildkite", ".husky"]);

/** Files by which a tool marks a folder as its own: a virtual environment, a cache or build output (bford.info/cachedir). */
const markers = ["pyvenv.cfg", "CACHEDIR.TAG"];

const generatedNames = [
  /[.-]min\.[a-z]+$/i,
  /[.-]bundle\.[cm]?js$/i,
  /[._-]generated\.[a-z]+$/i,
  /\.g\.[a-z]+$/i,
  /\.designer\.[a-z]+$/i,
  /_pb2(?:_grpc)?\.pyi?$/i,
  /[._]pb(?:\.[a-z]+)*\.[a-z]+$/i,
  /^zz_generated[._]/i,
];

/** How programs say that they wrote a file; looked for in comments at its top only. */
const generatedWords = [
  /@generated\b/i,
  /\bcode generated\b.*\bdo not edit\b/i,
  /<auto-?generated\b/i,
  /\bauto(?:matically)?[ -]?generated (?:by|from|using)\b/i,
  /\bfile (?:is |was )?generated (?:by|from|using)\b/i,
];
/** Every way to say it has this word. */
export const generatedWord = "generated";
const commentStart = /^\s*(?:\/\/|\/\*|\*|#|--|<!--|"""|''')/;
const generatedProbe = 2000;

/** Whether a folder holds nobody's own sources, by its name and the names beside it. */
export function isForeignFolder(name: string, siblings: readonly string[]): boolean {
  if (name.startsWith(".")) return !hiddenFoldersWithSources.has(name);
  return foreignFolders.has(name) || (foreignBesideManifest.has(name) && siblings.some((it) => manifests.has(it)));
}

/** Whether what lies in a folder marks it as a tool's own. `names` may carry trailing slashes. */
export function isMarkedFolder(names: readonly string[]): boolean {
  return markers.some((marker) => names.includes(marker));
}

/** Whether the name alone says that a program wrote the file. */
export function hasGeneratedName(name: string): boolean {
  return generatedNames.some((pattern) => pattern.test(name));
}

/**
 * As `isGeneratedText`, for bytes; `decode` gives the text of the first so many of them, and is asked only where they leave a doubt. `mayBeSaid`:
 * `generatedWord` may stand somewhere in them.
 */
export function isGeneratedBytes(bytes: Uint8Array, length: number, mayBeSaid: boolean, decode: (length: number) => string): boolean {
  // Three bytes a unit are the most there can be.
  return (
    (mayBeMinified(bytes, length) && isMinified(decode(Math.min(length, minifiedBytes)))) ||
    (mayBeSaid && saysGenerated(decode(Math.min(length, 3 * generatedProbe))))
  );
}

/** Whether the text says, or shows by its form, that a program wrote it. */
export function isGeneratedText(text: string): boolean {
  return isMinified(text) || saysGenerated(text);
}

function saysGenerated(text: string): boolean {
  const top = text.slice(0, generatedProbe);
  for (let at = top.search(/generated/i); at >= 0; ) {
    // Every way to say it stands on one line.
    const start = Math.max(top.lastIndexOf("\n", at), top.lastIndexOf("\r", at)) + 1;
    const length = top.slice(at).search(/[\r\n]/);
    const end = length < 0 ? top.length : at + length;
    const line = top.slice(start, end);
    if (commentStart.test(line) && generatedWords.some((words) => words.test(line))) return true;
    const next = top.slice(end).search(/generated/i);
    at = next < 0 ? next : end + next;
  }
  return false;
}
