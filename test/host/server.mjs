// Starts the code-server host as a process group of its own and ends it again.
// It uses nothing but Node's own modules: `npm start` runs it too.

import { spawn, spawnSync } from "node:child_process";
import fs from "node:fs";
import net from "node:net";
import os from "node:os";
import path from "node:path";
import { fileURLToPath } from "node:url";

/** Seconds until the server must answer. */
const START_LIMIT = 60;

/** Calm settings for tests and pictures: no tips, no updates, no autosave, no side panels. */
export const CALM_SETTINGS = JSON.parse(fs.readFileSync(fileURLToPath(new URL("./settings.json", import.meta.url)), "utf8"));

/**
 * @typedef {object} State the folders a server keeps its things in
 * @property {string} root
 * @property {string} user the user data folder
 * @property {string} extensions
 */

/**
 * Makes the folders of one server; whatever is not named lies in a new temporary folder.
 * @param {{ user?: string, extensions?: string, settings?: object }} [options]
 * @returns {State}
 */
export function createState({ user, extensions, settings = {} } = {}) {
  const root = fs.mkdtempSync(path.join(os.tmpdir(), "faultline-host-"));
  const state = { root, user: user ?? path.join(root, "user"), extensions: extensions ?? path.join(root, "extensions") };
  fs.mkdirSync(path.join(state.user, "User"), { recursive: true });
  fs.mkdirSync(state.extensions, { recursive: true });
  fs.writeFileSync(path.join(root, "config.yaml"), "");
  const file = settingsFile(state);
  if (!fs.existsSync(file)) fs.writeFileSync(file, JSON.stringify({ ...CALM_SETTINGS, ...settings }, null, "\t"));
  return state;
}

/** The user settings of a server; the running workbench sees a change of this file. */
export function settingsFile(state) {
  return path.join(state.user, "User/settings.json");
}

/** Removes what `createState` made; a process that is just ending may still write there, hence the retries. */
export function removeState(state) {
  fs.rmSync(state.root, { recursive: true, force: true, maxRetries: 10, retryDelay: 100 });
}

/**
 * Installs a .vsix into the extensions folder of `state`; throws with the installer's own words.
 * @param {import("./code-server.mjs").ServerHost} host
 */
export function installExtension(host, state, vsix) {
  return serverCli(host, state, ["--install-extension", path.resolve(vsix), "--force"]);
}

/** Runs the server's command line (`--install-extension`, `--list-extensions` ...) to its end and returns what it printed. */
export function serverCli(host, state, args) {
  const all = [host.entry, ...stateArguments(state), ...args];
  const done = spawnSync(host.node, all, { encoding: "utf8", env: serverEnvironment(), timeout: 120_000 });
  if (done.status !== 0) throw new Error(`code-server ${args.join(" ")} failed: ${done.stdout ?? ""}${done.stderr ?? done.error}`);
  return done.stdout;
}

/**
 * Starts the server on 127.0.0.1 and returns when it answers.
 * @param {object} options
 * @param {import("./code-server.mjs").ServerHost} options.host
 * @param {State} options.state
 * @param {number} [options.port] a free one where not given
 * @param {string[]} [options.args]
 * @param {(status: number | null) => void} [options.onExit] called when it ends by itself
 */
export async function startServer({ host, state, port, args = [], onExit }) {
  const chosen = port ?? (await freePort());
  const authority = `127.0.0.1:${chosen}`;
  const logFile = path.join(state.root, "server.log");
  const log = fs.openSync(logFile, "w");
  const child = spawn(
    host.node,
    [
      host.entry,
      ...["--bind-addr", authority, "--auth", "none", ...stateArguments(state)],
      ...["--disable-telemetry", "--disable-update-check", "--disable-workspace-trust", "--disable-getting-started-override"],
      ...["--reconnection-grace-time", "5", "--vscode-option", "disable-experiments", ...args],
    ],
    { detached: true, env: serverEnvironment(), stdio: ["ignore", log, log] },
  );
  fs.closeSync(log);
  let ended = false;
  let stopping = false;
  const end = new Promise((resolve) => child.once("exit", resolve));
  child.once("error", (error) => fs.appendFileSync(logFile, String(error)));
  child.once("exit", (status) => {
    ended = true;
    if (!stopping) onExit?.(status);
  });
  // A parent that dies without asking must not leave a server behind.
  const last = () => killGroup(child.pid, "SIGKILL");
  process.once("exit", last);

  const server = {
    /** Host and port, which `vscode-remote://` addresses and the page must share. */
    authority,
    origin: `http://${authority}`,
    state,
    /** The address of the workbench on a folder or a .code-workspace, with the workbench's own start options. */
    url: (workspace, payload = []) => workbenchUrl(authority, workspace, payload),
    /** A file as the workbench names it. */
    uri: (file) => `vscode-remote://${authority}${encodeURI(path.resolve(file))}`,
    log: () => fs.readFileSync(logFile, "utf8").slice(-4000),
    async stop() {
      stopping = true;
      process.removeListener("exit", last);
      killGroup(child.pid, "SIGTERM");
      // It may wait five seconds for its own children; they are in the group and go with it.
      await Promise.race([end, pause(2000)]);
      killGroup(child.pid, "SIGKILL");
    },
  };
  for (const limit = Date.now() + START_LIMIT * 1000; ; await pause(100)) {
    if (ended) throw new Error(`code-server ended at once:\n${server.log()}`);
    if (await isHealthy(server.origin)) return server;
    if (Date.now() > limit) {
      await server.stop();
      throw new Error(`code-server did not answer within ${START_LIMIT} s:\n${server.log()}`);
    }
  }
}

function workbenchUrl(authority, workspace, payload) {
  const query = new URLSearchParams();
  if (workspace === undefined) query.set("ew", "true");
  else query.set(workspace.endsWith(".code-workspace") ? "workspace" : "folder", path.resolve(workspace));
  if (payload.length > 0) query.set("payload", JSON.stringify(payload));
  // The workbench reads the query without taking a plus for a blank.
  return `http://${authority}/?${query.toString().replaceAll("+", "%20")}`;
}

function stateArguments(state) {
  return ["--config", path.join(state.root, "config.yaml"), "--user-data-dir", state.user, "--extensions-dir", state.extensions];
}

function serverEnvironment() {
  // No gallery: nothing is to be asked for over the network. The other two would make it another program's terminal.
  const env = { ...process.env, EXTENSIONS_GALLERY: "{}" };
  delete env.VSCODE_IPC_HOOK_CLI;
  delete env.PORT;
  delete env.NODE_OPTIONS;
  return env;
}

async function isHealthy(origin) {
  try {
    return (await fetch(`${origin}/healthz`, { signal: AbortSignal.timeout(2000) })).ok;
  } catch {
    return false;
  }
}

function killGroup(pid, signal) {
  if (!pid) return;
  try {
    process.kill(-pid, signal);
  } catch {
    // It is gone already.
  }
}

function freePort() {
  return new Promise((resolve, reject) => {
    const probe = net.createServer();
    probe.once("error", reject);
    probe.listen(0, "127.0.0.1", () => {
      const { port } = probe.address();
      probe.close(() => resolve(port));
    });
  });
}

export function pause(milliseconds) {
  return new Promise((done) => setTimeout(done, milliseconds));
}
