import type { TextEdit } from "../../server/src/text/span.ts";
import type { Draw } from "./random.ts";

/** What is typed most, what breaks most, and what no editor should send but some do. */
const pieces = [
  ..."abcx019_.,;:=!&|+-<>/*#@$%?",
  ..."()[]{}\"'`\\ \t",
  "\n",
  "\r\n",
  "\r",
  "\n\n  ",
  "\0",
  "é",
  "漢字",
  "😀",
  "\ud83d",
  "\ude00",
  '"606"',
  "'601'",
  "10429",
  '"404"',
  "code",
  "err.code",
  " === ",
  "==",
  "//",
  "/*",
  "*/",
  "# ",
  '"""',
  "${",
  "=>",
  "return ",
  "if (",
  "else ",
  "case ",
  "throw ",
  "retry(",
  "sleep(1)",
  "RETRYABLE",
  "this.",
  "class A {",
  "}",
  "})",
  "https://123-abc-456.mktorest.com/",
  "// faultline: marketo-rest\n",
  "// faultline-ignore-next-line\n",
] as const;

/** What was done, to be undone. */
interface Done {
  readonly edits: readonly TextEdit[];
}

/** Edits as people and programs make them: typing, deleting, pasting a stretch of the text itself, undoing, several places at once. */
export class RandomEdits {
  readonly #draw: Draw;
  readonly #done: Done[] = [];
  /** Typing goes on where it began. */
  #cursor = 0;

  constructor(draw: Draw) {
    this.#draw = draw;
  }

  /** The next edits of `text`, in the order they are made, each against the text that the ones before left. */
  next(text: string): readonly TextEdit[] {
    const draw = this.#draw;
    if (draw.below(4) === 0) this.#cursor = draw.below(text.length + 1);
    const kind = draw.below(20);
    if (kind < 3 && this.#done.length > 0) return (this.#done.pop() as Done).edits;
    const count = kind === 19 ? 2 + draw.below(3) : 1;
    const edits: TextEdit[] = [];
    const undo: TextEdit[] = [];
    let now = text;
    for (let i = 0; i < count; i++) {
      if (i > 0) this.#cursor = draw.below(now.length + 1);
      const edit = this.#one(now, kind);
      const { start, end } = edit.span;
      edits.push(edit);
      undo.unshift({ span: { start, end: start + edit.text.length }, text: now.slice(start, end) });
      now = now.slice(0, start) + edit.text + now.slice(end);
      this.#cursor = start + edit.text.length;
    }
    this.#done.push({ edits: undo });
    if (this.#done.length > 50) this.#done.shift();
    return edits;
  }

  #one(text: string, kind: number): TextEdit {
    const draw = this.#draw;
    const at = Math.min(this.#cursor, text.length);
    const until = (length: number) => Math.min(text.length, at + length);
    if (kind < 6) return { span: { start: Math.max(0, at - 1), end: at }, text: "" };
    if (kind < 7) return { span: { start: at, end: until(1 + draw.below(60)) }, text: "" };
    if (kind < 9) {
      const from = draw.below(text.length + 1);
      return { span: { start: at, end: at }, text: text.slice(from, from + draw.below(200)) };
    }
    if (kind < 11) return { span: { start: at, end: until(draw.below(12)) }, text: draw.of(pieces) };
    return { span: { start: at, end: at }, text: draw.of(pieces) };
  }
}
