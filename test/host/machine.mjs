// What the set-up asks of the machine: commands with a limit, the cache folder, npm and apt. Nothing but Node's own modules.

import { execFile } from "node:child_process";
import fs from "node:fs";
import os from "node:os";
import path from "node:path";

/** Seconds after which another process that holds the lock is not waited for any longer. */
const LOCK_LIMIT = 900;

/** Only what the registry may need to know is handed on to npm: the rest of `npm run`'s variables would redirect it. */
const NPM_KEPT = /^npm_config_(registry|proxy|https_proxy|noproxy|cafile|ca|strict_ssl|userconfig|cache)$/i;

/** @typedef {(line: string) => void} Log */

/** The exit status that says: nothing was tested, because this machine has no VS Code to give. */
export const STATUS_UNAVAILABLE = 69;

/** Something this machine can't give; the message is one line that says what, why and what to do. */
export class Unavailable extends Error {}

/** The folder for everything that is fetched once: the host, the browser, a desktop VS Code. */
export function cacheFolder() {
  if (process.env.FAULTLINE_CACHE) return path.resolve(process.env.FAULTLINE_CACHE);
  return path.join(process.env.XDG_CACHE_HOME || path.join(os.homedir(), ".cache"), "faultline");
}

/**
 * Fills `folder` once, whoever asks first: in a folder beside it, moved into place when complete, under a lock that
 * outlives no process.
 */
export async function once(folder, log, fill) {
  const ready = path.join(folder, "ready.json");
  if (fs.existsSync(ready)) return;
  fs.mkdirSync(path.dirname(folder), { recursive: true });
  const release = await lock(`${folder}.lock`, log);
  try {
    if (fs.existsSync(ready)) return;
    const partial = `${folder}.partial`;
    fs.rmSync(partial, { recursive: true, force: true });
    fs.rmSync(folder, { recursive: true, force: true });
    fs.mkdirSync(partial);
    await fill(partial);
    fs.renameSync(partial, folder);
  } finally {
    release();
  }
}

async function lock(file, log) {
  const limit = Date.now() + LOCK_LIMIT * 1000;
  for (let told = false; ; ) {
    try {
      fs.writeFileSync(file, String(process.pid), { flag: "wx" });
      return () => fs.rmSync(file, { force: true });
    } catch (error) {
      if (error.code !== "EEXIST") throw error;
    }
    const holder = Number(readText(file));
    if (holder && !isAlive(holder)) {
      fs.rmSync(file, { force: true });
      continue;
    }
    if (Date.now() > limit) throw new Unavailable(`${file} has been held for ${LOCK_LIMIT} s: end process ${holder} or remove the file.`);
    if (!told) log(`waiting for process ${holder}, which prepares the same`);
    told = true;
    await new Promise((done) => setTimeout(done, 500));
  }
}

function isAlive(pid) {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return error.code === "EPERM";
  }
}

function readText(file) {
  try {
    return fs.readFileSync(file, "utf8");
  } catch {
    return "";
  }
}

/** Runs a command to its end and keeps its output to itself, unless it fails. */
export function run(command, args, { cwd, env, limit }) {
  return new Promise((resolve, reject) => {
    execFile(command, args, { cwd, env, timeout: limit * 1000, maxBuffer: 64 << 20 }, (error, stdout, stderr) => {
      if (!error) return resolve(stdout);
      const why = error.killed ? `no end within ${limit} s` : `status ${error.code}`;
      reject(new Error(`${path.basename(command)} ${args.join(" ")}: ${why}: ${complaint(`${stdout}\n${stderr}`)}`));
    });
  });
}

/** What a failed command had to say: npm's code and first sentence, else the last lines. */
function complaint(output) {
  const lines = output.split("\n").filter((line) => line.trim() !== "");
  const npm = lines.filter((line) => /^npm (error|ERR!) (?!(syscall|errno|path) )/.test(line));
  return (npm.length > 0 ? npm.slice(0, 2) : lines.slice(-3)).map((line) => line.replace(/^npm (error|ERR!) /, "").trim()).join(", ");
}

/** The environment for an npm of its own, whatever npm this may run under; `first` is put before the path. */
export function npmEnvironment(first) {
  const env = Object.fromEntries(Object.entries(process.env).filter(([name]) => !/^npm_/i.test(name) || NPM_KEPT.test(name)));
  delete env.NODE_OPTIONS;
  delete env.INIT_CWD;
  if (first) env.PATH = first + path.delimiter + env.PATH;
  return {
    ...env,
    npm_config_audit: "false",
    npm_config_fund: "false",
    npm_config_update_notifier: "false",
    npm_config_loglevel: "error",
    npm_config_global: "false",
    // A registry that can't be reached is to be known within seconds.
    npm_config_fetch_retries: "2",
    npm_config_fetch_retry_mintimeout: "1000",
    npm_config_fetch_retry_maxtimeout: "5000",
  };
}

/** The file behind a command of the path. */
export function which(name) {
  const endings = process.platform === "win32" ? [".cmd", ".exe"] : [""];
  for (const folder of (process.env.PATH ?? "").split(path.delimiter))
    for (const ending of endings) {
      const file = path.join(folder, name + ending);
      if (isExecutable(file)) return file;
    }
  return undefined;
}

function isExecutable(file) {
  try {
    fs.accessSync(file, fs.constants.X_OK);
    return fs.statSync(file).isFile();
  } catch {
    return false;
  }
}

export function hasDisplay() {
  return process.platform !== "linux" || Boolean(process.env.DISPLAY || process.env.WAYLAND_DISPLAY);
}

export function isDebianRoot() {
  return process.platform === "linux" && process.getuid?.() === 0 && fs.existsSync("/etc/debian_version") && which("apt-get") !== undefined;
}

/** Installs Debian packages; returns what went wrong, if anything did. */
export async function aptInstall(packages, limit) {
  const env = { ...process.env, DEBIAN_FRONTEND: "noninteractive" };
  // Another apt may be at work: wait for it rather than fail.
  const apt = (...args) => run("apt-get", ["-qq", "-o", "DPkg::Lock::Timeout=120", ...args], { env, limit });
  const install = () => apt("install", "-y", "--no-install-recommends", ...packages);
  try {
    await install().catch(async () => {
      await apt("update");
      await install();
    });
    return undefined;
  } catch (error) {
    return oneLine(error);
  }
}

export function oneLine(error) {
  return String(error?.message ?? error)
    .trim()
    .replace(/\s*\n\s*/g, " | ");
}
