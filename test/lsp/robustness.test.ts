import assert from "node:assert/strict";
import { after, before, describe, test } from "node:test";
import { find, LspClient } from "../support/lsp-client.ts";

const TEXT = `const host = "https://1.mktorest.com";
export function decide(response: any) {
  const code = response.errors[0].code;
  if (code === "601") return renew();
  return undefined;
}
declare function renew(): void;
`;
const URI = "file:///w/marketo.ts";
const AT = find(TEXT, `"601"`, 2);

describe("messages that make no sense", () => {
  const client = new LspClient();
  before(() => client.start());
  after(() => client.kill());

  /** The server lives, and answers rightly. */
  async function alive(): Promise<void> {
    client.open(URI, "typescript", TEXT);
    const { result } = await client.request("textDocument/hover", client.at(URI, AT));
    assert.match(JSON.stringify(result), /601/);
  }

  test("bodies that are no JSON, no object, or no message are passed over", async () => {
    const body = (text: string) => client.raw(`Content-Length: ${Buffer.byteLength(text)}\r\n\r\n${text}`);
    for (const text of [
      "{",
      "null",
      "[]",
      "42",
      '"x"',
      "{}",
      '{"jsonrpc":"2.0"}',
      '{"jsonrpc":"2.0","method":7}',
      '{"jsonrpc":"2.0","id":99,"result":1}',
      "\u0000",
    ])
      body(text);
    await alive();
  });

  test("a header with other fields is read", async () => {
    const text = JSON.stringify({ jsonrpc: "2.0", method: "initialized", params: {} });
    client.raw(`Content-Type: application/vscode-jsonrpc; charset=utf-8\r\nContent-Length: ${text.length}\r\n\r\n${text}`);
    await alive();
  });

  test("a message in pieces is put together", async () => {
    const text = JSON.stringify({ jsonrpc: "2.0", method: "$/setTrace", params: { value: "off" } });
    await client.inPieces(`Content-Length: ${text.length}\r\n\r\n${text}`);
    await alive();
  });

  test("unknown requests are answered as such, unknown notifications not at all", async () => {
    assert.equal((await client.request("textDocument/unheardOf", {})).error?.code, -32601);
    client.notify("$/unheardOf", { a: 1 });
    client.notify("unheardOf", null);
    await alive();
  });

  test("requests with params that lack something are answered as such", async () => {
    const document = { textDocument: { uri: URI } };
    const wrong = [
      undefined,
      null,
      [],
      7,
      {},
      document,
      { ...document, position: { line: "1", character: 0 } },
      { textDocument: { uri: 7 }, position: AT },
    ];
    for (const params of wrong) assert.equal((await client.request("textDocument/hover", params)).error?.code, -32602, JSON.stringify(params));
    assert.equal((await client.request("textDocument/codeAction", { ...document, range: { start: AT } })).error?.code, -32602);
    assert.equal((await client.request("faultline/why", {})).error?.code, -32602);
    const odd = await client.request("completionItem/resolve", { label: "x", data: { api: "__proto__", code: "constructor", level: 3 } });
    assert.deepEqual((odd.result as { label: string }).label, "x");
    assert.equal((await client.request("completionItem/resolve", undefined)).error, undefined);
  });

  test("positions outside the text mean its nearest place", async () => {
    await alive();
    for (const position of [
      { line: -5, character: -1 },
      { line: 1e9, character: 1e9 },
      { line: AT.line, character: 1e6 },
      { line: 0.5, character: 0.5 },
    ])
      assert.equal((await client.request("textDocument/hover", client.at(URI, position))).error, undefined, JSON.stringify(position));
  });

  test("notifications about documents that aren't open, or with wrong params, change nothing", async () => {
    const item = { uri: "file:///w/other.ts", languageId: "typescript" };
    client.notify("textDocument/didOpen", { textDocument: { ...item, version: 1 } });
    client.notify("textDocument/didOpen", {});
    client.notify("textDocument/didChange", { textDocument: { uri: "file:///nowhere.ts", version: 3 }, contentChanges: [{ text: "" }] });
    client.notify("textDocument/didChange", { textDocument: { uri: URI, version: 3 }, contentChanges: [{ range: { start: AT }, text: "x" }] });
    client.notify("textDocument/didChange", { textDocument: { uri: URI }, contentChanges: 7 });
    client.notify("textDocument/didClose", { textDocument: { uri: "file:///nowhere.ts" } });
    client.notify("textDocument/didSave", null);
    client.notify("workspace/didChangeWatchedFiles", { changes: [{ uri: 7 }, null, {}] });
    client.notify("workspace/didChangeWorkspaceFolders", { event: { added: 7 } });
    client.notify("workspace/didChangeConfiguration", null);
    const { result } = await client.request("textDocument/hover", client.at(URI, AT));
    assert.match(JSON.stringify(result), /601/);
  });

  test("opening twice means the second; versions may go down", async () => {
    client.open(URI, "typescript", "const nothing = 1;", 9);
    client.open(URI, "typescript", TEXT, 3);
    await client.diagnostics(URI, 3);
    const { result } = await client.request("textDocument/hover", client.at(URI, AT));
    assert.match(JSON.stringify(result), /601/);
  });

  test("a request for a document that closes while it waits is answered", async () => {
    const other = "file:///w/brief.py";
    client.open(other, "python", "x = 1\n");
    const answer = client.request("textDocument/hover", client.at(other, { line: 0, character: 0 }));
    client.close(other);
    assert.deepEqual((await answer).result, null);
    await alive();
  });

  test("a thousand changes in one go are taken in order, each with its version", async () => {
    client.open(URI, "typescript", TEXT, 1);
    await client.diagnostics(URI, 1);
    let version = 1;
    for (let i = 0; i < 1000; i++)
      version = client.change(URI, { range: { start: { line: 0, character: 0 }, end: { line: 0, character: i % 2 } }, text: i % 2 ? "" : "/" });
    await client.diagnostics(URI, version);
    const versions = client.notifications
      .filter((it) => it.method === "textDocument/publishDiagnostics" && it.params.uri === URI)
      .map((it) => it.params.version);
    assert.deepEqual(
      versions.slice(-1000),
      Array.from({ length: 1000 }, (_, i) => i + 2),
    );
    const { result } = await client.request("textDocument/hover", client.at(URI, AT));
    assert.match(JSON.stringify(result), /601/);
  });
});

test("a header without a length is passed over, and what follows is served", async () => {
  const client = new LspClient();
  try {
    await client.start();
    client.raw("Nonsense: 1\r\n\r\n");
    client.raw("no colon at all\r\n\r\n");
    await new Promise((done) => setTimeout(done, 50));
    client.open(URI, "typescript", TEXT);
    assert.match(JSON.stringify((await client.request("textDocument/hover", client.at(URI, AT))).result), /601/);
  } finally {
    client.kill();
  }
});
