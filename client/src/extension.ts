import * as vscode from "vscode";
import {
  CloseAction,
  ErrorAction,
  type ErrorHandler,
  LanguageClient,
  type LanguageClientOptions,
  type NodeModule,
  type ServerOptions,
  TransportKind,
} from "vscode-languageclient/node";
import { registerCommands } from "./commands";
import { crashPolicy } from "./crashes";
import { execArgv, serverArgs } from "./server-process";
import { showStatus } from "./status";

let client: LanguageClient | undefined;

/** Starts the server, and puts its answers where the editor shows them. Everything that needs thought is the server's. */
export async function activate(context: vscode.ExtensionContext): Promise<void> {
  const selector = documentSelector(context);
  client = new LanguageClient("faultline", "Faultline", serverOptions(context), clientOptions(context, selector));
  context.subscriptions.push(...registerCommands(context, client), ...showStatus(client, selector));
  await client.start();
}

export function deactivate(): Thenable<void> | undefined {
  return client?.stop();
}

function serverOptions(context: vscode.ExtensionContext): ServerOptions {
  // Over its standard streams the server sends again what the editor got before, without writing it anew.
  const started = (...further: readonly string[]): NodeModule => ({
    module: context.asAbsolutePath("dist/server.mjs"),
    transport: TransportKind.stdio,
    options: { execArgv: [...execArgv, ...further] },
    // Asked at each start.
    get args() {
      return serverArgs(vscode.workspace.getConfiguration("faultline").get("startCache", true));
    },
  });
  return { run: started(), debug: started("--nolazy", "--inspect=6011") };
}

function clientOptions(context: vscode.ExtensionContext, selector: readonly vscode.DocumentFilter[]): LanguageClientOptions {
  return {
    documentSelector: selector.map(({ language = "", scheme = "" }) => ({ language, scheme })),
    errorHandler: errorHandler(),
    // What the server says is text of catalogs and source files: it may not command the editor.
    markdown: { isTrusted: false, supportHtml: false },
    initializationOptions: {
      status: true,
      saveCommand: "faultline.saveSettings",
      rulePages: vscode.Uri.joinPath(context.extensionUri, "docs/rules/").toString(),
    },
  };
}

/** The client itself opens the documents again, as they are, in a server that was started anew. */
function errorHandler(): ErrorHandler {
  const policy = crashPolicy();
  return {
    error: () => ({ action: ErrorAction.Continue, handled: true }),
    closed() {
      const then = policy(Date.now());
      if (then === "tell") tell(vscode.l10n.t("Faultline's server ended unexpectedly. It was started again; the log says more."));
      if (then === "give up") tell(vscode.l10n.t("Faultline's server ended several times in a row and is not started again. The log says why."));
      return { action: then === "give up" ? CloseAction.DoNotRestart : CloseAction.Restart, handled: true };
    },
  };
}

function tell(message: string): void {
  const open = vscode.l10n.t("Show Log");
  void vscode.window.showWarningMessage(message, open).then((chosen) => {
    if (chosen === open) void vscode.commands.executeCommand("faultline.showOutput");
  });
}

/** The languages that wake the extension are those it serves: the manifest has them from `server/languages/`, and this from the manifest. */
function documentSelector(context: vscode.ExtensionContext): readonly vscode.DocumentFilter[] {
  const events: readonly string[] = context.extension.packageJSON.activationEvents ?? [];
  const languages = events.flatMap((it) => (it.startsWith("onLanguage:") ? [it.slice("onLanguage:".length)] : []));
  return languages.flatMap((language) => ["file", "untitled", "vscode-notebook-cell"].map((scheme) => ({ language, scheme })));
}
