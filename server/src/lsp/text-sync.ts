import type { TextDocumentContentChangeEvent } from "vscode-languageserver";
import { TextDocument } from "vscode-languageserver-textdocument";
import type { TextEdit } from "../text/span.ts";

/**
 * Applies the changes of one notification to `document` and gives them as edits in offsets, each against the text that the ones before left.
 * Positions outside the text mean its nearest place, and ends before starts are turned round, as editors agree on.
 */
export function applyChanges(document: TextDocument, changes: readonly TextDocumentContentChangeEvent[], version: number): readonly TextEdit[] {
  const edits = changes.map((change): TextEdit => {
    if (!("range" in change)) {
      const end = document.getText().length;
      TextDocument.update(document, [{ text: change.text }], version);
      return { span: { start: 0, end }, text: change.text };
    }
    const a = document.offsetAt(change.range.start);
    const b = document.offsetAt(change.range.end);
    const span = { start: Math.min(a, b), end: Math.max(a, b) };
    // The document's line table trusts the lines of a range, so that it gets them from us, inside the text.
    const range = { start: document.positionAt(span.start), end: document.positionAt(span.end) };
    TextDocument.update(document, [{ range, text: change.text }], version);
    return { span, text: change.text };
  });
  // A notification without changes still brings a version.
  if (changes.length === 0) TextDocument.update(document, [], version);
  return edits;
}
