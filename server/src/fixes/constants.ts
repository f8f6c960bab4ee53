import type { ResolvedLabel } from "../resolve/resolved.ts";
import type { Constant } from "../sites/model.ts";
import { descend, nameOf } from "../sites/parts.ts";
import type { Part } from "../syntax/part.ts";
import type { TextEdit } from "../text/span.ts";
import { besideElement } from "./beside-element.ts";
import { beginsLine, eolOf, insertion, lineEnd, lineStart } from "./layout.ts";
import type { FixContext } from "./model.ts";
import type { Anchor } from "./spelling.ts";
import { likeSibling } from "./spelling.ts";

/**
 * The names by which codes are to be asked where the file names its codes: the constants that it has, and new ones beside those that it
 * has not, named as the catalog names the code, in the letters of the others.
 */
export function besideConstant(
  anchor: Anchor,
  codes: readonly string[],
  ctx: FixContext,
): { readonly names: readonly string[]; readonly edits: readonly TextEdit[] } | undefined {
  const { text, resolved } = ctx;
  const use = text.slice(anchor.span.start, anchor.span.end);
  const constants = resolved.constants.flatMap(({ constant, labels, catalog }) => labels.map((label) => ({ constant, label, catalog })));
  const own = constants.find((c) => c.label.found?.code === anchor.code && endsWithName(use, c.constant.name));
  if (!own) return undefined;
  const beside = constants.filter((c) => c.constant.owner === own.constant.owner);
  const names: string[] = [];
  const missing: { readonly code: string; readonly name: string }[] = [];
  for (const code of codes) {
    const there = beside.find((c) => c.label.found?.code === code);
    const name = there?.constant.name ?? nameLike(own.constant.name, own.catalog.index.entries.get(code)?.name ?? "");
    if (name === "" || (!there && beside.some((c) => c.constant.name === name))) return undefined;
    if (!there) missing.push({ code, name });
    names.push(use.slice(0, use.length - own.constant.name.length) + name);
  }
  const edits = missing.length === 0 ? [] : define(own.constant, own.label, missing, ctx);
  return edits && { names, edits };
}

/** More members of an enum whose members themselves say what is tried again: each is written as the one that is there. */
export function moreConstants(label: ResolvedLabel, codes: readonly string[], ctx: FixContext): readonly TextEdit[] | undefined {
  const own = ctx.resolved.constants.find((c) => c.constant.label === label.label);
  if (!own) return undefined;
  const chain = ctx.around(own.constant.label.span);
  const member = chain.findLast((p) => p.kind === "assign" || p.kind === "pair");
  const owner = chain.findLast((p) => p.kind === "class");
  // What else it is made with may be what it says to people, and would be said of another code.
  const texts = member ? [...descend(member)].filter((p) => p.kind === "string" && p.span.start !== own.constant.label.span.start) : [];
  if (!owner || texts.length > 0) return undefined;
  const taken = new Set([...descend(owner)].flatMap((p) => (p.role === "assign.target" ? (nameOf(p) ?? []) : [])));
  const missing = codes.map((code) => ({ code, name: nameLike(own.constant.name, own.catalog.index.entries.get(code)?.name ?? "") }));
  if (missing.some(({ name }) => name === "" || taken.has(name))) return undefined;
  return define(own.constant, label, missing, ctx);
}

function endsWithName(use: string, name: string): boolean {
  return use === name || (use.endsWith(name) && /[^\w$]$/.test(use.slice(0, -name.length)));
}

/** `MAX_RATE_LIMIT` in the letters of a sibling: `MaxRateLimit` beside `TokenExpired`, `maxRateLimit` beside `tokenExpired`. */
function nameLike(sibling: string, name: string): string {
  if (/^[A-Z][A-Z0-9_]*$/.test(sibling)) return prefixOf(sibling) + name;
  const words = name.toLowerCase().split("_");
  if (/^[a-z0-9_]+$/.test(sibling) && sibling.includes("_")) return words.join("_");
  const camel = words.map((w, i) => (i === 0 && /^[a-z]/.test(sibling) ? w : w.charAt(0).toUpperCase() + w.slice(1))).join("");
  return camel;
}

/** `ERR_RATE_LIMIT` keeps its `ERR_`. */
function prefixOf(sibling: string): string {
  return /^(?:ERR|ERROR|CODE|E|MARK)_/.exec(sibling)?.[0] ?? "";
}

/** New constants behind the one that is there, each written as it is. */
function define(
  constant: Constant,
  { label }: ResolvedLabel,
  missing: readonly { readonly code: string; readonly name: string }[],
  ctx: FixContext,
): readonly TextEdit[] | undefined {
  const { text } = ctx;
  const chain = ctx.around(constant.label.span);
  const holder = chain.findLast((p) => p.kind === "pair" || p.kind === "assign");
  const leaf = chain[chain.length - 1] as Part;
  if (!holder || holder.span.start > constant.nameSpan.start) return undefined;
  const sibling = { text: text.slice(leaf.span.start, leaf.span.end), value: label.value, code: codeOf(constant, ctx) };
  const row = (from: number, to: number, m: (typeof missing)[number]): string =>
    text.slice(from, constant.nameSpan.start) +
    m.name +
    text.slice(constant.nameSpan.end, leaf.span.start) +
    likeSibling(sibling, m.code) +
    text.slice(leaf.span.end, to);
  const list = chain[chain.indexOf(holder) - 1];
  if (list && (list.kind === "table" || list.kind === "list"))
    return besideElement(
      list,
      holder,
      holder,
      missing.map((m) => row(holder.span.start, holder.span.end, m)),
      ctx,
    );
  // A statement or an enum's member of its own: its whole line once more.
  const from = lineStart(text, holder.span.start);
  const to = lineEnd(text, holder.span.end);
  if (text.slice(holder.span.start, holder.span.end).includes("\n")) return undefined;
  const behind = text.slice(leaf.span.end, to);
  const end = leaf.span.end + (/^[^\n]*?(?=\s*(?:\/\/|#|\/\*|$))/.exec(behind)?.[0].length ?? 0);
  if (!beginsLine(text, from)) return undefined;
  const eol = eolOf(text);
  const lastMember =
    /^\s*[,;]?\s*$/.test(text.slice(leaf.span.end, end)) && !text.slice(leaf.span.end, end).includes(",") && chain.some((p) => p.kind === "class");
  const enumLike = lastMember && !text.slice(leaf.span.end, end).includes(";") && usesCommas(chain, constant, ctx);
  const rows = missing.map((m) => eol + row(from, end, m));
  if (enumLike) return [insertion(leaf.span.end, `,${rows.join(",")}`)];
  return [insertion(to, rows.join(""))];
}

/** An enum whose members are parted by commas: the line above ends with one. */
function usesCommas(chain: readonly Part[], constant: Constant, ctx: FixContext): boolean {
  const owner = chain.findLast((p) => p.kind === "class");
  const before = ctx.text.slice(owner?.span.start ?? 0, lineStart(ctx.text, constant.nameSpan.start)).trimEnd();
  return before.endsWith(",") || before.endsWith("{");
}

function codeOf(constant: Constant, ctx: FixContext): string {
  const found = ctx.resolved.constants.find((c) => c.constant === constant)?.labels[0]?.found;
  return found?.code ?? constant.label.value;
}
