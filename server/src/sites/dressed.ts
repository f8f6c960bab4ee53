import type { Part } from "../syntax/part.ts";
import { literalLabel } from "./literals.ts";
import type { Cover, Label, Path, SiteRole } from "./model.ts";
import { unwrap } from "./parts.ts";

/** What is asked of a value, or of a piece of it: whether it is one of some words, or what it covers. */
export interface Asked {
  readonly labels: readonly Label[];
  readonly covers: readonly Cover[];
  readonly piece?: true;
  /** What the words in front of a code say that it is, where it is looked for in a text: `error_code`. */
  readonly field?: string;
}

/** The value that is asked so. */
export function askedOf(path: Path, { piece, field }: Asked): Path {
  return piece || field !== undefined ? { ...path, ...(piece ? { piece } : {}), ...(field === undefined ? {} : { field }) } : path;
}

/** In UTF-16 units: a longer text is a sentence. */
const maxText = 80;

/**
 * `"code":"602"`, `error 606:`, `[615]`: what somebody looks for who knows how a code stands in a message or a body. Words in front of it have to
 * speak of a code or an error, and nothing but signs may stand behind it. Undefined for a text that is a code and nothing else.
 */
export function dressed(given: Part, role: SiteRole): Asked | undefined {
  const { kind, text = "", parts, span } = unwrap(given);
  const named = fieldWithWord.exec(text.length > maxText ? "" : text);
  if (kind === "string" && parts.length === 0 && named) {
    const [, before = "", value = ""] = named;
    const start = span.start + before.length;
    const field = fieldBefore(before);
    if (field !== undefined)
      return { labels: [literalLabel({ value, type: "string" }, { start, end: start + value.length }, role)], covers: [], field };
  }
  if ((kind !== "string" && kind !== "template") || parts.length > 0 || text.length > maxText) return undefined;
  const inner = /^[A-Za-z$@]{0,3}#*["'`]{1,3}/.exec(text)?.[0].length ?? 0;
  const [, before = "", value = "", behind = ""] = /^(\D*)(\d{3,}(?:-\d{3})?)([\s\\"'`#\]).,:;!}]*)$/.exec(text.slice(inner)) ?? [];
  const plain = before === "" && /^["'`#]+$/.test(behind);
  const field = fieldBefore(before);
  if (inner === 0 || value === "" || plain || (field === undefined && !/^[\s\\"':=([{,]*$/.test(before))) return undefined;
  const start = span.start + inner + before.length;
  const labels = [literalLabel({ value, type: "string" }, { start, end: start + value.length }, role)];
  return { labels, covers: [], ...(field === undefined ? {} : { field }) };
}

/** `"code":"not-unique"`, also with its quotes escaped. */
const fieldWithWord = /^(["'`]{1,3}.*\w\\?["']\s*:\s*\\?["'])([a-z]+(?:[-_][a-z]+)+)\\?["'][\s"'`}\],;]*$/;

/** `"errors":[{"code":"`, `failed with error `: the last word, with the one before it, where it speaks of a code or an error. */
export function fieldBefore(text: string): string | undefined {
  const [, before, last = ""] = /(?:([A-Za-z]+)[\s_-]+)?([A-Za-z_]+)(?:\\[sSwWbD]|[\s\\"'?*+:=([{\].#])*$/.exec(text) ?? [];
  if (!codeWord.test(last) && !/[a-z](?:Code|Errno|Error|Err)$/.test(last)) return undefined;
  const field = before === undefined ? last : `${before}_${last}`;
  return others.test(field) ? undefined : field;
}

/** Whose codes are no errors of an API, or those of the transport. */
const others = /(?:^|_)(?:status|https?|exit|return|zip|post|postal|area|country|currency|page|promo|coupon|dial|bar|qr)(?:_|code|$)/i;

/** `error_code`, `errcode`; a barcode is none. */
const codeWord = /(?:^|_)(?:err(?:or)?)?(?:code|errno|error|err)$/i;
