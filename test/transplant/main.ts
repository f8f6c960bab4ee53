import { fileURLToPath } from "node:url";
import type { Engine } from "../../server/src/engine/model.ts";
import { languageFolders } from "../support/language-folders.ts";
import { languagePages, pageAt, pagesIn, rulePages } from "../support/pages.ts";
import { type TestWorkspace, testWorkspace } from "../support/workspace.ts";
import { type Graft, type GraftFile, graftsOf } from "./grafts.ts";
import { type HostProject, hostProjects } from "./hosts.ts";

/** Of a hundred places so many must still be found. */
const wanted = 95;
const resolvePages = fileURLToPath(new URL("../resolve/", import.meta.url));

interface Outcome {
  readonly expected: number;
  readonly lost: readonly string[];
  readonly wrong: readonly string[];
}

/** Sets every fixture into a project of somebody else's, and asks the engine. Prints figures; gives the exit status. */
export async function runTransplants(args: readonly string[]): Promise<number> {
  const verbose = args.includes("--verbose");
  const words = args.filter((a) => !a.startsWith("-"));
  const say = (line: string): void => console.log(line);
  const languages = languageFolders();
  const endings = languages.flatMap((l) => l.extensions);
  const hosts = await hostProjects((path) => endings.some((e) => path.endsWith(e)), say);
  if (hosts.length === 0) {
    say("no projects to set the fixtures into: left out");
    say("0 passed, 0 failed, 1 skipped");
    return 0;
  }
  const grafts: Graft[] = [];
  const asked = new Map<Graft, readonly string[] | undefined>();
  for (const folder of [languagePages, resolvePages, rulePages])
    for (const path of pagesIn(folder)) {
      const page = pageAt(path, languages);
      if (words.length > 0 && !words.some((w) => page.id.includes(w))) continue;
      const rules =
        folder === rulePages ? [page.id, ...page.front.also] : page.id === "handled" || page.id === "caught" ? ["unhandled-retryable"] : undefined;
      for (const graft of page.sections.flatMap((s) => s.projects).flatMap((p) => graftsOf(page, p, languages))) {
        grafts.push(graft);
        asked.set(graft, rules);
      }
    }
  const started = Date.now();
  let expected = 0;
  let lost = 0;
  let wrong = 0;
  // One engine for all of them, as an editor has one for all of its folders.
  const workspace = await testWorkspace(grafts.map((_, i) => `/t${i}`));
  for (const [i, graft] of grafts.entries()) {
    const host = hosts[i % hosts.length] as HostProject;
    const outcome = await transplant(graft, host, asked.get(graft), `/t${i}`, workspace);
    expected += outcome.expected;
    lost += outcome.lost.length;
    wrong += outcome.wrong.length;
    if (verbose) for (const line of outcome.lost) say(`lost  ${graft.name} in ${host.name}: ${line}`);
    for (const line of outcome.wrong.slice(0, verbose ? 99 : 3)) say(`wrong ${graft.name} in ${host.name}: ${line}`);
  }
  const share = expected === 0 ? 0 : ((expected - lost) / expected) * 100;
  say(
    `transplant: ${grafts.length} fixtures in ${Math.min(grafts.length, hosts.length)} projects, ${expected} places, ${expected - lost} found (${share.toFixed(1)} of 100), ${wrong} wrong`,
  );
  say(`transplant: ${Math.round((Date.now() - started) / 1000)} s`);
  const failed = [share < wanted, wrong > 0].filter(Boolean).length;
  say(`${2 - failed} passed, ${failed} failed`);
  return failed === 0 ? 0 : 1;
}

/** What is expected or found, with where it is. */
interface Place {
  readonly file: string;
  readonly start: number;
  readonly what: string;
}

async function transplant(
  graft: Graft,
  host: HostProject,
  rules: readonly string[] | undefined,
  root: string,
  { engine, files, configure }: TestWorkspace,
): Promise<Outcome> {
  files.clear();
  configure(graft.settings);
  for (const [path, text] of host.files) files.set(`${root}/${path}`, text);
  const first = [...graft.files.keys()][0] as string;
  const beside = first.slice(0, first.lastIndexOf("/"));
  const minified = [...host.files].find(([path]) => /\.[cm]?js$/.test(path))?.[1] ?? "const a=601,b='602';";
  // A neighbour without a line end, as bundlers write them.
  files.set(`${root}/${beside}/vendored.js`, minified.replace(/\s*\n\s*/g, " "));
  for (const [path, { text }] of graft.files) files.set(`${root}/${path}`, text);
  const want: Place[] = [];
  const got: Place[] = [];
  for (const [path, file] of graft.files) {
    want.push(...wantedOf(path, file, rules));
    got.push(...(await foundIn(engine, root, path, file, rules)));
  }
  const key = (p: Place): string => (graft.placed ? `${p.file}:${p.start} ${p.what}` : p.what);
  const open = got.map(key);
  const lost: string[] = [];
  for (const place of want) {
    const at = open.indexOf(key(place));
    if (at < 0) lost.push(`${place.file}: ${place.what}`);
    else open.splice(at, 1);
  }
  const wrong = open.map((k) => k);
  for (const path of [...host.files.keys(), `${beside}/vendored.js`]) {
    if (graft.files.has(path)) continue;
    const extra = await foundIn(engine, root, path, { text: files.get(`${root}/${path}`) ?? "", notes: [], names: false }, undefined, true);
    wrong.push(...extra.map((p) => `${p.file}: ${p.what}`));
  }
  return { expected: want.length, lost, wrong };
}

const finding = /^(?:error|warning|information|hint) /;

/** A page of rules shows findings alone, every other one certain sites. */
function wantedOf(file: string, { notes }: GraftFile, rules: readonly string[] | undefined): readonly Place[] {
  return notes
    .filter((n) => n.certain && finding.test(n.text) === (rules !== undefined))
    .map((n) => ({ file, start: n.span.start, what: rules ? n.text.replace(/ —.*/, "") : sited(n.text) }));
}

/** The code and the API: a role changes where a value moves to another file. */
function sited(text: string): string {
  return text.split(" ").slice(0, 2).join(" ");
}

async function foundIn(
  engine: Engine,
  root: string,
  path: string,
  file: GraftFile,
  rules: readonly string[] | undefined,
  all = false,
): Promise<readonly Place[]> {
  const absolute = `${root}/${path}`;
  const language = engine.languageOf(absolute);
  if (language === undefined) return [];
  await engine.load(language);
  await engine.prepare(absolute);
  const { sites, findings } = engine.analyse(absolute, language, file.text);
  const out: Place[] = [];
  if (!rules || all)
    for (const s of sites)
      if (s.confidence === "certain" && (file.names || s.named === undefined))
        out.push({ file: path, start: s.span.start, what: `${s.code} ${s.api}` });
  if (rules || all)
    for (const f of findings)
      if (all || rules?.includes(f.rule)) out.push({ file: path, start: f.span.start, what: [f.severity, f.rule, ...f.codes].join(" ") });
  return out;
}
