import { deepEqual, equal } from "node:assert/strict";
import { describe, test } from "node:test";
import { clientFeatures } from "../../server/src/lsp/client-features.ts";
import { Pen, Publication } from "../../server/src/lsp/publication.ts";
import type { Place } from "../../server/src/lsp/to-protocol.ts";
import type { Finding } from "../../server/src/rules/model.ts";
import { LineMap } from "../../server/src/text/line-map.ts";

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

describe("diagnostics that are put together of what stays the same", () => {
  for (const [name, capabilities] of [
    ["to a client that knows everything", all],
    ["to one that knows nothing", {}],
  ] as const) {
    const client = clientFeatures({ processId: null, rootUri: null, capabilities }, "file:///pages/");

    test(`say what the objects say, ${name}`, () => {
      const pen = new Pen(client);
      const related = [
        { span: { start: 2, end: 3 }, file: "src/codes.ts", message: "here" },
        { span: { start: 20, end: 22 }, message: "and here" },
      ];
      const lists: readonly (readonly Finding[])[] = [
        [],
        [finding(4)],
        [finding(4), finding(31, { rule: "never-matches", severity: "error", related, codes: [] })],
        [finding(31, { severity: "hint", related: [{ span: { start: 0, end: 1 }, file: "gone.ts", message: "nowhere" }] })],
      ];
      for (const list of lists) {
        const publication = new Publication(list, place(TEXT, 7), pen);
        deepEqual(JSON.parse(publication.json), JSON.parse(JSON.stringify(publication)));
      }
    });

    test(`follow what changes, ${name}`, () => {
      const pen = new Pen(client);
      const [first, second] = [finding(4), finding(31)];
      const written = (list: readonly Finding[], text: string): void => {
        const publication = new Publication(list, place(text, 8), pen);
        deepEqual(JSON.parse(publication.json), JSON.parse(JSON.stringify(publication)));
      };
      written([first, second], TEXT);
      equal(pen.fresh, 2);
      // What only moves isn't written again.
      written([first, { ...second, span: { start: 33, end: 37 } }], `\n\n${TEXT}`);
      equal(pen.fresh, 2);
      written([first, { ...second, message: "another" }], TEXT);
      equal(pen.fresh, 3);
      written([first, { ...second, message: "another", severity: "hint" }], TEXT);
      equal(pen.fresh, 4);
    });
  }
});
