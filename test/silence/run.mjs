// The silence test: all catalogs on, over thousands of files of other people's projects. Not one finding, not one certain site.
import { execFile } from "node:child_process";
import { existsSync, readdirSync, readFileSync, statSync } from "node:fs";
import { homedir } from "node:os";
import { dirname, join, resolve } from "node:path";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { fetchPackages } from "./fetch.mjs";

const here = dirname(fileURLToPath(import.meta.url));
const bin = resolve(here, "../../dist/faultline.mjs");
const cache = process.env.FAULTLINE_SILENCE ?? join(process.env.FAULTLINE_CACHE ?? join(homedir(), ".cache/faultline"), "silence");
const wantedFiles = 20_000;
const wantedLanguages = 8;
const run = promisify(execFile);
const started = Date.now();

if (!existsSync(bin)) {
  console.error("dist/faultline.mjs is missing: run npm run build first");
  process.exit(2);
}
const lists = JSON.parse(readFileSync(join(here, "packages.json"), "utf8"));
const missing = await fetchPackages(lists, cache, (line) => console.log(line));
if (missing.length > 0) console.log(`not to be had here: ${missing.join(", ")}`);

let files = 0;
const endings = new Map();
const found = [];
for (const kind of ["npm", "debian"].filter((k) => existsSync(join(cache, k)))) {
  for (const name of readdirSync(join(cache, kind)).sort()) {
    const folder = join(cache, kind, name);
    if (!statSync(folder).isDirectory() || name.endsWith(".part")) continue;
    const checked = await faultline("check", folder);
    const coded = await faultline("codes", folder);
    files += checked.files;
    for (const f of checked.findings) found.push(`${kind}/${name}/${f.file}:${f.range.start.line + 1} ${f.rule}: ${f.message}`);
    for (const s of coded.sites) if (s.confidence === "certain") found.push(`${kind}/${name}/${s.file}:${s.range.start.line + 1} certain ${s.role} ${s.api} ${s.text}`);
    count(folder);
  }
}
for (const line of found.slice(0, 200)) console.log(line);
const languages = [...endings].filter(([, n]) => n >= 50).map(([e]) => e);
const enough = files >= wantedFiles && languages.length >= wantedLanguages;
if (!enough) console.log(`too little to be silent about: ${files} files, ${languages.length} languages (${wantedFiles} and ${wantedLanguages} wanted)`);
console.log(`silence: ${files} files, ${languages.length} languages (${languages.join(" ")}), ${found.length} findings and certain sites, ${Math.round((Date.now() - started) / 1000)} s`);
const failed = (found.length > 0 ? 1 : 0) + (enough ? 0 : 1);
console.log(`${2 - failed} passed, ${failed} failed`);
process.exit(failed === 0 ? 0 : 1);

async function faultline(command, folder) {
  const options = { cwd: folder, maxBuffer: 1 << 29 };
  const args = [bin, command, "--format", "json", "."];
  const { stdout } = await run(process.execPath, args, options).catch((error) => {
    if (error.code === 1 && error.stdout) return error;
    throw new Error(`${command} ${folder}: ${error.stderr || error.message}`);
  });
  return JSON.parse(stdout);
}

function count(folder) {
  for (const entry of readdirSync(folder, { withFileTypes: true, recursive: true })) {
    const ending = /\.(ts|tsx|mts|js|mjs|cjs|jsx|py|go|java|kt|swift|cs|php|rb|rs|cpp|cc|hpp|h|scala|sh|ps1)$/.exec(entry.name)?.[1];
    if (ending && entry.isFile()) endings.set(ending, (endings.get(ending) ?? 0) + 1);
  }
}
