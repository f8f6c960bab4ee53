// Runs a mocha suite in the extension host of a VS Code, through @vscode/test-electron, and ends with the suite's status.
//
//   node test/host/in-host.mjs --tests ENTRY --workspace FOLDER [--extension FOLDER | --vsix FILE] [--locale LOCALE] [--limit SECONDS]
//
// ENTRY exports run(), whose promise is the verdict. With --extension the extension is taken from its folder, as under
// development; with --vsix the packed one is installed first and an empty extension stands in as the developed one.
// The environment reaches the suite.

import { spawnSync } from "node:child_process";
import fs from "node:fs";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";
import { resolveCliArgsFromVSCodeExecutablePath, runTests } from "@vscode/test-electron";
import { ensureBrowser } from "./chromium.mjs";
import { ensureServer } from "./code-server.mjs";
import { findDesktop } from "./desktop.mjs";
import { oneLine, STATUS_UNAVAILABLE, Unavailable } from "./machine.mjs";
import { createState, installExtension, removeState } from "./server.mjs";

const shim = fileURLToPath(new URL("./code-shim.mjs", import.meta.url));

const { values } = parseArgs({
  options: {
    tests: { type: "string" },
    workspace: { type: "string" },
    extension: { type: "string" },
    vsix: { type: "string" },
    locale: { type: "string" },
    limit: { type: "string", default: "300" },
  },
});

const log = (line) => console.log(`# ${line}`);
const state = createState();
try {
  const desktop = await findDesktop({ log });
  if (desktop?.prefix.length) runUnder(desktop.prefix);
  const server = desktop ? undefined : await ensureServer({ log });
  if (server) {
    // The stand-in prepares these too, but its limit is one for the suite alone.
    await ensureBrowser({ log });
    fs.chmodSync(shim, 0o755);
  }
  log(desktop ? `VS Code: ${desktop.executable} (${desktop.origin})` : `VS Code: ${server.version}, code-server`);
  if (values.vsix) install(desktop, server, values.vsix);

  await runTests({
    vscodeExecutablePath: desktop?.executable ?? shim,
    extensionDevelopmentPath: path.resolve(values.extension ?? emptyExtension(state.root)),
    extensionTestsPath: path.resolve(values.tests),
    extensionTestsEnv: { FAULTLINE_LIMIT: values.limit },
    launchArgs: [
      path.resolve(values.workspace),
      `--user-data-dir=${state.user}`,
      `--extensions-dir=${state.extensions}`,
      ...(values.locale ? [`--locale=${values.locale}`] : []),
    ],
  });
} catch (error) {
  console.error(oneLine(error));
  process.exitCode = error instanceof Unavailable ? STATUS_UNAVAILABLE : 1;
} finally {
  removeState(state);
}

/** Starts this script once more with a display of its own, and ends with its status. */
function runUnder([command, ...args]) {
  const { status } = spawnSync(command, [...args, process.execPath, ...process.argv.slice(1)], { stdio: "inherit" });
  removeState(state);
  process.exit(status ?? 1);
}

function install(desktop, server, vsix) {
  if (server) return installExtension(server, state, vsix);
  const [beside, ...args] = resolveCliArgsFromVSCodeExecutablePath(desktop.executable, { reuseMachineInstall: true });
  // VSCODE_EXECUTABLE may name a command such as `code`, which is its own command line.
  const cli = fs.existsSync(beside) ? beside : desktop.executable;
  args.push(`--user-data-dir=${state.user}`, `--extensions-dir=${state.extensions}`, "--install-extension", path.resolve(vsix), "--force");
  const done = spawnSync(cli, args, { encoding: "utf8", shell: process.platform === "win32", timeout: 120_000 });
  if (done.status !== 0) throw new Error(`${cli} could not install ${vsix}: ${done.stderr || done.error}`);
}

/** The test options of VS Code ask for an extension under development, also where the installed one is to be tested. */
function emptyExtension(parent) {
  const folder = path.join(parent, "empty-extension");
  fs.mkdirSync(folder, { recursive: true });
  const manifest = { name: "empty", publisher: "faultline", version: "0.0.0", engines: { vscode: "^1.90.0" }, main: "./main.js" };
  fs.writeFileSync(path.join(folder, "package.json"), JSON.stringify(manifest));
  fs.writeFileSync(path.join(folder, "main.js"), "exports.activate = () => {};\n");
  return folder;
}
