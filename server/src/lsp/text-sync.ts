import type { Position, TextDocumentContentChangeEvent } from "vscode-languageserver";
import { type EditedText, LineMap } from "../text/line-map.ts";
import { type Content, PiecedText } from "../text/pieced.ts";
import type { TextEdit } from "../text/span.ts";
import { TouchedLines } from "../text/touched-lines.ts";

/** A document's text as the editor has it. What is worked out of a version here, where its lines begin, the analysis needn't work out again. */
export class SyncedText implements EditedText {
  version: number;
  /** Since somebody last cleared it. */
  readonly touched = new TouchedLines();
  #content: Content;
  #lines: LineMap | undefined;

  constructor(text: string, version: number) {
    this.#content = text;
    this.version = version;
  }

  get content(): Content {
    return this.#content;
  }

  /** Joined where it is asked for: a key press doesn't. */
  get text(): string {
    return this.#content.toString();
  }

  get lines(): LineMap {
    this.#lines ??= new LineMap(this.#content);
    return this.#lines;
  }

  /** Takes lines that somebody else has counted of this very text. */
  share(text: string, lines: LineMap): void {
    if (text === this.#content) this.#lines = lines;
  }

  /** Positions outside the text mean its nearest place; what lies beyond a line is its end, before what ends it. */
  offsetAt(position: Position): number {
    const start = this.lines.offset({ line: position.line, character: 0 });
    let offset = this.lines.offset(position);
    while (offset > start && isLineEnd(this.#content.charCodeAt(offset - 1))) offset--;
    return offset;
  }

  /**
   * Makes the changes of one notification and gives them as edits in offsets, each against the text that the ones before left. Ends before
   * starts are turned round, as editors agree on.
   */
  apply(changes: readonly TextDocumentContentChangeEvent[], version: number): readonly TextEdit[] {
    // A notification without changes still brings a version.
    this.version = version;
    return changes.map((change): TextEdit => {
      if (!("range" in change)) {
        const edit = { span: { start: 0, end: this.#content.length }, text: change.text };
        this.#content = change.text;
        this.#lines = undefined;
        this.touched.addAll();
        return edit;
      }
      const a = this.offsetAt(change.range.start);
      const b = this.offsetAt(change.range.end);
      const edit = { span: { start: Math.min(a, b), end: Math.max(a, b) }, text: change.text };
      const { lines } = this;
      this.#content = PiecedText.after(this.#content, edit);
      this.#lines = lines.edited(edit, this.#content);
      // A line's end may be made of what stands on either side of the edit.
      const [first, last] = [lines.position(edit.span.start).line - 1, lines.position(edit.span.end).line + 1];
      this.touched.add(first, last, this.#lines.lineCount - lines.lineCount);
      return edit;
    });
  }
}

function isLineEnd(code: number): boolean {
  return code === 10 || code === 13;
}
