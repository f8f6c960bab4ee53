import type { ResolvedGroup, ResolvedLabel } from "../resolve/resolved.ts";
import { wordsOf } from "../text/identifiers.ts";

export const triesAgain = /^(?:retry|retries|again|renew|refresh|reauth|backoff|transient)$/;

/** A name or a word, not a sentence for people. */
export function saysAgain(value: string): boolean {
  const words = wordsOf(value);
  return !/\s/.test(value) && words.length < 4 && words.some((w) => triesAgain.test(w));
}

/** Of a table of what to do, and of an enum whose members say it, those that are tried again; all where no words are said. */
export function triedAgain({ group: { words }, labels }: Pick<ResolvedGroup, "group" | "labels">): readonly ResolvedLabel[] {
  return words?.some(saysAgain) && words.length === labels.length ? labels.filter((_, i) => saysAgain(words[i] ?? "")) : labels;
}
