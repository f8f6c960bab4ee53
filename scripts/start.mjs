// `npm start`: prepares the checkout, prints what the checker finds in examples/, and opens an editor there with Faultline
// in it: the desktop VS Code where `code` is on the path, else the workbench in the browser. It needs no dependency to begin with.

import { spawn } from "node:child_process";
import fs from "node:fs";
import path from "node:path";
import { parseArgs } from "node:util";
import { ensureServer } from "../test/host/code-server.mjs";
import { hasDisplay, oneLine, Unavailable, which } from "../test/host/machine.mjs";
import { createState, installExtension, removeState, startServer } from "../test/host/server.mjs";
import { ensureBuilt, ensureInstalled, Failed, packExtension, printFindings, ROOT } from "./prepare.mjs";

const USAGE = `npm start                    prepare, print the findings in examples/, open the editor
npm start -- --no-editor     stop after the findings
npm start -- --web           the workbench in the browser, also where a desktop VS Code is installed
npm start -- --port 8080     the port of the workbench (default: any free one)`;
const EXAMPLES = path.join(ROOT, "examples");

const log = (line) => console.log(`faultline: ${line}`);

try {
  await main(readOptions());
} catch (error) {
  console.error(`faultline: ${error instanceof Failed || error instanceof Unavailable ? error.message : (error.stack ?? oneLine(error))}`);
  process.exitCode = error.status || 1;
}

async function main({ editor, web, port }) {
  await ensureInstalled(log);
  await ensureBuilt(log);
  log("what `faultline check examples` finds:\n");
  printFindings("examples");
  if (!editor) return;
  console.log();
  if (!web && (await openDesktop())) return;
  await serveWorkbench(port);
}

function readOptions() {
  try {
    const { values } = parseArgs({
      options: {
        "no-editor": { type: "boolean" },
        web: { type: "boolean" },
        port: { type: "string" },
        help: { type: "boolean", short: "h" },
      },
    });
    if (values.help) {
      console.log(USAGE);
      process.exit(0);
    }
    const port = values.port === undefined ? undefined : Number(values.port);
    if (port !== undefined && !(Number.isInteger(port) && port > 0 && port < 65536)) throw new Error(`--port ${values.port} is no port`);
    return { editor: !values["no-editor"], web: values.web ?? false, port };
  } catch (error) {
    console.error(`faultline: ${oneLine(error)}\n${USAGE}`);
    process.exit(2);
  }
}

/** Hands the folder to the installed VS Code, with the extension straight from this checkout; false where there is none. */
async function openDesktop() {
  const code = which("code");
  if (!code || !hasDisplay()) return false;
  log("opening examples/ in the VS Code of this machine");
  const args = ["--new-window", `--extensionDevelopmentPath=${ROOT}`, EXAMPLES];
  const status = await new Promise((resolve) => {
    const child = spawn(code, args, { stdio: "inherit", shell: process.platform === "win32" });
    child.once("error", () => resolve(-1));
    child.once("close", resolve);
  });
  if (status === 0) return true;
  log(`\`code\` ended with status ${status}: the workbench in the browser instead`);
  return false;
}

/** Serves the workbench on this machine only, until Ctrl-C. */
async function serveWorkbench(port) {
  const host = await ensureServer({ log });
  const state = createState();
  let server;
  let finish;
  const ended = new Promise((resolve) => {
    finish = resolve;
  });
  for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"]) process.once(signal, () => finish(0));
  try {
    const vsix = path.join(state.root, "faultline.vsix");
    await packExtension(vsix, log);
    installExtension(host, state, vsix);
    server = await startServer({ host, state, port, onExit: () => finish(1) });
    console.log(`\n    ${server.url(EXAMPLES, firstFile(server))}\n`);
    log(`VS Code ${host.version} on examples/ at the address above; Ctrl-C ends it`);
    process.exitCode = await ended;
    if (process.exitCode !== 0) log(`the server ended by itself:\n${server.log()}`);
  } finally {
    await server?.stop();
    removeState(state);
  }
}

/** The workbench's start option that shows the first source file of the examples. */
function firstFile(server) {
  const sources = fs.readdirSync(EXAMPLES, { recursive: true }).filter((name) => /\.(ts|py|js)$/.test(name) && !name.includes("node_modules"));
  const [first] = sources.sort();
  return first ? [["openFile", server.uri(path.join(EXAMPLES, first))]] : [];
}
