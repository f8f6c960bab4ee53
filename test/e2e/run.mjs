// Runs the end-to-end tests in a real VS Code and ends with their counts. Three parts, each a process of its own:
//   in-host    the mocha suite of suite/ in the extension host, with the extension from this checkout;
//   installed  the same suite against the packed and installed .vsix;
//   workbench  workbench.test.mjs, which drives the editor as a person does.
//
//   node test/e2e/run.mjs [--only in-host,installed,workbench] [--grep TEXT] [--update-images] [--locale zh-tw]
//
// What this machine can't run is counted as skipped and named.

import { spawn } from "node:child_process";
import fs from "node:fs";
import os from "node:os";
import path from "node:path";
import { createInterface } from "node:readline";
import { parseArgs } from "node:util";
import { ensureBuilt, ensureInstalled, Failed, manifest, packExtension, ROOT } from "../../scripts/prepare.mjs";
import { oneLine, STATUS_UNAVAILABLE, Unavailable } from "../host/machine.mjs";
import { ensureHost } from "../host/setup.mjs";

const PARTS = ["in-host", "installed", "workbench"];
/** Seconds that one part may take. */
const LIMIT = 420;

const { values } = parseArgs({
  options: {
    only: { type: "string", default: PARTS.join(",") },
    grep: { type: "string" },
    locale: { type: "string" },
    "update-images": { type: "boolean", default: false },
  },
});
const wanted = values.only.split(",");
const unknown = wanted.filter((name) => !PARTS.includes(name));
if (unknown.length > 0) {
  console.error(`--only ${unknown.join(",")}: the parts are ${PARTS.join(", ")}`);
  process.exit(2);
}

const log = (line) => console.log(`# ${line}`);
const counts = { passed: 0, failed: [], skipped: [] };
const scratch = fs.mkdtempSync(path.join(os.tmpdir(), "faultline-e2e-"));
/** The bundled suite: where it still finds mocha, and where neither git nor the packer looks. */
const bundle = path.join(ROOT, "node_modules/.cache", path.basename(scratch));
let interrupted = false;
process.exitCode = 1;
try {
  await ensureInstalled(log);
  await ensureBuilt(log);
  const vsix = path.join(scratch, "faultline.vsix");
  if (wanted.some((name) => name !== "in-host")) {
    await packExtension(vsix, log);
    log(`the .vsix has ${(fs.statSync(vsix).size / 1e6).toFixed(2)} MB`);
  }
  if (wanted.includes("workbench")) await prepareHost();
  const suite = wanted.some((name) => name !== "workbench") ? await bundleSuite() : undefined;
  for (const name of wanted) if (!interrupted) await runPart(name, { suite, vsix });

  for (const name of counts.failed) log(`failed: ${name}`);
  for (const name of counts.skipped) log(`skipped: ${name}`);
  log(`end to end: ${counts.passed} passed, ${counts.failed.length} failed, ${counts.skipped.length} skipped`);
  process.exitCode = interrupted ? 130 : counts.failed.length > 0 ? 1 : 0;
} catch (error) {
  // A failed build has said itself what is wrong with it.
  console.error(error instanceof Failed ? error.message : error);
} finally {
  for (const folder of [scratch, bundle]) fs.rmSync(folder, { recursive: true, force: true });
}

/** Sets the host up before any limit runs; a machine that has none lets each part say so itself. */
async function prepareHost() {
  try {
    await ensureHost({ log });
  } catch (error) {
    if (!(error instanceof Unavailable)) throw error;
    log(oneLine(error));
  }
}

async function bundleSuite() {
  const { build } = await import("esbuild");
  const source = path.join(ROOT, "test/e2e/suite");
  await build({
    entryPoints: fs
      .readdirSync(source)
      .filter((name) => name === "index.ts" || name.endsWith(".test.ts"))
      .map((name) => path.join(source, name)),
    outdir: bundle,
    outExtension: { ".js": ".cjs" },
    bundle: true,
    platform: "node",
    format: "cjs",
    target: "node20",
    external: ["vscode", "mocha"],
    logLevel: "warning",
  });
  return path.join(bundle, "index.cjs");
}

async function runPart(name, { suite, vsix }) {
  log(`--- ${name}`);
  const started = Date.now();
  const host = path.join(ROOT, "test/host/in-host.mjs");
  const workspace = path.join(scratch, name, "examples");
  const inHost = ["--tests", suite, "--workspace", workspace, ...(values.locale ? ["--locale", values.locale] : [])];
  const images = values["update-images"] ? ["--images", path.join(ROOT, "docs/images")] : [];
  const grep = values.grep ? ["--grep", values.grep] : [];
  const command = {
    "in-host": [host, ...inHost, "--extension", ROOT],
    installed: [host, ...inHost, "--vsix", vsix],
    workbench: [path.join(ROOT, "test/e2e/workbench.test.mjs"), "--vsix", vsix, ...images, ...grep],
  }[name];
  // The suites may change the examples, so each part has its own copy.
  fs.cpSync(path.join(ROOT, "examples"), workspace, { recursive: true });

  const before = counts.passed + counts.failed.length + counts.skipped.length;
  const { status, last } = await runToEnd(command, (line) => count(name, line));
  const ran = counts.passed + counts.failed.length + counts.skipped.length > before;
  if (status === STATUS_UNAVAILABLE) counts.skipped.push(`${name}: ${last}`);
  else if (status !== 0 && !counts.failed.some((one) => one.startsWith(`${name}: `)))
    counts.failed.push(`${name}: ended with status ${status}: ${last}`);
  else if (!ran) counts.failed.push(`${name}: ran no test`);
  log(`${name}: ${((Date.now() - started) / 1000).toFixed(0)} s`);
}

/** Counts a line of TAP, as mocha's tap reporter and tap.mjs print it. */
function count(part, line) {
  const [, not, rest] = /^(not )?ok \d+ (.*)$/.exec(line) ?? [];
  if (rest === undefined) return;
  const [title, directive] = rest.split(" # ");
  if (not) counts.failed.push(`${part}: ${title}`);
  else if (/^SKIP/i.test(directive ?? "")) counts.skipped.push(`${part}: ${title} (${directive.replace(/^SKIP[ -]*/i, "") || "no reason given"})`);
  else counts.passed++;
}

/** Runs a script, shows what it prints, and ends its whole process group at the limit. */
async function runToEnd(args, onLine) {
  const { name, publisher } = manifest();
  const env = { ...process.env, FAULTLINE_EXTENSION_ID: `${publisher}.${name}` };
  if (values.grep) env.FAULTLINE_GREP = values.grep;
  const child = spawn(process.execPath, args, { cwd: ROOT, env, detached: process.platform !== "win32", stdio: ["ignore", "pipe", "pipe"] });
  const end = (signal) => {
    try {
      process.kill(process.platform === "win32" ? child.pid : -child.pid, signal);
    } catch {
      // It is gone already.
    }
  };
  const interrupt = () => {
    interrupted = true;
    end("SIGTERM");
  };
  for (const signal of ["SIGINT", "SIGTERM"]) process.on(signal, interrupt);
  let last = "";
  for (const stream of [child.stdout, child.stderr])
    createInterface({ input: stream }).on("line", (line) => {
      console.log(line);
      if (line.trim() !== "") last = line;
      if (stream === child.stdout) onLine(line);
    });
  const timer = setTimeout(() => {
    last = `no end within ${LIMIT} s`;
    end("SIGTERM");
    setTimeout(() => end("SIGKILL"), 10_000).unref();
  }, LIMIT * 1000);
  const status = await new Promise((resolve) => child.once("close", resolve));
  clearTimeout(timer);
  for (const signal of ["SIGINT", "SIGTERM"]) process.removeListener(signal, interrupt);
  return { status, last };
}
