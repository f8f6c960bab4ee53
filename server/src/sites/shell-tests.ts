import type { Part } from "../syntax/part.ts";
import { member, test } from "./asked.ts";
import { valuesOf } from "./collections.ts";
import type { Context } from "./context.ts";
import { askedByPattern, globTests } from "./covers.ts";
import { askedOf, dressed } from "./dressed.ts";
import { literalLabel } from "./literals.ts";
import type { Path } from "./model.ts";
import { bare, type Callee, calleeOf, child, unwrap } from "./parts.ts";
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
  return asked ? [test(askedOf(path, asked), asked.labels, asked.covers, pattern, negated, "looseEqual")] : [];
}

/**
 * `echo "$body" | grep -q 606`, `grep -qE '^(601|602)$' <<< "$code"`: a command that looks for a pattern in what the one before it prints, in what
 * it is given or in a file. Undefined where it is no such command.
 */
export function searched(given: Part, scope: Scope, ctx: Context, negated: boolean): readonly Test[] | undefined {
  const last = given.kind === "block" ? given.parts.at(-1) : given;
  const callee = last?.kind === "call" ? calleeOf(last) : undefined;
  const compared = last && callee && ctx.language.paths?.includes(callee.name) ? selected(last, callee, negated) : [];
  if (compared.length > 0) return compared;
  if (!last || !callee || !ctx.language.searches?.includes(callee.name)) return undefined;
  const [by, ...more] = callee.args.filter((a) => !/^["']?-/.test(a.text ?? ""));
  const piped = given.kind === "block" ? given.parts.at(-2) : undefined;
  const path = piped ? printed(piped, scope, ctx) : more[0] && pathOf(more[0], scope, ctx);
  if (!by || !path) return [];
  const not = negated !== callee.args.some((a) => /^-[A-Za-z]*v/.test(a.text ?? ""));
  const found = dressed(by, "comparison");
  if (found) return [{ ...test(askedOf(path, found), found.labels, [], last, not, "membership"), reversed: true }];
  const asked = askedByPattern({ ...unwrap(by), kind: "string" });
  if (!asked) return [];
  return [test(askedOf(path, asked), asked.labels, asked.covers, last, not, "membership")];
}

/** `jq -e '.errors[] | select(.code == "1029")'`: a program in a text, whose comparisons of a code are asked. */
function selected(whole: Part, { args }: Callee, negated: boolean): readonly Test[] {
  const program = args.map(unwrap).find((a) => a.kind === "string" && a.parts.length === 0 && /==/.test(a.text ?? ""));
  const text = program?.text ?? "";
  // What is turned round says something else.
  if (/\bnot\b/.test(text)) return [];
  return [...text.matchAll(/\.(\w+)\s*==\s*(\\?["'])?([\w-]+)/g)].flatMap((m): readonly Test[] => {
    const [all, field = "", quote, value = ""] = m;
    if (!program || !/code$/i.test(field) || (quote === undefined && !/^\d+$/.test(value))) return [];
    const start = program.span.start + m.index + all.length - value.length;
    const label = literalLabel({ value, type: quote === undefined ? "number" : "string" }, { start, end: start + value.length }, "comparison");
    const names = /\berrors\b/.test(text) ? ["errors", "[]", field] : [field];
    return [test({ names, origin: "free", span: program.span }, [label], [], whole, negated, "equal")];
  });
}

/** What a command prints: what `jq` takes out, or what `echo` is given. */
function printed(command: Part, scope: Scope, ctx: Context): Path | undefined {
  const last = command.kind === "call" ? calleeOf(command)?.args.at(-1) : undefined;
  return pathOf(command, scope, ctx) ?? (last && pathOf(last, scope, ctx));
}
