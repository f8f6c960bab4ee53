// Finds or installs the browser that the workbench is shown in, and fonts for its pictures.

import { spawnSync } from "node:child_process";
import fs from "node:fs";
import path from "node:path";
import { brotliDecompressSync } from "node:zlib";
import { aptInstall, cacheFolder, isDebianRoot, npmEnvironment, once, oneLine, run, Unavailable, which } from "./machine.mjs";

/** The Chromium that comes as an npm package, for machines without one and without the right to install one. */
const CHROMIUM_PACKAGE = "@sparticuz/chromium@153.0.0";

/**
 * @typedef {object} Browser
 * @property {string} executablePath
 * @property {string[]} args further arguments this build of Chromium needs
 * @property {Record<string, string>} env further variables it needs
 * @property {string} origin where it was found, for the log
 */

/**
 * Returns a Chromium: from the path, else from Debian, else from an npm package. FAULTLINE_CHROMIUM names another one;
 * its value "npm" chooses the package.
 * @param {{ log?: import("./machine.mjs").Log }} [options]
 * @returns {Promise<Browser>}
 */
export async function ensureBrowser({ log = () => {} } = {}) {
  const named = process.env.FAULTLINE_CHROMIUM;
  if (named && named !== "npm") return systemBrowser(named, "FAULTLINE_CHROMIUM");
  if (named) return packagedBrowser(log);
  const found = findBrowser();
  if (found) return systemBrowser(found, "path");
  const reasons = ["no chromium, chromium-browser or google-chrome on the path"];
  if (isDebianRoot()) {
    log("installing chromium from Debian");
    const problem = await aptInstall(["chromium"], 600);
    const installed = findBrowser();
    if (installed) return systemBrowser(installed, "Debian");
    reasons.push(`apt-get: ${problem ?? "installed, but not found"}`);
  }
  try {
    return await packagedBrowser(log);
  } catch (error) {
    reasons.push(`npm ${CHROMIUM_PACKAGE}: ${oneLine(error)}`);
  }
  throw new Unavailable(`No Chromium to be had (${reasons.join("; ")}): install one or name it in FAULTLINE_CHROMIUM.`);
}

/**
 * Gives the screenshots readable Chinese and Korean, where that costs no question: as root on Debian. Otherwise it does nothing.
 * @param {{ log?: import("./machine.mjs").Log }} [options]
 */
export async function ensureFonts({ log = () => {} } = {}) {
  if (hasCjkFonts() || !isDebianRoot()) return;
  log("installing fonts for Chinese and Korean");
  await aptInstall(["fonts-noto-cjk"], 300);
}

function findBrowser() {
  for (const name of ["chromium", "chromium-browser", "google-chrome", "google-chrome-stable"]) {
    const found = which(name);
    if (found) return found;
  }
  const mac = "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome";
  return fs.existsSync(mac) ? mac : undefined;
}

/** @returns {Browser} */
function systemBrowser(executablePath, origin) {
  return { executablePath, args: [], env: {}, origin };
}

/** The package carries a headless build and the libraries it needs beside the C library, as archives made for another place: here they are unpacked by hand. */
async function packagedBrowser(log) {
  if (process.platform !== "linux" || process.arch !== "x64") throw new Error(`not for ${process.platform} ${process.arch}`);
  const folder = path.join(cacheFolder(), CHROMIUM_PACKAGE.replace(/^.*\/(.*)@/, "$1-"));
  await once(folder, log, async (target) => {
    log(`Chromium from npm (${CHROMIUM_PACKAGE})`);
    fs.writeFileSync(path.join(target, "package.json"), '{ "private": true }\n');
    await run("npm", ["install", "--ignore-scripts", CHROMIUM_PACKAGE], { cwd: target, env: npmEnvironment(), limit: 300 });
    const packed = path.join(target, "node_modules/@sparticuz/chromium/bin");
    const unpack = (name) => brotliDecompressSync(fs.readFileSync(path.join(packed, name)));
    fs.writeFileSync(path.join(target, "chromium"), unpack("chromium.br"), { mode: 0o755 });
    for (const name of ["al2023", "fonts"]) {
      fs.mkdirSync(path.join(target, name));
      const archive = path.join(target, `${name}.tar`);
      fs.writeFileSync(archive, unpack(`${name}.tar.br`));
      await run("tar", ["-xf", archive, "-C", path.join(target, name)], { limit: 60 });
      fs.rmSync(archive);
    }
    const fonts = `<fontconfig><dir>${path.join(folder, "fonts/fonts")}</dir><cachedir>${path.join(folder, "fonts/cache")}</cachedir></fontconfig>`;
    fs.writeFileSync(path.join(target, "fonts/fonts.conf"), `<?xml version="1.0"?>\n<!DOCTYPE fontconfig SYSTEM "fonts.dtd">\n${fonts}\n`);
    fs.rmSync(path.join(target, "node_modules"), { recursive: true });
    fs.writeFileSync(path.join(target, "ready.json"), "{}");
  });
  const env = { LD_LIBRARY_PATH: [path.join(folder, "al2023/lib"), process.env.LD_LIBRARY_PATH].filter(Boolean).join(":") };
  // Its few fonts serve where the system has none.
  if (!fs.existsSync("/etc/fonts/fonts.conf")) env.FONTCONFIG_PATH = path.join(folder, "fonts");
  const executablePath = path.join(folder, "chromium");
  await run(executablePath, ["--version"], { env: { ...process.env, ...env }, limit: 30 });
  return { executablePath, args: [], env, origin: "npm" };
}

function hasCjkFonts() {
  const listed = spawnSync("fc-list", [":lang=zh-tw", "family"], { encoding: "utf8", timeout: 10000 });
  if (!listed.error) return listed.stdout.trim() !== "";
  return process.platform !== "linux";
}
