import type { LanguageData } from "../syntax/language.ts";
import type { Part } from "../syntax/part.ts";
import type { Source } from "../text/places.ts";
import { type Span, touches } from "../text/span.ts";
import type { ForeignLookup } from "./context.ts";
import { contextOf, type Known } from "./contexts.ts";
import { Reader } from "./file.ts";
import { type Joined, joined } from "./joined.ts";
import type { FileFacts, Mention, Use } from "./model.ts";
import { knowNearby, type Nearby } from "./nearby.ts";
import { Finder } from "./row.ts";
import { staleUnits } from "./stale.ts";
import { askedLimit, type Run, Units } from "./units.ts";
import { givings, type KnownConstants, knownConstants, mentions as mentionsName, usesIn } from "./uses.ts";

/** Names are looked up in no other file. */
export const noForeign: ForeignLookup = () => undefined;

/** What one version of a file says about values, and what the next version is read on from. */
export interface Reading {
  readonly facts: FileFacts;
  /** How many units were read for it, of how many. */
  readonly work: { readonly read: number; readonly units: number };
  readonly known: Known;
  readonly foreign: ForeignLookup;
  readonly kept: Units;
  readonly units: Reader["units"];
  readonly gaps: Reader["gaps"];
  readonly all: Joined;
  readonly constants: KnownConstants;
}

/**
 * Reads a version of a file, and of it only the units that are new or look up what changed since `before`, be it only that names are looked up
 * in other files now. The parts stand at places, and `text` is asked by places: what is the same object as before is the same. With `near`, for
 * a version that nothing goes on from, only what is new or stands there is read, whatever the others look up.
 */
export function readOn(parts: readonly Part[], language: LanguageData, foreign: ForeignLookup, text: Source, before?: Reading, near?: Span): Reading {
  const kept = before?.kept ?? new Units();
  // In a shell arguments have no names: what a function is given shows at its calls alone.
  const known = contextOf(parts, language, foreign === noForeign ? kept.noting : foreign, language.shell ? undefined : kept, before?.known);
  const { ctx } = known;
  const isStale = before && !language.shell ? staleness(before, known, foreign, text, near) : undefined;
  const read = before && isStale && { units: new Finder(before.units, isStale), gaps: before.gaps };
  const reader = new Reader(ctx, read);
  const all = joined(readAll(reader, parts, ctx), read && before.all);
  const { facts, constants } = factsOf(all, ctx, foreign, before, resuming(kept, known), counting(kept));
  const { units, gaps, anew } = reader;
  return { facts, work: { read: anew, units: units.size }, known, foreign, kept, units, gaps, all, constants };
}

/** Both are made where no version before is in sight: what a version's facts hold on to they would keep, and with it all versions before that. */
function counting(kept: Units): () => void {
  return () => void kept.usesRead++;
}

function resuming(kept: Units, { around }: Known): () => void {
  return () => void (around && kept.resume(around));
}

/** Which units are to be read again; undefined where all are. */
function staleness(
  before: Reading,
  known: Known,
  foreign: ForeignLookup,
  text: Source,
  near: Span | undefined,
): ((part: Part) => boolean) | undefined {
  if (near && before.foreign === foreign) return (part) => touches(part.span, near);
  const meant = meantAnew(before, foreign);
  const stale = meant && staleUnits(before.known, known, text, meant);
  if (!stale) return undefined;
  // Mostly there is one, or none.
  const few = stale.size < 8 ? [...stale] : undefined;
  return few ? (part) => few.includes(part) : (part) => stale.has(part);
}

/** The names that were looked up in other files while there were none; undefined where there were too many to note. */
export function askedIn({ foreign, kept: { asked } }: Reading): readonly (readonly string[])[] | undefined {
  return foreign === noForeign && asked.size <= askedLimit ? [...asked.values()] : undefined;
}

/** Names that mean something else because others are asked for them now; undefined where that isn't known. */
function meantAnew(before: Reading, foreign: ForeignLookup): readonly string[] | undefined {
  if (before.foreign === foreign) return [];
  const { asked } = before.kept;
  if (before.foreign !== noForeign || asked.size > askedLimit) return undefined;
  // Whoever asks has the last of the names in his text.
  return [...asked.values()].flatMap((names) => (foreign(names) ? names.slice(-1) : []));
}

function readAll(reader: Reader, parts: readonly Part[], ctx: Known["ctx"]): ReturnType<Reader["all"]> {
  reader.members(parts, { scope: ctx.file, function: -1, functions: [], loops: 0, endless: false, made: new Set() });
  return reader.all();
}

function sameNames(a: ReadonlySet<string>, b: ReadonlySet<string>): boolean {
  return a.size === b.size && [...a].every((n) => b.has(n));
}

function difference(a: ReadonlySet<string>, b: ReadonlySet<string>): readonly string[] {
  return [...[...a].filter((n) => !b.has(n)), ...[...b].filter((n) => !a.has(n))];
}

function factsOf(
  { runs, lists }: Joined,
  noting: Known["ctx"],
  foreign: ForeignLookup,
  before: Reading | undefined,
  resume: () => void,
  count: () => void,
): { readonly facts: FileFacts; readonly constants: KnownConstants } {
  const { constants } = lists;
  const known = before?.all.lists.constants === constants ? before.constants : knownConstants(constants);
  // The constants that the uses of kept runs were worked out with.
  const names = before?.foreign === foreign ? before.constants.names : undefined;
  const current = names && sameNames(names, known.names) ? names : known.names;
  const changed = names && names !== current ? difference(names, current) : [];
  const ctx = { ...noting, foreign };
  const nearby: Nearby = {
    mentions: (stretch) => {
      const near = runs.filter((run) => isNear(run, stretch));
      // What stands elsewhere as a label is none here, and whoever has it may be anywhere.
      return mentionsIn(near, runs);
    },
    uses(stretch) {
      resume();
      return [...givings(constants.filter((c) => touches(c.nameSpan, stretch))), ...runs.filter((run) => isNear(run, stretch)).flatMap(usesOf)];
    },
  };
  const usesOf = (run: Run): readonly Use[] => {
    const { uses: found } = run;
    // A name that it doesn't mention may stand for whatever it wants to.
    const same = found && (found.known === current || (found.known === names && !changed.some((n) => mentionsName(run, n))));
    if (found?.known === current) return found.uses;
    if (!same) count();
    run.uses = { known: current, uses: same ? found.uses : usesIn(run, known, ctx) };
    return run.uses.uses;
  };
  // Hovers alone ask for these: they are put together when one does.
  let uses: readonly Use[] | undefined;
  let mentions: readonly Mention[] | undefined;
  const facts: FileFacts = {
    functions: lists.functions,
    branches: lists.branches,
    groups: lists.groups,
    predicates: lists.predicates,
    constants,
    fields: lists.fields,
    get uses() {
      if (!uses) resume();
      uses ??= [...givings(constants), ...runs.flatMap(usesOf)];
      return uses;
    },
    imports: lists.imports,
    get mentions() {
      mentions ??= mentionsIn(runs, runs);
      return mentions;
    },
    classes: lists.classes,
    families: lists.families,
    conditions: lists.conditions,
    broken: [],
  };
  knowNearby(facts, nearby);
  return { facts, constants: current === known.names ? known : { ...known, names: current } };
}

/** From where to where the names and literals of a run stand. */
const extents = new WeakMap<Run, Span>();

function isNear(run: Run, stretch: Span): boolean {
  let extent = extents.get(run);
  if (!extent) {
    let [start, end] = [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY];
    const take = ({ span }: { readonly span: Span }): void => {
      if (span.start < start) start = span.start;
      if (span.end > end) end = span.end;
    };
    for (const { parts } of run.names) parts.forEach(take);
    run.lists.literals.forEach(take);
    extent = { start, end };
    extents.set(run, extent);
  }
  return touches(extent, stretch);
}

/** The mentions of some of all runs. */
function mentionsIn(runs: readonly Run[], all: readonly Run[]): readonly Mention[] {
  const outside = new Set<number>();
  for (const run of all) for (const at of run.outside) outside.add(at);
  const out: Mention[] = [];
  // Mostly nothing stands elsewhere, and then nothing has to be looked up.
  for (const run of runs) for (const it of run.mentions) if (outside.size === 0 || !outside.has(it.span.start)) out.push(it);
  return out;
}
