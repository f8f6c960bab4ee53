import { child } from "../../sites/parts.ts";
import { contains, type Span } from "../../text/span.ts";
import { fillText } from "../layout.ts";
import { own, textOf } from "../tree.ts";
import type { Scene } from "./scene.ts";

/** How a function gives up. */
export interface Failure {
  /** The whole statement. */
  readonly statement: string;
  readonly class: string;
  readonly given: string;
}

/** What the decision gives up with: the failure that callers know, at the place where no code is left. */
export function failureOf(scene: Scene): Failure | undefined {
  const { resolved, ctx, data, fn } = scene;
  const { fallback } = resolved.branch;
  if (!fallback || !fn) return undefined;
  const source = ctx.text.slice(fallback.body.span.start, fallback.body.span.end);
  for (const form of data.failures ?? []) {
    const match = statementOf(form.form, source);
    const given = match?.groups?.given;
    const name = match?.groups?.class ?? form.class;
    if (!match || given === undefined || name === undefined || !balanced(given)) continue;
    if (worksOut(scene, match.index)) return undefined;
    const statement = form.written === undefined ? match.groups?.statement : fillText(form.written, { given });
    return { statement: statement ?? "", class: name, given: (match.groups?.lead ?? "") + given };
  }
  return undefined;
}

/** The failure that the decision caught, where it hands on that one and no other. */
export function handedOn(scene: Scene): Failure | undefined {
  const { resolved, ctx, data, fn, chain } = scene;
  const { fallback } = resolved.branch;
  const form = data.again?.caught;
  const caught = fn && chain.slice(chain.indexOf(fn)).findLast((p) => p.kind === "catch");
  const name = caught && child(caught, "catch.name");
  if (!fallback || !form || !name) return undefined;
  const match = statementOf(`${form.form}\\s*$`, ctx.text.slice(fallback.body.span.start, fallback.body.span.end));
  const given = textOf(name, ctx.text);
  if (!match || (match.groups?.given ?? given) !== given || worksOut(scene, match.index)) return undefined;
  return { statement: match.groups?.statement?.trim() ?? "", class: "", given };
}

/** A statement that stands by itself, or is all that a last arm does. */
function statementOf(form: string, source: string): RegExpExecArray | null {
  return new RegExp(`^[ \\t]*(?:(?:default|else|_)\\s*(?::|[-=]>)?\\s*\\{?\\s*)?(?<statement>${form})`, "m").exec(source);
}

/** What is worked out on the way to the failure is not there yet in an arm above it. */
function worksOut({ resolved, fn }: Scene, index: number): boolean {
  const start = resolved.branch.fallback?.body.span.start ?? 0;
  const before: Span = { start, end: start + index };
  return fn !== undefined && [...own(fn)].some((p) => (p.kind === "assign" || p.kind === "if") && contains(before, p.span));
}

function balanced(source: string): boolean {
  let depth = 0;
  for (const c of source) {
    if ("([{".includes(c)) depth++;
    else if (")]}".includes(c) && --depth < 0) return false;
  }
  return depth === 0;
}
