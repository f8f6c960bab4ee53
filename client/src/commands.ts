import * as vscode from "vscode";
import type { LanguageClient } from "vscode-languageclient/node";
import type { WhyAnswer, WhyReason } from "../../server/src/lsp/to-protocol.ts";

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

interface WhyItem extends vscode.QuickPickItem {
  readonly evidence?: WhyReason;
}

/** Which APIs the active file calls, with the evidence for each; choosing a piece of it goes there. */
async function why(client: LanguageClient): Promise<void> {
  const document = vscode.window.activeTextEditor?.document;
  if (document === undefined) return;
  const answer = await client.sendRequest<WhyAnswer | null>("faultline/why", { textDocument: { uri: document.uri.toString() } });
  if (answer === null || answer.apis.length + answer.denied.length === 0) {
    const message =
      answer === null
        ? vscode.l10n.t("Faultline doesn't read this file.")
        : vscode.l10n.t("Nothing in this file points to an API that Faultline knows.");
    void vscode.window.showInformationMessage(message);
    return;
  }
  const title = vscode.l10n.t("Which API {0} belongs to, and why", document.uri.path.slice(document.uri.path.lastIndexOf("/") + 1));
  const placeHolder = vscode.l10n.t("Choose a reason to go where it stands");
  const items = [...answer.apis.flatMap(itemsOf), ...deniedItems(answer.denied)];
  const chosen = await vscode.window.showQuickPick(items, { title, placeHolder, matchOnDescription: true });
  if (chosen?.evidence !== undefined) await reveal(chosen.evidence);
}

function itemsOf({ shortName: name, certain, evidence }: WhyAnswer["apis"][number]): readonly WhyItem[] {
  const heading = certain ? name : vscode.l10n.t("Perhaps {0}", name);
  return [{ label: heading, kind: vscode.QuickPickItemKind.Separator }, ...evidence.map(itemOf)];
}

function deniedItems(denied: readonly WhyReason[]): readonly WhyItem[] {
  if (denied.length === 0) return [];
  return [{ label: vscode.l10n.t("What it is not"), kind: vscode.QuickPickItemKind.Separator }, ...denied.map(itemOf)];
}

function itemOf(evidence: WhyReason): WhyItem {
  const icon = evidence.weight > 0 ? "$(check)" : "$(circle-slash)";
  return { label: `${icon} ${evidence.text}`, description: strength(evidence.weight), evidence };
}

/** How much a reason says: numbers would only raise the question how they are added up. */
function strength(weight: number): string {
  const settles = 10;
  if (Math.abs(weight) >= settles) return vscode.l10n.t("settles it");
  if (weight < 0) return vscode.l10n.t("speaks against it");
  if (weight >= 1) return vscode.l10n.t("enough by itself");
  return weight >= 0.5 ? vscode.l10n.t("a strong hint") : vscode.l10n.t("a weak hint");
}

async function reveal({ uri, range }: WhyReason): Promise<void> {
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
