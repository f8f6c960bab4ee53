// Speed, measured against peers in the same run. Every test/bench/*.ts that prints, as its last line, {"part", "rows"} is a part; the results of
// all are written to docs/benchmarks.json and, as a table, to docs/benchmarks.md.
//
//   node test/bench/run.mjs          all parts
//   node test/bench/run.mjs check    only parts whose name holds the word; the others' last results stay
//
// A goal that isn't met is said as such: it is no failure of this program.

import { spawn } from "node:child_process";
import { existsSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import os from "node:os";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { ensureBuilt, ensureInstalled, manifest } from "../../scripts/prepare.mjs";

const here = dirname(fileURLToPath(import.meta.url));
const root = join(here, "../..");
const json = join(root, "docs/benchmarks.json");
const page = join(root, "docs/benchmarks.md");
const words = process.argv.slice(2);

await ensureInstalled(console.log);
await ensureBuilt(console.log);
const known = existsSync(json) ? JSON.parse(readFileSync(json, "utf8")).parts : [];
const parts = new Map(known.map((it) => [it.part, it]));
let failed = 0;
for (const name of readdirSync(here).sort()) {
  if (!name.endsWith(".ts") || (words.length > 0 && !words.some((it) => name.includes(it)))) continue;
  // Files that only help others are no parts.
  if (!readFileSync(join(here, name), "utf8").includes('"part"') && !/\bpart:/.test(readFileSync(join(here, name), "utf8"))) continue;
  console.log(`# ${name}`);
  const result = await run(name);
  if (result === undefined) failed++;
  else parts.set(result.part, { ...result, on: machine(), date: new Date().toISOString().slice(0, 10) });
}
const all = [...parts.values()].sort((a, b) => (a.part < b.part ? -1 : 1));
writeFileSync(json, `${JSON.stringify({ version: manifest().version, parts: all }, null, 2)}\n`);
const text = pageOf(all);
writeFileSync(page, text);
console.log(text);
process.exitCode = failed > 0 ? 1 : 0;

/** Runs a part; its lines are shown as they come, the last one is its result. */
function run(name) {
  const child = spawn(process.execPath, ["--expose-gc", "--import", "tsx", join(here, name)], { cwd: root, stdio: ["ignore", "pipe", "inherit"] });
  let text = "";
  child.stdout.on("data", (data) => {
    text += data;
  });
  return new Promise((resolve) => {
    child.once("close", (status) => {
      const lines = text.trimEnd().split("\n");
      const last = lines.pop() ?? "";
      for (const line of lines) if (line !== "") console.log(`  ${line}`);
      try {
        const result = JSON.parse(last);
        if (status === 0 && typeof result.part === "string" && Array.isArray(result.rows)) return resolve(result);
      } catch {
        // Said below.
      }
      console.log(`  ${name} gave no result (status ${status}): ${last.slice(0, 200)}`);
      resolve(undefined);
    });
  });
}

function machine() {
  const cpus = os.cpus();
  return `${cpus.length} × ${cpus[0]?.model.trim() ?? "unknown"}, ${Math.round(os.totalmem() / 2 ** 30)} GB, ${os.type()} ${os.arch()}, Node ${process.versions.node}`;
}

function pageOf(parts) {
  const out = [
    "# Benchmarks",
    "",
    "Made by `npm run bench`, which brings the peers it needs (from npm and Debian) and its trees into a cache folder, and can be repeated anywhere.",
    "`npm run bench check` runs one part. Times drift from machine to machine and from hour to hour; a ratio to a peer in the same run tells more.",
    "",
  ];
  for (const { part, on, date, peers, notes, rows } of parts) {
    out.push(`## ${part}`, "", `${date}; ${on}.${peers ? ` Peers: ${peers.join(", ")}.` : ""}`, "");
    for (const note of notes ?? []) out.push(note, "");
    out.push("| what | goal | measured | peer | ratio | met |", "| --- | --- | --- | --- | --- | --- |");
    for (const row of rows)
      out.push(
        `| ${[row.what, row.goal, measured(row), row.peer === undefined ? "" : shown(row.peer, row.unit), row.ratio === undefined ? "" : shown(row.ratio), verdict(row)].join(" | ")} |`,
      );
    out.push("");
  }
  return `${out.join("\n").trimEnd()}\n`;
}

function measured(row) {
  return row.value === undefined || row.value === null ? "not measured" : shown(row.value, row.unit);
}

function verdict({ met }) {
  return met === true ? "yes" : met === false ? "**no**" : "";
}

function shown(value, unit) {
  if (typeof value !== "number") return typeof value === "object" ? Object.values(value).join(" ") : String(value);
  const digits = Math.abs(value) >= 100 ? 0 : Math.abs(value) >= 10 ? 1 : Math.abs(value) >= 1 ? 2 : 3;
  return `${Number(value.toFixed(digits))}${unit ? ` ${unit}` : ""}`;
}
