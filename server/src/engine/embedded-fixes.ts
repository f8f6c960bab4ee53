import { beginsLine, indentAt, lineStart, nextLine } from "../fixes/layout.ts";
import type { Fix } from "../rules/model.ts";
import { type View, viewOf } from "../syntax/embedded/view.ts";
import type { LanguageData } from "../syntax/language.ts";
import { applyEdits, type Span, type TextEdit } from "../text/span.ts";

interface Where {
  readonly file: string;
  readonly view: View;
  readonly data: LanguageData;
  /** Where the finding stands: what its fix brings along goes into the same script. */
  readonly at: number;
}

/**
 * A fix made for the scripts alone, as it goes into the file: what belongs at the top goes to the top of the script, with the indentation of
 * the script. Undefined where it would reach into what is no script.
 */
export function settled<T extends Pick<Fix, "edits">>(fix: T, where: Where): T | undefined {
  const { file, view, data } = where;
  const script = scriptAround(where);
  if (!script) return undefined;
  const edits = fix.edits.map((edit) => moved(edit, file, script));
  const after = viewOf(data, applyEdits(file, edits));
  if (after.language !== view.language || after.text !== applyEdits(view.text, edits)) return undefined;
  return { ...fix, edits };
}

/** The script that holds a place: as far as the file and its view say the same, but for white space, which they share anyway. */
function scriptAround({ file, view, at }: Where): Span | undefined {
  const same = (i: number): boolean => file[i] === view.text[i];
  if (!same(at)) return undefined;
  let start = at;
  while (start > 0 && same(start - 1)) start--;
  let end = at;
  while (end < file.length && same(end)) end++;
  return { start, end };
}

function moved(edit: TextEdit, file: string, script: Span): TextEdit {
  if (edit.span.start !== edit.span.end) return edit;
  const base = baseIndent(file, script);
  const at = edit.span.start;
  const inside = script.start <= at && at <= script.end;
  if (!inside && at < script.start) {
    const first = topOf(file, script);
    return { span: { start: first, end: first }, text: indented(edit.text, base) };
  }
  if (!inside) {
    const last = script.start + file.slice(script.start, script.end).trimEnd().length;
    return { span: { start: last, end: last }, text: indented(edit.text, base) };
  }
  // What stands at the margin was meant for a file's top level: a script's is where its first line begins.
  const atMargin = at === lineStart(file, at) ? /^[^\s]/ : /^(?:\r\n|\n|\r)+[^\s]/;
  return base !== "" && atMargin.test(edit.text) ? { ...edit, text: indented(edit.text, base) } : edit;
}

function topOf(file: string, script: Span): number {
  const line = /^[ \t]*(?:\r\n|\n|\r)/.exec(file.slice(script.start, script.end));
  return line ? nextLine(file, script.start) : script.start;
}

/** The indentation of the first line of code. */
function baseIndent(file: string, script: Span): string {
  const first = script.start + file.slice(script.start, script.end).search(/\S/);
  return first >= script.start && beginsLine(file, first) ? indentAt(file, first) : "";
}

function indented(text: string, base: string): string {
  return base === "" ? text : text.replace(/^(?=[^\r\n])/gm, base);
}
