import { armsOf, child, statements } from "../../sites/parts.ts";
import type { Part } from "../../syntax/part.ts";
import type { TextEdit } from "../../text/span.ts";
import { armForm } from "../beside-label.ts";
import { deeper, fill, fillText, indentAt, insertion, type Lines, lineEnd, lineStart, write } from "../layout.ts";
import { runsOn, sharesBody } from "../remove-arm.ts";
import { textOf } from "../tree.ts";
import { wrapped } from "../wrap.ts";
import { statementsOf } from "./bodies.ts";
import { writtenCodes } from "./condition.ts";
import type { Scene } from "./scene.ts";

/** What a new arm takes and does. */
export interface NewArm {
  readonly codes: readonly string[];
  /** Of a chain: what its condition asks. */
  readonly condition: string | undefined;
  /** Must hold as well, else the codes are left to what gives up: each as it is asked, and its contrary. */
  readonly guards: readonly { readonly holds: string; readonly fails: string }[];
  readonly body: Lines;
}

export function armEdits(arms: readonly NewArm[], scene: Scene): readonly TextEdit[] | undefined {
  if (arms.length === 0) return [];
  return scene.part.kind === "switch" ? switchArms(arms, scene) : chainArms(arms, scene);
}

function switchArms(arms: readonly NewArm[], scene: Scene): readonly TextEdit[] | undefined {
  const { part, ctx, layout, data } = scene;
  const { text } = ctx;
  const own = armsOf(part);
  const like = own.find((a) => child(a, "arm.label")) ?? own[0];
  const form = like && armForm(like, ctx);
  if (!like || !form) return undefined;
  const giveUp = giveUpLines(own, scene);
  const lines = arms.map((arm): Lines | undefined => {
    const codes = writtenCodes(arm.codes, scene);
    const guarded = form.guard !== undefined;
    if (arm.guards.length > 0 && !guarded && !data.if) return undefined;
    // What can't be left early is done only where the guards hold, and comes to its end otherwise.
    const inside = arm.guards.length > 0 && !guarded && !giveUp;
    if (inside && own.some((a) => isDefault(a, scene))) return undefined;
    const guard =
      guarded && arm.guards.length > 0 ? fillText(form.guard as string, { guard: arm.guards.map((g) => g.holds).join(` ${data.and} `) }) : "";
    const fails = arm.guards.map((g) => g.fails).join(` ${data.or} `);
    const checks = guarded || inside || fails === "" ? [] : guardLines(fails, giveUp as Lines, data);
    const heads = form.each
      ? codes.map((code) => fillText(form.head, { code, guard }))
      : [fillText(form.head, { codes: codes.join(form.separator ?? ", "), guard })];
    const holds = arm.guards.map((g) => g.holds).join(` ${data.and} `);
    const done = inside ? fill(data.if as Lines, { condition: holds, body: arm.body }) : [...checks, ...arm.body];
    const body = form.end === undefined ? done : [...done, form.end];
    return [...heads, ...(form.flat ? body : deeper(body)), ...(form.close === undefined ? [] : [form.close])];
  });
  if (lines.some((l) => l === undefined)) return undefined;
  const all = (lines as Lines[]).flat();
  const at = own[insertionIndex(own, scene)];
  const indent = indentAt(text, like.span.start);
  if (at) return [insertion(aboveNotes(at, scene), write(all, indent, layout) + layout.eol)];
  const last = own[own.length - 1] as Part;
  // Some grammars count the white space behind an arm to it.
  const end = text.slice(0, last.span.end).trimEnd().length;
  return [insertion(lineEnd(text, end), layout.eol + write(all, indent, layout))];
}

/** Leaves the arm where a condition holds. */
function guardLines(condition: string, body: Lines, data: Scene["data"]): Lines {
  const [only, ...more] = body;
  if (data.ifOne !== undefined && only !== undefined && more.length === 0) return [fillText(data.ifOne, { condition, body: only })];
  return fill(data.if as Lines, { condition, body });
}

/** Above the default, but never between an arm and the one that it runs into. */
function insertionIndex(arms: readonly Part[], scene: Scene): number {
  const { ctx } = scene;
  let at = arms.findIndex((a) => isDefault(a, scene));
  if (at < 0) at = arms.length;
  while (at > 0 && ((arms[at - 1] && sharesBody(arms[at - 1] as Part)) || runsOn(arms[at - 1] as Part, ctx))) at--;
  return at;
}

/** What takes every value: a default, or a pattern that only names the value. */
function isDefault(arm: Part, { ctx, data }: Scene): boolean {
  if (arm.flags?.includes("default")) return true;
  const label = child(arm, "arm.label");
  if (!label || data.catchAll === undefined || child(arm, "arm.guard")) return false;
  return label.kind === "name" && new RegExp(data.catchAll).test(textOf(label, ctx.text));
}

/** Notes right above an arm belong to it. */
function aboveNotes(arm: Part, { ctx }: Scene): number {
  const { text } = ctx;
  let at = lineStart(text, arm.span.start);
  while (at > 0) {
    const above = lineStart(text, at - 1);
    if (!text.slice(above, at).trim().startsWith(ctx.language.comment)) break;
    at = above;
  }
  return at;
}

/** What the decision does with codes that it can't help: its default's statements, if they are few; else it is left. */
export function giveUpLines(arms: readonly Part[], scene: Scene): Lines | undefined {
  const fallback = arms.find((a) => isDefault(a, scene));
  const { leave } = scene.data;
  if (!fallback || statements(fallback).length === 0) return leave === undefined ? undefined : [leave];
  const lines = statementsOf(fallback, scene);
  if (!lines || lines.length > 8) return undefined;
  // A default that goes on behind the switch would let control run on into the arm.
  return runsOn(fallback, scene.ctx) ? (leave === undefined ? undefined : [...lines, leave]) : lines;
}

function chainArms(arms: readonly NewArm[], scene: Scene): readonly TextEdit[] | undefined {
  const { data, part, ctx, layout } = scene;
  const { text } = ctx;
  if (!data.if || !data.elseIf || arms.some((a) => a.condition === undefined)) return undefined;
  const indent = indentAt(text, part.span.start);
  const clauses = arms.map((arm) => ({ condition: conditionOf(arm, scene), body: arm.body }));
  const { block, otherwise } = lastClause(part);
  const exits = scene.resolved.branch.arms.every((a) => a.body?.exits);
  // `test && retry` is no clause that another one could follow.
  const single = !otherwise && !text.startsWith((data.if[0] as string).split(/[ ({]/)[0] as string, part.span.start);
  if (!single && (otherwise || !exits)) {
    if (!block) return undefined;
    const joint = data.elseIfJoins && text[block.span.end - 1] === "}" && !newlineElse(part, scene) ? " " : layout.eol + indent;
    const more = clauses.map((c) => joint + write(clause(data.elseIf as Lines, c, indent, scene), indent, layout).slice(indent.length)).join("");
    return [insertion(block.span.end, more)];
  }
  const statementsText = clauses.map((c) => layout.eol + write(clause(data.if as Lines, c, indent, scene), indent, layout)).join("");
  return [insertion(lineEnd(text, part.span.end), statementsText)];
}

/** A clause from its template, the head broken into lines where it is too long for one. */
function clause(template: Lines, values: { readonly condition: string; readonly body: Lines }, indent: string, { data }: Scene): Lines {
  const [head = "", ...rest] = fill(template, values);
  return [...wrapped(head, indent.length, data), ...rest];
}

/** The condition with its guards, in brackets where they are needed. */
function conditionOf(arm: NewArm, { data }: Scene): string {
  const condition = arm.condition as string;
  if (arm.guards.length === 0) return condition;
  const bare = condition.replace(data.brackets ? /\[\[.*?\]\]|\(\(.*?\)\)/g : /\([^()]*\)/g, "");
  const loose = new RegExp(`\\s${data.or.replace(/[|]/g, "\\|")}\\s`).test(bare);
  return [loose ? fillText(data.group ?? "({condition})", { condition }) : condition, ...arm.guards.map((g) => g.holds)].join(` ${data.and} `);
}

/** The block behind which a further condition goes, and the else that follows it. */
function lastClause(part: Part): { readonly block: Part | undefined; readonly otherwise: Part | undefined } {
  let at: Part = part;
  for (;;) {
    const otherwise = at.parts.find((p) => p.role === "if.else");
    const inner =
      otherwise?.kind === "if"
        ? otherwise
        : otherwise?.kind === "other" && otherwise.parts.length === 1 && otherwise.parts[0]?.kind === "if"
          ? otherwise.parts[0]
          : undefined;
    if (inner) {
      at = inner;
      continue;
    }
    const elif = at.parts.findLast((p) => p.kind === "elif");
    return { block: elif ? child(elif, "elif.then") : child(at, "if.then"), otherwise };
  }
}

/** Whether the chain's author begins `else` on a line of its own. */
function newlineElse(part: Part, { ctx }: Scene): boolean {
  return /\}\s*\n\s*else\b/.test(ctx.text.slice(part.span.start, part.span.end));
}
