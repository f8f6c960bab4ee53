import { child } from "../../sites/parts.ts";
import type { Part } from "../../syntax/part.ts";
import type { TextEdit } from "../../text/span.ts";
import { fillText, insertion } from "../layout.ts";
import type { FinalForm } from "../library-data.ts";
import { own, textOf } from "../tree.ts";
import type { Scene } from "./scene.ts";

/** Stands behind the lines that ask for another attempt, until all that is final is marked so: a sign that no source holds. */
export const triedAgain = "\u{F8FF}";

/**
 * The edits of arms without that sign, and, where the library tries every failure again that isn't marked as final, with all others marked:
 * those of the new lines, and those that the function has, unless the library is at work there and its author has marked them (`atWork`).
 * Undefined where one can't be told to be a failure.
 */
export function settled(edits: readonly TextEdit[], final: string | undefined, atWork: boolean, scene: Scene): readonly TextEdit[] | undefined {
  const form = scene.data.finals;
  const bare = edits.map((e) => ({ ...e, text: e.text.replaceAll(triedAgain, "") }));
  if (final === undefined || !form) return bare;
  const old = atWork ? [] : existing(final, form, scene);
  const fresh = edits.map((e) => marked(e, final, form));
  return old && fresh.every((e) => e !== undefined) ? [...(fresh as readonly TextEdit[]), ...old] : undefined;
}

/** New lines are made by us: whatever they return that is not nothing is a failure. */
function marked(edit: TextEdit, final: string, form: FinalForm): TextEdit | undefined {
  let unsure = false;
  const lines = edit.text.split("\n").map((line) => {
    const [, white = "", statement = "", end = ""] = /^(\s*)(.*?)(\s*)$/.exec(line) ?? [];
    if (line.includes(triedAgain)) return line.replaceAll(triedAgain, "");
    if (!/^return\b/.test(statement)) return line;
    const parts = new RegExp(form.form).exec(statement)?.groups;
    if (parts?.failure === undefined) unsure = true;
    const failure = parts?.failure ?? "";
    return isNone(failure, form) || isMarked(failure, final)
      ? line
      : white + statement.slice(0, statement.length - failure.length) + fillText(final, { failure }) + end;
  });
  return unsure ? undefined : { ...edit, text: lines.join("\n") };
}

function existing(final: string, form: FinalForm, scene: Scene): readonly TextEdit[] | undefined {
  const { fn, ctx } = scene;
  const edits: TextEdit[] = [];
  const [before = "", behind = ""] = final.split("{failure}");
  for (const p of fn ? own(fn) : []) {
    if (p.kind !== "return") continue;
    const source = textOf(p, ctx.text).trimEnd();
    const failure = new RegExp(form.form).exec(source)?.groups?.failure;
    if (failure === undefined) return undefined;
    if (isNone(failure, form) || isMarked(failure, final)) continue;
    if (!new RegExp(form.sure).test(failure) && !isUnder(p, failure, form, scene)) return undefined;
    const end = p.span.start + source.length;
    edits.push(insertion(end - failure.length, before), insertion(end, behind));
  }
  return edits;
}

/** `if err != nil { return err }`. */
function isUnder(part: Part, failure: string, form: FinalForm, { ctx, fn }: Scene): boolean {
  const pattern = new RegExp(form.under.replaceAll("{failure}", failure.replace(/[.*+?^${}()|[\]\\]/g, "\\$&")));
  const chain = ctx.around(part.span);
  return chain.slice(chain.indexOf(fn as Part) + 1).some((p) => {
    const condition = p.kind === "if" ? child(p, "if.condition") : undefined;
    return condition !== undefined && pattern.test(textOf(condition, ctx.text));
  });
}

function isNone(failure: string, { none }: FinalForm): boolean {
  return new RegExp(none).test(failure);
}

function isMarked(failure: string, final: string): boolean {
  return failure.startsWith(final.slice(0, final.indexOf("{failure}")));
}
