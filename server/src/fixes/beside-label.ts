import type { Part } from "../syntax/part.ts";
import type { TextEdit } from "../text/span.ts";
import type { ArmForm } from "./data.ts";
import { beginsLine, eolOf, fillText, indentAt, insertion, lineEnd } from "./layout.ts";
import type { FixContext } from "./model.ts";

/** More labels for an arm of a switch: `case "615":` below `case "606":`, or `| "615"` behind it. */
export function besideLabel(arm: Part, label: Part, written: readonly string[], ctx: FixContext): readonly TextEdit[] | undefined {
  const { text } = ctx;
  const labels = arm.parts.filter((p) => p.role === "arm.label");
  const last = labels[labels.length - 1] ?? label;
  const form = armForm(arm, ctx);
  if (!form) return undefined;
  if (!form.each) {
    if (form.separator === undefined) return undefined;
    const between = labels.length > 1 ? text.slice(labels[labels.length - 2]?.span.end, last.span.start) : "";
    const separator = /^ ?\S ?$/.test(between) && between.trim() === form.separator.trim() ? between : form.separator;
    const more = written.map((w) => separator + w).join("");
    // Where the author sets the arrows in one column, the new labels take the room in front of theirs.
    const room = (/^( +)[=-]>/.exec(text.slice(last.span.end))?.[1]?.length ?? 1) - 1;
    return [{ span: { start: last.span.end, end: last.span.end + Math.min(room, more.length) }, text: more }];
  }
  const eol = eolOf(text);
  const heads = written.map((code) => fillText(form.head, { code }));
  const indent = indentAt(text, arm.span.start);
  const colon = text.indexOf(":", last.span.end);
  const rest = colon < 0 ? "" : text.slice(colon + 1, lineEnd(text, colon));
  // A note behind the label speaks of that label: the new ones stand above it then.
  const noted = rest.trim().startsWith(ctx.language.comment) || rest.trim().startsWith("/*");
  if (colon < 0 || noted || text.slice(last.span.end, colon).trim() !== "") {
    if (!beginsLine(text, arm.span.start)) return undefined;
    return [insertion(arm.span.start, heads.map((head) => head + eol + indent).join(""))];
  }
  return [insertion(colon + 1, heads.map((head) => eol + indent + head).join(""))];
}

/** How the arms of this switch are written. */
export function armForm(arm: Part, ctx: FixContext): ArmForm | undefined {
  const last = arm.parts.findLast((p) => p.role === "arm.label");
  const behind = ctx.text.slice(last?.span.end ?? arm.span.start, arm.span.end);
  const own = ctx.text.slice(arm.span.start, arm.span.end);
  const fits = (pattern: string | undefined, source: string): boolean => pattern === undefined || new RegExp(pattern).test(source);
  return ctx.data?.arms?.find((form) => fits(form.when, behind) && fits(form.begins, own));
}
