import { type ChildProcessWithoutNullStreams, spawn } from "node:child_process";
import { fileURLToPath } from "node:url";
import type { Diagnostic, Position } from "vscode-languageserver-types";

/** A language client made by hand, so that tests see the very bytes: it talks to a real server process over stdio. */

export type Json = Readonly<Record<string, unknown>>;

export interface Answer {
  readonly result?: unknown;
  readonly error?: { readonly code: number; readonly message: string };
}

export interface ClientOptions {
  /** The program to run under Node, by default the server from its source; relative to the project's root. */
  readonly program?: string;
  readonly args?: readonly string[];
  /** What the server gets when it asks for its section of the settings. */
  readonly settings?: () => unknown;
  /** Milliseconds after which waiting fails. */
  readonly patience?: number;
}

interface Waiter {
  readonly method: string;
  readonly accepts: (params: Json) => boolean;
  readonly done: (params: Json) => void;
}

const ROOT = fileURLToPath(new URL("../../", import.meta.url));

/** What a modern editor can do. */
export const editor: Json = {
  workspace: {
    configuration: true,
    workspaceFolders: true,
    workspaceEdit: { documentChanges: true },
    didChangeConfiguration: { dynamicRegistration: true },
    didChangeWatchedFiles: { dynamicRegistration: true },
  },
  textDocument: {
    hover: { contentFormat: ["markdown", "plaintext"] },
    completion: { completionItem: { documentationFormat: ["markdown"], labelDetailsSupport: true } },
    codeAction: { codeActionLiteralSupport: { codeActionKind: { valueSet: ["quickfix", "source.fixAll"] } }, isPreferredSupport: true },
    publishDiagnostics: { versionSupport: true, relatedInformation: true, codeDescriptionSupport: true, dataSupport: true },
  },
};

export class LspClient {
  /** Every notification of the server, in order. */
  readonly notifications: { readonly method: string; readonly params: Json }[] = [];
  /** Every request of the server, in order. */
  readonly requests: { readonly method: string; readonly params: Json }[] = [];
  readonly process: ChildProcessWithoutNullStreams;
  /** Status or signal with which the server ended. */
  readonly exited: Promise<number | string | null>;
  stderr = "";
  readonly #settings: () => unknown;
  readonly #patience: number;
  readonly #pending = new Map<number, (answer: Answer) => void>();
  readonly #waiters = new Set<Waiter>();
  readonly #versions = new Map<string, number>();
  /** Where in `notifications` a document's own begin. */
  readonly #opened = new Map<string, number>();
  #held: (string | Buffer)[] | undefined;
  #buffer = Buffer.alloc(0);
  #lastId = 0;

  constructor({ program = "server/src/lsp/main.ts", args = ["--stdio"], settings = () => ({}), patience = 20_000 }: ClientOptions = {}) {
    this.#settings = settings;
    this.#patience = patience;
    const loader = program.endsWith(".ts") ? ["--import", "tsx"] : [];
    this.process = spawn(process.execPath, [...loader, program, ...args], { cwd: ROOT });
    this.process.stdout.on("data", (chunk: Buffer) => this.#read(chunk));
    this.process.stderr.on("data", (chunk: Buffer) => {
      this.stderr += chunk.toString();
    });
    // A test that kills the server writes into a closed pipe.
    this.process.stdin.on("error", () => {});
    this.exited = new Promise((resolve) => this.process.on("exit", (code, signal) => resolve(code ?? signal)));
  }

  /** Says hello as an editor does; `more` goes over the params of `initialize`. */
  async start(folder: string | null = null, more: Json = {}): Promise<Json> {
    const workspaceFolders = folder === null ? null : [{ uri: folder, name: "test" }];
    const params = { processId: process.pid, rootUri: folder, workspaceFolders, capabilities: editor, ...more };
    const { result, error } = await this.request("initialize", params);
    if (error) throw new Error(error.message);
    this.notify("initialized", {});
    return result as Json;
  }

  request(method: string, params: unknown): Promise<Answer> {
    return this.requestWithId(method, params).answer;
  }

  requestWithId(method: string, params: unknown): { readonly id: number; readonly answer: Promise<Answer> } {
    const id = ++this.#lastId;
    const answer = this.#patiently<Answer>(`the answer to ${method}`, (done) => this.#pending.set(id, done));
    this.send({ jsonrpc: "2.0", id, method, params });
    return { id, answer };
  }

  notify(method: string, params: unknown): void {
    this.send({ jsonrpc: "2.0", method, params });
  }

  send(message: unknown): void {
    const body = Buffer.from(JSON.stringify(message));
    this.raw(Buffer.concat([Buffer.from(`Content-Length: ${body.length}\r\n\r\n`), body]));
  }

  /** Bytes as they are, right or wrong. */
  raw(bytes: string | Buffer): void {
    if (this.#held) this.#held.push(bytes);
    else this.process.stdin.write(bytes);
  }

  /** Bytes that arrive one by one. Answers to what the server asks meanwhile wait, since nothing may stand inside a message. */
  async inPieces(bytes: string): Promise<void> {
    const held: (string | Buffer)[] = [];
    this.#held = held;
    for (const piece of bytes) {
      this.process.stdin.write(piece);
      await new Promise((done) => setTimeout(done, 2));
    }
    this.#held = undefined;
    for (const it of held) this.raw(it);
  }

  /** The first notification from now on, or among those already there, that is taken. */
  notification(method: string, accepts: (params: Json) => boolean = () => true, since = 0): Promise<Json> {
    const there = this.notifications.slice(since).find((it) => it.method === method && accepts(it.params));
    if (there) return Promise.resolve(there.params);
    return this.#patiently(`${method}`, (done) => this.#waiters.add({ method, accepts, done }));
  }

  open(uri: string, languageId: string, text: string, version = 1): void {
    this.#versions.set(uri, version);
    this.#opened.set(uri, this.notifications.length);
    this.notify("textDocument/didOpen", { textDocument: { uri, languageId, version, text } });
  }

  /** Sends changes as the next version, which is returned. */
  change(uri: string, ...contentChanges: readonly Json[]): number {
    const version = (this.#versions.get(uri) ?? 0) + 1;
    this.#versions.set(uri, version);
    this.notify("textDocument/didChange", { textDocument: { uri, version }, contentChanges });
    return version;
  }

  close(uri: string): void {
    this.notify("textDocument/didClose", { textDocument: { uri } });
  }

  /** The diagnostics of one version of the document as it was last opened. */
  async diagnostics(uri: string, version: number): Promise<readonly Diagnostic[]> {
    const wanted = (it: Json) => it.uri === uri && it.version === version;
    const params = await this.notification("textDocument/publishDiagnostics", wanted, this.#opened.get(uri));
    return params.diagnostics as readonly Diagnostic[];
  }

  /** The params of a request about a place. */
  at(uri: string, position: Position): Json {
    return { textDocument: { uri }, position };
  }

  /** Ends the server in good order; its exit status. */
  async stop(): Promise<number | string | null> {
    await this.request("shutdown", undefined);
    this.notify("exit", undefined);
    return this.exited;
  }

  /** For the end of a test that may have failed anywhere. */
  kill(): void {
    if (this.process.exitCode === null) this.process.kill("SIGKILL");
  }

  #patiently<T>(what: string, wait: (done: (value: T) => void) => void): Promise<T> {
    return new Promise((resolve, reject) => {
      const timer = setTimeout(() => reject(new Error(`waited ${this.#patience} ms in vain for ${what}\n${this.stderr}`)), this.#patience);
      const over = () => reject(new Error(`the server ended before ${what}\n${this.stderr}`));
      void this.exited.then(over);
      wait((value) => {
        clearTimeout(timer);
        resolve(value);
      });
      void this.exited.then(() => clearTimeout(timer));
    });
  }

  #read(chunk: Buffer): void {
    this.#buffer = Buffer.concat([this.#buffer, chunk]);
    for (;;) {
      const end = this.#buffer.indexOf("\r\n\r\n");
      if (end < 0) return;
      const length = Number(/content-length: *(\d+)/i.exec(this.#buffer.toString("latin1", 0, end))?.[1]);
      if (Number.isNaN(length)) throw new Error(`not the protocol: ${this.#buffer.toString("utf8", 0, end)}`);
      if (this.#buffer.length < end + 4 + length) return;
      const body = this.#buffer.toString("utf8", end + 4, end + 4 + length);
      this.#buffer = this.#buffer.subarray(end + 4 + length);
      this.#take(JSON.parse(body));
    }
  }

  #take(message: { id?: number | string; method?: string; params?: unknown; result?: unknown; error?: Answer["error"] }): void {
    const params = (message.params ?? {}) as Json;
    if (message.method === undefined) {
      const done = this.#pending.get(Number(message.id));
      this.#pending.delete(Number(message.id));
      done?.({ result: message.result, ...(message.error ? { error: message.error } : {}) });
    } else if (message.id !== undefined) {
      this.requests.push({ method: message.method, params });
      this.send({ jsonrpc: "2.0", id: message.id, result: this.#resultFor(message.method, params) });
    } else {
      this.notifications.push({ method: message.method, params });
      for (const it of this.#waiters) {
        if (it.method !== message.method || !it.accepts(params)) continue;
        this.#waiters.delete(it);
        it.done(params);
      }
    }
  }

  #resultFor(method: string, params: Json): unknown {
    if (method !== "workspace/configuration") return null;
    return (params.items as readonly unknown[]).map(() => this.#settings());
  }
}

/** Where the n-th occurrence of `needle` begins, plus `into` characters; throws where the text doesn't have it. */
export function find(text: string, needle: string, into = 0, occurrence = 1): Position {
  let at = -1;
  for (let i = 0; i < occurrence; i++) at = text.indexOf(needle, at + 1);
  if (at < 0) throw new Error(`no ${JSON.stringify(needle)}`);
  const before = text.slice(0, at + into).split(/\r\n|\r|\n/);
  return { line: before.length - 1, character: before.at(-1)?.length ?? 0 };
}
