import { contains, type Span } from "../../text/span.ts";
import { fillText } from "../layout.ts";
import { own } from "../tree.ts";
import type { Scene } from "./scene.ts";

/** How a function gives up. */
export interface Failure {
  /** The whole statement. */
  readonly statement: string;
  readonly class: string;
  readonly given: string;
}

/** What the decision gives up with: the failure that callers know, at the place where no code is left. */
export function failureOf({ resolved, ctx, data, fn }: Scene): Failure | undefined {
  const { fallback } = resolved.branch;
  if (!fallback || !fn) return undefined;
  const source = ctx.text.slice(fallback.body.span.start, fallback.body.span.end);
  for (const form of data.failures ?? []) {
    const match = new RegExp(`^[ \\t]*(?:(?:default|else|_)\\s*(?::|[-=]>)?\\s*\\{?\\s*)?(?<statement>${form.form})`, "m").exec(source);
    const given = match?.groups?.given;
    const name = match?.groups?.class ?? form.class;
    if (!match || given === undefined || name === undefined || !balanced(given)) continue;
    const at = fallback.body.span.start + match.index;
    // What is worked out on the way to the failure is not there yet in an arm above it.
    const before: Span = { start: fallback.body.span.start, end: at };
    if ([...own(fn)].some((p) => (p.kind === "assign" || p.kind === "if") && contains(before, p.span))) return undefined;
    const statement = form.written === undefined ? match.groups?.statement : fillText(form.written, { given });
    return { statement: statement ?? "", class: name, given: (match.groups?.lead ?? "") + given };
  }
  return undefined;
}

function balanced(source: string): boolean {
  let depth = 0;
  for (const c of source) {
    if ("([{".includes(c)) depth++;
    else if (")]}".includes(c) && --depth < 0) return false;
  }
  return depth === 0;
}
