import type { ResolvedLabel } from "../../resolve/resolved.ts";
import type { Finding, Fix } from "../../rules/model.ts";
import { triedAgain } from "../../rules/tried-again.ts";
import type { UnhandledData } from "../../rules/unhandled-report.ts";
import type { TextEdit } from "../../text/span.ts";
import { addBeside } from "../beside.ts";
import { moreConstants } from "../constants.ts";
import { eachLine, endOfWords, linesAround, merged } from "../layout.ts";
import type { FixContext } from "../model.ts";
import type { Anchor } from "../spelling.ts";
import { notesFor } from "../suppress.ts";
import { didParse, holdsInFunction, isAlone, parses, parseTogether } from "../verify.ts";
import { againOf } from "./again.ts";
import { armEdits } from "./arms.ts";
import { byClient } from "./client.ts";
import { finalArms } from "./every.ts";
import { freshArms } from "./fresh.ts";
import { anchorFor, placeOf } from "./joins.ts";
import { atWork, libraryOf } from "./library.ts";
import { byLibrary } from "./library-writer.ts";
import { Needs } from "./needs.ts";
import { originOf } from "./origin.ts";
import { type Missing, otherScenes, type Scene, sceneOf, type Way, waysOf } from "./scene.ts";
import { type Writer, writerFor } from "./writers.ts";

const kinds = ["throttled", "auth", "transient"] as const;

/** Handling for the codes that a decision, set or predicate leaves out: all of them, or those of one kind. */
export function handleFixes(finding: Finding, ctx: FixContext): readonly Fix[] {
  const given = finding.data as UnhandledData;
  const data = { ...given, missing: given.missing.filter((m) => !triedAlready(m.code, finding.api, ctx)) };
  if (data.missing.length === 0) return [];
  const scene = data.what === "branch" ? sceneOf(data, finding.api, ctx) : undefined;
  const here = kinds.filter((kind) => data.missing.some((m) => m.kind === kind));
  const wanted: readonly { readonly id: string; readonly say: "all" | "every" | (typeof kinds)[number]; readonly missing: readonly Missing[] }[] = [
    { id: "handle-all", say: "all", missing: data.missing },
    ...(here.length > 1 ? here.map((kind) => ({ id: `handle-${kind}`, say: kind, missing: data.missing.filter((m) => m.kind === kind) })) : []),
    ...(scene ? [{ id: "handle-every", say: "every" as const, missing: data.missing }] : []),
  ];
  const bare = ctx.data?.endOptional === true && withoutEnds(linesAround(ctx.text, finding.span.start), ctx.data.end);
  const near = ctx.proof === "near";
  const written = (edits: Edits | undefined): Edits | undefined => {
    if (edits === undefined || edits.length === 0) return undefined;
    return bare ? edits.map((e) => ({ ...e, text: e.text.replace(/;(?=\r?\n|$)/g, "") })) : edits;
  };
  const drafts = wanted
    .filter(({ id }) => ctx.only === undefined || ctx.only === id)
    .map(({ id, say, missing }) => {
      const tries = scene
        ? [true, false].map((library) => once(() => written(inDecision(missing, scene, library, id === "handle-every"))))
        : [once(() => written(inList(data, missing, finding.api, ctx)))];
      return { id, say, missing, tries };
    });
  if (near && isAlone(finding, ctx)) {
    const shown = drafts.map(({ tries }) => firstThat(tries, (found) => found) ?? []).sort((a, b) => sizeOf(b) - sizeOf(a));
    parseTogether([...shown, notesFor(finding, ctx).slice(0, 1)], ctx);
  }
  // Of fixes that do the same for more or fewer codes one is tried before they are shown, each before it is made. What is written for fewer is
  // mostly a part of what is written for more, word for word, and parses where that did.
  let tried = false;
  return drafts.flatMap(({ id, say, missing, tries }): readonly Fix[] => {
    const codes = missing.map((m) => m.code);
    const edits = firstThat(tries, (own) => ((tried ? parses(own, ctx) : holdsInFunction(own, finding, codes, ctx)) ? own : undefined));
    if (!edits) return [];
    tried = near;
    if (near) didParse(edits, ctx);
    const title = ctx.words.say(`fix.handle.${say}`, { codes: ctx.words.list(codes), api: scene?.catalog.shortName ?? "" });
    return [{ id, title, edits, safe: false, preferred: id === "handle-all", ...(near ? { unproven: true } : {}) }];
  });
}

/** The client makes the request again by itself after the status that the code comes with: attempts would multiply. */
function triedAlready(code: string, api: string, ctx: FixContext): boolean {
  const status = ctx.catalogs.find((c) => c.id === api)?.index.entries.get(code)?.httpStatus;
  return status !== undefined && ctx.data?.retriers?.some((r) => r.statuses.includes(status) && new RegExp(r.when).test(ctx.text)) === true;
}

type Edits = readonly TextEdit[];

function sizeOf(edits: Edits): number {
  return edits.reduce((sum, { text }) => sum + text.length, 0);
}

function once<T>(work: () => T): () => T {
  let done: { readonly answer: T } | undefined;
  return () => {
    done ??= { answer: work() };
    return done.answer;
  };
}

function firstThat(tries: readonly (() => Edits | undefined)[], accepted: (found: Edits) => Edits | undefined): Edits | undefined {
  for (const attempt of tries) {
    const found = attempt();
    const edits = found && accepted(found);
    if (edits) return edits;
  }
  return undefined;
}

/** Whether the author of these lines leaves out what may end a statement. */
function withoutEnds(text: string, end: string): boolean {
  if (end === "") return false;
  let [ended, bare] = [0, 0];
  eachLine(text, (start, stop) => {
    const last = endOfWords(text, start, stop);
    if (last - end.length >= start && text.startsWith(end, last - end.length)) ended++;
    if (last > start && /[)\]\w"'`]/.test(text.charAt(last - 1))) bare++;
  });
  return ended * 10 < bare;
}

/** `library`: by the retry library that the project has, or not at all. `every`: what can't succeed is named, too. */
function inDecision(missing: readonly Missing[], scene: Scene, library: boolean, every: boolean): readonly TextEdit[] | undefined {
  const ways = waysOf(scene);
  const origin = originOf(scene);
  const joined = new Map<number, { readonly anchor: Anchor; readonly codes: string[] }>();
  const rest: Missing[] = [];
  for (const m of missing) {
    const anchor = anchorFor(m, scene, ways, origin);
    if (!anchor) rest.push(m);
    else {
      const at = joined.get(anchor.span.start) ?? { anchor, codes: [] };
      joined.set(anchor.span.start, at);
      at.codes.push(m.code);
    }
  }
  const edits: TextEdit[] = [];
  for (const { anchor, codes } of joined.values()) {
    const more = addBeside(anchor, codes, scene.ctx);
    if (more) edits.push(...more);
    else rest.push(...missing.filter((m) => codes.includes(m.code)));
  }
  if (rest.length === 0 && library) return undefined;
  if (rest.length > 0 || every) {
    const inPlace = (place: Scene): Edits | undefined => newArms(rest, place, library, every, edits);
    let more = inPlace(scene);
    for (const place of more ? [] : otherScenes(scene)) more ??= inPlace(place);
    return more && merged(more);
  }
  return merged(edits);
}

function newArms(missing: readonly Missing[], scene: Scene, library: boolean, every: boolean, beside: readonly TextEdit[]): Edits | undefined {
  const { dialect } = scene.data;
  if (dialect !== undefined && new RegExp(dialect).test(scene.ctx.text)) return undefined;
  const needs = new Needs(scene);
  const ways = waysOf(scene);
  const told = library ? byClient(missing, scene, needs) : undefined;
  const rest = told ? missing.filter((m) => !told.taken.includes(m)) : missing;
  const writer = library && !told ? libraryWriter(rest, scene, ways, needs) : rest.length > 0 ? plainWriter(rest, scene, needs) : undefined;
  if (library && !told && !writer) return undefined;
  const fresh = freshArms(rest, scene, ways, writer, needs);
  if (!fresh) return undefined;
  const named = every ? finalArms(scene, ways, originOf(scene), writer) : [];
  const arms = named && armEdits([...fresh.arms, ...named], scene);
  return arms && fresh.finish([...beside, ...(told?.edits ?? []), ...fresh.edits, ...arms]);
}

function libraryWriter(missing: readonly Missing[], scene: Scene, ways: readonly Way[], needs: Needs): Writer | undefined {
  const library = libraryOf(scene, missing, ways, originOf(scene));
  return library && byLibrary(library, scene, needs, missing);
}

function plainWriter(missing: readonly Missing[], scene: Scene, needs: Needs): Writer | undefined {
  // A jump out of what a library tries again would end it.
  const again = atWork(scene) === undefined ? againOf(scene) : undefined;
  return again && writerFor(again, scene, needs, missing);
}

/** A set or a predicate only says which codes they are: the new ones are named beside those that it has. */
function inList(data: UnhandledData, missing: readonly Missing[], api: string, ctx: FixContext): readonly TextEdit[] | undefined {
  const labels =
    data.what === "group"
      ? ctx.resolved.groups.filter((g) => g.group.span.start === data.at.start && g.catalog.id === api).flatMap(triedAgain)
      : ctx.resolved.facts.predicates
          .filter((p) => p.span.start === data.at.start)
          .flatMap((p) =>
            ctx
              .branchesOf(p.function)
              .filter((b) => b.catalog.id === api)
              .flatMap((b) => b.labels),
          );
  const found = labels.filter((l) => l.found);
  // What stands beside a code is meant for its kind: how long to wait, whom to ask.
  const kinds = new Set(found.every(({ label }) => label.role === "key" || label.role === "constant") ? missing.map((m) => m.kind) : []);
  const apart = [...kinds].map((kind) => besideOne(found, (m) => m.kind === kind, missing, ctx));
  const each = kinds.size > 1 && apart.every((edits) => edits !== undefined) ? merged(apart.flat()) : undefined;
  return each ?? besideOne(found, () => true, missing, ctx);
}

/** Beside one of those that are there, of the same kind if possible, otherwise of any. */
function besideOne(
  found: readonly ResolvedLabel[],
  wanted: (code: Missing) => boolean,
  missing: readonly Missing[],
  ctx: FixContext,
): readonly TextEdit[] | undefined {
  const codes = missing.filter(wanted);
  const alike = found.filter((l) => codes.some((m) => m.kind === l.found?.entry.retry.kind));
  for (const label of [...alike].reverse().concat([...found].reverse())) {
    const anchor = placeOf(label, { ctx }, 0);
    const written = codes.map((m) => m.code);
    const edits = label.label.role === "constant" ? moreConstants(label, written, ctx) : anchor && addBeside(anchor, written, ctx);
    if (edits) return merged(edits);
  }
  return undefined;
}
