// All tests: what runs in plain node, then the end-to-end tests in a real editor. Ends with one line: "N passed, N failed".
//
//   node scripts/test.mjs             everything
//   node scripts/test.mjs cli rules   only test files whose path holds one of these words
//   node scripts/test.mjs --no-e2e    without the editor

import { spawn } from "node:child_process";
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { availableParallelism, tmpdir } from "node:os";
import { dirname, join, relative } from "node:path";
import { createInterface } from "node:readline";
import { fileURLToPath } from "node:url";
import { ensureBuilt, ensureInstalled } from "./prepare.mjs";

const ROOT = join(dirname(fileURLToPath(import.meta.url)), "..");
/** Run by their own commands. */
const APART = ["test/e2e", "test/bench"];
/** Milliseconds for one test: none needs more, and one that hangs must not hold up the rest. */
const TEST_LIMIT = 120_000;

const words = process.argv.slice(2).filter((it) => !it.startsWith("-"));
const withEditor = words.length === 0 && !process.argv.includes("--no-e2e");

const counts = { passed: 0, failed: 0, skipped: 0 };
// The command line and the server are tested as they are shipped.
await ensureInstalled(console.log);
await ensureBuilt(console.log);
await runUnits();
const editorTests = join(ROOT, "test/e2e/run.mjs");
if (withEditor && existsSync(editorTests)) await runEditor();
console.log(closing(counts));
process.exitCode = counts.failed > 0 ? 1 : 0;

async function runUnits() {
  const files = testFiles().filter((file) => words.length === 0 || words.some((word) => file.includes(word)));
  if (files.length === 0) return add({ failed: 1 }, "no test files");
  const scratch = mkdtempSync(join(tmpdir(), "faultline-test-"));
  const record = join(scratch, "record.tap");
  const reporters = ["--test-reporter=spec", "--test-reporter-destination=stdout", "--test-reporter=tap", `--test-reporter-destination=${record}`];
  const limits = [`--test-concurrency=${Math.min(4, availableParallelism())}`, `--test-timeout=${TEST_LIMIT}`];
  const status = await run(["--import", "tsx", "--test", ...limits, ...reporters, ...files]);
  const found = countsOfTap(existsSync(record) ? readFileSync(record, "utf8") : "");
  rmSync(scratch, { recursive: true, force: true });
  if (found.passed + found.failed === 0) add({ failed: 1 }, "no test ran");
  else if (status !== 0 && found.failed === 0) add({ ...found, failed: 1 }, `the runner ended with status ${status}`);
  else add(found);
}

async function runEditor() {
  let last;
  const status = await run([editorTests], (line) => {
    const match = /(\d+) passed, (\d+) failed(?:, (\d+) skipped)?/.exec(line);
    if (match) last = { passed: Number(match[1]), failed: Number(match[2]), skipped: Number(match[3] ?? 0) };
  });
  if (!last) add({ failed: 1 }, `the end-to-end tests gave no counts; status ${status}`);
  else if (status !== 0 && last.failed === 0) add({ ...last, failed: 1 }, `the end-to-end tests ended with status ${status}`);
  else add(last);
}

/** Runs a script of node's and gives its status; with `onLine`, what it prints is shown line by line and handed on. */
function run(args, onLine) {
  const child = spawn(process.execPath, args, { cwd: ROOT, stdio: ["ignore", onLine ? "pipe" : "inherit", "inherit"] });
  if (onLine)
    createInterface({ input: child.stdout }).on("line", (line) => {
      console.log(line);
      onLine(line);
    });
  return new Promise((resolve) => child.once("close", (status) => resolve(status ?? 1)));
}

/** The totals at the end of node's own TAP. */
function countsOfTap(text) {
  const total = (name) => Number(new RegExp(`^# ${name} (\\d+)$`, "m").exec(text)?.[1] ?? 0);
  return { passed: total("pass"), failed: total("fail") + total("cancelled"), skipped: total("skipped") + total("todo") };
}

function testFiles(folder = join(ROOT, "test")) {
  return readdirSync(folder, { withFileTypes: true })
    .sort((a, b) => (a.name < b.name ? -1 : 1))
    .flatMap((entry) => {
      const path = join(folder, entry.name);
      const name = relative(ROOT, path).replaceAll("\\", "/");
      if (entry.isDirectory()) return APART.includes(name) ? [] : testFiles(path);
      return /\.test\.(?:ts|mjs)$/.test(entry.name) ? [name] : [];
    });
}

function add(found, why) {
  if (why) console.log(`failed: ${why}`);
  for (const [name, number] of Object.entries(found)) counts[name] += number;
}

function closing({ passed, failed, skipped }) {
  return `${passed} passed, ${failed} failed${skipped > 0 ? `, ${skipped} skipped` : ""}`;
}
