import { equal, ok } from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { SyncedText } from "../../server/src/lsp/text-sync.ts";
import { LineMap } from "../../server/src/text/line-map.ts";
import { type Content, PiecedText } from "../../server/src/text/pieced.ts";
import { Places } from "../../server/src/text/places.ts";
import type { TextEdit } from "../../server/src/text/span.ts";
import { clientText } from "../bench/client.ts";
import { testWorkspace } from "../support/workspace.ts";

const piece = fc.array(fc.constantFrom("a", "b", "\n", "\r", "\r\n", "🙂", "\ud83d", "\0"), { maxLength: 8 }).map((it) => it.join(""));
/** A part of the text before; more of it than there is means its end. */
const change = fc.record({ at: fc.double({ min: 0, max: 1, noNaN: true }), taken: fc.nat(6), text: piece, joined: fc.boolean() });

function editOf(text: string, { at, taken, text: by }: { readonly at: number; readonly taken: number; readonly text: string }): TextEdit {
  const start = Math.floor(at * text.length);
  return { span: { start, end: Math.min(text.length, start + taken) }, text: by };
}

interface Version {
  readonly text: string;
  readonly content: Content;
  readonly lines: LineMap;
}

function edited({ text, content, lines }: Version, it: Parameters<typeof editOf>[1]): Version {
  const edit = editOf(text, it);
  const after = PiecedText.after(content, edit);
  return { text: text.slice(0, edit.span.start) + edit.text + text.slice(edit.span.end), content: after, lines: lines.edited(edit, after) };
}

function first(text: string): Version {
  return { text, content: text, lines: new LineMap(text) };
}

test("a text in pieces gives the answers of a string, and its lines are those of a text read whole", () => {
  fc.assert(
    fc.property(piece, fc.array(change, { maxLength: 5 }), fc.array(piece, { maxLength: 3 }), (start, changes, words) => {
      let version = first(start);
      for (const it of changes) {
        version = edited(version, it);
        const { text, content, lines } = version;
        const fresh = new LineMap(text);
        equal(content.length, text.length);
        equal(lines.lineCount, fresh.lineCount);
        for (let i = -2; i <= text.length + 2; i++) {
          equal(content.charCodeAt(i), text.charCodeAt(i));
          equal(lines.lineStart(i), fresh.lineStart(i));
          for (let j = i - 2; j <= text.length + 2; j += 3) equal(content.slice(i, j), text.slice(i, j));
          for (const word of ["", "a", "\n", "ab", "aba", ...words]) {
            equal(content.indexOf(word, i), text.indexOf(word, i), `${JSON.stringify(word)} from ${i} in ${JSON.stringify(text)}`);
            equal(content.lastIndexOf(word, i), text.lastIndexOf(word, i), `${JSON.stringify(word)} back from ${i} in ${JSON.stringify(text)}`);
          }
        }
        if (it.joined) equal(content.toString(), text);
      }
      equal(version.content.toString(), version.text);
    }),
    { numRuns: 500 },
  );
});

test("edits far apart in a long text leave it right", () => {
  const long = "one line\r\n🙂 another\nand\ra third\n".repeat(3000);
  fc.assert(
    fc.property(fc.array(change, { minLength: 1, maxLength: 12 }), (changes) => {
      const { text, content, lines } = changes.reduce(edited, first(long));
      const fresh = new LineMap(text);
      equal(lines.lineCount, fresh.lineCount);
      for (let line = 0; line < fresh.lineCount; line++) equal(lines.offset({ line, character: 1 }), fresh.offset({ line, character: 1 }));
      equal(content.slice(), text);
    }),
    { numRuns: 30 },
  );
});

test("places are told from the first at an offset as their offsets are from it", () => {
  fc.assert(
    fc.property(fc.uniqueArray(fc.integer({ min: 1, max: 30 }), { maxLength: 5 }), (inner) => {
      const places = Places.roomy([0, ...inner.sort((a, b) => a - b)], 31);
      const last = places.placeOfEnd(31);
      for (let place = 0; place <= last; place += 1 + (place % 7 === 0 ? 0 : 3))
        for (let offset = 0; offset <= 32; offset++) equal(place >= places.firstAt(offset), places.offset(place) >= offset, `${place} at ${offset}`);
    }),
    { numRuns: 100 },
  );
});

test("a key press in a long text doesn't join it", async () => {
  const { engine } = await testWorkspace(["/w"]);
  await engine.load("typescript");
  await engine.prepare("/w/none");
  const text = new SyncedText(clientText(2000), 1);
  const document = engine.open("/w/client.ts", "typescript", text.text);
  const from = text.text.indexOf("// What the service answers", text.text.length / 2) - 5;
  const { line } = text.lines.position(from);
  const typed = 'if (code === "615") return [];';
  for (let i = 0; i < typed.length; i++) {
    const at = { line, character: 4 + i };
    const edits = text.apply([{ range: { start: at, end: at }, text: typed[i] as string }], i + 2);
    document.edit(edits, text);
    ok(text.content instanceof PiecedText && !text.content.isJoined, `after ${JSON.stringify(typed.slice(0, i + 1))}`);
  }
  ok(document.analysis.findings.length > 0);
  equal(document.analysis.text, text.text);
  document.close();
});
