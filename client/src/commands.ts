import * as vscode from "vscode";
import type { LanguageClient } from "vscode-languageclient/node";
import type { WhyAnswer } from "../../server/src/lsp/to-protocol.ts";

export function registerCommands(context: vscode.ExtensionContext, client: LanguageClient): readonly vscode.Disposable[] {
  const { registerCommand } = vscode.commands;
  return [
    registerCommand("faultline.restartServer", () => client.restart()),
    registerCommand("faultline.showOutput", () => client.outputChannel.show()),
    registerCommand("faultline.why", () => why(client)),
    registerCommand("faultline.saveSettings", saveSettings),
    registerCommand("faultline.openRulePage", (rule?: unknown) => openRulePage(context, rule)),
  ];
}

/** After an action that wrote into a settings file: it holds once it is saved, and the user sees what was written. */
async function saveSettings(uri: unknown): Promise<void> {
  if (typeof uri !== "string") return;
  const document = await vscode.workspace.openTextDocument(vscode.Uri.parse(uri));
  await document.save();
  await vscode.window.showTextDocument(document, { preview: true });
}

type Evidence = WhyAnswer["apis"][number]["evidence"][number];

interface WhyItem extends vscode.QuickPickItem {
  readonly evidence?: Evidence;
}

/** Which APIs the active file calls, with the evidence for each; choosing a piece of it goes there. */
async function why(client: LanguageClient): Promise<void> {
  const document = vscode.window.activeTextEditor?.document;
  if (document === undefined) return;
  const answer = await client.sendRequest<WhyAnswer | null>("faultline/why", { textDocument: { uri: document.uri.toString() } });
  if (answer === null || answer.apis.length === 0) {
    const message =
      answer === null
        ? vscode.l10n.t("Faultline doesn't read this file.")
        : vscode.l10n.t("Nothing in this file points to an API that Faultline knows.");
    void vscode.window.showInformationMessage(message);
    return;
  }
  const placeHolder = vscode.l10n.t("Why this file is taken for these APIs");
  const chosen = await vscode.window.showQuickPick(answer.apis.flatMap(itemsOf), { placeHolder, matchOnDescription: true });
  if (chosen?.evidence !== undefined) await reveal(chosen.evidence);
}

function itemsOf({ name, certain, evidence }: WhyAnswer["apis"][number]): readonly WhyItem[] {
  const heading = certain ? name : vscode.l10n.t("Perhaps {0}", name);
  const separator: WhyItem = { label: heading, kind: vscode.QuickPickItemKind.Separator };
  // A minus shows what speaks against the API.
  return [
    separator,
    ...evidence.map((it): WhyItem => ({ label: it.text, description: `${heading} · ${Math.round(it.weight * 100)}%`, evidence: it })),
  ];
}

async function reveal({ uri, range }: Evidence): Promise<void> {
  const document = await vscode.workspace.openTextDocument(vscode.Uri.parse(uri));
  const { start, end } = range ?? { start: { line: 0, character: 0 }, end: { line: 0, character: 0 } };
  const selection = new vscode.Range(start.line, start.character, end.line, end.character);
  await vscode.window.showTextDocument(document, { selection });
}

/** Opens the page of a rule: the one given, the one whose finding stands at the cursor, else one chosen from the list. */
async function openRulePage(context: vscode.ExtensionContext, given: unknown): Promise<void> {
  const rules = rulesOf(context);
  const wanted = typeof given === "string" ? given : ruleAtCursor();
  const rule = wanted !== undefined && rules.includes(wanted) ? wanted : await vscode.window.showQuickPick(rules);
  if (rule === undefined) return;
  const page = vscode.Uri.joinPath(context.extensionUri, "docs/rules", `${rule}.md`);
  await vscode.commands.executeCommand("markdown.showPreview", page);
}

function ruleAtCursor(): string | undefined {
  const editor = vscode.window.activeTextEditor;
  if (editor === undefined) return undefined;
  const here = vscode.languages
    .getDiagnostics(editor.document.uri)
    .find((it) => it.source === "faultline" && it.range.contains(editor.selection.active));
  const code = typeof here?.code === "object" ? here.code.value : here?.code;
  return code === undefined ? undefined : String(code);
}

/** The rules that can be set are the rules there are. */
function rulesOf(context: vscode.ExtensionContext): readonly string[] {
  const prefix = "faultline.rules.";
  const properties: object = context.extension.packageJSON.contributes?.configuration?.properties ?? {};
  return Object.keys(properties).flatMap((it) => (it.startsWith(prefix) ? [it.slice(prefix.length)] : []));
}
