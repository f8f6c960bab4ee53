import type { FunctionFact } from "../../sites/model.ts";
import { child } from "../../sites/parts.ts";
import type { Part } from "../../syntax/part.ts";
import { contains, type Span, type TextEdit } from "../../text/span.ts";
import { fill, fillText, indentAt, insertion, lineEnd, write } from "../layout.ts";
import type { ClientForm, InsideForm } from "../library-data.ts";
import { exactly, own, textOf } from "../tree.ts";
import type { Scene } from "./scene.ts";

/** The function of the same class, or of the file where the scene's function is of none, that has this name alone. */
export function sibling(name: string, { ctx, fact }: Scene): FunctionFact | undefined {
  const [only, other] = ctx.functionsThat((f) => f.name === name && f.owner === fact?.owner);
  return other ? undefined : only;
}

export function partOf(fact: FunctionFact, { ctx }: Scene): Part | undefined {
  return exactly(ctx, fact.span, "function");
}

/** The end of the line on which the file, and no function of it, makes the client; undefined where nothing does, or more than one place. */
export function createdAs(client: string, form: ClientForm, scene: Scene): number | undefined {
  const { text, parts } = scene.ctx;
  const assigns = parts.flatMap((p) => [...own(p)]).filter((p) => p.kind === "assign" && child(p, "assign.target")?.text === client);
  const [only] = assigns;
  const value = only && child(only, "assign.value");
  if (!only || !value || assigns.length > 1 || !makes(form, scene).test(text.slice(value.span.start, value.span.end))) return undefined;
  const chain = scene.ctx.around(only.span);
  if (chain.some((p) => p.kind === "function" || p.kind === "class" || p.kind === "if" || p.kind === "try" || p.kind === "loop")) return undefined;
  const statement = chain.find((p) => contains(p.span, only.span)) ?? only;
  const end = Math.max(statement.span.end, only.span.end);
  return /^\s*;?\s*$/.test(text.slice(end, lineEnd(text, end))) ? lineEnd(text, end) : undefined;
}

/** The one expression that makes the client which `fn` knows by this name: what is kept in a field, a constant or a local, or what a method gives. */
export function makingOf(client: string, fn: Part, form: ClientForm, inside: InsideForm, scene: Scene): Span | undefined {
  const { ctx } = scene;
  const held = new RegExp(inside.held).exec(client);
  if (held) {
    const field = held.groups?.field;
    const declared = field === undefined ? [] : assignsTo(field, holderOf(scene), scene).filter((a) => isField(a, scene));
    const assigns = [...assignsTo(client, holderOf(scene), scene), ...declared].filter((a) => child(a, "assign.value"));
    return only(assigns.length > 0 ? assigns : assignsTo(client, ctx.parts, scene).filter((a) => !inClass(a, scene)), form, scene);
  }
  const local = assignsTo(client, [fn], scene);
  if (local.length > 0) return only(local, form, scene);
  const name = new RegExp(inside.method).exec(client)?.groups?.name;
  if (name === undefined) return undefined;
  const fact = sibling(name, scene);
  const method = fact && partOf(fact, scene);
  if (method) return givenBy(method, form, inside, scene);
  const { reader } = inside;
  const holder = holderOf(scene)[0];
  if (!reader || !holder || !new RegExp(fillText(reader.find, { name })).test(textOf(holder, ctx.text))) return undefined;
  return only(assignsTo(fillText(reader.field, { name }), [holder], scene), form, scene);
}

function makes({ created, makes: source }: ClientForm, { ctx }: Scene): RegExp {
  const names = ctx.said.facts.imports.filter((i) => i.source === source).flatMap((i) => i.names.map((n) => n.local));
  return new RegExp(fillText(created, { class: names.map(literally).join("|") || "(?!)" }));
}

/** The class around the scene's function; the whole file where there is none. */
function holderOf({ chain, fn, ctx }: Scene): readonly Part[] {
  const holder = chain.slice(0, fn ? chain.indexOf(fn) : 0).findLast((p) => p.kind === "class");
  return holder ? [holder] : ctx.parts;
}

function assignsTo(target: string, holders: readonly Part[], { ctx }: Scene): readonly Part[] {
  return holders.flatMap(everything).filter((p) => {
    const at = p.kind === "assign" ? child(p, "assign.target") : undefined;
    return at !== undefined && textOf(at, ctx.text) === target;
  });
}

/** It stands in the class itself, and in no function of it. */
function isField({ span }: Part, { ctx }: Scene): boolean {
  return ctx.around(span).findLast((p) => p.kind === "class" || p.kind === "function")?.kind === "class";
}

function inClass({ span }: Part, { ctx }: Scene): boolean {
  return ctx.around(span).some((p) => p.kind === "class");
}

function everything(part: Part): readonly Part[] {
  return [part, ...part.parts.flatMap(everything)];
}

function only(assigns: readonly Part[], form: ClientForm, scene: Scene): Span | undefined {
  const [first, other] = assigns;
  const value = first && child(first, "assign.value");
  return value && !other && makes(form, scene).test(textOf(value, scene.ctx.text)) ? value.span : undefined;
}

/** The method makes the client each time, or keeps the first. */
function givenBy(method: Part, form: ClientForm, inside: InsideForm, scene: Scene): Span | undefined {
  const { ctx } = scene;
  const maker = makes(form, scene);
  const made = everything(method).filter((p) => p.kind === "call" && maker.test(textOf(p, ctx.text)));
  const [first] = made;
  // What is called on the client begins where the client does.
  if (!first || made.some((p) => !contains(first.span, p.span))) return undefined;
  const { start, end } = first.span;
  const source = `${ctx.text.slice(method.span.start, start)}{made}${ctx.text.slice(end, method.span.end)}`;
  const kept = inside.gives.map((pattern) => new RegExp(pattern).exec(source)).find((m) => m);
  const field = kept?.groups?.kept;
  return kept && (field === undefined || assignsTo(field, holderOf(scene), scene).length === 1) ? first.span : undefined;
}

/** What is written into the expression; undefined where it has no place for that, or one that isn't known. */
export function insideEdit(
  made: Span,
  inside: InsideForm,
  values: Readonly<Record<string, string | readonly string[]>>,
  { ctx, layout }: Scene,
): TextEdit | undefined {
  const source = ctx.text.slice(made.start, made.end);
  const within = ctx.around(made).findLast((p) => p.kind === "function");
  const scope = within ? textOf(within, ctx.text) : ctx.text;
  for (const { form, where, put } of inside.edits) {
    const groups = new RegExp(form).exec(source)?.groups;
    if (groups?.before === undefined) continue;
    const { before, cut = "" } = groups;
    if (where !== undefined && !new RegExp(fillText(where, { cut: literally(cut) })).test(scope)) continue;
    const start = made.start + before.length;
    const indent = indentAt(ctx.text, made.start);
    const lines = write(fill(put, { ...values, ...groups }), indent, layout);
    // It goes on where the expression stands.
    const text = lines.startsWith(indent) ? lines.slice(indent.length) : lines;
    return cut === "" ? insertion(start, text) : { span: { start, end: start + cut.length }, text };
  }
  return undefined;
}

/** A text as a pattern that finds it. */
export function literally(text: string): string {
  return text.replace(/[.*+?^${}()|[\]\\]/g, "\\$&");
}
