import * as vscode from "vscode";
import { type LanguageClient, State } from "vscode-languageclient/node";
import type { StatusParams } from "../../server/src/lsp/services.ts";

/** The APIs of the active file, beside the language's name. The server tells them when they change; nothing asks for them. */
export function showStatus(client: LanguageClient, selector: readonly vscode.DocumentFilter[]): readonly vscode.Disposable[] {
  const apis = new Map<string, StatusParams["apis"]>();
  const item = vscode.languages.createLanguageStatusItem("faultline.apis", selector);
  item.name = "Faultline";
  item.command = { command: "faultline.why", title: vscode.l10n.t("Why?") };

  const show = () => {
    const uri = vscode.window.activeTextEditor?.document.uri.toString();
    const known = uri === undefined ? undefined : apis.get(uri);
    item.busy = client.state === State.Starting;
    item.text = known === undefined || known.length === 0 ? vscode.l10n.t("No known API") : known.map(label).join(", ");
    item.detail = vscode.l10n.t("APIs whose error codes this file handles");
  };
  show();
  return [
    item,
    vscode.window.onDidChangeActiveTextEditor(show),
    vscode.workspace.onDidCloseTextDocument((it) => void apis.delete(it.uri.toString())),
    client.onDidChangeState(show),
    client.onNotification("faultline/status", (params: StatusParams) => {
      apis.set(vscode.Uri.parse(params.uri).toString(), params.apis);
      show();
    }),
  ];
}

function label({ name, certain }: StatusParams["apis"][number]): string {
  return certain ? name : vscode.l10n.t("{0}?", name);
}
