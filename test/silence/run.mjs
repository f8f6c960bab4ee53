// The silence test: all catalogs on, over thousands of files of other people's projects. Not one finding, not one certain site.
import { spawn } from "node:child_process";
import { existsSync, readdirSync, readFileSync, statSync } from "node:fs";
import { homedir } from "node:os";
import { dirname, join } from "node:path";
import { createInterface } from "node:readline";
import { fileURLToPath } from "node:url";
import { fetchPackages } from "./fetch.mjs";

const here = dirname(fileURLToPath(import.meta.url));
const cache = process.env.FAULTLINE_SILENCE ?? join(process.env.FAULTLINE_CACHE ?? join(homedir(), ".cache/faultline"), "silence");
const wantedFiles = 20_000;
const wantedLanguages = 8;
const workers = 2;
const started = Date.now();

const lists = JSON.parse(readFileSync(join(here, "packages.json"), "utf8"));
const missing = await fetchPackages(lists, cache, (line) => console.log(line));
if (missing.length > 0) console.log(`not to be had here: ${missing.join(", ")}`);

const folders = ["npm", "debian"]
  .filter((kind) => existsSync(join(cache, kind)))
  .flatMap((kind) =>
    readdirSync(join(cache, kind))
      .sort()
      .map((name) => join(cache, kind, name))
      .filter((folder) => statSync(folder).isDirectory() && !folder.endsWith(".part")),
  );

let files = 0;
let parsed = 0;
let broken = 0;
const languages = new Map();
const found = [];
const scanned = Date.now();
// Dealt out like cards, so that neither has all the large ones.
await Promise.all(Array.from({ length: workers }, (_, w) => scan(folders.filter((_, i) => i % workers === w))));

for (const line of found.slice(0, 200)) console.log(line);
const known = [...languages].filter(([, n]) => n >= 50).map(([id, n]) => `${id} ${n}`);
const enough = files >= wantedFiles && known.length >= wantedLanguages;
if (!enough) console.log(`too little to be silent about: ${files} files, ${known.length} languages (${wantedFiles} and ${wantedLanguages} wanted)`);
const seconds = (from) => Math.round((Date.now() - from) / 1000);
console.log(
  `silence: ${files} files (${parsed} of them worth parsing), ${known.length} languages (${known.join(", ")}), ${found.length} findings and certain sites`,
);
console.log(`silence: ${seconds(scanned)} s for the files, ${seconds(started)} s in all`);
const failed = [found.length > 0, !enough, broken > 0].filter(Boolean).length;
console.log(`${3 - failed} passed, ${failed} failed`);
process.exit(failed === 0 ? 0 : 1);

/** One process over its share of the folders. */
function scan(share) {
  const child = spawn(process.execPath, ["--import", "tsx", join(here, "scan.ts"), ...share], { stdio: ["ignore", "pipe", "inherit"] });
  createInterface({ input: child.stdout }).on("line", (line) => {
    const one = JSON.parse(line);
    files += one.files;
    parsed += one.parsed;
    for (const [id, n] of Object.entries(one.languages)) languages.set(id, (languages.get(id) ?? 0) + n);
    found.push(...one.found.map((f) => f.replace(`${cache}/`, "")));
  });
  return new Promise((resolve) => {
    child.on("close", (code) => {
      if (code !== 0) {
        console.log(`a scan ended with status ${code}`);
        broken++;
      }
      resolve(undefined);
    });
  });
}
