import { deepEqual, equal } from "node:assert/strict";
import { describe, test } from "node:test";
import { clientFeatures } from "../../server/src/lsp/client-features.ts";
import { listed, Publication } from "../../server/src/lsp/publication.ts";
import { Pen, Sheet } from "../../server/src/lsp/sheet.ts";
import type { Place } from "../../server/src/lsp/to-protocol.ts";
import type { Finding } from "../../server/src/rules/model.ts";
import { LineMap } from "../../server/src/text/line-map.ts";
import { TouchedLines } from "../../server/src/text/touched-lines.ts";

const TEXT = 'if (code === "606")\n  wait();\nif (code === "607")\n  wait("“☃ \\\\");\n';

const place = (text: string, version: number): Place => ({
  uri: "file:///w/with%20space/client.ts",
  version,
  lines: new LineMap(text),
  other: (path) => (path === "src/codes.ts" ? { uri: "file:///w/src/codes.ts", version: null, lines: new LineMap("a\nb\n") } : undefined),
});

const finding = (start: number, more: Partial<Finding> = {}): Finding => ({
  rule: "unhandled-retryable",
  severity: "warning",
  api: "marketo-rest",
  codes: ["604", "608"],
  message: 'says “604” and "608"\n\u2028 with a \ud83d and a ☃',
  span: { start, end: start + 4 },
  related: [],
  ...more,
});

const all = {
  textDocument: { publishDiagnostics: { relatedInformation: true, codeDescriptionSupport: true, dataSupport: true, versionSupport: true } },
};

/** What a message says, whose header must tell its length. */
function read(message: Uint8Array): unknown {
  const [header = "", body = ""] = Buffer.from(message).toString().split("\r\n\r\n");
  equal(header, `Content-Length: ${Buffer.byteLength(body)}`);
  return JSON.parse(body);
}

const method = "textDocument/publishDiagnostics";

function check(list: readonly Finding[], at: Place, sheet: Sheet): void {
  const publication = new Publication(listed(list), at, sheet);
  const params = JSON.parse(JSON.stringify(publication));
  deepEqual(read(publication.message(method)), { jsonrpc: "2.0", method, params });
}

describe("diagnostics that are put together of what stays the same", () => {
  for (const [name, capabilities] of [
    ["to a client that knows everything", all],
    ["to one that knows nothing", {}],
  ] as const) {
    const client = clientFeatures({ processId: null, rootUri: null, capabilities }, "file:///pages/");

    test(`say what the objects say, ${name}`, () => {
      const sheet = new Sheet(new Pen(client), { version: 7, touched: new TouchedLines() });
      const related = [
        { span: { start: 2, end: 3 }, file: "src/codes.ts", message: "here" },
        { span: { start: 20, end: 22 }, message: "and here" },
      ];
      const lists: readonly (readonly Finding[])[] = [
        [],
        [finding(4)],
        [finding(4), finding(31, { rule: "never-matches", severity: "error", related, codes: [] })],
        [finding(31, { severity: "hint", related: [{ span: { start: 0, end: 1 }, file: "gone.ts", message: "nowhere" }] })],
        [],
      ];
      for (const list of lists) check(list, place(TEXT, 7), sheet);
    });

    test(`are worded once, ${name}`, () => {
      const pen = new Pen(client);
      const subject = { version: 8, touched: new TouchedLines() };
      const sheet = new Sheet(pen, subject);
      const [first, second] = [finding(4), finding(31)];
      check([first, second], place(TEXT, 8), sheet);
      equal(pen.fresh, 2);
      subject.touched.add(0, 0, 2);
      check(
        [
          { ...first, span: { start: 6, end: 10 } },
          { ...second, span: { start: 33, end: 37 } },
        ],
        place(`\n\n${TEXT}`, 8),
        sheet,
      );
      equal(pen.fresh, 2);
      subject.touched.addAll();
      check([first, { ...second, message: "another" }], place(TEXT, 8), sheet);
      equal(pen.fresh, 3);
      check([first, { ...second, message: "another", severity: "hint" }], place(TEXT, 8), sheet);
      equal(pen.fresh, 4);
    });

    test(`are copied before a change and after it, ${name}`, () => {
      const subject = { version: 1, touched: new TouchedLines() };
      const sheet = new Sheet(new Pen(client), subject);
      const text = "0123456789\n".repeat(12);
      const at = Array.from({ length: 10 }, (_, i) => finding(11 * i, { message: `“${i}”`, codes: [`${i}`] }));
      const other = finding(11 * 10, { message: "other ☃", codes: ["other"] });
      const steps: readonly (readonly [list: readonly Finding[], written: number])[] = [
        [at, 10],
        [at, 0],
        [[...at.slice(0, 4), other, ...at.slice(5)], 1],
        [[...at.slice(0, 4), ...at.slice(5)], 0],
        [at, 1],
        [[...at, other], 1],
        [at, 0],
        [[other, ...at], 1],
        [[...at, ...at], 10],
        [at.slice(3), 0],
        [at.slice(0, 9), 9],
        [[], 0],
        [at, 10],
      ];
      for (const [step, [list, written]] of steps.entries()) {
        const before = sheet.written;
        check(list, place(text, 1), sheet);
        equal(sheet.written - before, written, `step ${step}`);
      }
      // Touched are the lines 2 to 4; then lines are added, and those after it are told of anew.
      const before = sheet.written;
      subject.touched.add(2, 4, 0);
      check(at, place(text, 1), sheet);
      equal(sheet.written - before, 3);
      // An older version, for which nothing that is known holds.
      check(at, place(text, 0), sheet);
      equal(sheet.written - before, 13);
    });
  }
});
