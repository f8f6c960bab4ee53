import assert from "node:assert/strict";
import * as vscode from "vscode";
import { apply, codeActions, complete, diagnostics, find, hover, open, until } from "./support.ts";

const HOST = "https://123-abc-456.mktorest.com/rest/v1/leads.json";
const PAGE = `<!doctype html>
<p>😀 606</p>
<script>
  async function load() {
    const body = await (await fetch("${HOST}")).json();
    switch (body.errors[0].code) {
      case "606":
        return show("wait");
      default:
        throw new Error(body.errors[0].message);
    }
  }
</script>
`;
const CELLS = [
  ["markdown", 'What `"606"` means'],
  ["code", `%matplotlib inline\nBASE = "${HOST}"\n`],
  ["code", 'RETRYABLE_CODES = {"606", "615"}\n'],
  [
    "code",
    'def call():\n    code = requests.get(BASE).json()["errors"][0]["code"]\n    if code in RETRYABLE_CODES:\n        wait()\n    raise RuntimeError(code)\n',
  ],
] as const;

async function write(name: string, text: string): Promise<vscode.Uri> {
  const [folder] = vscode.workspace.workspaceFolders ?? [];
  assert.ok(folder);
  const uri = vscode.Uri.joinPath(folder.uri, name);
  await vscode.workspace.fs.writeFile(uri, new TextEncoder().encode(text));
  return uri;
}

describe("scripts in other files", () => {
  it("a page has hovers, findings and fixes inside its script", async () => {
    const uri = await write("page.html", PAGE);
    try {
      const document = await open("page.html");
      const [found] = await diagnostics(document);
      assert.equal(found && document.getText(found.range), "body.errors[0].code");
      assert.match(await hover(document, find(document, '"606"')), /Rate limit exceeded/);
      const actions = await codeActions(document, find(document, "body.errors[0].code"));
      const all = actions.find((it) => it.title.startsWith("Handle all missing retryable codes"));
      assert.ok(all, actions.map((it) => it.title).join());
      await apply(all);
      await diagnostics(document, (left) => left.every((it) => !it.message.includes("retryable codes")));
      assert.ok(document.getText().startsWith(PAGE.slice(0, PAGE.indexOf("<script>"))));
      await vscode.commands.executeCommand("workbench.action.revertAndCloseActiveEditor");
    } finally {
      await vscode.workspace.fs.delete(uri);
    }
  });

  it("cells of a notebook see each other", async () => {
    const cells = CELLS.map(([cell_type, source]) => ({
      cell_type,
      metadata: {},
      source: source.split(/(?<=\n)/),
      ...(cell_type === "code" ? { execution_count: null, outputs: [] } : {}),
    }));
    const metadata = { kernelspec: { display_name: "Python 3", language: "python", name: "python3" }, language_info: { name: "python" } };
    const uri = await write("leads.ipynb", JSON.stringify({ cells, metadata, nbformat: 4, nbformat_minor: 5 }));
    try {
      const notebook = await vscode.workspace.openNotebookDocument(uri);
      await vscode.window.showNotebookDocument(notebook);
      const [, , codes, decides] = notebook.getCells().map((it) => it.document);
      assert.ok(codes && decides);
      const [found] = await diagnostics(codes);
      assert.equal(found && codes.getText(found.range), "RETRYABLE_CODES");
      assert.match(await hover(codes, find(codes, '"615"')), /leads\.ipynb/);
      const items = await complete(codes, find(codes, '"615').end, 5);
      assert.ok(items.some((it) => it.kind === vscode.CompletionItemKind.EnumMember));
      const actions = await codeActions(codes, find(codes, "RETRYABLE_CODES"));
      const all = actions.find((it) => it.title.startsWith("Handle all missing retryable codes"));
      assert.ok(all, actions.map((it) => it.title).join());
      await apply(all);
      await diagnostics(codes, (left) => left.every((it) => it.code === undefined || !JSON.stringify(it.code).includes("unhandled-retryable")));
      await vscode.commands.executeCommand("workbench.action.revertAndCloseActiveEditor");
    } finally {
      await vscode.workspace.fs.delete(uri);
    }
  });
});

describe("not this API", () => {
  it("is written into the project's settings, saved and shown, and followed", async () => {
    const document = await open("marketo/leads.ts");
    const before = await diagnostics(document);
    const actions = await codeActions(document, (before[0] as vscode.Diagnostic).range);
    const notHere = actions.filter((it) => it.title.startsWith("This file is not Marketo"));
    assert.deepEqual(
      notHere.map((it) => it.title),
      ["This file is not Marketo: say so in a comment", "This file is not Marketo: say so in faultline.json"],
    );
    await apply(notHere[1] as vscode.CodeAction);
    const [folder] = vscode.workspace.workspaceFolders ?? [];
    assert.ok(folder);
    const uri = vscode.Uri.joinPath(folder.uri, "faultline.json");
    try {
      const text = new TextDecoder().decode(await vscode.workspace.fs.readFile(uri));
      assert.deepEqual(JSON.parse(text), { apis: { "marketo/leads.ts": "not marketo-rest" } });
      await until("faultline.json is shown", () => vscode.window.activeTextEditor?.document.uri.toString() === uri.toString());
      await diagnostics(document, (left) => left.length === 0);
    } finally {
      await vscode.workspace.fs.delete(uri);
    }
    await diagnostics(document, (all) => all.length === before.length);
  });
});
