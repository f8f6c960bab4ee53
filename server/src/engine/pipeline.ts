import type { Catalog } from "../catalogs/catalog.ts";
import { words } from "../l10n/words.ts";
import type { Answers } from "../resolve/answers.ts";
import { companyEvidence } from "../resolve/company.ts";
import type { Elsewhere } from "../resolve/elsewhere.ts";
import { type Directive, directives, evidenceIn, evidenceInPath, seekInPaths, settling } from "../resolve/evidence.ts";
import { resolveFile } from "../resolve/file.ts";
import type { Evidence, Verdict } from "../resolve/model.ts";
import { type Needle, needlesOf } from "../resolve/needles.ts";
import type { Resolved } from "../resolve/resolved.ts";
import { type Said, saidIn } from "../resolve/said.ts";
import { Sieve } from "../resolve/sieve.ts";
import { settle, verdictsOf, weakAt } from "../resolve/verdicts.ts";
import { retriesIn, summary, type Workspace } from "../rules/retries.ts";
import { type Checking, checkOn } from "../rules/rules.ts";
import type { ForeignLookup } from "../sites/context.ts";
import type { FileFacts } from "../sites/model.ts";
import { noForeign } from "../sites/reading.ts";
import type { LanguageData } from "../syntax/language.ts";
import { LineMap, type Lines } from "../text/line-map.ts";
import type { Content } from "../text/pieced.ts";
import type { Source } from "../text/places.ts";
import { type Span, touching } from "../text/span.ts";
import type { Analysis, Settings } from "./model.ts";
import { ApiGlobs } from "./settings.ts";

/** What stays the same from file to file until the settings change. */
export interface Frame {
  readonly catalogs: readonly Catalog[];
  readonly needles: readonly Needle[];
  /** What may stand in a text of the needles, told from its bytes. */
  readonly sieve: Sieve;
  /** Matches every path that may say something. */
  readonly inPaths: RegExp;
  readonly settings: Settings;
  readonly globs: ApiGlobs;
  readonly apis: readonly string[];
}

export function frameOf(catalogs: readonly Catalog[], settings: Settings): Frame {
  const needles = needlesOf(catalogs);
  const sieve = new Sieve(needles, catalogs);
  return { catalogs, needles, sieve, inPaths: seekInPaths(needles), settings, globs: new ApiGlobs(settings.apis), apis: catalogs.map((c) => c.id) };
}

/** The frames of folders with settings of their own. */
export function framesOfFolders(frame: Frame): ReadonlyMap<string, Frame> {
  const folders = Object.entries(frame.settings.folders ?? {});
  return new Map(folders.map(([root, settings]) => [root, { ...frame, settings, globs: new ApiGlobs(settings.apis) }]));
}

const encoder = new TextEncoder();

/** What other files give to one. */
export interface Surroundings {
  readonly foreign: ForeignLookup;
  readonly evidence: readonly Evidence[];
  readonly linked: readonly Resolved[];
  /** What of it surely is a code; absent where there is no file around. */
  readonly elsewhere?: Elsewhere;
  /** The same as long as the same stands around. */
  readonly key?: string;
  /** What other files do with the same codes; absent where not all of them were looked at. */
  readonly workspace?: Workspace;
}

/** A file that has no others beside it. */
export const alone: Surroundings = { foreign: noForeign, evidence: [], linked: [] };

export interface FileInput {
  readonly path: string;
  /** Relative to its workspace folder: what globs and path evidence see. */
  readonly relative: string;
  readonly language: LanguageData;
  readonly text: Content;
  /** How spans of its facts ask for the text and its lines, where not by its offsets. */
  readonly source?: Source;
  readonly lines?: Lines;
  /** The file's own text, where `text` is only the scripts in it. */
  readonly whole?: string | undefined;
  /** What its text says by its words, where that was looked for. */
  readonly said?: Said;
}

/** What the text of a file says. `spotted`: the needles that may stand in it, where that is known already. */
export function saidOf(input: Pick<FileInput, "text">, frame: Frame, spotted?: readonly number[]): Said {
  const text = input.text.toString();
  const needles = (spotted ?? frame.sieve.needlesIn(encoder.encode(text))).map((i) => frame.needles[i] as Needle);
  return { ...saidIn(text, needles), needles: frame.needles };
}

/** The evidence a file gives by itself. */
export function ownEvidence(input: FileInput, frame: Frame, words: Said = saidOf(input, frame)): readonly Evidence[] {
  const { relative } = input;
  const said = [...words.evidence, ...evidenceAroundScripts(input, frame)];
  // A word that others use as well says no more for standing in the file's name too.
  const inPath = frame.needles.filter((n) => n.weight > weakAt || !said.some((e) => e.api === n.api && e.what === n.what));
  const out: Evidence[] = [...said, ...evidenceInPath(relative, inPath)];
  return [...out, ...saidOutright(input, frame, words.notes)];
}

/** What comments and settings say of the file. `notes` are those of its text, where they are known. */
export function saidOutright({ text, whole, relative }: FileInput, frame: Frame, notes?: readonly Directive[]): readonly Evidence[] {
  const source = whole ?? text;
  const out = ((whole === undefined ? notes : undefined) ?? directives(source.toString())).map(
    ({ api, denied, span }): Evidence => ({
      api,
      kind: "directive",
      what: source.slice(span.start, span.end),
      span,
      weight: denied ? -settling : settling,
    }),
  );
  const setting = frame.globs.evidence(relative);
  // A name that no API has settles nothing, and is told (`suppressions.ts`).
  const known = out.filter(({ api }) => api === "none" || frame.apis.includes(api));
  return setting ? [...known, setting] : known;
}

/** Addresses that stand beside the scripts, in a tag or an attribute. Names there are what the page is about, not what it calls. */
function evidenceAroundScripts({ text, whole }: FileInput, frame: Frame): readonly Evidence[] {
  if (whole === undefined) return [];
  const hosts = evidenceIn(
    whole,
    frame.needles.filter((n) => n.kind === "host"),
  );
  return hosts.filter((e) => e.span && text.slice(e.span.start, e.span.end).trim() === "");
}

export function isTest(input: FileInput): boolean {
  const marks = input.language.tests?.paths ?? [];
  const segments = input.relative.toLowerCase().split("/");
  const name = segments[segments.length - 1] ?? "";
  // A plain word is a folder's or file's whole name; one with a mark in it is a piece of the file's name.
  return marks.some((m) => (/[._]/.test(m) ? name.includes(m) : segments.slice(0, -1).includes(m)));
}

/** What is decided of a file, by what it says itself and by what is said around it. Empty: the file is no API's. */
export function verdictsFor(evidence: readonly Evidence[], facts: FileFacts, frame: Frame): readonly Verdict[] {
  if (isSilenced(evidence)) return [];
  const first = verdictsOf(evidence, frame.apis, weakAt);
  // Codes in good company lend weight where something else already points at the API.
  const open = new Set(first.filter((v) => !v.certain).map((v) => v.api));
  const company = open.size > 0 ? frame.catalogs.filter((c) => open.has(c.id)).flatMap((c) => companyEvidence(facts, c) ?? []) : [];
  return verdictsOf([...evidence, ...company], frame.apis).map((v) => (v.certain && isBorrowed(v, facts) ? { ...v, borrowed: true as const } : v));
}

/** `none`, said by a comment or, where no comment speaks, by a setting, silences the file altogether. */
function isSilenced(evidence: readonly Evidence[]): boolean {
  const { decisive } = settle(evidence);
  return decisive.length > 0 && decisive.every((e) => e.api === "none");
}

export function resolve(
  input: FileInput,
  facts: FileFacts,
  own: readonly Evidence[],
  around: Surroundings,
  frame: Frame,
  before?: Answers,
): Resolved {
  const evidence = [...own, ...around.evidence];
  const { denied } = settle(evidence);
  const catalogs = isSilenced(evidence) ? [] : frame.catalogs.filter((c) => !denied.has(c.id));
  const verdicts = verdictsFor(evidence, facts, frame);
  return resolveFile({
    facts,
    text: input.source ?? input.text.toString(),
    verdicts,
    catalogs,
    test: isTest(input),
    needles: frame.needles,
    asked: askedIn(input.relative, around.linked),
    elsewhere: around.elsewhere,
    before,
    addresses: input.said?.addresses,
  });
}

/** The names of a file through which those around it surely ask about codes: what a constant is called there may say nothing. */
function askedIn(file: string, linked: readonly Resolved[]): ReadonlySet<string> {
  const known = askedNames.get(linked);
  if (known?.file === file) return known.names;
  const names = new Set<string>();
  for (const { branches } of linked)
    for (const b of branches)
      if (b.confidence === "certain" && b.meaning !== "http")
        for (const { label, found } of b.labels) if (found && label.via?.file === file) names.add(label.group ?? label.via.name);
  askedNames.set(linked, { file, names });
  return names;
}

/** As long as the files around stay what they are, so do the names. */
const askedNames = new WeakMap<readonly Resolved[], { readonly file: string; readonly names: ReadonlySet<string> }>();

/** Whether a file would be nobody's but for what it imports. */
function isBorrowed(verdict: Verdict, facts: FileFacts): boolean {
  if (!verdict.evidence.some((e) => e.uses)) return false;
  const inImport = (e: Evidence): boolean => {
    const at = e.file === undefined ? e.span?.start : undefined;
    return at !== undefined && e.kind !== "package" && facts.imports.some((i) => i.span.start <= at && at < i.span.end);
  };
  const own = verdict.evidence.filter((e) => !e.uses && !inImport(e));
  return !verdictsOf(own, [verdict.api]).some((v) => v.certain);
}

/** From resolved facts to what everybody sees. */
export function conclude(input: FileInput, resolved: Resolved, around: Surroundings, frame: Frame): Analysis {
  const { path, language } = input;
  const text = input.text.toString();
  const lines = new LineMap(text);
  const { findings } = checkFile({ ...input, lines }, resolved, around, frame);
  return {
    path,
    languageId: language.id,
    text,
    lines,
    facts: resolved.facts,
    verdicts: resolved.verdicts,
    denials: denialsOf(saidOutright(input, frame)),
    // Nobody who checks asks for them.
    get sites() {
      return resolved.sites;
    },
    sitesIn: (stretch) => resolved.sitesIn(stretch),
    findings,
    findingsIn: (stretch) => touching(findings, stretch),
    retries: retriesOf(resolved),
  };
}

export function denialsOf(said: readonly Evidence[]): NonNullable<Analysis["denials"]> {
  return said.filter((e) => e.weight < 0 || e.api === "none");
}

/** What other files are compared with. */
export function retriesOf(resolved: Resolved): Analysis["retries"] {
  return summary(retriesIn(resolved));
}

/** What the rules say; `before` is what they said of another version of the file, `near` where alone they may say something else. */
export function checkFile(input: FileInput, resolved: Resolved, around: Surroundings, frame: Frame, before?: Checking, near?: Span): Checking {
  const { language, text } = input;
  return checkOn(
    {
      resolved,
      text: input.source ?? text.toString(),
      lines: input.lines ?? new LineMap(text),
      path: input.relative,
      words: words(frame.settings.locale),
      fallback: frame.settings.fallback,
      linked: around.linked,
      strict: language.strict,
      ...(input.said ? { suppresses: input.said.addressed } : {}),
      apis: frame.apis,
      whole: input.whole,
      ...(around.workspace ? { workspace: around.workspace } : {}),
    },
    frame.settings.rules,
    before,
    near,
  );
}
