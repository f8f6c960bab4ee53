/** A component over the protocol: positions are those of the file, whatever stands before the script. */
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { TextDocument } from "vscode-languageserver-textdocument";
import type { CodeAction, CompletionList, TextDocumentEdit } from "vscode-languageserver-types";
import { find, LspClient } from "../support/lsp-client.ts";

const URI = "file:///work/crm/Leads.vue";
const TEXT = `\uFEFF<template>\r
  <p title="a > b 👩‍🚀">{{ code === "606" }}</p>\r
</template>\r
\r
<script setup lang="ts">\r
const url = "https://123-abc-456.mktorest.com/rest/v1/leads.json"; // 😀\r
async function load() {\r
  const body = await (await fetch(url)).json();\r
  switch (body.errors[0].code) {\r
    case "606":\r
      return later();\r
    default:\r
      throw new Error("failed");\r
  }\r
}\r
</script>\r
`;
const client = new LspClient();
before(() => client.start());
after(() => client.kill());

test("hover, findings, fixes and completion inside, nothing outside", async () => {
  client.open(URI, "vue", TEXT);
  const [found] = await client.diagnostics(URI, 1);
  assert.deepEqual(found?.range, { start: find(TEXT, "body.errors[0].code"), end: find(TEXT, ") {\r\n    case") });
  const hover = async (occurrence: number) => (await client.request("textDocument/hover", client.at(URI, find(TEXT, "606", 1, occurrence)))).result;
  assert.equal(await hover(1), null);
  assert.deepEqual(((await hover(2)) as { range: unknown }).range, { start: find(TEXT, '"606":'), end: find(TEXT, '":\r', 1) });

  const params = { textDocument: { uri: URI }, range: found?.range, context: { diagnostics: [found] } };
  const actions = (await client.request("textDocument/codeAction", params)).result as readonly CodeAction[];
  const [edit] = (actions.find((it) => it.isPreferred)?.edit?.documentChanges ?? []) as readonly TextDocumentEdit[];
  assert.ok(edit);
  const fixed = TextDocument.applyEdits(TextDocument.create(URI, "vue", 1, TEXT), edit.edits as { range: never; newText: string }[]);
  assert.equal(fixed.slice(0, TEXT.indexOf("const url")), TEXT.slice(0, TEXT.indexOf("const url")));
  assert.ok(fixed.endsWith("}\r\n</script>\r\n"));
  assert.deepEqual(await client.diagnostics(URI, client.change(URI, { text: fixed })), []);

  // Typed key by key, in the markup and in the script.
  await client.diagnostics(URI, client.change(URI, { text: TEXT }));
  const at = find(TEXT, "{{");
  client.change(URI, { range: { start: at, end: at }, text: "👋" });
  const label = find(TEXT, '"606":');
  const end = { ...label, character: label.character + 5 };
  const version = client.change(URI, { range: { start: label, end }, text: '"61' });
  await client.diagnostics(URI, version);
  const { result } = await client.request("textDocument/completion", client.at(URI, { ...label, character: label.character + 3 }));
  const items = (result as CompletionList).items;
  assert.ok(items.some((it) => it.label === "615"));
  const { textEdit } = items[0] ?? {};
  assert.ok(textEdit && "range" in textEdit);
  assert.deepEqual(textEdit.range, { start: label, end: { ...label, character: label.character + 3 } });
});

test("a script that comes, changes its language and goes", async () => {
  client.open(URI, "vue", "<template></template>\n");
  assert.deepEqual(await client.diagnostics(URI, 1), []);
  const script = TEXT.slice(TEXT.indexOf("<script"));
  const all = async (text: string) => (await client.diagnostics(URI, client.change(URI, { text }))).map((it) => it.code);
  assert.deepEqual(await all(script), ["unhandled-retryable"]);
  assert.deepEqual(await all(script.replace('lang="ts"', "")), ["unhandled-retryable"]);
  assert.deepEqual(await all(script.replace('lang="ts"', 'lang="json"')), []);
  assert.deepEqual(await all(script.replace('lang="ts"', 'lang="tsx"')), ["unhandled-retryable"]);
  assert.deepEqual(await all(""), []);
});
