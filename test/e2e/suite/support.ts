// The few calls the suites make of the editor. Only what is here knows how VS Code is asked.

import { join } from "node:path";
import * as vscode from "vscode";

const LIMIT = 30_000;

/** Polls until `probe` gives something other than undefined or false. */
export async function until<T>(what: string, probe: () => T | undefined | false | Promise<T | undefined | false>): Promise<T> {
  const end = Date.now() + LIMIT;
  for (;;) {
    const value = await probe();
    if (value !== undefined && value !== false) return value;
    if (Date.now() > end) throw new Error(`waited ${LIMIT / 1000} s in vain: ${what}`);
    await new Promise((done) => setTimeout(done, 100));
  }
}

/** The extension under test, whether developed or installed. */
export function extension(): vscode.Extension<unknown> {
  const id = process.env.FAULTLINE_EXTENSION_ID ?? "";
  const found = vscode.extensions.getExtension(id);
  if (!found) throw new Error(`no extension ${JSON.stringify(id)} in this editor`);
  return found;
}

/** Shows a file of the open folder. */
export async function open(file: string): Promise<vscode.TextDocument> {
  const [folder] = vscode.workspace.workspaceFolders ?? [];
  if (!folder) throw new Error("no folder is open");
  const document = await vscode.workspace.openTextDocument(vscode.Uri.file(join(folder.uri.fsPath, file)));
  await vscode.window.showTextDocument(document);
  return document;
}

/** Where the n-th occurrence of a text is in a document. */
export function find(document: vscode.TextDocument, needle: string, occurrence = 1): vscode.Range {
  let at = -1;
  for (let n = 0; n < occurrence; n++) at = document.getText().indexOf(needle, at + 1);
  if (at < 0) throw new Error(`${document.fileName} has no ${JSON.stringify(needle)} (${occurrence})`);
  return new vscode.Range(document.positionAt(at), document.positionAt(at + needle.length));
}

/** What all hovers at a place say, as Markdown. */
export async function hover(document: vscode.TextDocument, place: vscode.Range): Promise<string> {
  const middle = document.positionAt((document.offsetAt(place.start) + document.offsetAt(place.end)) >> 1);
  const hovers = await vscode.commands.executeCommand<vscode.Hover[]>("vscode.executeHoverProvider", document.uri, middle);
  const texts = hovers.flatMap((one) => one.contents).map((content) => (typeof content === "string" ? content : content.value));
  return texts.join("\n\n");
}

/** The completion items at a position, resolved so that they have their documentation. */
export async function complete(document: vscode.TextDocument, position: vscode.Position, resolve = 50): Promise<vscode.CompletionItem[]> {
  const command = "vscode.executeCompletionItemProvider";
  const list = await vscode.commands.executeCommand<vscode.CompletionList>(command, document.uri, position, undefined, resolve);
  return list.items;
}

/** The extension's own diagnostics of a document, once `enough` says that they have come. */
export function diagnostics(
  document: vscode.TextDocument,
  enough: (all: readonly vscode.Diagnostic[]) => boolean = (all) => all.length > 0,
): Promise<readonly vscode.Diagnostic[]> {
  let seen: readonly vscode.Diagnostic[] = [];
  const probe = () => {
    seen = vscode.languages.getDiagnostics(document.uri).filter((one) => one.source === "faultline");
    return enough(seen) && seen;
  };
  return until(`diagnostics of ${document.fileName}`, probe);
}

/** The code actions for a place, resolved so that they have their edits. */
export async function codeActions(document: vscode.TextDocument, place: vscode.Range): Promise<vscode.CodeAction[]> {
  const command = "vscode.executeCodeActionProvider";
  return vscode.commands.executeCommand<vscode.CodeAction[]>(command, document.uri, place, undefined, 50);
}

/** Applies a code action as choosing it does. */
export async function apply(action: vscode.CodeAction): Promise<void> {
  if (action.edit) await vscode.workspace.applyEdit(action.edit);
  if (action.command) await vscode.commands.executeCommand(action.command.command, ...(action.command.arguments ?? []));
}
