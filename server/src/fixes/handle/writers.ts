import type { TextEdit } from "../../text/span.ts";
import { fillText, indentAt, insertion, type Lines, lineStart } from "../layout.ts";
import type { FlagForm } from "../library-data.ts";
import { wordsIn } from "../tree.ts";
import type { Again, CallAgain, LoopAgain, WrapAgain } from "./again.ts";
import type { NewArm } from "./arms.ts";
import type { Needs } from "./needs.ts";
import { headText } from "./reach.ts";
import { widenFunction } from "./recursion.ts";
import { type Renewal, renewalOf } from "./renew.ts";
import { type Key, keyFor } from "./safety.ts";
import { freeName, type Missing, type Scene } from "./scene.ts";
import { isAsync } from "./wait.ts";
import { ownCalls, releases, type Wrap } from "./wrapping.ts";

/** What stands around the wait, or around the renewal, of one arm. */
export interface Turn {
  readonly guards: NewArm["guards"];
  readonly before: Lines;
  readonly jump: Lines;
}

/** Writes how one surrounding makes the request again. */
export interface Writer {
  /** `counter`: what grows from attempt to attempt; undefined where whoever tries again waits by itself. Undefined where nothing counts. */
  waiting(attempts: number): (Turn & { readonly counter: string | undefined }) | undefined;
  renewing(): (Turn & { readonly renewal: Lines }) | undefined;
  /** It counts the attempts itself: what an arm beside does knows nothing of the count. */
  readonly counts: boolean;
  /** Of the function around: declarations and parameters. */
  edits(): readonly TextEdit[] | undefined;
  /** Of the calls that the function makes of itself already: they hand on what is new, too. */
  selfCalls(): readonly TextEdit[];
  /** The loop that the function's statements are put into. */
  wrap?(): Wrap;
  /** The writes that may have been carried out are made known by a key that all attempts share. */
  readonly keyed: boolean;
  /** Puts the function, with the edits made, into what tries it again, and adds what the file needs. */
  finish?(edits: readonly TextEdit[]): readonly TextEdit[] | undefined;
}

export function writerFor(again: Again, scene: Scene, needs: Needs, missing: readonly Missing[]): Writer {
  const renewal = missing.some((m) => m.kind === "auth") ? renewalOf(scene) : undefined;
  const key = keyFor(missing, scene, needs, again.form === "call");
  if (again.form === "call") return byCall(again, scene, needs, missing, renewal, key);
  return again.form === "wrap" ? inWrap(again, scene, needs, renewal, key) : inLoop(again, scene, needs, renewal, key);
}

function inLoop(again: LoopAgain, scene: Scene, needs: Needs, renewal: Renewal | undefined, key: Key | undefined): Writer {
  const { data, ctx, layout, fn } = scene;
  const { counter } = again;
  const taken = wordsIn(fn ? ctx.text.slice(fn.span.start, fn.span.end) : ctx.text);
  const own = counter?.name ?? freeName(named(["attempt", "attempts"], scene), taken);
  const flag = freeName(named(["renewed", "tokenRenewed"], scene), taken);
  const declared = new Set<string>(key ? [key.declare] : []);
  let renames: readonly TextEdit[] = [];
  const closing = releases(scene, again.loop);
  return {
    keyed: key !== undefined,
    counts: false,
    selfCalls: () => [],
    waiting(attempts) {
      const jump = linesOf(again.jump);
      if (counter?.bounded) {
        renames = counter.edits;
        const before = counter.grows ? [] : data.counter ? [fillText(data.counter.up, { name: own })] : undefined;
        return before && { guards: [], before: [...closing, ...before], jump, counter: counter.name };
      }
      if (!data.counter) return undefined;
      if (!counter) declared.add(fillText(data.counter.declare, { name: own }));
      const before = [...closing, ...(counter?.grows ? [] : [fillText(data.counter.up, { name: own })])];
      return { guards: [capped(own, attempts, scene, needs)], before, jump, counter: own };
    },
    renewing() {
      if (!data.flag || !renewal) return undefined;
      if (renewal.form === "statement" && renewal.declare !== undefined) declared.add(renewal.declare);
      declared.add(fillText(data.flag.declare, { name: flag }));
      const before = [...closing, fillText(data.flag.raise, { name: flag })];
      return { guards: once(flag, renewal, scene), before, jump: linesOf(again.jump), renewal: statementOf(renewal, scene) };
    },
    edits() {
      const { start } = again.loop.span;
      const bare =
        scene.fact || data.script === undefined ? [...declared] : [...declared].map((line) => line.replace(new RegExp(data.script as string), ""));
      const lines = bare.map((line) => indentAt(ctx.text, start) + line + layout.eol).join("");
      const params = renewal?.form === "param" ? widenFunction(scene, [renewal.declare]) : [];
      return params && [...(lines === "" ? [] : [insertion(lineStart(ctx.text, start), lines)]), ...params, ...renames, ...(key?.edits ?? [])];
    },
  };
}

/** As in a loop, which is put around the function's statements. */
function inWrap(again: WrapAgain, scene: Scene, needs: Needs, renewal: Renewal | undefined, key: Key | undefined): Writer {
  const { data, ctx, fn } = scene;
  const taken = wordsIn(fn ? ctx.text.slice(fn.span.start, fn.span.end) : ctx.text);
  const counter = freeName(named(["attempt", "attempts"], scene), taken);
  const flag = freeName(named(["renewed", "tokenRenewed"], scene), taken);
  const jump = linesOf(again.jump);
  const closing = releases(scene);
  const declared = new Set<string>(key ? [key.declare] : []);
  let counts = false;
  return {
    keyed: key !== undefined,
    counts: true,
    selfCalls: () => (again.jump === "" ? [] : ownCalls(again.jump, scene)),
    waiting(attempts) {
      if (!data.counter) return undefined;
      counts = true;
      const grows = data.loop?.counted !== undefined;
      if (!grows) declared.add(fillText(data.counter.declare, { name: counter }));
      const up = grows ? [] : [fillText(data.counter.up, { name: counter })];
      return { guards: [capped(counter, attempts, scene, needs)], before: closing, jump: [...up, ...jump], counter };
    },
    renewing() {
      if (!data.flag || !renewal) return undefined;
      if (renewal.form === "statement" && renewal.declare !== undefined) declared.add(renewal.declare);
      declared.add(fillText(data.flag.declare, { name: flag }));
      const before = [...closing, fillText(data.flag.raise, { name: flag })];
      return { guards: once(flag, renewal, scene), before, jump, renewal: statementOf(renewal, scene) };
    },
    edits() {
      const params = renewal?.form === "param" ? widenFunction(scene, [renewal.declare]) : [];
      return params && [...params, ...(key?.edits ?? [])];
    },
    wrap: () => ({ before: [...declared], counter: counts ? counter : undefined }),
  };
}

/** A jump that need not be written is no line. */
function linesOf(jump: string): Lines {
  return jump === "" ? [] : [jump];
}

function byCall(
  again: CallAgain,
  scene: Scene,
  needs: Needs,
  missing: readonly Missing[],
  renewal: Renewal | undefined,
  key: Key | undefined,
): Writer {
  const { data } = scene;
  const param = data.param as NonNullable<typeof data.param>;
  const counts = again.counter === undefined && missing.some((m) => m.kind !== "auth");
  const renews = renewal !== undefined;
  const counter = again.counter?.name ?? again.names.counter;
  const { flag } = again.names;
  // Every call hands all of them on, so that neither count is lost on the way.
  const added = [
    ...(counts ? [counter] : []),
    ...(renews ? [flag] : []),
    ...(renewal?.form === "param" ? [renewal.name] : []),
    ...(key ? [key.name] : []),
  ];
  const back = (changed: string, value: string): Lines => {
    const call = again.call(
      added.map((name) => fillText(param.pass, { name, value: name === changed ? value : name })),
      again.counter?.name === changed ? value : undefined,
    );
    const waited = data.returnAwaits && isAsync(scene) && data.await ? fillText(data.await, { value: call }) : undefined;
    const marked = data.throwing && new RegExp(data.throwing.head).test(headText(scene)) ? fillText(data.throwing.value, { value: call }) : call;
    const last = /^[\s}]*$/.test(scene.ctx.text.slice(scene.part.span.end, scene.fn?.span.end));
    return [fillText((last ? data.returnAtEnd : undefined) ?? (data.return as string), { value: waited ?? marked })];
  };
  return {
    keyed: key !== undefined,
    counts,
    selfCalls() {
      const values = added.map((name) => fillText(param.pass, { name, value: counts && name === counter ? `${counter} + 1` : name }));
      return values.length === 0 ? [] : again.handOn(values);
    },
    waiting(attempts) {
      if (!data.counter) return undefined;
      if (again.counter?.down) {
        const guards = [{ holds: `${counter} > 1`, fails: `${counter} <= 1` }];
        return { guards, before: [], jump: back(counter, `${counter} - 1`), counter: `${again.counter.from} - ${counter}` };
      }
      return { guards: [capped(counter, attempts, scene, needs)], before: [], jump: back(counter, `${counter} + 1`), counter };
    },
    renewing() {
      if (!data.flag || !renewal || (renewal.form === "statement" && renewal.declare !== undefined)) return undefined;
      return { guards: once(flag, renewal, scene), before: [], jump: back(flag, data.flag.true), renewal: statementOf(renewal, scene) };
    },
    edits() {
      const params = widenFunction(scene, [
        ...(counts ? [fillText(param.counter, { name: counter })] : []),
        ...(renews ? [fillText(param.flag, { name: flag })] : []),
        ...(renewal?.form === "param" ? [renewal.declare] : []),
        ...(key ? [key.param as string] : []),
      ]);
      return params && [...params, ...(key?.edits ?? [])];
    },
  };
}

export function named(names: readonly string[], { data }: Scene): readonly string[] {
  return names.map((name) => (data.sigil ?? "") + (data.snake ? name.replace(/[A-Z]/g, (c) => `_${c.toLowerCase()}`) : name));
}

function capped(name: string, attempts: number, { data }: Scene, needs: Needs): NewArm["guards"][number] {
  const values = { name, cap: needs.cap(attempts) };
  const form = data.counter as NonNullable<typeof data.counter>;
  return { holds: fillText(form.below, values), fails: fillText(form.reached, values) };
}

/** A credential is renewed once; a renewal that the caller hands in may be missing. */
export function once(flag: string, renewal: Renewal, { data }: Scene, form = data.flag as FlagForm): NewArm["guards"] {
  const names = { holds: fillText(form.not, { name: flag }), fails: fillText(form.is, { name: flag }) };
  if (renewal.form !== "param") return [names];
  return [{ holds: fillText(form.is, { name: renewal.name }), fails: fillText(form.not, { name: renewal.name }) }, names];
}

export function statementOf(renewal: Renewal, scene: Scene): Lines {
  if (renewal.form === "statement") return renewal.lines;
  const { data } = scene;
  const call = fillText(data.param?.invoke ?? "{name}()", { name: renewal.name });
  const value = data.await && renewal.awaits ? fillText(data.await, { value: call }) : call;
  return [(renewal.target === undefined ? value : `${renewal.target} = ${value}`) + data.end];
}
