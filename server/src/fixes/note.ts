import { directives } from "../resolve/evidence.ts";
import type { LanguageData } from "../syntax/language.ts";
import type { TextEdit } from "../text/span.ts";
import { eolOf, lineEnd, nextLine } from "./layout.ts";

/** Notes to tools that must stand in a file's first lines, whatever follows them. */
const pragma = /^[ \t]*(?:#|\/\/|;).*(?:coding[:=]|frozen_string_literal|@ts-nocheck|-\*-|go:build|\+build|eslint|#requires|swift-tools-version)/i;

/**
 * The edit after which a file says by a comment that it is not an API's: at the top, below what must come first and what belongs to the whole
 * file (a licence, a package). Where a comment says so far that it is that API's, it says the opposite then. Undefined where it says other things
 * in the same breath, or there is a comment of the same words already.
 */
export function denialEdit(text: string, api: string, language: Pick<LanguageData, "comment" | "head">): TextEdit | undefined {
  const note = `faultline: not ${api}`;
  const said = directives(text).filter((d) => d.api === api);
  const first = said[0];
  if (first) {
    const alone = directives(text).filter((d) => d.span.start === first.span.start).length === 1;
    return said.length === 1 && alone && !first.denied ? { span: first.span, text: note } : undefined;
  }
  const at = headEnd(text, language);
  const eol = eolOf(text);
  const broken = at > 0 && !/[\r\n\uFEFF]/.test(text[at - 1] as string) ? eol : "";
  return { span: { start: at, end: at }, text: `${broken}${language.comment} ${note}${eol}` };
}

/** Behind the lines that come first: a mark of byte order, `#!`, opening tags, notes to tools, a licence, the package's name. */
function headEnd(text: string, { comment, head }: Pick<LanguageData, "comment" | "head">): number {
  const first = head === undefined ? undefined : new RegExp(head, "y");
  let at = text.startsWith("\uFEFF") ? 1 : 0;
  if (text.startsWith("#!", at)) at = nextLine(text, at);
  for (;;) {
    const here = blankEnd(text, at);
    const line = text.slice(here, lineEnd(text, here));
    if (first) first.lastIndex = here;
    if (first?.test(text) || pragma.test(line)) at = nextLine(text, here);
    else {
      const end = commentEnd(text, here, comment);
      // A comment right above code is about that code.
      const next = end === undefined ? undefined : blankEnd(text, end);
      if (end === undefined || next === undefined) return at;
      if (first) first.lastIndex = next;
      const apart = /[\r\n]/.test(text.slice(end, next)) || next >= text.length;
      if (!apart && !first?.test(text)) return at;
      at = next;
    }
    if (at >= text.length) return text.length;
  }
}

/** Where the next line with something on it begins. */
function blankEnd(text: string, at: number): number {
  const blank = /(?:[ \t]*(?:\r\n|\n|\r))*/y;
  blank.lastIndex = at;
  blank.test(text);
  return blank.lastIndex;
}

/** Where the line behind a block of comments begins; undefined where there is none at `at`. */
function commentEnd(text: string, at: number, comment: string): number | undefined {
  const block = /[ \t]*\/\*[\s\S]*?\*\/[ \t]*(?=\r|\n|$)/y;
  block.lastIndex = at;
  if (block.test(text)) return nextLine(text, block.lastIndex);
  let end = at;
  while (end < text.length && text.slice(end, lineEnd(text, end)).trimStart().startsWith(comment)) end = nextLine(text, end);
  return end > at ? end : undefined;
}
