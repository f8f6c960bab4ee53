#!/usr/bin/env node
// Stands where @vscode/test-electron asks for the executable of a desktop VS Code (`vscodeExecutablePath`). It takes the
// same command line, runs the suite in the extension host of code-server with a headless workbench before it, prints the
// suite's console and ends with its status. So a suite stays the usual one and runs on a desktop VS Code unchanged.
//
// FAULTLINE_LIMIT: seconds until the run is given up (300). FAULTLINE_VERBOSE=1: the workbench's own messages too.

import path from "node:path";
import { ensureBrowser } from "./chromium.mjs";
import { ensureServer } from "./code-server.mjs";
import { oneLine } from "./machine.mjs";
import { openPage } from "./page.mjs";
import { createState, removeState, serverCli, startServer } from "./server.mjs";

/** The workbench's own chatter comes down the same pipe as the extension host's console. */
const CHATTER =
  /^(Resolv(ing|ed) connection token|Creating a socket|Updating additional builtin|Ignoring fetching additional builtin|Canceled: Canceled|Timed out waiting for authentication provider|No search provider registered|ChatSessionStore: |No extension gallery service configured|getaddrinfo |\[(AgentHost|Service Worker|AccountPolicyGate|reconnection-grace-time|ChatModelSelection|RemoteAgentHostProtocol)|Failed: getaddrinfo)/;

const limit = Number(process.env.FAULTLINE_LIMIT) || 300;
const { options, operands } = parse(process.argv.slice(2));
const last = (name) => options.get(name)?.at(-1);

const state = createState({ user: last("user-data-dir"), extensions: options.has("disable-extensions") ? undefined : last("extensions-dir") });
let server;
let opened;
let ending = false;

const timer = setTimeout(() => fail(`no end within ${limit} s`, 124), limit * 1000);
for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"]) process.on(signal, () => end(130));

try {
  const host = await ensureServer();
  if (last("extensionTestsPath")) await runSuite(host);
  else await passOn(host);
} catch (error) {
  fail(oneLine(error));
}

async function runSuite(host) {
  const browser = await ensureBrowser();
  server = await startServer({
    host,
    state,
    // Without this option the workbench ignores the test payload and never ends.
    args: ["--vscode-option", "enable-smoke-test-driver"],
    onExit: (status) => fail(`code-server ended (${status})\n${server?.log() ?? ""}`),
  });
  opened = await openPage(browser, { locale: last("locale") });
  const { page } = opened;
  page.on("crash", () => fail("the page crashed"));
  page.on("pageerror", (error) => console.error("code-shim: in the page:", error.message));
  await page.exposeFunction("codeAutomationLog", (type, values) => {
    if (process.env.FAULTLINE_VERBOSE || !CHATTER.test(String(values[0]))) (console[type] ?? console.log)(...values);
  });
  await page.exposeFunction("codeAutomationExit", (status) => end(status));
  const payload = [
    ...(options.get("extensionDevelopmentPath") ?? []).map((folder) => ["extensionDevelopmentPath", server.uri(folder)]),
    ["extensionTestsPath", server.uri(last("extensionTestsPath"))],
    ["enableProposedApi", ""],
    ["skipWelcome", "true"],
  ];
  const uri = last("folder-uri") ?? last("file-uri");
  await page.goto(server.url(uri ? new URL(uri).pathname : operands[0], payload), { timeout: 60_000 });
}

/** Serves the part of the command line that needs no window, such as --install-extension. */
async function passOn(host) {
  const served = ["install-extension", "uninstall-extension", "list-extensions", "show-versions", "force", "version"];
  const args = served.flatMap((name) => (options.get(name) ?? []).flatMap((value) => (value === true ? [`--${name}`] : [`--${name}`, value])));
  if (args.length === 0) return fail("only --extensionTestsPath, --install-extension and --list-extensions are served", 2);
  process.stdout.write(serverCli(host, state, args));
  await end(0);
}

function fail(message, status = 1) {
  if (!ending) console.error(`code-shim: ${message}`);
  return end(status);
}

async function end(status) {
  if (ending) return;
  ending = true;
  clearTimeout(timer);
  await opened?.close();
  await server?.stop();
  removeState(state);
  process.exit(status);
}

/** Reads `--name=value`, `--name` and, for the options of the command line that take one, `--name value`. */
function parse(args) {
  const options = new Map();
  const operands = [];
  for (let at = 0; at < args.length; at++) {
    const [, name, value] = /^--([^=]+)(?:=([\s\S]*))?$/.exec(args[at]) ?? [];
    if (!name) operands.push(path.resolve(args[at]));
    else options.set(name, [...(options.get(name) ?? []), value ?? (/^(un)?install-extension$/.test(name) ? args[++at] : true)]);
  }
  return { options, operands };
}
