// Builds the host from the npm registry: code-server, which is the real workbench and the real extension host, on Node 24.
// Nothing but Node's own modules: `npm start` may come here before anything else is installed.

import fs from "node:fs";
import path from "node:path";
import { cacheFolder, npmEnvironment, once, oneLine, run, Unavailable, which } from "./machine.mjs";

/** The code-server release; its minor and patch numbers are those of the VS Code inside. */
const CODE_SERVER_VERSION = "4.139.1";

/**
 * @typedef {object} ServerHost
 * @property {"server"} kind
 * @property {string} version the VS Code version, e.g. "1.139.1"
 * @property {string} folder where everything lies
 * @property {string} node the Node 24 that runs it
 * @property {string} entry code-server's entry script
 */

/**
 * Returns the code-server host, building it the first time: about 45 s and 480 MB.
 * @param {{ log?: import("./machine.mjs").Log }} [options]
 * @returns {Promise<ServerHost>}
 */
export async function ensureServer({ log = () => {} } = {}) {
  const folder = path.join(cacheFolder(), `host-${CODE_SERVER_VERSION}`);
  await once(folder, log, (target) => buildServer(target, log)).catch((error) => {
    if (error instanceof Unavailable) throw error;
    throw new Unavailable(`No VS Code to test in: code-server could not be set up from the npm registry (${oneLine(error)}).`);
  });
  const ready = JSON.parse(fs.readFileSync(path.join(folder, "ready.json"), "utf8"));
  return {
    kind: "server",
    version: ready.version,
    folder,
    node: path.join(folder, ready.node),
    entry: path.join(folder, "node_modules/code-server/out/node/entry.js"),
  };
}

/** Fills `target`. No install script of any package runs: what needs building is built by name. */
async function buildServer(target, log) {
  const node = await ensureNode(target, log);
  const env = npmEnvironment(path.dirname(node));
  const npm = (args, cwd, limit = 600) => run("npm", args, { cwd, env, limit });

  log(`code-server ${CODE_SERVER_VERSION}`);
  await npm(["install", "--ignore-scripts", `code-server@${CODE_SERVER_VERSION}`], target);
  const vscode = path.join(target, "node_modules/code-server/lib/vscode");
  log("the dependencies of the VS Code server");
  await npm(["install", "--omit=dev", "--ignore-scripts"], vscode);
  await npm(["install", "--omit=dev", "--ignore-scripts"], path.join(vscode, "extensions"));

  if (which("g++") && which("make") && which("python3")) {
    // spdlog writes the log files behind output channels; native-watchdog ends an extension host whose parent died.
    log("its two native modules");
    try {
      const headers = path.resolve(path.dirname(node), "..");
      await run("npm", ["rebuild", "@vscode/spdlog", "@vscode/native-watchdog"], {
        cwd: vscode,
        env: { ...env, JOBS: "max", ...(fs.existsSync(path.join(headers, "include/node")) ? { npm_config_nodedir: headers } : {}) },
        limit: 300,
      });
    } catch (error) {
      log(`left out, the tests pass without them: ${oneLine(error)}`);
    }
  } else {
    log("no compiler here: its two native modules are left out, the tests pass without them");
  }

  for (const unused of [
    "node_modules/@github/copilot-sdk*",
    "node_modules/@microsoft/mxc-sdk",
    "extensions/copilot",
    "extensions/mermaid-markdown-features",
    "node_modules/node-pty/prebuilds/darwin-*",
    "node_modules/node-pty/prebuilds/win32-*",
    "node_modules/@vscode/ripgrep-universal/bin/darwin-*",
    "node_modules/@vscode/ripgrep-universal/bin/win32-*",
    "node_modules/@vscode/windows-process-tree/build",
  ])
    removeMatching(vscode, unused);

  const version = JSON.parse(fs.readFileSync(path.join(vscode, "package.json"), "utf8")).version;
  fs.writeFileSync(path.join(target, "ready.json"), JSON.stringify({ version, node: path.relative(target, node) }));
}

/** code-server answers on an older Node but does not work there, so it gets the Node 24 that the registry carries. */
async function ensureNode(target, log) {
  fs.writeFileSync(path.join(target, "package.json"), '{ "private": true }\n');
  const bin = path.join(target, "bin");
  fs.mkdirSync(bin, { recursive: true });
  const link = path.join(bin, "node");
  if (process.platform === "linux" && (process.arch === "x64" || process.arch === "arm64")) {
    const name = `node-linux-${process.arch}`;
    log(`Node 24 (${name})`);
    const holder = path.join(target, "node24");
    fs.mkdirSync(holder, { recursive: true });
    fs.writeFileSync(path.join(holder, "package.json"), '{ "private": true }\n');
    await run("npm", ["install", "--ignore-scripts", `${name}@24`], { cwd: holder, env: npmEnvironment(), limit: 300 });
    const node = path.join(holder, "node_modules", name, "bin/node");
    fs.symlinkSync(path.relative(bin, node), link);
    return node;
  }
  if (process.platform === "win32" || process.versions.node.split(".")[0] !== "24")
    throw new Unavailable(
      `No VS Code to test in: here (${process.platform} ${process.arch}, Node ${process.versions.node}) code-server needs Node 24 on Linux or macOS; name a desktop VS Code in VSCODE_EXECUTABLE.`,
    );
  fs.symlinkSync(process.execPath, link);
  return link;
}

function removeMatching(root, pattern) {
  const folder = path.join(root, path.dirname(pattern));
  const name = path.basename(pattern);
  if (!fs.existsSync(folder)) return;
  for (const entry of fs.readdirSync(folder))
    if (name.endsWith("*") ? entry.startsWith(name.slice(0, -1)) : entry === name)
      fs.rmSync(path.join(folder, entry), { recursive: true, force: true });
}
