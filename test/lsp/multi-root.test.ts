/** Several folders in one window: each is as it would be alone, with its own settings, its own projects, its own neighbours. */
import assert from "node:assert/strict";
import { mkdirSync, mkdtempSync, realpathSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { after, before, test } from "node:test";
import { pathToFileURL } from "node:url";
import type { CodeAction, Diagnostic } from "vscode-languageserver-types";
import { editor, find, type Json, LspClient } from "../support/lsp-client.ts";

const CLIENT = `import { RETRYABLE_CODES } from "./codes";
const url = "https://123-abc-456.mktorest.com/rest/v1/leads.json";
export function advice(error: any) {
  if (RETRYABLE_CODES.has(error.code)) return "later";
  throw error;
}
`;
const CODES = 'export const RETRYABLE_CODES = new Set(["606"]);\n';
/** Needs no other file. */
const OLD = CLIENT.replace('import { RETRYABLE_CODES } from "./codes";', CODES.trim());
const root = realpathSync(mkdtempSync(join(tmpdir(), "faultline-roots-")));
const uri = (path: string): string => pathToFileURL(join(root, path)).href;
const files: Readonly<Record<string, string>> = {
  "crm/package.json": '{ "name": "crm" }',
  "crm/src/client.ts": CLIENT,
  "crm/src/codes.ts": CODES,
  "crm/faultline.json": '{ "rules": { "unhandled-retryable": "error" } }',
  // The same names in another folder, of a project that has nothing to do with it.
  "shop/package.json": '{ "name": "shop" }',
  "shop/src/codes.ts": CODES,
  "shop/src/zip.ts":
    'import { RETRYABLE_CODES } from "./codes";\nexport const far = (code: string) => RETRYABLE_CODES.has(code) || code === "615";\n',
  "old/src/client.ts": OLD,
  "old/src/codes.ts": CODES,
  "old/faultline.json": '{ "apis": { "src/**": "none" } }',
};

const client = new LspClient();
before(async () => {
  for (const [path, text] of Object.entries(files)) {
    mkdirSync(dirname(join(root, path)), { recursive: true });
    writeFileSync(join(root, path), text);
  }
  const workspace = { ...(editor.workspace as Json), workspaceEdit: { documentChanges: true, resourceOperations: ["create"] } };
  const workspaceFolders = ["crm", "shop", "old"].map((name) => ({ uri: uri(name), name }));
  await client.start(uri("crm"), { workspaceFolders, capabilities: { ...editor, workspace } });
  for (const [path, text] of Object.entries(files)) if (path.endsWith(".ts")) client.open(uri(path), "typescript", text);
});
after(() => {
  client.kill();
  rmSync(root, { recursive: true, force: true });
});

/** What is told of a document once the projects around were looked at: the last word after a request was answered. */
async function found(path: string, enough: (all: readonly Diagnostic[]) => boolean): Promise<readonly Diagnostic[]> {
  const wanted = (it: Json): boolean => it.uri === uri(path) && enough(it.diagnostics as readonly Diagnostic[]);
  return (await client.notification("textDocument/publishDiagnostics", wanted)).diagnostics as readonly Diagnostic[];
}

const hovered = async (path: string, needle: string): Promise<boolean> =>
  (await client.request("textDocument/hover", client.at(uri(path), find(files[path] as string, needle)))).result !== null;

test("each folder has its own severities, and its own say on whose a file is", async () => {
  const [first] = await found("crm/src/client.ts", (all) => all.length > 0);
  assert.deepEqual([first?.code, first?.severity], ["unhandled-retryable", 1]);
  assert.deepEqual(await client.diagnostics(uri("old/src/client.ts"), 1), []);
  assert.equal(await hovered("old/src/codes.ts", "606"), false);
});

test("a file is known by those of its own folder, and by no other's", async () => {
  await found("crm/src/client.ts", (all) => all.length > 0);
  assert.equal(await hovered("crm/src/codes.ts", "606"), true);
  assert.equal(await hovered("shop/src/codes.ts", "606"), false);
  assert.equal(await hovered("shop/src/zip.ts", "615"), false);
});

test("what a file is not is written into its own folder's settings", async () => {
  const [first] = await found("crm/src/client.ts", (all) => all.length > 0);
  const params = { textDocument: { uri: uri("crm/src/client.ts") }, range: first?.range, context: { diagnostics: [] } };
  const actions = (await client.request("textDocument/codeAction", params)).result as readonly CodeAction[];
  const [edit] = actions.find((it) => it.title.endsWith("faultline.json"))?.edit?.documentChanges ?? [];
  assert.ok(edit && "textDocument" in edit);
  assert.equal(edit.textDocument.uri, uri("crm/faultline.json"));
  assert.match(JSON.stringify(edit.edits), /src\/client\.ts/);
});

test("a folder that goes takes its settings along, and one that comes brings them", async () => {
  const since = client.notifications.length;
  const folder = { uri: uri("old"), name: "old" };
  client.notify("workspace/didChangeWorkspaceFolders", { event: { added: [], removed: [folder] } });
  await client.notification(
    "textDocument/publishDiagnostics",
    (it) => it.uri === uri("old/src/client.ts") && (it.diagnostics as readonly unknown[]).length > 0,
    since,
  );
  const again = client.notifications.length;
  client.notify("workspace/didChangeWorkspaceFolders", { event: { added: [folder], removed: [] } });
  await client.notification(
    "textDocument/publishDiagnostics",
    (it) => it.uri === uri("old/src/client.ts") && (it.diagnostics as readonly unknown[]).length === 0,
    again,
  );
});
