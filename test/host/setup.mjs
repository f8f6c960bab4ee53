// Finds or builds the VS Code that the end-to-end tests and `npm start` run in.
//
// Three ways, the first that works:
//   1. VSCODE_EXECUTABLE names a desktop VS Code;
//   2. @vscode/test-electron downloads one, where its server answers and a display is to be had;
//   3. code-server from the npm registry on Node 24: the real workbench and the real extension host, in a browser.
//
// FAULTLINE_HOST=server goes straight to the third; FAULTLINE_CACHE is the folder for all that is fetched.
// Run by itself (`node test/host/setup.mjs`) it prepares the third way and prints what it found.

import fs from "node:fs";
import { fileURLToPath } from "node:url";
import { ensureBrowser, ensureFonts } from "./chromium.mjs";
import { ensureServer } from "./code-server.mjs";
import { Unavailable } from "./machine.mjs";

/** Prepares the server and, at the same time, the browser before it. */
export async function ensureHost({ log = () => {} } = {}) {
  const browser = ensureBrowser({ log }).then(async (found) => {
    await ensureFonts({ log });
    return found;
  });
  const [server, opened] = await Promise.all([ensureServer({ log }), browser]);
  return { server, browser: opened };
}

if (process.argv[1] && fs.realpathSync(process.argv[1]) === fileURLToPath(import.meta.url)) {
  const started = Date.now();
  const log = (line) => console.log(`[${((Date.now() - started) / 1000).toFixed(0).padStart(3)} s] ${line}`);
  try {
    const { server, browser } = await ensureHost({ log });
    log(`VS Code ${server.version} in ${server.folder}`);
    log(`Chromium: ${browser.executablePath} (${browser.origin})`);
    log("ready");
  } catch (error) {
    console.error(error instanceof Unavailable ? error.message : error);
    process.exitCode = 1;
  }
}
