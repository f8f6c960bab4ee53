// Brings a checkout from whatever state it is in to installed, built and packed. It uses nothing but Node's own modules,
// because it runs before any dependency is there.

import { spawn, spawnSync } from "node:child_process";
import fs from "node:fs";
import path from "node:path";
import { fileURLToPath } from "node:url";

export const ROOT = path.resolve(fileURLToPath(new URL("..", import.meta.url)));
/** What the build reads; all of it newer than the build's output means that the output is stale. */
const SOURCES = ["client", "server", "catalogs", "build.mjs", "package.json", "package-lock.json", "tsconfig.json"];

/** @typedef {(line: string) => void} Log */

/** A command of the preparation failed and has said why itself. */
export class Failed extends Error {
  constructor(what, status) {
    super(`${what} failed (${status === null ? "ended by a signal" : `status ${status}`})`);
    this.status = status ?? 1;
  }
}

export function manifest() {
  return JSON.parse(fs.readFileSync(path.join(ROOT, "package.json"), "utf8"));
}

/** The script behind `faultline`, for `node`. */
export function commandLine() {
  const { bin } = manifest();
  return path.join(ROOT, typeof bin === "string" ? bin : bin.faultline);
}

/** Installs the locked dependencies where there are none. @param {Log} log */
export async function ensureInstalled(log) {
  if (fs.existsSync(path.join(ROOT, "node_modules/.package-lock.json"))) return;
  log("installing the dependencies (npm ci)");
  await npm(["ci", "--no-audit", "--no-fund"]);
}

/** Builds where there is no build yet or a source is newer. @param {Log} log */
export async function ensureBuilt(log) {
  if (!isStale()) return;
  log("building (npm run build)");
  await npm(["run", "--silent", "build"]);
}

/** Packs the extension as `npm run package` does, into the given file. @param {string} file @param {Log} log */
export async function packExtension(file, log) {
  log("packing the extension (npm run package)");
  fs.mkdirSync(path.dirname(file), { recursive: true });
  await npm(["run", "--silent", "package", "--", "--out", file], "ignore");
  if (!fs.existsSync(file)) throw new Error(`npm run package did not write ${file}`);
}

function isStale() {
  const { main, browser, bin } = manifest();
  const outputs = [main, browser, ...(typeof bin === "string" ? [bin] : Object.values(bin ?? {}))].filter(Boolean);
  const times = outputs.map((file) => fs.statSync(path.join(ROOT, file), { throwIfNoEntry: false })?.mtimeMs ?? 0);
  const oldest = Math.min(...times);
  return oldest === 0 || SOURCES.some((name) => newest(path.join(ROOT, name)) > Math.max(...times));
}

/** The last change, in milliseconds since 1970, of a file or of anything in a folder. */
function newest(file) {
  const stat = fs.statSync(file, { throwIfNoEntry: false });
  if (!stat) return 0;
  if (!stat.isDirectory()) return stat.mtimeMs;
  const inside = fs.readdirSync(file).filter((name) => name !== "node_modules" && name !== "dist");
  return Math.max(0, ...inside.map((name) => newest(path.join(file, name))));
}

/** Runs npm in the checkout; what it prints on the way is shown, unless `stdout` says otherwise. */
async function npm(args, stdout = "inherit") {
  // Under `npm run` the same npm is used again; on Windows npm is a script that only a shell starts.
  const self = process.env.npm_execpath;
  const [command, first] = self?.endsWith(".js") ? [process.execPath, [self]] : ["npm", []];
  const shell = process.platform === "win32" && command === "npm";
  const status = await new Promise((resolve, reject) => {
    const child = spawn(command, [...first, ...args], { cwd: ROOT, stdio: ["ignore", stdout, "inherit"], shell });
    child.once("error", reject);
    child.once("close", resolve);
  });
  if (status !== 0) throw new Failed(`npm ${args.join(" ")}`, status);
}

/** Prints what `faultline check` finds in `folder`; findings are no failure, anything else than them is. */
export function printFindings(folder) {
  const { status } = spawnSync(process.execPath, [commandLine(), "check", folder], { cwd: ROOT, stdio: "inherit" });
  if (status !== 0 && status !== 1) throw new Failed(`faultline check ${folder}`, status);
}
