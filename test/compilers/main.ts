import { existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { retryLibraries } from "../running/libraries.ts";
import { prove, type Run } from "../running/prove.ts";
import { runtimes } from "../running/runtimes.ts";
import { type Checker, checkers } from "./checkers.ts";
import { clientLanguages, clientsIn } from "./clients.ts";
import { find, install, pooled } from "./machine.ts";
import { type Variant, Workbench } from "./variants.ts";

/** Two cores are what most machines that run this have. */
const atOnce = 2;

/** A compiler that gives up at its first kind of error is asked again about the rest so many times. */
const rounds = 5;

const tally = { passed: 0, failed: 0, skipped: 0 };

/** Nothing that any language takes: a checker that lets it pass looks at nothing. */
const nonsense = "\n)]}\n";

/** Languages whose mended client is run by `npm test` already. */
const runElsewhere = ["typescript", "javascript", "python"];

/** Returns the exit status. `args` as `run.mjs` says. */
export async function runCompilers(args: readonly string[]): Promise<number> {
  const wanted = args.filter((it) => !it.startsWith("-"));
  const languages = clientLanguages().filter((it) => wanted.length === 0 || wanted.includes(it));
  if (!args.includes("--no-install")) await installMissing(languages);
  const scratch = mkdtempSync(join(tmpdir(), "faultline-compilers-"));
  const workbench = await Workbench.create();
  try {
    for (const language of languages) await judge(language, workbench, join(scratch, language));
  } finally {
    if (args.includes("--keep")) console.log(`kept: ${scratch}`);
    else rmSync(scratch, { recursive: true, force: true });
  }
  const { passed, failed, skipped } = tally;
  if (passed + failed === 0) console.log(`nothing was looked at: there are clients in ${clientLanguages().join(", ")}`);
  console.log(`${passed} passed, ${failed} failed, ${skipped} skipped`);
  return failed > 0 || passed === 0 ? 1 : 0;
}

async function installMissing(languages: readonly string[]): Promise<void> {
  const missing = languages.flatMap((language) => {
    const checker = checkers[language];
    const runtime = runtimes[language];
    const programs = runtime?.programs.filter((it) => !find(it)) ?? [];
    const libraries = (retryLibraries[language] ?? []).flatMap((it) => (it.debian && !existsSync(`/usr/share/doc/${it.debian}`) ? [it.debian] : []));
    return [
      ...libraries,
      ...(checker && !find(checker.program) ? checker.package.split(" ") : []),
      ...(programs.length > 0 ? (runtime?.packages ?? []) : []),
    ];
  });
  await install([...new Set(missing)], console.log);
}

async function judge(language: string, workbench: Workbench, folder: string): Promise<void> {
  const clients = clientsIn(language);
  if (!clients.every((c) => workbench.knows(c.source.name))) return skip(language, "the engine doesn't read it yet");
  const started = performance.now();
  const variants: Variant[] = [];
  let fixes = 0;
  for (const client of clients) {
    const { before, fixed, findings } = await workbench.variants(client);
    if (findings === 0) fail(language, before.title, ["nothing is found in it"]);
    variants.push(before, ...fixed);
    fixes += fixed.filter((v) => v.title.includes(" handle-")).length;
  }
  const complaints = await compile(language, variants, folder);
  for (const [i, variant] of variants.entries()) {
    const faults = [...variant.faults, ...(complaints?.get(i) ?? [])];
    if (faults.length > 0) fail(language, variant.title, faults);
    else tally.passed++;
  }
  const seconds = ((performance.now() - started) / 1000).toFixed(1);
  console.log(`${language}: ${variants.length} texts, ${complaints ? checkers[language]?.name : "by the grammar alone"}, ${seconds} s`);
  for (const note of workbench.notes.splice(0)) console.log(`    ${note}`);
  if (fixes === 0) skip(language, "no fix offered yet");
  else if (runtimes[language] && !runElsewhere.includes(language)) await runMended(language);
}

/** The proof by running, for languages that `npm test` can't count on: plainly, and with each retry library that can be had. */
async function runMended(language: string): Promise<void> {
  for (const library of [undefined, ...(retryLibraries[language] ?? [])]) {
    const proof = await prove(language, library);
    const what = library ? `the mended client with ${library.id}` : "the mended client";
    if ("skipped" in proof) skip(language, `${what} was not run: ${proof.skipped}`);
    else if ("failed" in proof) fail(language, what, [proof.failed]);
    else {
      for (const run of proof.runs) judgeRun(language, what, run);
      console.log(`${language}: ${what} ran ${proof.runs.length} times`);
    }
  }
}

function judgeRun(language: string, what: string, { operation, scenario, told }: Run): void {
  try {
    scenario.check(told);
    tally.passed++;
  } catch (error) {
    fail(language, `${what}: ${operation} ${scenario.title}`, [error instanceof Error ? error.message : String(error), JSON.stringify(told)]);
  }
}

/** What the language's compiler says against each variant, by its place; undefined where there is no compiler to ask. */
async function compile(language: string, variants: readonly Variant[], folder: string): Promise<ReadonlyMap<number, readonly string[]> | undefined> {
  const checker = checkers[language];
  if (!checker) {
    skip(language, "there is no compiler of it in Debian or npm; its grammar alone has looked at it");
    return undefined;
  }
  if (!find(checker.program)) {
    skip(language, `${checker.program} is not here, and Debian's package ${checker.package} was not installed`);
    return undefined;
  }
  mkdirSync(join(folder, "out"), { recursive: true });
  const [{ source }] = variants as readonly [Variant];
  const sources = [...variants.map((v) => v.source), { name: source.name, text: source.text + nonsense }];
  const files = sources.map(({ name, text }, i) => {
    const own = `v${i}`;
    const file = `${own}/${name}`;
    mkdirSync(dirname(join(folder, file)), { recursive: true });
    writeFileSync(join(folder, file), checker.adapt?.(text, own) ?? text);
    return file;
  });
  const complaints = new Map<number, string[]>();
  if (checker.each) await eachOf(checker.each, files, folder, complaints);
  if (checker.together) await allOf(checker.together, files, folder, complaints);
  if (!complaints.has(variants.length)) fail(language, checker.name, ["it found nothing wrong with nonsense"]);
  return complaints;
}

/** Of `v7/leads.ts`: 7. */
function placeOf(file: string): number {
  return Number(/^v(\d+)\//.exec(file)?.[1]);
}

async function eachOf(check: NonNullable<Checker["each"]>, files: readonly string[], cwd: string, complaints: Map<number, string[]>): Promise<void> {
  const outcomes = await pooled(files, atOnce, (file) => check(file, cwd));
  for (const [i, { status, output }] of outcomes.entries()) if (status !== 0) complaints.set(placeOf(files[i] as string), [output.trim()]);
}

async function allOf(
  check: NonNullable<Checker["together"]>,
  files: readonly string[],
  cwd: string,
  complaints: Map<number, string[]>,
): Promise<void> {
  for (let round = 0; round < rounds; round++) {
    const left = files.filter((file) => !complaints.has(placeOf(file)));
    if (left.length === 0) return;
    const { status, output } = await check(left, cwd);
    if (status === 0) return;
    const named = new Map<number, string[]>();
    let at: string[] | undefined;
    for (const line of output.split("\n")) {
      const index = /(?:^|[^\w])v(\d+)[/_]\w/.exec(line)?.[1];
      if (index !== undefined && left.some((file) => placeOf(file) === Number(index))) {
        at = named.get(Number(index)) ?? [];
        named.set(Number(index), at);
      }
      at?.push(line);
    }
    if (named.size === 0) {
      for (const file of left) complaints.set(placeOf(file), [output.trim()]);
      return;
    }
    for (const [index, lines] of named) complaints.set(index, lines);
  }
}

function fail(language: string, title: string, faults: readonly string[]): void {
  tally.failed++;
  const text = faults.join("\n").split("\n");
  console.log(`failed: ${language}: ${title}\n    ${text.slice(0, 12).join("\n    ")}`);
}

function skip(language: string, why: string): void {
  tally.skipped++;
  console.log(`skipped: ${language}: ${why}`);
}
