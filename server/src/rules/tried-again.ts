import type { ResolvedGroup, ResolvedLabel } from "../resolve/resolved.ts";
import { wordsOf } from "../text/identifiers.ts";

export const triesAgain = /^(?:retry|retries|again|renew|refresh|reauth|backoff|transient)$/;

/** A name or a word, not a sentence for people: `retry`, `重试`, but not `请刷新页面后再试一次`, which needs no spaces. */
export function saysAgain(value: string): boolean {
  const words = wordsOf(value);
  return !/[\s，。！？、；：…]|请|請|ください|세요/.test(value) && wide(value) < 8 && words.length < 4 && words.some((w) => triesAgain.test(w));
}

/** Signs of scripts that say in one of them what takes several letters elsewhere. */
function wide(value: string): number {
  return value.match(/[\u3040-\u30ff\u4e00-\u9fff\uac00-\ud7af]/g)?.length ?? 0;
}

/** Of a table of what to do, and of an enum whose members say it, those that are tried again; all where no words are said. */
export function triedAgain({ group: { words }, labels }: Pick<ResolvedGroup, "group" | "labels">): readonly ResolvedLabel[] {
  return words?.some(saysAgain) && words.length === labels.length ? labels.filter((_, i) => saysAgain(words[i] ?? "")) : labels;
}

/** `RETRYABLE`, `TRANSIENT_CODES`: what is listed as to be tried again. */
export function isForAgain(name: string): boolean {
  const words = wordsOf(name);
  if (isNever(name) || words.some((w) => negation.test(w))) return false;
  return words.some((w) => /^(?:retr(?:y|ies|yable|iable|yables)|transient|recoverable|temporary)$/.test(w));
}

/** `PERMANENT`, `NON_RETRYABLE`: what is never tried again. `NOT_FOUND` is something else. */
export function isNever(name: string): boolean {
  const words = wordsOf(name);
  return words.some(
    (w, i) =>
      /^(?:never|fatal|permanent(?:ly)?|un(?:retr|recover)\w+|nonretr\w+)$/.test(w) ||
      (negation.test(w) && /^(?:retr|recover|transient|temporar)/.test(words[i + 1] ?? "")),
  );
}

const negation = /^(?:no|not|non)$/;
