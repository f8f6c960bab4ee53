/** Notebooks over the protocol: cells are opened, changed, moved and closed with their notebook, and each gets its own diagnostics. */
import assert from "node:assert/strict";
import { after, before, describe, test } from "node:test";
import type { CodeAction, CompletionList, Diagnostic, TextDocumentEdit } from "vscode-languageserver-types";
import { find, type Json, LspClient } from "../support/lsp-client.ts";

const NOTEBOOK = "file:///work/leads.ipynb";
const cell = (n: number | string): string => `vscode-notebook-cell:/work/leads.ipynb#W${n}sZmlsZQ%3D%3D`;
const HOST = 'BASE = "https://123-abc-456.mktorest.com/rest/v1"';
const CODES = 'RETRYABLE_CODES = {"606", "615"}';
const DECIDES = `%%time
def call(path):
    answer = requests.get(BASE + path).json()
    code = answer["errors"][0]["code"]
    if code in RETRYABLE_CODES:
        return call(path)
    raise RuntimeError(code)`;

const client = new LspClient();
before(() => client.start());
after(() => client.kill());

const item = (n: number, text: string, languageId = "python") => ({ uri: cell(n), languageId, version: 1, text });
const ref = (n: number, kind = 2) => ({ kind, document: cell(n) });

function open(texts: readonly string[]): void {
  client.notify("notebookDocument/didOpen", {
    notebookDocument: { uri: NOTEBOOK, notebookType: "jupyter-notebook", version: 1, cells: [ref(0, 1), ...texts.map((_, i) => ref(i + 1))] },
    cellTextDocuments: [item(0, '# About "606"', "markdown"), ...texts.map((text, i) => item(i + 1, text))],
  });
}

function change(cells: Json): void {
  client.notify("notebookDocument/didChange", { notebookDocument: { uri: NOTEBOOK, version: 2 }, change: { cells } });
}

function close(...cells: readonly number[]): void {
  client.notify("notebookDocument/didClose", { notebookDocument: { uri: NOTEBOOK }, cellTextDocuments: cells.map((n) => ({ uri: cell(n) })) });
}

/** What was told last of each cell, once the server has done all that it was asked. */
async function told(...cells: readonly number[]): Promise<readonly (readonly string[] | undefined)[]> {
  for (const n of cells) await client.request("textDocument/hover", client.at(cell(n), { line: 0, character: 0 }));
  return cells.map((n) => {
    const last = client.notifications.findLast((it) => it.method === "textDocument/publishDiagnostics" && it.params.uri === cell(n));
    return (last?.params.diagnostics as readonly Diagnostic[] | undefined)?.map((d) => String(d.code));
  });
}

describe("notebooks", () => {
  test("are asked for", async () => {
    const other = new LspClient();
    const { capabilities } = await other.start();
    assert.deepEqual((capabilities as Json).notebookDocumentSync, { notebookSelector: [{ notebook: "*" }] });
    other.kill();
  });

  test("cells see each other, and each is told its own", async () => {
    open([HOST, CODES, DECIDES]);
    assert.deepEqual(await told(0, 1, 2, 3), [undefined, [], ["unhandled-retryable"], ["retry-without-delay", "unbounded-retry"]]);
    const { diagnostics, version } = (await client.notification(
      "textDocument/publishDiagnostics",
      (it) => it.uri === cell(3) && (it.diagnostics as readonly unknown[]).length > 0,
    )) as { diagnostics: readonly Diagnostic[]; version: number };
    assert.equal(version, 1);
    assert.deepEqual(diagnostics[0]?.range, { start: find(DECIDES, "code in"), end: find(DECIDES, "CODES:", 5) });
  });

  test("hovers name the cell that says which API it is", async () => {
    const { result } = await client.request("textDocument/hover", client.at(cell(2), find(CODES, "606")));
    const { contents, range } = result as { contents: { value: string }; range: unknown };
    assert.match(contents.value, /mktorest\.com.*leads\.ipynb\\#2/s);
    assert.deepEqual(range, { start: find(CODES, '"606'), end: find(CODES, '606"', 4) });
  });

  test("a change of one is told of all, with their versions", async () => {
    const changed = (text: string, version: number) => change({ textContent: [{ document: { uri: cell(1), version }, changes: [{ text }] }] });
    changed('BASE = "https://api.example.com"', 2);
    assert.deepEqual(await told(1, 2, 3), [[], [], []]);
    changed(HOST, 3);
    assert.deepEqual(await told(1, 2, 3), [[], ["unhandled-retryable"], ["retry-without-delay", "unbounded-retry"]]);
    const versions = client.notifications.filter((it) => it.method === "textDocument/publishDiagnostics" && it.params.uri === cell(1));
    assert.equal(versions.at(-1)?.params.version, 3);
  });

  test("fixes are edits of cells", async () => {
    const range = { start: find(DECIDES, "code in"), end: find(DECIDES, "code in") };
    const { result } = await client.request("textDocument/codeAction", { textDocument: { uri: cell(3) }, range, context: { diagnostics: [] } });
    const actions = result as readonly CodeAction[];
    const edits = actions.flatMap((it) => (it.edit?.documentChanges ?? []) as readonly TextDocumentEdit[]);
    assert.ok(edits.length > 0);
    for (const it of edits) {
      assert.ok(
        [1, 2, 3].some((n) => it.textDocument.uri === cell(n)),
        it.textDocument.uri,
      );
      // The notebook's own first line stays the first.
      if (it.textDocument.uri === cell(3)) for (const edit of it.edits) assert.ok(edit.range.start.line > 0, JSON.stringify(edit));
    }
  });

  test("completion is offered in a new cell", async () => {
    change({ structure: { array: { start: 4, deleteCount: 0, cells: [ref(4)] }, didOpen: [item(4, 'if code == "60')] } });
    const { result } = await client.request("textDocument/completion", client.at(cell(4), { line: 0, character: 14 }));
    assert.ok((result as CompletionList).items.some((it) => it.label.includes("606")));
  });

  test("cells come, move and go", async () => {
    change({ structure: { array: { start: 1, deleteCount: 1, cells: [] }, didClose: [{ uri: cell(1) }] } });
    assert.deepEqual(await told(2, 3), [[], []]);
    change({ structure: { array: { start: 3, deleteCount: 0, cells: [ref(1)] }, didOpen: [item(1, HOST)] } });
    assert.deepEqual(await told(2, 3, 1), [["unhandled-retryable"], ["retry-without-delay", "unbounded-retry"], []]);
    close(0, 1, 2, 3, 4);
    const { result } = await client.request("textDocument/hover", client.at(cell(2), find(CODES, "606")));
    assert.equal(result, null);
    assert.deepEqual(await told(3), [[]]);
  });

  test("what makes no sense changes nothing", async () => {
    open([HOST, CODES]);
    for (const method of ["didOpen", "didChange", "didClose", "didSave"])
      for (const params of [
        {},
        { notebookDocument: {} },
        { notebookDocument: { uri: "file:///other.ipynb" } },
        { notebookDocument: { uri: NOTEBOOK }, change: { cells: { structure: { array: { start: "a" } } } } },
      ])
        if (method !== "didClose" || !("change" in params)) client.notify(`notebookDocument/${method}`, params);
    change({ structure: { array: { start: 99, deleteCount: 99, cells: [] } }, textContent: [{ document: { uri: "file:///none" }, changes: [] }] });
    open([HOST, CODES]);
    const { result } = await client.request("textDocument/hover", client.at(cell(2), find(CODES, "606")));
    assert.notEqual(result, null);
    close();
    assert.equal((await client.request("textDocument/hover", client.at(cell(2), find(CODES, "606")))).result, null);
  });
});
