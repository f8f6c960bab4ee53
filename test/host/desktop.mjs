// Finds a desktop VS Code to run the suites in.

import fs from "node:fs";
import path from "node:path";
import { cacheFolder, hasDisplay, oneLine, Unavailable, which } from "./machine.mjs";

/**
 * @typedef {object} DesktopHost
 * @property {"desktop"} kind
 * @property {string} executable
 * @property {string} origin
 * @property {string[]} prefix a command to start it under, such as xvfb-run
 */

/**
 * Returns a desktop VS Code, or undefined where none can be had or shown; never waits long for a server that does not answer.
 * @param {{ log?: import("./machine.mjs").Log }} [options]
 * @returns {Promise<DesktopHost | undefined>}
 */
export async function findDesktop({ log = () => {} } = {}) {
  const named = process.env.VSCODE_EXECUTABLE;
  if (named) {
    if (!fs.existsSync(named)) throw new Unavailable(`VSCODE_EXECUTABLE names ${named}, which does not exist.`);
    return { kind: "desktop", executable: path.resolve(named), origin: "VSCODE_EXECUTABLE", prefix: displayPrefix() ?? [] };
  }
  if (process.env.FAULTLINE_HOST === "server") return undefined;
  const prefix = displayPrefix();
  if (!prefix) return undefined;
  if (!(await answers("https://update.code.visualstudio.com/api/releases/stable"))) return undefined;
  try {
    const { downloadAndUnzipVSCode } = await import("@vscode/test-electron");
    log("downloading VS Code");
    const executable = await downloadAndUnzipVSCode({
      version: process.env.VSCODE_VERSION || "stable",
      cachePath: path.join(cacheFolder(), "vscode-test"),
    });
    return { kind: "desktop", executable, origin: "@vscode/test-electron", prefix };
  } catch (error) {
    log(`no desktop VS Code: ${oneLine(error)}`);
    return undefined;
  }
}

/** How to get a display on this machine: nothing to put before, a wrapper, or undefined where there is none. */
function displayPrefix() {
  if (hasDisplay()) return [];
  const xvfb = which("xvfb-run");
  return xvfb ? [xvfb, "-a"] : undefined;
}

async function answers(url) {
  try {
    return (await fetch(url, { signal: AbortSignal.timeout(3000) })).ok;
  } catch {
    return false;
  }
}
