import type { LanguageData } from "../syntax/language.ts";
import type { Part } from "../syntax/part.ts";
import type { Source } from "../text/places.ts";
import type { ForeignLookup } from "./context.ts";
import { contextOf, type Known } from "./contexts.ts";
import { Reader } from "./file.ts";
import type { FileFacts, Mention, Use } from "./model.ts";
import { staleUnits } from "./stale.ts";
import { type Lists, type Run, Units } from "./units.ts";
import { givings, knownConstants, usesIn } from "./uses.ts";

/** Reads what a file says about values. Pure: the same parts give the same facts. */
export function readFile(parts: readonly Part[], language: LanguageData, foreign: ForeignLookup = noForeign): FileFacts {
  const { ctx } = contextOf(parts, language, foreign);
  return factsOf(readAll(new Reader(ctx), parts, ctx), ctx, undefined).facts;
}

/** Names are looked up in no other file. */
export const noForeign: ForeignLookup = () => undefined;

/** What was read of one version of a file: what the next version is read on from. */
export interface Reading {
  readonly facts: FileFacts;
  /** How many units were read for it, of how many. */
  readonly work: { readonly read: number; readonly units: number };
  readonly known: Known;
  readonly kept: Units;
  readonly units: Reader["units"];
  readonly names: ReadonlySet<string>;
}

/**
 * Reads a version of a file, and of it only the units that are new or look up what changed since `before`. The parts stand at places, and
 * `text` is asked by places: what is the same object as before is the same.
 */
export function readOn(parts: readonly Part[], language: LanguageData, foreign: ForeignLookup, text: Source, before?: Reading): Reading {
  const kept = before?.kept ?? new Units();
  // In a shell arguments have no names: what a function is given shows at its calls alone.
  const known = contextOf(parts, language, foreign, language.shell ? undefined : kept);
  const { ctx } = known;
  const isSame = before !== undefined && !language.shell && before.known.ctx.foreign === foreign;
  const stale = isSame ? staleUnits(before.known, known, text) : undefined;
  const reader = new Reader(ctx, stale && ((part) => (stale.has(part) ? undefined : before?.units.get(part))));
  const runs = readAll(reader, parts, ctx);
  const { facts, names } = factsOf(runs, ctx, isSame ? before.names : undefined);
  return { facts, work: { read: reader.anew, units: reader.units.size }, known, kept, units: reader.units, names };
}

function readAll(reader: Reader, parts: readonly Part[], ctx: Known["ctx"]): readonly Run[] {
  reader.sequence(parts, { scope: ctx.file, function: -1, functions: [], loops: 0, endless: false, made: new Set() });
  return reader.runs();
}

function sameNames(a: ReadonlySet<string>, b: ReadonlySet<string>): boolean {
  return a.size === b.size && [...a].every((n) => b.has(n));
}

/** `names` are the constants that the uses of kept runs were worked out with. */
function factsOf(
  runs: readonly Run[],
  ctx: Known["ctx"],
  names: ReadonlySet<string> | undefined,
): { readonly facts: FileFacts; readonly names: ReadonlySet<string> } {
  const all = <K extends keyof Lists>(name: K): Lists[K] => {
    const out: unknown[] = [];
    for (const { lists } of runs) for (const it of lists[name]) out.push(it);
    return out as Lists[K];
  };
  const constants = all("constants");
  const known = knownConstants(constants);
  const current = names && sameNames(names, known.names) ? names : known.names;
  const outside = new Set(runs.flatMap((r) => r.outside));
  for (const run of runs) if (run.uses?.known !== current) run.uses = { known: current, uses: usesIn(run, known, ctx) };
  const used = runs.map((run) => run.uses?.uses ?? []);
  // Hovers alone ask for these: they are put together when one does.
  let uses: readonly Use[] | undefined;
  let mentions: readonly Mention[] | undefined;
  const facts: FileFacts = {
    functions: all("functions"),
    branches: all("branches"),
    groups: all("groups"),
    predicates: all("predicates"),
    constants,
    fields: all("fields"),
    get uses() {
      uses ??= [...givings(constants), ...used.flat()];
      return uses;
    },
    imports: all("imports"),
    get mentions() {
      mentions ??= runs.flatMap((run) => run.mentions.filter((m) => !outside.has(m.span.start)));
      return mentions;
    },
    classes: all("classes"),
    broken: [],
  };
  return { facts, names: current };
}
