import {
  type CancellationToken,
  type Connection,
  DidChangeConfigurationNotification,
  DidChangeWatchedFilesNotification,
  ErrorCodes,
  type InitializeParams,
  type InitializeResult,
  MessageType,
  ResponseError,
  ShowMessageNotification,
  TextDocumentSyncKind,
  type WorkDoneProgressServerReporter,
} from "vscode-languageserver";
import { FIX_ALL, QUICK_FIX } from "../features/code-actions.ts";
import type { Logger } from "../host/host.ts";
import { clientFeatures } from "./client-features.ts";
import { messageOf } from "./message-of.ts";
import { changedNotebook, notebookUri, openedNotebook } from "./notebook-params.ts";
import { changedDocument, changedFiles, changedFolders, documentUri, folderUris, openedDocument, optionalRecord } from "./params.ts";
import type { Work } from "./preparing.ts";
import { onCodeAction, onCodeActionResolve, onCompletion, onCompletionResolve, onHover, onWhy } from "./requests.ts";
import type { Services } from "./services.ts";
import { Session } from "./session.ts";
import { pathToUri, uriToPath } from "./uris.ts";
import { effectOf, SettledFiles, watchGlobs } from "./watch.ts";

/** The section of the editor's settings that is ours. */
const SECTION = "faultline";

/** A client that doesn't answer the question for its settings gets the defaults, after so many milliseconds. */
const SETTINGS_PATIENCE_MS = 1000;

/** Registers every handler on `connection` and listens. What the server is made of comes in `services`. */
export function serve(connection: Connection, services: Services): void {
  let session: Session | undefined;
  let stopped = false;
  const log: Logger = { info: (it) => connection.console.info(it), warn: (it) => connection.console.warn(it) };

  const running = (): Session => {
    if (stopped) throw new ResponseError(ErrorCodes.InvalidRequest, "the server is shutting down");
    if (session === undefined) throw new ResponseError(ErrorCodes.ServerNotInitialized, "initialize comes first");
    return session;
  };

  /** A request: refused before `initialize` and after `shutdown`. */
  const answer =
    <R>(run: (session: Session, params: unknown, token: CancellationToken) => R) =>
    (params: unknown, token: CancellationToken): R =>
      run(running(), params, token);

  /** A notification: without effect before `initialize` and after `shutdown`; one that makes no sense is logged and passed over. */
  const take = (method: string, run: (session: Session, params: unknown) => unknown) => {
    connection.onNotification(method, async (params: unknown) => {
      if (session === undefined || stopped) return;
      try {
        await run(session, params);
      } catch (error) {
        log.warn(`${method} is passed over: ${messageOf(error)}`);
      }
    });
  };

  connection.onInitialize((params): InitializeResult => {
    if (session !== undefined) throw new ResponseError(ErrorCodes.InvalidRequest, "initialize comes only once");
    const outlet = {
      log,
      diagnostics: (it: Parameters<Connection["sendDiagnostics"]>[0]) => connection.sendDiagnostics(it),
      status: (it: unknown) => void connection.sendNotification("faultline/status", it),
      showError: (message: string) => {
        connection.console.error(message);
        void connection.sendNotification(ShowMessageNotification.type, { type: MessageType.Error, message });
      },
      begin: (title: string) => (params.capabilities?.window?.workDoneProgress === true ? shownWork(connection, title) : undefined),
    };
    session = new Session(services, outlet, clientFeatures(params, services.rulePages), rootsOf(params));
    const started = session;
    // A client that never says `initialized` is served all the same.
    if (!started.client.configuration) void started.start(optionalRecord(params.initializationOptions)?.settings);
    return { capabilities, serverInfo: { name: "faultline" } };
  });

  const takeFolders = () =>
    take("workspace/didChangeWorkspaceFolders", (it, params) => {
      const { added, removed } = changedFolders(params);
      return it.changeRoots(added.map(uriToPath), removed.map(uriToPath));
    });

  take("initialized", async (it) => {
    // The library has put a handler of its own in place of ours meanwhile, for clients that tell of folders.
    takeFolders();
    if (it.client.configuration) await it.start(await askSettings(connection));
    await register(connection, it, services);
  });
  connection.onShutdown(() => {
    session?.dispose();
    stopped = true;
  });

  take("textDocument/didOpen", (it, params) => it.open(openedDocument(params)));
  take("textDocument/didChange", (it, params) => it.change(changedDocument(params)));
  take("textDocument/didClose", (it, params) => it.close(documentUri(params)));
  take("notebookDocument/didOpen", (it, params) => it.notebooks.open(openedNotebook(params)));
  take("notebookDocument/didChange", (it, params) => it.notebooks.change(changedNotebook(params)));
  take("notebookDocument/didClose", (it, params) => it.notebooks.close(notebookUri(params)));
  const files = new SettledFiles((uris) => {
    const effect = effectOf(uris);
    if (effect === "catalogs") void session?.rebuild();
    else if (effect === "settings") void session?.reconfigure();
    else if (effect === "refresh") session?.filesChanged(uris.map(uriToPath));
  });
  take("textDocument/didSave", (_, params) => files.add([documentUri(params)]));
  take("workspace/didChangeConfiguration", async (it, params) => {
    const sent = optionalRecord(optionalRecord(params)?.settings)?.[SECTION];
    await it.configure(it.client.configuration ? await askSettings(connection) : sent);
  });
  takeFolders();
  take("workspace/didChangeWatchedFiles", (_, params) => files.add(changedFiles(params)));

  connection.onRequest("textDocument/hover", answer(onHover));
  connection.onRequest("textDocument/completion", answer(onCompletion));
  connection.onRequest("completionItem/resolve", answer(onCompletionResolve));
  connection.onRequest("textDocument/codeAction", answer(onCodeAction));
  connection.onRequest("codeAction/resolve", answer(onCodeActionResolve));
  connection.onRequest("faultline/why", answer(onWhy));
  connection.listen();
}

/** Work that the editor shows as soon as it has made room for it. */
function shownWork(connection: Connection, title: string): Work {
  let reporter: WorkDoneProgressServerReporter | undefined;
  let ended = false;
  void connection.window.createWorkDoneProgress().then(
    (it) => {
      if (ended) return;
      reporter = it;
      it.begin(title, 0, undefined, true);
    },
    // An editor that says no goes without.
    () => {},
  );
  return {
    report: (done, total) => reporter?.report(total > 0 ? Math.floor((100 * done) / total) : 0, total > 0 ? `${done}/${total}` : ""),
    get cancelled() {
      return reporter?.token.isCancellationRequested === true;
    },
    end() {
      ended = true;
      reporter?.done();
    },
  };
}

const capabilities: InitializeResult["capabilities"] = {
  positionEncoding: "utf-16",
  textDocumentSync: { openClose: true, change: TextDocumentSyncKind.Incremental, save: { includeText: false } },
  // Whatever its kind: which cells are in a language of ours is known when they come.
  notebookDocumentSync: { notebookSelector: [{ notebook: "*" }] },
  hoverProvider: true,
  completionProvider: { triggerCharacters: ['"', "'", "`"], resolveProvider: true, completionItem: { labelDetailsSupport: true } },
  codeActionProvider: { codeActionKinds: [QUICK_FIX, FIX_ALL], resolveProvider: true },
  workspace: { workspaceFolders: { supported: true, changeNotifications: true } },
};

function rootsOf(params: InitializeParams): readonly string[] {
  const folders = folderUris(params.workspaceFolders);
  if (folders.length > 0) return folders.map(uriToPath);
  if (typeof params.rootUri === "string") return [uriToPath(params.rootUri)];
  return typeof params.rootPath === "string" ? [uriToPath(pathToUri(params.rootPath.replaceAll("\\", "/")))] : [];
}

async function askSettings(connection: Connection): Promise<unknown> {
  let timer: ReturnType<typeof setTimeout> | undefined;
  const patience = new Promise<undefined>((resolve) => {
    timer = setTimeout(resolve, SETTINGS_PATIENCE_MS, undefined);
  });
  try {
    return await Promise.race([connection.workspace.getConfiguration(SECTION), patience]);
  } catch {
    return undefined;
  } finally {
    clearTimeout(timer);
  }
}

async function register(connection: Connection, session: Session, services: Services): Promise<void> {
  if (session.client.configuration) await connection.client.register(DidChangeConfigurationNotification.type, { section: SECTION });
  if (!session.client.watchedFiles) return;
  const watchers = (await watchGlobs(services.host)).map((globPattern) => ({ globPattern }));
  await connection.client.register(DidChangeWatchedFilesNotification.type, { watchers });
}
