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
