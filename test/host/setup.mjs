// Finds or builds the VS Code that the end-to-end tests and `npm start` run in. It uses nothing but Node's own modules,
// because `npm start` may call it before anything else is there.
//
// Three ways, the first that works:
//   1. VSCODE_EXECUTABLE names a desktop VS Code;
//   2. @vscode/test-electron downloads one, where its server answers and a display is to be had;
//   3. code-server from the npm registry on Node 24: the real workbench and the real extension host, in a browser.
//
// Run by itself (`node test/host/setup.mjs`) it prepares the third way and prints what it found.

import { execFile, spawnSync } from "node:child_process";
import fs from "node:fs";
import os from "node:os";
import path from "node:path";
import { fileURLToPath } from "node:url";

/** The code-server release; its minor and patch numbers are those of the VS Code inside. */
export const CODE_SERVER_VERSION = "4.139.1";
/** The Chromium that comes as an npm package, for machines without one and without the right to install one. */
const CHROMIUM_PACKAGE = "@sparticuz/chromium@153.0.0";
/** Seconds after which another process that holds the lock is not waited for any longer. */
const LOCK_LIMIT = 900;
/** Only what the registry may need to know is handed on to npm: the rest of `npm run`'s variables would redirect it. */
const NPM_KEPT = /^npm_config_(registry|proxy|https_proxy|noproxy|cafile|ca|strict_ssl|userconfig|cache)$/i;

/**
 * @typedef {object} ServerHost
 * @property {"server"} kind
 * @property {string} version the VS Code version, e.g. "1.139.1"
 * @property {string} folder where everything lies
 * @property {string} node the Node 24 that runs it
 * @property {string} entry code-server's entry script
 */
/**
 * @typedef {object} Browser
 * @property {string} executablePath
 * @property {string[]} args further arguments this build of Chromium needs
 * @property {Record<string, string>} env further variables it needs
 * @property {string} origin where it was found, for the log
 */
/**
 * @typedef {object} DesktopHost
 * @property {"desktop"} kind
 * @property {string} executable
 * @property {string} origin
 * @property {string[]} prefix a command to start it under, such as xvfb-run
 */
/** @typedef {(line: string) => void} Log */

/** Something this machine can't give; the message is one line that says what, why and what to do. */
export class Unavailable extends Error {}

/** The folder for everything that is fetched once: the host, the browser, a desktop VS Code. */
export function cacheFolder() {
	if (process.env.FAULTLINE_CACHE) return path.resolve(process.env.FAULTLINE_CACHE);
	return path.join(process.env.XDG_CACHE_HOME || path.join(os.homedir(), ".cache"), "faultline");
}

/**
 * Returns the code-server host, building it the first time: about 45 s and 480 MB.
 * @param {{ log?: Log }} [options]
 * @returns {Promise<ServerHost>}
 */
export async function ensureServer({ log = () => {} } = {}) {
	const folder = path.join(cacheFolder(), `host-${CODE_SERVER_VERSION}`);
	await once(folder, log, (target) => buildServer(target, log));
	const ready = JSON.parse(fs.readFileSync(path.join(folder, "ready.json"), "utf8"));
	return {
		kind: "server",
		version: ready.version,
		folder,
		node: path.join(folder, ready.node),
		entry: path.join(folder, "node_modules/code-server/out/node/entry.js"),
	};
}

/**
 * Returns a Chromium: from the path, else from Debian, else from an npm package.
 * @param {{ log?: Log }} [options]
 * @returns {Promise<Browser>}
 */
export async function ensureBrowser({ log = () => {} } = {}) {
	if (process.env.FAULTLINE_CHROMIUM) return systemBrowser(process.env.FAULTLINE_CHROMIUM, "FAULTLINE_CHROMIUM");
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
 * @param {{ log?: Log }} [options]
 */
export async function ensureFonts({ log = () => {} } = {}) {
	if (hasCjkFonts() || !isDebianRoot()) return;
	log("installing fonts for Chinese and Korean");
	await aptInstall(["fonts-noto-cjk"], 300);
}

/**
 * Returns a desktop VS Code, or undefined where none can be had or shown; never waits long for a server that does not answer.
 * @param {{ log?: Log }} [options]
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
	if (process.platform !== "linux" || process.env.DISPLAY || process.env.WAYLAND_DISPLAY) return [];
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

// ---------------------------------------------------------------------------------------------- code-server

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
				env: fs.existsSync(path.join(headers, "include/node")) ? { ...env, npm_config_nodedir: headers } : env,
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

// -------------------------------------------------------------------------------------------------- Chromium

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

/** The package carries a headless build, its libraries and its fonts as archives that its own code unpacks; that code needs Node 24. */
async function packagedBrowser(log) {
	if (process.platform !== "linux") throw new Error(`not for ${process.platform}`);
	const { node } = await ensureServer({ log });
	const folder = path.join(cacheFolder(), CHROMIUM_PACKAGE.replace(/.*\/(.*)@/, "$1-"));
	await once(folder, log, async (target) => {
		log(`Chromium from npm (${CHROMIUM_PACKAGE})`);
		fs.writeFileSync(path.join(target, "package.json"), '{ "private": true }\n');
		await run("npm", ["install", "--ignore-scripts", CHROMIUM_PACKAGE], { cwd: target, env: npmEnvironment(path.dirname(node)), limit: 300 });
		fs.mkdirSync(path.join(target, "unpacked"));
		fs.writeFileSync(path.join(target, "unpack.mjs"), UNPACK_CHROMIUM);
		await run(node, ["unpack.mjs"], { cwd: target, env: { ...process.env, TMPDIR: path.join(target, "unpacked") }, limit: 120 });
		fs.writeFileSync(path.join(target, "ready.json"), "{}");
	});
	return {
		executablePath: path.join(folder, "unpacked/chromium"),
		args: ["--headless=old", "--single-process=false"],
		env: {},
		origin: "npm",
	};
}

const UNPACK_CHROMIUM = "";

// ------------------------------------------------------------------------------------------------ small helpers

/**
 * Fills `folder` once, whoever asks first: in a folder beside it, moved into place when complete, under a lock that
 * outlives no process.
 */
async function once(folder, log, fill) {
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
function run(command, args, { cwd, env, limit }) {
	return new Promise((resolve, reject) => {
		execFile(command, args, { cwd, env, timeout: limit * 1000, maxBuffer: 64 << 20 }, (error, stdout, stderr) => {
			if (!error) return resolve(stdout);
			const last = `${stdout}\n${stderr}`.trim().split("\n").slice(-8).join("\n");
			const why = error.killed ? `no end within ${limit} s` : `status ${error.code}`;
			reject(new Error(`${path.basename(command)} ${args.join(" ")}: ${why}\n${last}`));
		});
	});
}

function npmEnvironment(first) {
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
	};
}

export function which(name) {
	for (const folder of (process.env.PATH ?? "").split(path.delimiter)) {
		const file = path.join(folder, name);
		try {
			fs.accessSync(file, fs.constants.X_OK);
			if (fs.statSync(file).isFile()) return file;
		} catch {}
	}
	return undefined;
}

function isDebianRoot() {
	return process.platform === "linux" && process.getuid?.() === 0 && fs.existsSync("/etc/debian_version") && which("apt-get") !== undefined;
}

/** Installs Debian packages; returns what went wrong, if anything did. */
async function aptInstall(packages, limit) {
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

function hasCjkFonts() {
	const listed = spawnSync("fc-list", [":lang=zh-tw", "family"], { encoding: "utf8", timeout: 10000 });
	if (!listed.error) return listed.stdout.trim() !== "";
	return process.platform !== "linux";
}

function removeMatching(root, pattern) {
	const folder = path.join(root, path.dirname(pattern));
	const name = path.basename(pattern);
	if (!fs.existsSync(folder)) return;
	for (const entry of fs.readdirSync(folder))
		if (name.endsWith("*") ? entry.startsWith(name.slice(0, -1)) : entry === name)
			fs.rmSync(path.join(folder, entry), { recursive: true, force: true });
}

export function oneLine(error) {
	return String(error?.message ?? error)
		.trim()
		.replace(/\s*\n\s*/g, " | ");
}

if (process.argv[1] && fs.realpathSync(process.argv[1]) === fileURLToPath(import.meta.url)) {
	const started = Date.now();
	const log = (line) => console.log(`[${((Date.now() - started) / 1000).toFixed(0).padStart(3)} s] ${line}`);
	try {
		const server = await ensureServer({ log });
		log(`VS Code ${server.version} in ${server.folder}`);
		const browser = await ensureBrowser({ log });
		log(`Chromium: ${browser.executablePath} (${browser.origin})`);
		await ensureFonts({ log });
		log("ready");
	} catch (error) {
		console.error(error instanceof Unavailable ? error.message : error);
		process.exitCode = 1;
	}
}
