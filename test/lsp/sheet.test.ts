import { deepEqual, ok } from "node:assert/strict";
import { describe, test } from "node:test";
import { clientFeatures } from "../../server/src/lsp/client-features.ts";
import { listed, Publication } from "../../server/src/lsp/publication.ts";
import { Pen, Sheet } from "../../server/src/lsp/sheet.ts";
import { SyncedText } from "../../server/src/lsp/text-sync.ts";
import { clientText } from "../bench/client.ts";
import { testWorkspace } from "../support/workspace.ts";

const PYTHON = `# faultline: marketo-rest
def ask(response):
    data = response.json()
    for error in data["errors"]:
        if error["code"] == "606":
            time.sleep(20)
            return ask(response)
        if error["code"] == "610":
            return None
        raise Failed(error)
`;
const client = { textDocument: { publishDiagnostics: { relatedInformation: true, dataSupport: true, versionSupport: true } } };

/** Always the same numbers. */
function numbers(seed: number): (below: number) => number {
  let state = seed;
  return (below) => {
    state = (Math.imul(state, 1103515245) + 12345) & 0x7fffffff;
    return Math.floor((state / 0x80000000) * below);
  };
}

describe("what is told to an editor while somebody types", () => {
  for (const [name, path, languageId, text, edits] of [
    ["a TypeScript client", "/w/client.ts", "typescript", clientText(250), 160],
    ["a Python client with CRLF", "/w/client.py", "python", PYTHON.repeat(8).replaceAll("\n", "\r\n"), 160],
    ["a Vue component", "/w/client.vue", "vue", `<template><p/></template>\n<script lang="ts">\n${clientText(150)}\n</script>\n`, 100],
  ] as const)
    test(`is what is found, in ${name}`, async () => {
      const { engine } = await testWorkspace(["/w"]);
      await engine.load(languageId);
      await engine.prepare(path);
      const synced = new SyncedText(text, 1);
      const document = engine.open(path, languageId, text);
      const sheet = new Sheet(new Pen(clientFeatures({ processId: null, rootUri: null, capabilities: client }, undefined)), synced);
      const next = numbers(7);
      const pieces = ["x", " ", "\n", "\r\n", "\r", '"', "{", "}", '\n    if (code === "615") {\n      return [];\n    }', "// 😀\n", "", ""];
      let told = 0;
      for (let i = 0; i < edits; i++) {
        const changes = Array.from({ length: 1 + next(2) }, () => {
          const line = next(synced.lines.lineCount);
          const start = { line, character: next(50) };
          const end = next(3) === 0 ? { line: line + next(3), character: next(50) } : start;
          return { range: { start, end }, text: pieces[next(pieces.length)] as string };
        });
        const made = synced.apply(i % 20 === 19 ? [{ text }] : changes, i + 2);
        document.edit(made, synced);
        const all = listed(document.analysis.findings);
        told += all.marks.length;
        // Several versions may go by before something is told.
        if (next(4) === 0) continue;
        const place = { uri: `file://${path}`, version: synced.version, lines: synced.lines, other: () => undefined };
        const message = new Publication(document.following ?? all, place, sheet).message("m");
        const body = Buffer.from(message).toString().split("\r\n\r\n")[1] ?? "";
        deepEqual(JSON.parse(body).params, JSON.parse(JSON.stringify(new Publication(all, place, sheet))), `after edit ${i}`);
      }
      ok(told > edits, "there is something to tell");
    });
});
