// Builds what is shipped, into dist/:
//   faultline.mjs    the command line, run by plain node
//   server.mjs       the language server
//   importer.mjs     what `faultline import` loads
//   extension.cjs    the client in the editor
//   grammars/*.wasm  the parser's runtime and the grammars that server/languages/ names
//
//   node build.mjs          minified
//   node build.mjs --dev    readable, with source maps
//
// Catalogs and language data are read from where they lie and are not copied.

import { chmodSync, copyFileSync, existsSync, mkdirSync, readdirSync, readFileSync, rmSync, statSync } from "node:fs";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { build } from "esbuild";

const ROOT = dirname(fileURLToPath(import.meta.url));
const DIST = join(ROOT, "dist");
const dev = process.argv.includes("--dev");
const require = createRequire(import.meta.url);

/** Packages that carry grammars, by their folder of .wasm files. */
const GRAMMAR_FOLDERS = [
  join(dirname(require.resolve("@vscode/tree-sitter-wasm/package.json")), "wasm"),
  dirname(require.resolve("@tree-sitter-grammars/tree-sitter-kotlin/package.json")),
  dirname(require.resolve("tree-sitter-scala/package.json")),
  join(dirname(require.resolve("@repomix/tree-sitter-wasms/package.json")), "out"),
];
const RUNTIME = require.resolve("web-tree-sitter/web-tree-sitter.wasm");

/** Bundled packages in CommonJS ask for Node's own modules by `require`, which a module doesn't have by itself. */
const REQUIRE = 'import { createRequire as __createRequire } from "node:module"; const require = __createRequire(import.meta.url);';

const common = {
  absWorkingDir: ROOT,
  bundle: true,
  platform: "node",
  minify: !dev,
  sourcemap: dev ? "linked" : false,
  legalComments: "none",
  logLevel: "warning",
};

const started = performance.now();
rmSync(DIST, { recursive: true, force: true });
mkdirSync(DIST, { recursive: true });
const bundles = [
  {
    ...common,
    entryPoints: ["server/src/cli/main.ts"],
    outfile: "dist/faultline.mjs",
    format: "esm",
    target: "node20",
    banner: { js: `#!/usr/bin/env node\n${REQUIRE}` },
  },
  // A thread of the command line that only looks at bytes.
  {
    ...common,
    entryPoints: ["server/src/cli/survey-worker.ts"],
    outfile: "dist/survey-worker.mjs",
    format: "esm",
    target: "node20",
    banner: { js: REQUIRE },
  },
  { ...common, entryPoints: ["server/src/lsp/main.ts"], outfile: "dist/server.mjs", format: "esm", target: "node20", banner: { js: REQUIRE } },
  {
    ...common,
    entryPoints: ["server/src/importer/importer.ts"],
    outfile: "dist/importer.mjs",
    format: "esm",
    target: "node20",
    banner: { js: REQUIRE },
  },
  {
    ...common,
    entryPoints: ["client/src/extension.ts"],
    outfile: "dist/extension.cjs",
    format: "cjs",
    // The Node of the oldest editor that package.json allows.
    target: "node20",
    external: ["vscode"],
  },
];
await Promise.all(bundles.filter(isThere).map((it) => build(it)));
chmodSync(join(DIST, "faultline.mjs"), 0o755);
copyGrammars();
report();

/** An entry that is not written yet is said, and the others are built. */
function isThere({ entryPoints: [entry] }) {
  const there = existsSync(join(ROOT, entry));
  if (!there) console.log(`skipped: there is no ${entry} yet`);
  return there;
}

/** A grammar costs up to several MB, so that only those are shipped that a language names. */
function copyGrammars() {
  const target = join(DIST, "grammars");
  mkdirSync(target);
  copyFileSync(RUNTIME, join(target, "web-tree-sitter.wasm"));
  for (const grammar of grammarNames()) {
    const folder = GRAMMAR_FOLDERS.find((it) => existsSync(join(it, grammar)));
    if (!folder) throw new Error(`no package has the grammar ${grammar}`);
    copyFileSync(join(folder, grammar), join(target, grammar));
  }
}

function grammarNames() {
  const languages = join(ROOT, "server/languages");
  const files = readdirSync(languages).map((id) => join(languages, id, "language.json"));
  const names = files.filter((it) => existsSync(it)).map((it) => JSON.parse(readFileSync(it, "utf8")).grammar);
  return new Set(names.filter((it) => it !== undefined));
}

function report() {
  const files = readdirSync(DIST, { recursive: true }).filter((it) => !it.endsWith(".map") && statSync(join(DIST, it)).isFile());
  const bytes = files.reduce((sum, it) => sum + statSync(join(DIST, it)).size, 0);
  console.log(`built ${files.length} files, ${(bytes / 1e6).toFixed(1)} MB, in ${((performance.now() - started) / 1000).toFixed(1)} s`);
}
