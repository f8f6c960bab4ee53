import assert from "node:assert/strict";
import { readdirSync, readFileSync } from "node:fs";
import * as vscode from "vscode";
import { complete, diagnostics, extension, find, hover, open, until } from "./support.ts";

const FILE = "marketo/leads.ts";

/** Findings carry their rule with a link. */
function ruleOf(found: vscode.Diagnostic | undefined): string {
  return typeof found?.code === "object" ? String(found.code.value) : "";
}

/** The processes of the server, where the system shows them as files; those of this very editor alone. */
function servers(): readonly number[] {
  if (process.platform !== "linux") return [];
  const own = (pid: number): boolean => {
    try {
      const parent = / \S (\d+) /.exec(readFileSync(`/proc/${pid}/stat`, "utf8").replace(/^.*\)/, ""))?.[1];
      return Number(parent) === process.pid && readFileSync(`/proc/${pid}/cmdline`, "utf8").includes("server.mjs");
    } catch {
      return false;
    }
  };
  return readdirSync("/proc").map(Number).filter(own);
}

describe("the client", () => {
  it("shows the server's findings with a rule that links to its page", async () => {
    await extension().activate();
    const found = await diagnostics(await open(FILE));
    const code = found[0]?.code;
    assert.ok(typeof code === "object", "a code with a link");
    assert.match(code.target.toString(), /\/docs\/rules\/[a-z-]+\.md$/);
  });

  it("opens a rule's page from the finding's link, from the extension's own files", async () => {
    await extension().activate();
    const document = await open(FILE);
    const [found] = await diagnostics(document);
    const code = found?.code;
    assert.ok(found !== undefined && typeof code === "object", "a code with a link");
    // What lies beside the extension is there offline, too.
    assert.equal(code.target.scheme, extension().extensionUri.scheme);
    assert.ok(code.target.path.startsWith(extension().extensionUri.path), code.target.toString());
    await vscode.commands.executeCommand("vscode.open", code.target);
    const page = await until(
      "the page in an editor",
      () => vscode.window.activeTextEditor?.document.uri.path.endsWith(`${ruleOf(found)}.md`) && vscode.window.activeTextEditor,
    );
    assert.ok(page.document.getText().includes(ruleOf(found)), "the page is about the rule");
  });

  it("opens a rule's page by the command, for the finding at the cursor and for a rule that is named", async () => {
    await extension().activate();
    const document = await open(FILE);
    const [found] = await diagnostics(document);
    assert.ok(found, "a finding");
    const editor = await vscode.window.showTextDocument(document);
    editor.selection = new vscode.Selection(found.range.start, found.range.start);
    const shown = (rule: string): Promise<vscode.Tab> =>
      until(`the page of ${rule}`, () => vscode.window.tabGroups.all.flatMap((it) => it.tabs).find((it) => it.isActive && it.label.includes(rule)));
    await vscode.commands.executeCommand("faultline.openRulePage");
    await shown(ruleOf(found));
    await vscode.commands.executeCommand("faultline.openRulePage", "never-matches");
    await shown("never-matches");
    await vscode.commands.executeCommand("workbench.action.closeAllEditors");
  });

  it("shows hovers that trust nothing", async () => {
    const document = await open(FILE);
    const place = find(document, '"601"');
    const ours = await until("a hover", async () => {
      const given = await vscode.commands.executeCommand<vscode.Hover[]>("vscode.executeHoverProvider", document.uri, place.start.translate(0, 1));
      const contents = given.flatMap((it) => it.contents).filter((it): it is vscode.MarkdownString => it instanceof vscode.MarkdownString);
      return contents.find((it) => it.value.includes("`601`"));
    });
    assert.ok(!ours.isTrusted && !ours.supportHtml);
    assert.match(await hover(document, place), /renew/i);
  });

  it("serves again after a restart, with the documents as they are", async () => {
    const document = await open(FILE);
    const before = await diagnostics(document);
    await vscode.commands.executeCommand("faultline.restartServer");
    await diagnostics(document, (all) => all.length === before.length);
    assert.match(await hover(document, find(document, '"601"')), /Marketo/);
  });

  it("starts a server again that was killed, with the documents as they are", async function () {
    const [server] = servers();
    if (server === undefined) return this.skip();
    const document = await open(FILE);
    const before = await diagnostics(document);
    // Unsaved: the new server can't know it from the disk.
    const edit = new vscode.WorkspaceEdit();
    edit.insert(document.uri, new vscode.Position(0, 0), "// faultline: none\n");
    await vscode.workspace.applyEdit(edit);
    await diagnostics(document, (all) => all.length === 0);
    process.kill(server, "SIGKILL");
    await until("another server", () => servers().some((it) => it !== server));
    await vscode.commands.executeCommand("undo");
    await diagnostics(document, (all) => all.length === before.length);
    assert.equal(servers().includes(server), false);
  });

  it("follows the settings at once", async () => {
    const document = await open(FILE);
    const before = await diagnostics(document);
    const settings = vscode.workspace.getConfiguration("faultline.rules");
    const rule = ruleOf(before[0]);
    await settings.update(rule, "off", vscode.ConfigurationTarget.Global);
    try {
      await diagnostics(document, (all) => all.every((it) => ruleOf(it) !== rule));
    } finally {
      await settings.update(rule, undefined, vscode.ConfigurationTarget.Global);
    }
    await diagnostics(document, (all) => all.length === before.length);
  });

  it("offers codes inside a typed literal", async () => {
    const { uri } = await open(FILE);
    const text = `// faultline: marketo-rest\nexport function f(response: any) {\n  switch (response.errors[0].code) {\n    case "":\n      return 1;\n  }\n}\n`;
    const document = await vscode.workspace.openTextDocument({ language: "typescript", content: text });
    await vscode.window.showTextDocument(document);
    const place = find(document, 'case ""');
    const items = await until("codes on offer", async () => {
      const list = await complete(document, place.end.translate(0, -1), 5);
      const ours = list.filter((it) => it.kind === vscode.CompletionItemKind.EnumMember);
      return ours.length > 10 && ours;
    });
    const first = [...items].sort((a, b) => ((a.sortText ?? "") < (b.sortText ?? "") ? -1 : 1))[0];
    assert.ok(["606", "615"].includes(typeof first?.label === "string" ? first.label : (first?.label.label ?? "")), JSON.stringify(first?.label));
    assert.notEqual(document.uri.toString(), uri.toString());
  });
});
