import { LspClient } from "../support/lsp-client.ts";
import { type Draw, drawFrom } from "../support/random.ts";
import type { Outcome, Size } from "./main.ts";

const uris = ["file:///w/marketo.ts", "file:///w/a.py", "untitled:x", "file:///w/%E0%A4%A", "not a uri", "", "file:///w/../../etc/passwd"] as const;
const languages = ["typescript", "python", "plaintext", ""] as const;
const TEXT = 'const host = "https://1.mktorest.com";\nexport function decide(code: string) {\n  if (code === "601") return renew();\n}\n';

/** Messages in any order, with anything in them: the server answers what is a request, and lives. */
export async function fuzzProtocol(size: Size, seed: number): Promise<Outcome> {
  const client = new LspClient({ patience: 60_000 });
  await client.start();
  let failed = 0;
  for (let storm = 0; storm < size.storms && failed === 0; storm++) {
    const own = seed * 1000 + storm;
    const draw = drawFrom(own);
    for (let i = 0; i < 100; i++) client.raw(framed(draw.below(12) === 0 ? nonsense(draw) : JSON.stringify(message(draw, storm * 100 + i))));
    try {
      const uri = `file:///w/marketo-${storm}.ts`;
      client.open(uri, "typescript", TEXT);
      const { result } = await client.request("textDocument/hover", client.at(uri, { line: 2, character: 17 }));
      if (!JSON.stringify(result ?? null).includes("601")) throw new Error(`a wrong answer: ${JSON.stringify(result)}`);
      client.close(uri);
    } catch (error) {
      failed++;
      console.log(`protocol, seed ${own}: ${error instanceof Error ? error.message : error}`);
    }
  }
  if (failed === 0 && !(await queue(client))) failed++;
  client.kill();
  console.log(`protocol: ${size.storms} storms of a hundred messages, and ${queued} queued changes`);
  return { passed: failed === 0 ? 1 : 0, failed: failed === 0 ? 0 : 1 };
}

/** Changes sent in one go, before the first of them is answered. */
const queued = 10_000;

/** Each of them is answered with its version, in order. */
async function queue(client: LspClient): Promise<boolean> {
  const uri = "file:///w/marketo-queue.ts";
  client.open(uri, "typescript", TEXT, 0);
  for (let i = 1; i <= queued; i++)
    client.change(uri, { range: { start: { line: 0, character: 0 }, end: { line: 0, character: 0 } }, text: i % 50 ? " " : "\n" });
  await client.diagnostics(uri, queued);
  const versions = client.notifications
    .filter((it) => it.method === "textDocument/publishDiagnostics" && it.params.uri === uri)
    .map((it) => it.params.version);
  // What is learnt of the project meanwhile is told under the version that is there already.
  const told = versions.filter((it, i) => i === 0 || it !== versions[i - 1]);
  const inOrder = told.length === queued + 1 && told.every((it, i) => it === i);
  if (!inOrder) console.log(`protocol: answers to ${told.length - 1} of ${queued} queued changes, or not in order`);
  return inOrder;
}

function framed(body: string): Buffer {
  const bytes = Buffer.from(body);
  return Buffer.concat([Buffer.from(`Content-Length: ${bytes.length}\r\n\r\n`), bytes]);
}

function nonsense(draw: Draw): string {
  return draw.of(["{", "null", "[]", "7", '"x"', "{}", "\0", '{"jsonrpc":"2.0"}', "[[[[[[[[", '{"method":{}}', "\u00e9\ud800"]);
}

function message(draw: Draw, id: number): unknown {
  const uri = draw.of(uris);
  const version = draw.of([1, 2, -1, 0, null, "x", 1e15]);
  const document = { uri, version };
  const notification = (method: string, params: unknown) => ({ jsonrpc: "2.0", method, params });
  const request = (method: string, params: unknown) => ({ jsonrpc: "2.0", id: `fuzz-${id}`, method, params });
  const at = { textDocument: draw.of([document, null, {}]), position: place(draw) };
  return draw.of([
    () =>
      notification("textDocument/didOpen", {
        textDocument: { ...document, languageId: draw.of(languages), text: draw.of([TEXT, "", null, "\ud800\0"]) },
      }),
    () => notification("textDocument/didChange", { textDocument: document, contentChanges: changes(draw) }),
    () => notification("textDocument/didChange", { textDocument: document, contentChanges: changes(draw) }),
    () => notification("textDocument/didClose", { textDocument: document }),
    () => notification("textDocument/didSave", { textDocument: document }),
    () => notification("$/cancelRequest", { id: draw.of([`fuzz-${id - 1}`, id, null, {}]) }),
    () => notification("workspace/didChangeWatchedFiles", { changes: draw.of([[], null, [{ uri, type: 9 }], "x"]) }),
    () => notification("workspace/didChangeConfiguration", { settings: draw.of([null, 7, { faultline: { rules: [], apis: 3 } }]) }),
    () => notification(draw.of(["nobody/knows", "$/progress", "initialized", "textDocument/willSave"]), draw.of([null, [], {}, 1])),
    () => request("textDocument/hover", at),
    () => request("textDocument/completion", at),
    () =>
      request("textDocument/codeAction", {
        ...at,
        range: { start: place(draw), end: place(draw) },
        context: draw.of([{ diagnostics: [] }, null, { diagnostics: [{}] }]),
      }),
    () => request("completionItem/resolve", draw.of([null, {}, { label: 1, data: { x: [] } }])),
    () => request("faultline/why", at),
    () => request(draw.of(["nobody/asks", "initialize", "workspace/executeCommand"]), draw.of([null, {}, []])),
  ])();
}

function place(draw: Draw): unknown {
  const number = () => draw.of([0, 1, 2, 3, 17, 1e9, -1, 0.5, Number.MAX_SAFE_INTEGER]);
  return draw.of([{ line: number(), character: number() }, { line: number(), character: number() }, null, { line: "1" }]);
}

function changes(draw: Draw): unknown {
  const text = draw.of(["", "x", '"606"', "\r\n", "}", "\ud83d", "漢字"]);
  return draw.of([
    [{ text: TEXT }],
    [{ range: { start: place(draw), end: place(draw) }, text }],
    [{ range: { start: place(draw), end: place(draw) }, text }, { text }],
    [],
    null,
    [null],
    [{ range: 7, text }],
  ]);
}
