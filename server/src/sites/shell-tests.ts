import type { Part } from "../syntax/part.ts";
import { member, test } from "./asked.ts";
import { valuesOf } from "./collections.ts";
import type { Context } from "./context.ts";
import { globTests } from "./covers.ts";
import { bare, child } from "./parts.ts";
import { pathOf } from "./paths.ts";
import type { Scope } from "./scopes.ts";
import type { Test } from "./tests.ts";

/** `[[ " ${RETRYABLE[*]} " == *" $code "* ]]`: a list as one text, and the value looked for in it. */
export function joinedList(left: Part, rights: readonly Part[], whole: Part, scope: Scope, ctx: Context, negated: boolean): readonly Test[] {
  const list = bare(left);
  const values = rights.map(bare).filter((p) => p.kind === "name" || wordOf(p));
  const value = values.length === 1 ? values[0] : undefined;
  const all = list.kind === "index" && /^[@*]$/.test(child(list, "index.key")?.text ?? "");
  if (!value || (!all && valuesOf(list, scope, ctx, "member")?.single !== false)) return [];
  return member(list, wordOf(value) ?? value, whole, scope, ctx, negated, "membership");
}

/** The word of `" 606 "`, as it stands between spaces. */
function wordOf(part: Part): Part | undefined {
  const text = part.kind === "string" && part.parts.length === 0 ? (part.text ?? "") : "";
  const word = /^["']\s+([\w-]+)\s+["']$/.exec(text)?.[1];
  if (word === undefined) return undefined;
  const start = part.span.start + text.indexOf(word);
  return { kind: "string", span: { start, end: start + word.length }, parts: [], text: word };
}

/** `$code -like '60*'` */
export function globbed(value: Part, pattern: Part, scope: Scope, ctx: Context, negated: boolean): readonly Test[] {
  const path = pathOf(value, scope, ctx);
  const asked = path && globTests(pattern);
  return asked ? [test(asked.piece ? { ...path, piece: true } : path, asked.labels, asked.covers, pattern, negated, "looseEqual")] : [];
}
