import { type ChildProcessWithoutNullStreams, spawn } from "node:child_process";
import { readFileSync } from "node:fs";

type Json = Record<string, unknown>;

/** What is looked at of a diagnostic. */
interface Told {
  readonly range: { readonly start: { readonly line: number; readonly character: number } };
}

/** A language server as a program, spoken to as an editor does, with a clock at its ends. */
export class BenchServer {
  readonly process: ChildProcessWithoutNullStreams;
  /** Milliseconds on the clock when it was started. */
  readonly started = performance.now();
  readonly #waiting = new Map<number, (message: Json) => void>();
  readonly #published: ((params: Json) => void)[] = [];
  #buffer = Buffer.alloc(0);
  #lastId = 0;
  #version = 0;
  #incremental = true;
  readonly #uri: string;
  readonly #languageId: string;
  #text = "";
  #told: readonly Told[] = [];

  /** `cacheHome` is where it may keep what it wants to find at its next start. */
  constructor(command: readonly [string, ...string[]], folder: string, uri: string, languageId: string, cacheHome: string) {
    this.process = spawn(command[0], command.slice(1), { cwd: folder, env: { ...process.env, XDG_CACHE_HOME: cacheHome } });
    this.process.stdout.on("data", (chunk: Buffer) => this.#read(chunk));
    this.process.stderr.on("data", () => {});
    this.process.stdin.on("error", () => {});
    this.#uri = uri;
    this.#languageId = languageId;
  }

  /** Opens the document. Gives the milliseconds from the start of the process to its first diagnostics, and how many these are. */
  async open(folderUri: string, text: string): Promise<{ readonly ms: number; readonly diagnostics: number }> {
    const textDocument = { synchronization: {}, publishDiagnostics: { versionSupport: true }, codeAction: literals };
    const params = {
      processId: process.pid,
      rootUri: folderUri,
      capabilities: { textDocument },
      workspaceFolders: [{ uri: folderUri, name: "bench" }],
    };
    const { result } = await this.#request("initialize", params);
    const sync = ((result as Json).capabilities as Json).textDocumentSync;
    this.#incremental = (typeof sync === "number" ? sync : (sync as Json).change) === 2;
    this.#notify("initialized", {});
    this.#text = text;
    const published = this.#nextPublished();
    this.#notify("textDocument/didOpen", { textDocument: { uri: this.#uri, languageId: this.#languageId, version: ++this.#version, text } });
    const { diagnostics } = await published;
    return { ms: performance.now() - this.started, diagnostics: (diagnostics as unknown[]).length };
  }

  /** One change. Gives the milliseconds until its diagnostics are there, read. */
  async type(offset: number, inserted: string): Promise<number> {
    const start = positionAt(this.#text, offset);
    this.#text = this.#text.slice(0, offset) + inserted + this.#text.slice(offset);
    const change = this.#incremental ? { range: { start, end: start }, text: inserted } : { text: this.#text };
    const published = this.#nextPublished();
    const begun = performance.now();
    this.#notify("textDocument/didChange", { textDocument: { uri: this.#uri, version: ++this.#version }, contentChanges: [change] });
    await published;
    return performance.now() - begun;
  }

  /** One request about a place. Gives the milliseconds until the answer is there. */
  async ask(method: string, offset: number, more: Json = {}): Promise<number> {
    return (await this.asked(method, offset, more)).ms;
  }

  /** The same, with the answer. */
  asked(method: string, offset: number, more: Json = {}): Promise<{ readonly ms: number; readonly result: unknown }> {
    const position = positionAt(this.#text, offset);
    return this.resolve(method, { textDocument: { uri: this.#uri }, position, range: { start: position, end: position }, ...more });
  }

  /** One request about something that the server gave. */
  async resolve(method: string, params: unknown): Promise<{ readonly ms: number; readonly result: unknown }> {
    const begun = performance.now();
    const { result } = await this.#request(method, params);
    return { ms: performance.now() - begun, result };
  }

  /** Where the diagnostics last told begin, in the order of the text. */
  get found(): readonly number[] {
    const starts = lineStarts(this.#text);
    return this.#told.map(({ range: { start } }) => (starts[start.line] ?? 0) + start.character).sort((a, b) => a - b);
  }

  get text(): string {
    return this.#text;
  }

  /** What the process holds in memory, in megabytes; undefined where the machine doesn't say. */
  get megabytes(): number | undefined {
    try {
      const kilobytes = /VmRSS:\s*(\d+)/.exec(readFileSync(`/proc/${this.process.pid}/status`, "utf8"))?.[1];
      return kilobytes === undefined ? undefined : Number(kilobytes) / 1024;
    } catch {
      return undefined;
    }
  }

  end(): void {
    this.process.kill("SIGKILL");
  }

  #nextPublished(): Promise<Json> {
    return new Promise((resolve, reject) => {
      const timer = setTimeout(() => reject(new Error("no diagnostics within a minute")), 60_000);
      this.#published.push((params) => {
        clearTimeout(timer);
        resolve(params);
      });
    });
  }

  #request(method: string, params: unknown): Promise<Json> {
    const id = ++this.#lastId;
    return new Promise((resolve) => {
      this.#waiting.set(id, resolve);
      this.#send({ jsonrpc: "2.0", id, method, params });
    });
  }

  #notify(method: string, params: unknown): void {
    this.#send({ jsonrpc: "2.0", method, params });
  }

  #send(message: unknown): void {
    const body = Buffer.from(JSON.stringify(message));
    this.process.stdin.write(Buffer.concat([Buffer.from(`Content-Length: ${body.length}\r\n\r\n`), body]));
  }

  #read(chunk: Buffer): void {
    this.#buffer = Buffer.concat([this.#buffer, chunk]);
    for (;;) {
      const end = this.#buffer.indexOf("\r\n\r\n");
      const length = end < 0 ? undefined : /Content-Length: (\d+)/i.exec(this.#buffer.toString("latin1", 0, end))?.[1];
      if (length === undefined || this.#buffer.length < end + 4 + Number(length)) return;
      const body = this.#buffer.subarray(end + 4, end + 4 + Number(length));
      this.#buffer = this.#buffer.subarray(end + 4 + Number(length));
      this.#take(JSON.parse(body.toString()) as Json);
    }
  }

  #take(message: Json): void {
    const { id, method } = message;
    if (typeof method !== "string") {
      this.#waiting.get(id as number)?.(message);
      this.#waiting.delete(id as number);
    } else if (id !== undefined) this.#send({ jsonrpc: "2.0", id, result: null });
    else if (method === "textDocument/publishDiagnostics" && (message.params as Json).uri === this.#uri) {
      // Older versions may still be told; the one that was waited for is the last.
      const params = message.params as Json;
      if (params.version !== undefined && params.version !== null && params.version !== this.#version) return;
      this.#told = params.diagnostics as readonly Told[];
      this.#published.shift()?.(params);
    }
  }
}

/** As the editor has it. */
const literals = {
  codeActionLiteralSupport: { codeActionKind: { valueSet: ["quickfix"] } },
  dataSupport: true,
  resolveSupport: { properties: ["edit"] },
};

function lineStarts(text: string): readonly number[] {
  const starts = [0];
  for (let at = text.indexOf("\n"); at >= 0; at = text.indexOf("\n", at + 1)) starts.push(at + 1);
  return starts;
}

function positionAt(text: string, offset: number): { readonly line: number; readonly character: number } {
  let line = 0;
  let start = 0;
  for (let at = text.indexOf("\n"); at >= 0 && at < offset; at = text.indexOf("\n", at + 1)) {
    line++;
    start = at + 1;
  }
  return { line, character: offset - start };
}
