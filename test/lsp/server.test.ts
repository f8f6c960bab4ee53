import assert from "node:assert/strict";
import { after, afterEach, before, beforeEach, describe, test } from "node:test";
import { TextDocument } from "vscode-languageserver-textdocument";
import type { CodeAction, CompletionItem, CompletionList, Diagnostic, TextEdit } from "vscode-languageserver-types";
import { editor, find, type Json, LspClient } from "../support/lsp-client.ts";

/** A small Marketo client: 606 and 615 and others are forgotten in its switch. */
const TEXT = `const base = "https://123-ABC-456.mktorest.com/rest/v1";
export async function call(path: string, tries = 2): Promise<unknown> {
  const body = (await (await fetch(base + path)).json()) as any;
  if (body.success) return body.result;
  const code = body.errors[0].code;
  switch (code) {
    case "601":
    case "602":
      await renew();
      return call(path, tries - 1);
    default:
      throw new Error(code);
  }
}
declare function renew(): Promise<void>;
`;
const URI = "file:///work/marketo/client.ts";

let client: LspClient;
/** Starting a server takes longer than all that most tests ask of it, so that these share one. */
const shared = new LspClient();
before(() => shared.start());
after(() => shared.kill());

describe("the server's life", () => {
  beforeEach(() => {
    client = new LspClient();
  });
  afterEach(() => client.kill());

  test("initialize names what it can do; shutdown and exit end it with 0", async () => {
    const { capabilities } = await client.start();
    const { positionEncoding, textDocumentSync, hoverProvider } = capabilities as Json;
    assert.equal(positionEncoding, "utf-16");
    assert.equal((textDocumentSync as Json).change, 2);
    assert.equal(hoverProvider, true);
    assert.equal(await client.stop(), 0);
  });

  test("exit without shutdown ends it with 1", async () => {
    await client.start();
    client.notify("exit", undefined);
    assert.equal(await client.exited, 1);
  });

  test("the client's death ends it: its end of the pipe closes", async () => {
    await client.start();
    client.process.stdin.end();
    assert.equal(await client.exited, 1);
  });

  test("requests before initialize and after shutdown are refused, and a second initialize too", async () => {
    assert.equal((await client.request("textDocument/hover", client.at(URI, { line: 0, character: 0 }))).error?.code, -32002);
    client.open(URI, "typescript", TEXT);
    await client.start();
    assert.equal((await client.request("initialize", { capabilities: {} })).error?.code, -32600);
    await client.request("shutdown", undefined);
    assert.equal((await client.request("textDocument/hover", client.at(URI, { line: 0, character: 0 }))).error?.code, -32600);
    client.notify("exit", undefined);
    assert.equal(await client.exited, 0);
  });
});

describe("diagnostics", () => {
  beforeEach(() => {
    client = shared;
  });
  afterEach(() => client.close(URI));

  test("come with the version, after opening and after every change, also when nothing changed", async () => {
    client.open(URI, "typescript", TEXT, 7);
    const first = await client.diagnostics(URI, 7);
    assert.deepEqual(
      first.map((it) => it.code),
      ["unhandled-retryable"],
    );
    const space = { range: { start: { line: 0, character: 0 }, end: { line: 0, character: 0 } }, text: " " };
    assert.deepEqual(await client.diagnostics(URI, client.change(URI, space)), first);
    assert.deepEqual(await client.diagnostics(URI, client.change(URI)), first);
  });

  test("underline the subject, name rule, page, and places", async () => {
    client.open(URI, "typescript", TEXT);
    const [found] = await client.diagnostics(URI, 1);
    assert.deepEqual(found?.range, { start: find(TEXT, "switch (code", 8), end: find(TEXT, "switch (code", 12) });
    assert.equal(found?.severity, 2);
    assert.equal(found?.source, "faultline");
    assert.match(found?.codeDescription?.href ?? "", /^file:\/\/\/.*\/docs\/rules\/unhandled-retryable\.md$/);
    assert.ok(codesOf(found).includes("606"));
    assert.match(String(found?.message), /606/);
  });

  test("follow several changes of one notification, each against the text before it", async () => {
    client.open(URI, "typescript", TEXT);
    await client.diagnostics(URI, 1);
    const line = find(TEXT, `case "602"`).line;
    const insert = (text: string) => ({ range: { start: { line, character: 0 }, end: { line, character: 0 } }, text });
    const version = client.change(URI, insert(`    case "606":\n`), insert(`    case "615":\n`), {
      range: { start: { line: 0, character: 0 }, end: { line: 0, character: 0 } },
      text: "// 🙂\r\n",
    });
    const [found] = await client.diagnostics(URI, version);
    const codes = codesOf(found);
    assert.ok(codes.includes("604") && !codes.includes("606") && !codes.includes("615"), codes.join());
    assert.equal(found?.range.start.line, find(TEXT, "switch (code").line + 1);
  });

  test("vanish when the document closes, and come back when it is opened again", async () => {
    client.open(URI, "typescript", TEXT);
    await client.diagnostics(URI, 1);
    const since = client.notifications.length;
    client.close(URI);
    const empty = await client.notification("textDocument/publishDiagnostics", (it) => it.uri === URI, since);
    assert.deepEqual(empty.diagnostics, []);
    client.open(URI, "typescript", TEXT, 20);
    assert.equal((await client.diagnostics(URI, 20)).length, 1);
  });

  test("a document of a language nobody knows is left alone", async () => {
    client.open("file:///a/readme.txt", "plaintext", TEXT);
    client.change("file:///a/readme.txt", { text: "x" });
    assert.equal((await client.request("textDocument/hover", client.at("file:///a/readme.txt", { line: 0, character: 0 }))).result, null);
    assert.deepEqual(
      client.notifications.filter((it) => it.params.uri === "file:///a/readme.txt"),
      [],
    );
  });

  test("untitled documents and odd URIs are served", async () => {
    for (const uri of ["untitled:Untitled-1", "file:///c%3A/Users/%E6%9D%8E/a%20b/client.ts", "file:///a/%zz/client.ts"]) {
      client.open(uri, "typescript", TEXT);
      assert.equal((await client.diagnostics(uri, 1)).length, 1, uri);
    }
  });
});

describe("settings", () => {
  afterEach(() => client.kill());

  test("switch a rule off and set another severity, at once", async () => {
    let rules: Json = { "unhandled-retryable": "error" };
    client = new LspClient({ settings: () => ({ rules }) });
    await client.start();
    client.open(URI, "typescript", TEXT);
    assert.deepEqual(
      (await client.diagnostics(URI, 1)).map((it) => it.severity),
      [1],
    );
    rules = { "unhandled-retryable": "off" };
    const since = client.notifications.length;
    client.notify("workspace/didChangeConfiguration", { settings: null });
    const after = await client.notification("textDocument/publishDiagnostics", (it) => it.uri === URI, since);
    assert.deepEqual(after.diagnostics, []);
    assert.equal(after.version, 1);
  });

  test("the client's locale gives the words; the setting wins", async () => {
    client = new LspClient({ settings: () => ({ locale: "auto" }) });
    await client.start(null, { locale: "zh-tw" });
    client.open(URI, "typescript", TEXT);
    await client.diagnostics(URI, 1);
    const value = await hoverAt(find(TEXT, `"601"`, 2));
    assert.match(value, /處理方式/);
  });

  test("a client without configuration is served with the options of initialize", async () => {
    client = new LspClient();
    await client.start(null, { capabilities: {}, initializationOptions: { settings: { rules: { "unhandled-retryable": "hint" } } } });
    client.open(URI, "typescript", TEXT);
    const [found] = await client.diagnostics(URI, 1);
    assert.equal(found?.severity, 4);
    assert.deepEqual(Object.keys(found ?? {}).sort(), ["code", "message", "range", "severity", "source"]);
  });
});

describe("answers", () => {
  beforeEach(async () => {
    client = shared;
    client.open(URI, "typescript", TEXT);
    await client.diagnostics(URI, 1);
  });
  afterEach(() => client.close(URI));

  test("hover tells the code's meaning, and is silent beside it", async () => {
    const value = await hoverAt(find(TEXT, `"601"`, 2));
    assert.match(value, /^### `601`/);
    assert.match(value, /mktorest\.com/);
    const { result } = await client.request("textDocument/hover", client.at(URI, find(TEXT, "renew")));
    assert.equal(result, null);
  });

  test("completion fills a half-typed case with what is missing, and documents it on demand", async () => {
    const line = find(TEXT, "default:").line;
    const inserted = '    case "6\n';
    const version = client.change(URI, { range: { start: { line, character: 0 }, end: { line, character: 0 } }, text: inserted });
    await client.diagnostics(URI, version);
    const place = client.at(URI, { line, character: inserted.length - 1 });
    const { result } = await client.request("textDocument/completion", { ...place, context: { triggerKind: 1 } });
    const { items } = result as CompletionList;
    const sorted = [...items].sort((a, b) => ((a.sortText ?? "") < (b.sortText ?? "") ? -1 : 1));
    const labels = sorted.map((it) => it.label);
    assert.ok(["606", "615"].includes(labels[0] ?? ""), labels.join());
    assert.deepEqual(labels.slice(-2).sort(), ["601", "602"], "what the switch has comes last");
    const found = items.find((it) => it.label === "606") ?? assert.fail();
    const { range, newText } = found.textEdit as TextEdit;
    assert.deepEqual([range.start, range.end, newText], [{ line, character: 9 }, { line, character: 11 }, '"606"']);
    assert.equal(found.documentation, undefined);
    const resolved = (await client.request("completionItem/resolve", found)).result as CompletionItem;
    assert.match((resolved.documentation as { value: string }).value, /20 s window/);
  });

  test("completion is silent where no code can stand", async () => {
    for (const at of [find(TEXT, '"https', 3), find(TEXT, "fetch"), { line: 999, character: 0 }])
      assert.equal((await client.request("textDocument/completion", client.at(URI, at))).result, null);
  });

  test("a quick fix names its finding and version, and after it the finding is gone", async () => {
    const [found] = await client.diagnostics(URI, 1);
    const params = { textDocument: { uri: URI }, range: found?.range, context: { diagnostics: [found], only: ["quickfix"] } };
    const actions = (await client.request("textDocument/codeAction", params)).result as CodeAction[];
    const preferred = actions.filter((it) => it.isPreferred);
    assert.equal(preferred.length, 1, actions.map((it) => it.title).join());
    assert.deepEqual(preferred[0]?.diagnostics, [found]);
    const [change] = preferred[0]?.edit?.documentChanges ?? [];
    assert.ok(change !== undefined && "edits" in change);
    assert.deepEqual(change.textDocument, { uri: URI, version: 1 });
    const fixed = TextDocument.applyEdits(TextDocument.create(URI, "typescript", 1, TEXT), change.edits as TextEdit[]);
    assert.deepEqual(await client.diagnostics(URI, client.change(URI, { text: fixed })), [], fixed);
  });

  test("a fix that was worked out on an older text names that text's version, so that the editor refuses it", async () => {
    const [found] = await client.diagnostics(URI, 1);
    const params = { textDocument: { uri: URI }, range: found?.range, context: { diagnostics: [found], only: ["quickfix"] } };
    const old = (await client.request("textDocument/codeAction", params)).result as CodeAction[];
    const version = client.change(URI, { text: `// A line above moves all that stands below.\n${TEXT}` });
    const [moved] = await client.diagnostics(URI, version);
    const fresh = (await client.request("textDocument/codeAction", { ...params, range: moved?.range })).result as CodeAction[];
    const versions = (actions: readonly CodeAction[]): ReadonlySet<unknown> =>
      new Set(
        actions
          .flatMap((it) => it.edit?.documentChanges ?? [])
          .flatMap((it) => ("edits" in it && it.textDocument.uri === URI ? [it.textDocument.version] : [])),
      );
    assert.deepEqual([...versions(old)], [1]);
    assert.deepEqual([...versions(fresh)], [version]);
    // Without a version nobody could tell: no edit of the document goes without.
    for (const { edit } of [...old, ...fresh]) assert.equal(edit?.changes, undefined);
  });

  test("an editor that asks for edits later is given them later, of the version that it was shown", async () => {
    const later = new LspClient();
    try {
      const textDocument = editor.textDocument as Record<string, Json>;
      const codeAction = { ...textDocument.codeAction, dataSupport: true, resolveSupport: { properties: ["edit"] } };
      await later.start(null, { capabilities: { ...editor, textDocument: { ...textDocument, codeAction } } });
      later.open(URI, "typescript", TEXT);
      const [found] = await later.diagnostics(URI, 1);
      const params = { textDocument: { uri: URI }, range: found?.range, context: { diagnostics: [found], only: ["quickfix"] } };
      const [shown] = (await later.request("textDocument/codeAction", params)).result as CodeAction[];
      assert.equal(shown?.edit, undefined);
      const { result } = await later.request("codeAction/resolve", shown);
      assert.ok((result as CodeAction).edit?.documentChanges?.length);
      later.change(URI, { text: `${TEXT}\n` });
      assert.equal((await later.request("codeAction/resolve", shown)).error?.code, -32801);
    } finally {
      later.kill();
    }
  });

  test("which API is this file and why", async () => {
    const { result } = await client.request("faultline/why", { textDocument: { uri: URI } });
    const [first] = (result as { apis: { id: string; certain: boolean; evidence: { text: string; range?: Json }[] }[] }).apis;
    assert.equal(first?.id, "marketo-rest");
    assert.equal(first?.certain, true);
    assert.match(first?.evidence[0]?.text ?? "", /mktorest/);
    assert.equal((await client.request("faultline/why", { textDocument: { uri: "file:///nowhere.ts" } })).result, null);
  });

  test("a cancelled request is answered as cancelled, and the next one is served", async () => {
    const { id, answer } = client.requestWithId("textDocument/hover", client.at(URI, find(TEXT, `"601"`, 2)));
    client.notify("$/cancelRequest", { id });
    const { error } = await answer;
    assert.ok(error === undefined || error.code === -32800);
    assert.match(await hoverAt(find(TEXT, `"601"`, 2)), /601/);
  });
});

function codesOf(found: Diagnostic | undefined): readonly string[] {
  return found?.data.codes ?? [];
}

async function hoverAt(position: { line: number; character: number }): Promise<string> {
  const { result } = await client.request("textDocument/hover", client.at(URI, position));
  return ((result as Json).contents as { value: string }).value;
}
