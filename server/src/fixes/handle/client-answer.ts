import { child } from "../../sites/parts.ts";
import type { Part } from "../../syntax/part.ts";
import { contains } from "../../text/span.ts";
import { fillText } from "../layout.ts";
import type { ClientForm } from "../library-data.ts";
import { callsIn, own, textOf, wordsIn } from "../tree.ts";
import { partOf, sibling } from "./client-made.ts";
import { isSend, originOf } from "./origin.ts";
import type { Scene } from "./scene.ts";

/** The request that a decision's code comes from. */
export interface Answer {
  readonly client: string;
  /** Empty where it isn't said. */
  readonly method: string;
  /** The function that makes it. */
  readonly fn: Part;
  /** It came as a failure. */
  readonly thrown?: boolean;
  /** From the answer to the code, each step as the language's data writes it. */
  readonly steps: readonly Step[];
}

interface Step {
  readonly written: string;
  /** The same where it is the first. */
  readonly first: string;
}

/** How many names may lead from the code to the answer. */
const maxNames = 8;

/** Follows what is decided on through the function's variables, back to the one request that gave it. */
export function answerOf(form: ClientForm, scene: Scene): Answer | undefined {
  const { fn, ctx, resolved } = scene;
  const { span } = resolved.branch.subject;
  const send = alone(originOf(scene).sends);
  if (!fn || !send) return undefined;
  const found = traced(ctx.text.slice(span.start, span.end), { form, scene, fn, from: scene.part.span.start, send: textOf(send, ctx.text) }, 0);
  return form.thrown && !found?.thrown ? undefined : found;
}

/** The one request, with what it is asked of: `$this->http()->get("…")`. */
function alone(sends: readonly Part[]): Part | undefined {
  const [only, other] = sends.filter((s) => !sends.some((o) => o !== s && contains(o.span, s.span)));
  return other ? undefined : only;
}

interface Trace {
  readonly form: ClientForm;
  readonly scene: Scene;
  readonly fn: Part;
  /** Whatever is given a value behind this place comes too late. */
  readonly from: number;
  /** The request, where it is known. */
  readonly send?: string;
}

function traced(written: string, trace: Trace, depth: number): Answer | undefined {
  const { form, send } = trace;
  const source = written.trim();
  if (depth > maxNames) return undefined;
  for (const pattern of form.answers) {
    const groups = new RegExp(pattern).exec(source)?.groups;
    const steps = groups?.client === undefined ? undefined : stepsOf(groups.rest ?? "", form);
    if (groups?.client !== undefined && steps && (send === undefined || source.includes(send)))
      return { client: groups.client, method: groups.method ?? "", fn: trace.fn, steps };
  }
  for (const pattern of form.wraps ?? []) {
    const groups = new RegExp(pattern).exec(source)?.groups;
    const steps = groups?.inner === undefined ? undefined : stepsOf(groups.rest ?? "", form);
    const before = groups?.inner !== undefined && steps ? traced(groups.inner, trace, depth + 1) : undefined;
    if (before && steps) return { ...before, steps: [...before.steps, ...steps] };
  }
  return caught(source, trace, depth) ?? named(source, trace, depth) ?? through(source, trace, depth);
}

/** A failure that the decision's own catch was given for the one request of what it guards. */
function caught(source: string, trace: Trace, depth: number): Answer | undefined {
  const { form, scene, fn } = trace;
  const groups = form.caught === undefined ? undefined : new RegExp(form.caught).exec(source)?.groups;
  const at = scene.chain.findLastIndex((p) => p.kind === "catch");
  const holder = scene.chain[at];
  const attempt = scene.chain[at - 1];
  const body = attempt?.kind === "try" ? child(attempt, "try.body") : undefined;
  const name = holder && child(holder, "catch.name");
  const steps = groups && stepsOf(groups.rest ?? "", form);
  if (!body || !name || !steps || fn !== scene.fn || textOf(name, scene.ctx.text) !== groups?.name) return undefined;
  const send = alone(callsIn(body).filter((c) => isSend(c, scene)));
  const request = send ? traced(textOf(send, scene.ctx.text), trace, depth + 1) : undefined;
  return request && { ...request, thrown: true, steps };
}

/** A variable of the function, given a value once. */
function named(source: string, trace: Trace, depth: number): Answer | undefined {
  const { form, scene, fn, from } = trace;
  const { ctx } = scene;
  const [, name = "", rest = ""] = new RegExp(form.name).exec(source) ?? [];
  const steps = stepsOf(rest, form);
  if (name === "" || !steps) return undefined;
  const given = [...own(fn)].flatMap((p) => {
    const target = p.kind === "assign" && child(p, "assign.target");
    const value = target && child(p, "assign.value");
    return target && value && wordsIn(textOf(target, ctx.text)).has(name) ? [{ at: p, target: textOf(target, ctx.text), value }] : [];
  });
  const [only] = given;
  if (!only || given.length > 1 || only.at.span.start > from) return undefined;
  const { target, value } = sidesOf(only.at, only.value, ctx.text);
  const picked = takenBy(target, name, form);
  const first = picked === undefined ? undefined : stepsOf(picked, form);
  const before = first && traced(value, trace, depth + 1);
  return before && first && { ...before, steps: [...before.steps, ...first, ...steps] };
}

/** A method of the same class, or a function of the same file, that gives what it reads of its own request. */
function through(source: string, trace: Trace, depth: number): Answer | undefined {
  const { form, scene, send } = trace;
  if (form.through === undefined || (send !== undefined && !source.includes(send))) return undefined;
  const { name, method, rest = "" } = new RegExp(form.through).exec(source)?.groups ?? {};
  const steps = name === undefined ? undefined : stepsOf(rest, form);
  const fact = name === undefined ? undefined : sibling(name, scene);
  const fn = fact && partOf(fact, scene);
  const value = fn && resultOf(fn, scene);
  if (!fn || fn === trace.fn || !steps || value === undefined) return undefined;
  const before = traced(value, { form, scene, fn, from: fn.span.end }, depth + 1);
  return before && { ...before, method: before.method || (method ?? ""), steps: [...before.steps, ...steps] };
}

/** What a function gives, where it ends in one place only. */
function resultOf(fn: Part, { ctx, data }: Scene): string | undefined {
  const returns = [...own(fn)].filter((p) => p.kind === "return");
  const [only] = returns;
  if (returns.length > 1) return undefined;
  if (only)
    return textOf(only, ctx.text)
      .replace(/^return\b\s*/, "")
      .replace(/;\s*$/, "");
  // Where the last expression is a function's value.
  const value = child(fn, "function.value");
  const body = child(fn, "function.body");
  const last = value ?? body?.parts.filter((p) => p.kind !== "comment").at(-1);
  return last && data.end === "" && last.kind !== "assign" ? textOf(last, ctx.text) : undefined;
}

/** Both sides of an assignment whole: with brackets and words that the tree leaves out. */
function sidesOf(assign: Part, value: Part, text: string): { readonly target: string; readonly value: string } {
  const at = text.lastIndexOf("=", value.span.start);
  return { target: text.slice(assign.span.start, at).trim(), value: text.slice(at + 1, assign.span.end).replace(/;\s*$/, "") };
}

/** The step from a value to what the target calls by this name; empty for the value itself. */
function takenBy(target: string, name: string, { picks, plain }: ClientForm): string | undefined {
  const named = { name: name.replace(/\$/g, "\\$&") };
  if (new RegExp(fillText(plain, named)).test(target)) return "";
  const match = picks === undefined ? null : new RegExp(fillText(picks, named)).exec(target);
  return match ? `.${match.groups?.field ?? name}` : undefined;
}

function stepsOf(rest: string, { steps }: ClientForm): readonly Step[] | undefined {
  const out: Step[] = [];
  for (let left = rest.trim(); left !== ""; ) {
    const step = steps.flatMap(({ read, written, first = written }) => {
      const match = new RegExp(`^(?:${read})`).exec(left);
      return match ? [{ length: match[0].length, written: fillText(written, { ...match.groups }), first: fillText(first, { ...match.groups }) }] : [];
    })[0];
    if (!step || step.length === 0) return undefined;
    out.push(step);
    left = left.slice(step.length).trimStart();
  }
  return out;
}
