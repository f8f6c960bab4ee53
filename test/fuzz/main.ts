// Looks for what no fixture thinks of. Each part prints what it did, and where it found something the seed with which it finds it again.
//
//   npm run fuzz                         at full size: hours
//   npm run fuzz:moderate                what CI does
//   npm run fuzz -- --only edits --seed 7
//   npm run fuzz -- --only edits --jobs 2    in two processes
//   npm run fuzz -- --only edits --seed 7 --from 120    on from where a run was ended

import { spawn } from "node:child_process";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";
import { fuzzEdits } from "./edits.ts";
import { fuzzFiles } from "./files.ts";
import { fuzzLeaks } from "./leaks.ts";
import { fuzzProtocol } from "./protocol.ts";

/** How much of each there is to do. */
export interface Size {
  /** Random edits over the fixtures of all languages, each compared with a document opened afresh. */
  readonly edits: number;
  /** After every so many of them slots and fixes are compared as well, which take as long as several edits. */
  readonly deep: number;
  /** Edits, and openings and closings, after which memory must be what it was. */
  readonly keptEdits: number;
  readonly openings: number;
  /** Real files, each read whole and as two broken halves. */
  readonly files: number;
  /** Storms of messages, a hundred each. */
  readonly storms: number;
}

export interface Outcome {
  readonly passed: number;
  readonly failed: number;
  readonly skipped?: number;
}

const sizes: Readonly<Record<string, Size>> = {
  moderate: { edits: 3000, deep: 5, keptEdits: 4000, openings: 1000, files: 600, storms: 15 },
  full: { edits: 1_000_000, deep: 20, keptEdits: 100_000, openings: 10_000, files: 30_000, storms: 1000 },
};

const { values } = parseArgs({
  options: {
    size: { type: "string", default: "full" },
    seed: { type: "string" },
    only: { type: "string" },
    jobs: { type: "string", default: "1" },
    from: { type: "string", default: "0" },
    /** Which of the jobs this process is: for those that this program starts itself. */
    job: { type: "string" },
  },
});
const jobs = Math.max(1, Number(values.jobs));
const from = Number(values.from);

const parts: Readonly<Record<string, (size: Size, seed: number) => Promise<Outcome>>> = {
  edits: (size, seed) =>
    jobs > 1 && values.job === undefined ? inProcesses(seed) : fuzzEdits(size, seed, { index: Number(values.job ?? 0), of: jobs, from }),
  leaks: fuzzLeaks,
  files: fuzzFiles,
  protocol: fuzzProtocol,
};

const size = sizes[values.size];
const only = values.only?.split(",") ?? Object.keys(parts);
const unknown = only.filter((it) => !(it in parts));
if (!size || unknown.length > 0) {
  console.error(size ? `there is no part ${unknown.join(", ")}: ${Object.keys(parts).join(", ")}` : "--size is moderate or full");
  process.exit(2);
}

/** The part of the edits, each process with its share; one that fails, or ends in any other way than well, is a failure. */
async function inProcesses(seed: number): Promise<Outcome> {
  const shared = ["--only", "edits", "--size", values.size, "--seed", `${seed}`, "--jobs", `${jobs}`, "--from", `${from}`];
  const started = Array.from({ length: jobs }, (_, job) =>
    spawn(process.execPath, [...process.execArgv, fileURLToPath(import.meta.url), ...shared, "--job", `${job}`], { stdio: "inherit" }),
  );
  const codes = await Promise.all(started.map((it) => new Promise((ended) => it.on("close", (code) => ended(code)))));
  const failed = codes.filter((it) => it !== 0).length;
  return { passed: jobs - failed, failed };
}

// CI does the same every time; at full size every run looks elsewhere.
const seed = Number(values.seed ?? (values.size === "moderate" ? 1 : Date.now() % 1_000_000));
if (values.job === undefined) console.log(`seed ${seed}`);
let passed = 0;
let failed = 0;
let skipped = 0;
for (const name of only) {
  const outcome = await (parts[name] as (typeof parts)[string])(size, seed);
  passed += outcome.passed;
  failed += outcome.failed;
  skipped += outcome.skipped ?? 0;
}
console.log(`${passed} passed, ${failed} failed${skipped > 0 ? `, ${skipped} skipped` : ""}`);
process.exit(failed > 0 ? 1 : 0);
