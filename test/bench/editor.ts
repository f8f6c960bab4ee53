/**
 * The editor's part of the benchmarks: the server as the extension starts it and its peers, over the same text, in one run. Peers come from npm into a
 * cache folder. Prints what it does, and as its last line one JSON object: `{"part":"editor","rows":[…]}`. The build must be there.
 *
 *     node --import tsx test/bench/editor.ts [--quick]
 */
import { execFileSync } from "node:child_process";
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { homedir } from "node:os";
import { join } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";
import { execArgv } from "../../client/src/server-process.ts";
import { BenchServer } from "../support/bench-server.ts";
import { clientText } from "./client.ts";

interface Row {
  readonly what: string;
  /** Absent for what is only told. */
  readonly goal?: string;
  readonly unit: string;
  readonly value: number;
  readonly peer?: string;
  /** Ours to the peer's. */
  readonly ratio?: number;
  readonly met?: boolean;
}

const quick = process.argv.includes("--quick");
const root = fileURLToPath(new URL("../../", import.meta.url));
const cache = join(process.env.XDG_CACHE_HOME ?? join(homedir(), ".cache"), "faultline-bench");
const peers = { "@ast-grep/cli": "0.39.5", eslint: "9.36.0", "typescript-eslint": "8.44.1", typescript: "5.9.2" };
/** What is typed, with the brackets and quotes that an editor closes by itself. */
const typed = '\n    if (code === "615") {\n      await sleep(20_000);\n      return [];\n    }';
const closing: Readonly<Record<string, string>> = { "(": ")", "{": "}", "[": "]", '"': '"' };

await main();

async function main(): Promise<void> {
  const workspace = prepare();
  const rows: Row[] = [];
  const small = clientText(10_000);
  const ours = await measured(
    "ours, 10,000 lines",
    workspace,
    [process.execPath, ...execArgv, join(root, "dist/server.mjs"), "--stdio"],
    small,
    quick ? 2 : 8,
  );
  const astGrep = await attempt("ast-grep", () =>
    measured("ast-grep, 10,000 lines", workspace, [join(cache, "node_modules/.bin/ast-grep"), "lsp"], small, 1),
  );
  const eslint = await attempt("ESLint", () => lintTimes(workspace, small, quick ? 3 : 10));
  const starts: number[] = [ours.start];
  for (let i = 1; i < (quick ? 2 : 5); i++) starts.push((await measured("ours, started again", workspace, ours.command, small, 0)).start);
  const restarts = await restarted(workspace, ours.command, small, quick ? 2 : 5);
  const key = p95(ours.keys);
  rows.push(row("key press to diagnostics, p95, 10,000 lines", key, 10));
  if (astGrep) rows.push(against("the same as a part of ast-grep's server", key, p95(astGrep.keys), "ast-grep lsp"));
  if (eslint) rows.push(against("the same as a part of ESLint's time for one lint", key, p95(eslint), "ESLint with typescript-eslint"));
  for (const [method, times] of Object.entries(ours.asked)) rows.push(row(`${method}, p95, 10,000 lines`, p95(times), 10));
  if (ours.chosen.length > 0) rows.push({ what: "the edit of a quick fix that was chosen, median", unit: "ms", value: rounded(median(ours.chosen)) });
  rows.push(row("start of the server to the first diagnostics, median, of a file it has not seen", median(starts), 350));
  rows.push(row("the same, of a file that is as it was when it was last open", median(restarts), 350));
  if (ours.megabytes !== undefined) rows.push(row("memory with the file open, before anything is typed", ours.megabytes, 120, "MB"));
  const large = await measured("ours, 50,000 lines", workspace, ours.command, clientText(50_000), quick ? 1 : 4);
  rows.push(row("key press to diagnostics, p95, 50,000 lines", p95(large.keys), 25));
  console.log(JSON.stringify({ part: "editor", rows }));
}

interface Measured {
  readonly command: readonly [string, ...string[]];
  readonly start: number;
  readonly keys: readonly number[];
  readonly asked: Readonly<Record<string, readonly number[]>>;
  /** Until the edit of an action that was shown is there. */
  readonly chosen: readonly number[];
  readonly megabytes: number | undefined;
}

/** Types at `places` places of the file, and asks in between, where the server is ours. */
async function measured(name: string, workspace: string, command: readonly [string, ...string[]], text: string, places: number): Promise<Measured> {
  const server = started(command, workspace, newHome());
  try {
    const { ms: start, diagnostics } = await server.open(pathToFileURL(workspace).href, text);
    const { megabytes } = server;
    const keys: number[] = [];
    const chosen: number[] = [];
    const asked: Record<string, number[]> = { hover: [], completion: [], "code actions": [] };
    for (let place = 0; place < places; place++) {
      const from = Math.floor((server.text.length * (place + 0.5)) / places);
      // On a line of its own, however deep the next one is indented: what somebody types into the midst of a call breaks the file for good.
      keys.push(...(await typeAt(server, server.text.lastIndexOf("\n", server.text.indexOf("// What the service answers", from)))));
      if (command[0] !== process.execPath) continue;
      for (let i = 0; i < 10; i++) {
        // Where somebody stands who has just typed: within a code, and in a decision that something is found to be missing in.
        const code = server.text.indexOf('"606"', from) + 2;
        const line = server.found.find((offset) => offset >= from) ?? from;
        asked.hover?.push(await server.ask("textDocument/hover", code));
        asked.completion?.push(await server.ask("textDocument/completion", code));
        const { ms, result } = await server.asked("textDocument/codeAction", line, { context: { diagnostics: [] } });
        asked["code actions"]?.push(ms);
        const shown = (result as readonly { readonly edit?: unknown }[]).find((it) => it.edit === undefined);
        if (i === 0 && shown) chosen.push((await server.resolve("codeAction/resolve", shown)).ms);
        // Asked as an editor asks: after something was typed, here a longer note.
        keys.push(await server.type(server.text.indexOf("decides how to go on.", from), " "));
      }
    }
    console.log(
      `${name}: ${diagnostics} diagnostics after ${start.toFixed(0)} ms; ${keys.length} keys, p50 ${median(keys).toFixed(1)} ms, p95 ${p95(keys).toFixed(1)} ms`,
    );
    return { command, start, keys, asked, chosen, megabytes };
  } finally {
    server.end();
  }
}

/** Starts over a file that was open before, long enough to be kept. The milliseconds to what is told first, each of which must be all that was told. */
async function restarted(workspace: string, command: readonly [string, ...string[]], text: string, times: number): Promise<readonly number[]> {
  const home = newHome();
  const starts: number[] = [];
  let before: number | undefined;
  for (let i = 0; i <= times; i++) {
    const server = started(command, workspace, home);
    try {
      const { ms, diagnostics } = await server.open(pathToFileURL(workspace).href, text);
      if (before !== undefined && diagnostics !== before) throw new Error(`${diagnostics} diagnostics, not ${before}`);
      before = diagnostics;
      if (i > 0) starts.push(ms);
      const kept = join(home, "faultline", "opened");
      for (let wait = 0; wait < 200 && !existsSync(kept); wait++) await new Promise((done) => setTimeout(done, 100));
    } finally {
      server.end();
    }
  }
  console.log(`ours, restarted: ${starts.map((it) => it.toFixed(0)).join(", ")} ms`);
  return starts;
}

function started(command: readonly [string, ...string[]], workspace: string, home: string): BenchServer {
  return new BenchServer(command, workspace, pathToFileURL(join(workspace, "client.ts")).href, "typescript", home);
}

/** A place for what is kept, in which nothing lies yet. */
function newHome(): string {
  const homes = join(cache, "homes");
  mkdirSync(homes, { recursive: true });
  return mkdtempSync(join(homes, "home-"));
}

async function typeAt(server: BenchServer, offset: number): Promise<readonly number[]> {
  const times: number[] = [];
  let at = offset;
  for (const char of typed) {
    // What the editor closed is typed over.
    if (!(/[)}\]"]/.test(char) && server.text[at] === char)) times.push(await server.type(at, char + (closing[char] ?? "")));
    at++;
  }
  return times;
}

/** ESLint by itself, without the server around it: the time for one lint of a text that changes. */
function lintTimes(workspace: string, text: string, count: number): readonly number[] {
  const script = join(cache, "lint.mjs");
  writeFileSync(
    script,
    `import { ESLint } from "eslint"; import tseslint from "typescript-eslint"; import { readFileSync } from "node:fs";
const text = readFileSync(process.argv[2], "utf8");
const eslint = new ESLint({ cwd: process.argv[3], overrideConfigFile: true, overrideConfig: tseslint.configs.recommended });
const times = [];
for (let i = 0; i < ${count + 2}; i++) { const a = performance.now(); await eslint.lintText(text + " ".repeat(i), { filePath: process.argv[3] + "/client.ts" }); times.push(performance.now() - a); }
console.log(JSON.stringify(times.slice(2)));`,
  );
  const file = join(workspace, "client.ts");
  writeFileSync(file, text);
  return JSON.parse(execFileSync(process.execPath, [script, file, workspace], { encoding: "utf8", maxBuffer: 1e8 })) as number[];
}

/** Installs the peers where they are not, and makes a folder to work in. */
function prepare(): string {
  if (!existsSync(join(root, "dist/server.mjs"))) throw new Error("run `npm run build` first");
  const workspace = join(cache, "workspace");
  rmSync(join(cache, "homes"), { recursive: true, force: true });
  mkdirSync(join(workspace, "rules"), { recursive: true });
  writeFileSync(join(workspace, "sgconfig.yml"), "ruleDirs: [rules]\n");
  const rule = { id: "code", language: "TypeScript", severity: "warning", message: "a code", rule: { pattern: '$CODE === "606"' } };
  writeFileSync(join(workspace, "rules/code.yml"), JSON.stringify(rule));
  writeFileSync(join(cache, "package.json"), JSON.stringify({ private: true, dependencies: peers }));
  try {
    if (!Object.entries(peers).every(([name, version]) => installed(name) === version))
      execFileSync("npm", ["install", "--no-audit", "--no-fund", "--silent"], { cwd: cache, stdio: "inherit" });
  } catch (error) {
    console.log(`the peers can't be installed, and are left out: ${String(error)}`);
  }
  return workspace;
}

/** The version of a peer in the cache: an install that was broken off may have brought some of them. */
function installed(name: string): string | undefined {
  const manifest = join(cache, "node_modules", name, "package.json");
  return existsSync(manifest) ? (JSON.parse(readFileSync(manifest, "utf8")) as { readonly version?: string }).version : undefined;
}

async function attempt<T>(name: string, work: () => T | Promise<T>): Promise<T | undefined> {
  try {
    return await work();
  } catch (error) {
    console.log(`${name} is left out: ${String(error)}`);
    return undefined;
  }
}

function row(what: string, value: number, goal: number, unit = "ms"): Row {
  return { what, goal: `at most ${goal} ${unit}`, unit, value: rounded(value), met: value <= goal };
}

function against(what: string, value: number, theirs: number, peer: string): Row {
  const ratio = value / theirs;
  return {
    what,
    goal: "at most 0.1",
    unit: "ms",
    value: rounded(value),
    peer: `${peer}: ${rounded(theirs)} ms`,
    ratio: rounded(ratio),
    met: ratio <= 0.1,
  };
}

function p95(times: readonly number[]): number {
  return [...times].sort((a, b) => a - b)[Math.floor(times.length * 0.95)] ?? Number.NaN;
}

function median(times: readonly number[]): number {
  return [...times].sort((a, b) => a - b)[Math.floor(times.length / 2)] ?? Number.NaN;
}

function rounded(value: number): number {
  return Math.round(value * 1000) / 1000;
}
