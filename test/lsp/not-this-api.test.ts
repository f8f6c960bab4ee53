/** "This file is not Marketo", written into the project's settings: made where there is none, and followed once it is saved. */
import assert from "node:assert/strict";
import { mkdirSync, mkdtempSync, realpathSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, test } from "node:test";
import { pathToFileURL } from "node:url";
import type { CodeAction, Diagnostic } from "vscode-languageserver-types";
import { editor, find, type Json, LspClient } from "../support/lsp-client.ts";

const TEXT = `const url = "https://123-abc-456.mktorest.com/rest/v1/leads.json";
export function f(e: any) {
  switch (e.errors[0].code) {
    case "606":
      return wait();
    default:
      throw e;
  }
}
`;
const root = realpathSync(mkdtempSync(join(tmpdir(), "faultline-not-")));
const uri = pathToFileURL(join(root, "src/a.ts")).href;
const settings = pathToFileURL(join(root, "faultline.json")).href;
const client = new LspClient();

before(async () => {
  mkdirSync(join(root, "src"));
  writeFileSync(join(root, "src/a.ts"), TEXT);
  const workspace = { ...(editor.workspace as Json), workspaceEdit: { documentChanges: true, resourceOperations: ["create"] } };
  await client.start(pathToFileURL(root).href, {
    capabilities: { ...editor, workspace },
    initializationOptions: { saveCommand: "save.it" },
  });
});
after(() => {
  client.kill();
  rmSync(root, { recursive: true, force: true });
});

async function action(): Promise<CodeAction | undefined> {
  const at = find(TEXT, '"606"', 1);
  const params = { textDocument: { uri }, range: { start: at, end: at }, context: { diagnostics: [] } };
  const { result } = await client.request("textDocument/codeAction", params);
  return (result as readonly CodeAction[]).find((it) => it.title === "This file is not Marketo: say so in faultline.json");
}

test("the file is made, filled, saved by the client's command, and followed", async () => {
  client.open(uri, "typescript", TEXT);
  assert.equal((await client.diagnostics(uri, 1)).length, 1);
  const given = await action();
  const text = '{\n  "apis": {\n    "src/a.ts": "not marketo-rest"\n  }\n}\n';
  const start = { line: 0, character: 0 };
  assert.deepEqual(given?.edit?.documentChanges, [
    { kind: "create", uri: settings, options: { ignoreIfExists: true } },
    { textDocument: { uri: settings, version: null }, edits: [{ range: { start, end: start }, newText: text }] },
  ]);
  assert.deepEqual([given?.command?.command, given?.command?.arguments], ["save.it", [settings]]);
  const since = client.notifications.length;
  writeFileSync(join(root, "faultline.json"), text);
  client.notify("workspace/didChangeWatchedFiles", { changes: [{ uri: settings, type: 1 }] });
  const told = await client.notification("textDocument/publishDiagnostics", (it) => it.uri === uri, since);
  assert.deepEqual(told.diagnostics as readonly Diagnostic[], []);
  // It is said now: there is nothing left to say.
  assert.equal(await action(), undefined);
});
