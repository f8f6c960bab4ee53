/**
 * `check` over a tree of 30,000 files of which 100 call an API, against `rg -l` with the same words and `ast-grep scan` with the same codes: wall
 * time, CPU of the whole process, memory. All runs of all programs follow one another in turn, so that a slow minute is everybody's.
 */
import { execFileSync, spawnSync } from "node:child_process";
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { needlesOf } from "../../server/src/resolve/needles.ts";
import { testCatalogs } from "../support/workspace.ts";
import { benchTree, cacheFolder } from "./tree.ts";

// Plain JavaScript, since it runs before anything is installed.
const { commandLine, ensureBuilt } = await import(new URL("../../scripts/prepare.mjs", import.meta.url).href);

const runs = Number(process.env.FAULTLINE_BENCH_RUNS ?? 5);
/** It takes its time, and its CPU time hardly varies. */
const slowRuns = Math.min(runs, 2);
const astGrep = "@ast-grep/cli@0.51.1";

interface Used {
  /** Seconds. */
  readonly wall: number;
  readonly cpu: number;
  /** Megabytes. */
  readonly memory: number;
}

await ensureBuilt(console.log);
const tree = await benchTree((line) => console.log(line));
console.log(`${tree.files} files, ${tree.megabytes} MB, ${tree.clients} of them of clients`);
const scratch = mkdtempSync(join(tmpdir(), "faultline-bench-"));
const catalogs = await testCatalogs();
const words = writeWords();
const rules = writeRules();
const rg = ripgrep();
const sg = astGrepProgram();

const measured = { rg: [] as Used[], first: [] as Used[], second: [] as Used[], sg: [] as Used[] };
// Once for nothing, so that the tree is in memory for all.
if (rg) use([rg, "-l", "-i", "-F", "-f", words, "."]);
for (let i = 0; i < runs; i++) {
  if (rg) measured.rg.push(use([rg, "-l", "-i", "-F", "-f", words, "."]));
  const cache = join(scratch, `cache-${i}`);
  const check = [process.execPath, commandLine(), "check", ".", "--format", "json"];
  measured.first.push(use(check, cache));
  measured.second.push(use(check, cache));
  if (sg && i < slowRuns) measured.sg.push(use([sg, "scan", "-c", rules, "--json=compact", "."]));
}
rmSync(scratch, { recursive: true, force: true });

const first = median(measured.first);
const second = median(measured.second);
const rgUsed = measured.rg.length > 0 ? median(measured.rg) : undefined;
const sgUsed = measured.sg.length > 0 ? median(measured.sg) : undefined;
const ratio = (a: number, b: number | undefined): number | undefined => (b === undefined ? undefined : a / b);
const atMost = (value: number | undefined, goal: number) => (value === undefined ? undefined : value <= goal);
const rows = [
  {
    what: "check, wall, against `rg -l` with the same words",
    goal: "at most 1.5 times it",
    unit: "s",
    value: first.wall,
    peer: rgUsed?.wall,
    ratio: ratio(first.wall, rgUsed?.wall),
    met: atMost(ratio(first.wall, rgUsed?.wall), 1.5),
  },
  {
    what: "check, CPU, against `ast-grep scan` with the same codes",
    goal: "at most 0.1 of it",
    unit: "s",
    value: first.cpu,
    peer: sgUsed?.cpu,
    ratio: ratio(first.cpu, sgUsed?.cpu),
    met: atMost(ratio(first.cpu, sgUsed?.cpu), 0.1),
  },
  {
    what: "second check of the unchanged tree, wall, against the first",
    goal: "at most 0.5 of it",
    unit: "s",
    value: second.wall,
    peer: first.wall,
    ratio: second.wall / first.wall,
    met: second.wall / first.wall <= 0.5,
  },
  { what: "memory during the first check", goal: "at most 300 MB", unit: "MB", value: first.memory, met: first.memory <= 300 },
  { what: "CPU of the second check", goal: "", unit: "s", value: second.cpu },
  { what: "CPU of `rg -l`", goal: "", unit: "s", value: rgUsed?.cpu },
];
const notes = [
  `A tree of ${tree.files} files and ${tree.megabytes} MB; medians of ${runs} runs (${slowRuns} of ast-grep) that follow one another in turn. CPU is that of the whole process, all threads.`,
];
console.log(JSON.stringify({ part: "check", peers: versions(), notes, rows }));

/** Runs a program in the tree and gives what it used, as the system counted it. */
function use(command: readonly string[], cache = join(scratch, "cache")): Used {
  const report = join(scratch, "used");
  const began = performance.now();
  const { error } = spawnSync("/usr/bin/time", ["-f", "%U %S %M", "-o", report, ...command], {
    cwd: tree.folder,
    stdio: ["ignore", "ignore", "ignore"],
    env: { ...process.env, XDG_CACHE_HOME: cache },
  });
  const wall = (performance.now() - began) / 1000;
  if (error) throw new Error(`/usr/bin/time is needed (Debian's package time): ${error.message}`);
  // A status other than 0 is told on a line before.
  const [user = 0, system = 0, kilobytes = 0] = (readFileSync(report, "utf8").trim().split("\n").pop() ?? "").split(" ").map(Number);
  return { wall, cpu: user + system, memory: kilobytes / 1024 };
}

function median(all: readonly Used[]): Used {
  const of = (pick: (it: Used) => number) => all.map(pick).sort((a, b) => a - b)[all.length >> 1] ?? Number.NaN;
  return { wall: of((it) => it.wall), cpu: of((it) => it.cpu), memory: of((it) => it.memory) };
}

/** All that speaks for an API, a line each. */
function writeWords(): string {
  const seek = needlesOf(catalogs)
    .filter((it) => it.weight > 0)
    .map((it) => it.what.replace(/^\*/, "").replace(/\{.*/, ""));
  const file = join(scratch, "words");
  writeFileSync(file, `${[...new Set([...seek, "faultline"])].join("\n")}\n`);
  return file;
}

/** For each language that ast-grep brings and the tree holds: texts and numbers that are a code. */
function writeRules(): string {
  const codes = [...new Set(catalogs.flatMap((it) => [...it.index.entries.keys()]))];
  const regex = `^["'\`]?(?:${codes.map((it) => it.replace(/[.*+?^${}()|[\]\\]/g, "\\$&")).join("|")})["'\`]?$`;
  const kinds: Readonly<Record<string, readonly string[]>> = {
    TypeScript: ["string", "number"],
    Tsx: ["string", "number"],
    JavaScript: ["string", "number"],
    Python: ["string", "integer"],
    Java: ["string_literal", "decimal_integer_literal"],
    Kotlin: ["string_literal", "integer_literal"],
    Go: ["interpreted_string_literal", "int_literal"],
    Ruby: ["string", "integer"],
    Php: ["string", "integer"],
    Rust: ["string_literal", "integer_literal"],
  };
  mkdirSync(join(scratch, "rules"));
  for (const [language, names] of Object.entries(kinds)) {
    const rule = {
      id: `code-${language.toLowerCase()}`,
      language,
      severity: "warning",
      message: "a code",
      rule: { any: names.map((kind) => ({ kind, regex })) },
    };
    writeFileSync(join(scratch, "rules", `${language}.yml`), JSON.stringify(rule));
  }
  const config = join(scratch, "sgconfig.yml");
  writeFileSync(config, "ruleDirs: [rules]\n");
  return config;
}

function ripgrep(): string | undefined {
  const found = () => spawnSync("sh", ["-c", "command -v rg"], { encoding: "utf8" }).stdout.trim();
  if (found() === "" && process.getuid?.() === 0) {
    spawnSync("sh", ["-c", "apt-get install -y -qq ripgrep || (apt-get update -qq && apt-get install -y -qq ripgrep)"], { stdio: "ignore" });
  }
  const path = found();
  if (path !== "") return path;
  console.log("ripgrep is not to be had here: Debian's package, as root");
  return undefined;
}

function astGrepProgram(): string | undefined {
  const folder = join(cacheFolder, "bench", "peers");
  const program = join(folder, "node_modules/.bin/ast-grep");
  if (!existsSync(program)) {
    mkdirSync(folder, { recursive: true });
    writeFileSync(join(folder, "package.json"), '{ "private": true }\n');
    spawnSync("npm", ["install", "--no-audit", "--no-fund", "--silent", astGrep], { cwd: folder, stdio: "ignore" });
  }
  // Installed without its own script, it is a link that Node follows; the program itself is measured.
  const native = join(
    folder,
    "node_modules/@ast-grep",
    `cli-${process.platform}-${process.arch}${process.platform === "linux" ? "-gnu" : ""}`,
    "ast-grep",
  );
  if (existsSync(native)) return native;
  if (existsSync(program)) return program;
  console.log(`${astGrep} is not to be had here`);
  return undefined;
}

function versions(): readonly string[] {
  const first = (program: string | undefined) =>
    program ? [execFileSync(program, ["--version"], { encoding: "utf8" }).split("\n", 1)[0] ?? ""] : [];
  return [...first(rg), ...first(sg)];
}
