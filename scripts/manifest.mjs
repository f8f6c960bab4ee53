// Writes into package.json what follows from data: the languages that wake the extension, from server/languages/.
//   node scripts/manifest.mjs            writes the file
//   node scripts/manifest.mjs --check    exits 1 when the file is stale
import { existsSync, readdirSync, readFileSync, writeFileSync } from "node:fs";

const ROOT = new URL("../", import.meta.url);
const TARGET = new URL("package.json", ROOT);

const text = readFileSync(TARGET, "utf8");
const manifest = JSON.parse(text);
manifest.activationEvents = languageIds().map((id) => `onLanguage:${id}`);
const wanted = `${JSON.stringify(manifest, undefined, 2)}\n`;

if (process.argv.includes("--check")) {
  if (text !== wanted) {
    console.error("package.json is stale: run `node scripts/manifest.mjs`.");
    process.exitCode = 1;
  }
} else if (text !== wanted) writeFileSync(TARGET, wanted);

function languageIds() {
  const folder = new URL("server/languages/", ROOT);
  const files = readdirSync(folder).map((it) => new URL(`${it}/language.json`, folder));
  return files
    .filter((it) => existsSync(it))
    .flatMap((it) => JSON.parse(readFileSync(it, "utf8")).editorIds ?? [])
    .sort();
}
