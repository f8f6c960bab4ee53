/**
 * Bytes are searched before texts are read, by threads, and most files are never parsed: none of it may change what is found. The reference is
 * an engine to which every file seems to hold every word that could speak for an API, so that all of them are read and parsed.
 */
import assert from "node:assert/strict";
import { chmodSync, existsSync, mkdirSync, mkdtempSync, realpathSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { after, before, describe, test } from "node:test";
import { fileURLToPath } from "node:url";
import { createEngine } from "../../server/src/engine/engine.ts";
import type { EngineOptions } from "../../server/src/engine/model.ts";
import { findPackageRoot } from "../../server/src/host/node.ts";
import { needlesOf } from "../../server/src/resolve/needles.ts";
import { pageAt, pagesIn } from "../support/pages.ts";
import { type Ran, runReally } from "./support/really.ts";

const pages = [
  ...pagesIn(fileURLToPath(new URL("../resolve/", import.meta.url))),
  ...["go"].map((it) => fileURLToPath(new URL(`../languages/${it}.md`, import.meta.url))),
];

/** Tests run on what was built. */
const threads = join(findPackageRoot(), "dist/survey-worker.mjs");

interface Asked {
  /** The program of the threads; none: one thread does it all. */
  readonly surveyThread?: string;
  /** Nothing is left out, whatever its bytes say. */
  readonly everything?: boolean;
}

interface Result {
  readonly check: string;
  readonly codes: string;
  readonly err: string;
}

describe("what is found is the same", () => {
  const root = realpathSync(mkdtempSync(join(tmpdir(), "faultline-same-")));
  let all: Result;

  before(async () => {
    for (const [path, content] of files()) {
      mkdirSync(dirname(join(root, path)), { recursive: true });
      writeFileSync(join(root, path), content);
    }
    chmodSync(join(root, "odd/locked.ts"), 0);
    all = await both(root, { everything: true });
  });
  after(() => rmSync(root, { recursive: true, force: true }));

  test("there is much to find, in many ways", () => {
    const found = JSON.parse(all.codes).sites.map((site: { file: string }) => site.file);
    for (const file of expected) assert.ok(found.includes(file), `nothing is found in ${file}`);
    assert.ok(found.length > 300, `${found.length} sites`);
    const { findings } = JSON.parse(all.check);
    assert.ok(findings.length > 50);
    for (const file of ["brought/client.ts", "brought/own.ts"])
      assert.ok(
        findings.some((it: { file: string }) => it.file === file),
        `nothing is wrong in ${file}`,
      );
  });

  test("with the search for words in bytes, in one thread", async () => assert.deepEqual(differences(await both(root, {}), all), []));
  test("with the search in two threads", async () => {
    assert.ok(existsSync(threads), "npm run build comes first");
    assert.deepEqual(differences(await both(root, { surveyThread: threads }), all), []);
  });
  test("when threads break down, but for one line that says so", async () => {
    const broken = `${root}.mjs`;
    writeFileSync(broken, 'throw new Error("broken");\n');
    const found = await both(root, { surveyThread: broken });
    rmSync(broken);
    assert.match(found.err, /a thread that looked at files ended early/);
    assert.deepEqual(differences({ ...found, err: "" }, { ...all, err: "" }), []);
  });
  test("in parts, put together", async () => {
    const parts = [];
    for (const n of [1, 2, 3]) parts.push(JSON.parse((await command(root, {}, "codes", "--shard", `${n}/3`)).out));
    const whole = JSON.parse(all.codes);
    assert.equal(
      parts.reduce((sum, it) => sum + it.files, 0),
      whole.files,
    );
    const texts = (sites: readonly object[]) => sites.map((it) => JSON.stringify(it)).sort();
    assert.deepEqual(texts(parts.flatMap((it) => it.sites)), texts(whole.sites));
  });
});

async function both(root: string, asked: Asked): Promise<Result> {
  const check = await command(root, asked, "check");
  const codes = await command(root, asked, "codes");
  return { check: check.out, codes: codes.out, err: check.err };
}

function command(cwd: string, { surveyThread, everything: all }: Asked, ...args: readonly string[]): Promise<Ran> {
  const engine = all ? { createEngine: (options: EngineOptions) => createEngine({ ...options, look: everything(options), certainOnly: false }) } : {};
  return runReally(cwd, [...args, "--format", "json"], { ...engine, ...(surveyThread === undefined ? {} : { surveyThread }) });
}

function everything({ catalogs, look }: EngineOptions): NonNullable<EngineOptions["look"]> {
  const needles = needlesOf(catalogs).map((_, i) => i);
  return (path) => {
    const known = look?.(path);
    return known && { ...known, spots: { needles, speaks: true } };
  };
}

/** The first lines in which two results differ: the whole of them nobody would read. */
function differences(found: Result, wanted: Result): readonly string[] {
  const lines = (it: Result) => [it.check, it.codes, it.err].flatMap((text) => text.split("\n"));
  const [a, b] = [lines(found), lines(wanted)];
  return a
    .flatMap((line, i) => (line === b[i] ? [] : [`${line} | ${b[i]}`]))
    .concat(a.length === b.length ? [] : [`${a.length} lines | ${b.length} lines`])
    .slice(0, 12);
}

/** Files of which each has a site, for a reason of its own. */
const expected = [
  "linked/src/retry.ts",
  "manifest/src/handle.ts",
  "named/marketo/errors.py",
  "note/plain.ts",
  "company/flow.ts",
  "brought/own.ts",
  "odd/utf16.ts",
  "odd/mark.ts",
  "odd/note.ipynb",
  "odd/joined.ipynb",
  "odd/page.html",
];

function* files(): Generator<readonly [string, string | Buffer]> {
  for (const page of pages) {
    const { id, sections } = pageAt(page);
    for (const [n, project] of sections.flatMap((it) => it.projects).entries()) {
      // A manifest makes each a project of its own.
      yield [`pages/${id}-${n}/requirements.txt`, ""];
      for (const [i, block] of project.blocks.entries()) yield [`pages/${id}-${n}/${block.path ?? `block-${i}.${block.word}`}`, block.text];
    }
  }
  const host = 'const base = "https://1.mktorest.com";\n';
  const decide =
    'export function again(response: any) {\n  switch (response.errors[0].code) {\n    case "601":\n      return renew();\n    case "606":\n      return wait();\n  }\n}\n';
  yield ["linked/package.json", "{}"];
  yield ["linked/src/client.ts", `import { again } from "./retry";\n${host}export const call = () => again(base);\n`];
  yield ["linked/src/retry.ts", decide];
  yield ["linked/src/other.ts", decide.replace("again", "elsewhere")];
  yield ["manifest/package.json", '{ "dependencies": { "node-marketo-rest": "1" } }'];
  yield ["manifest/src/handle.ts", decide];
  yield ["manifest/src/quiet.ts", "export const a = 1;\n"];
  yield ["named/requirements.txt", ""];
  yield ["named/marketo/errors.py", 'RETRYABLE_ERROR_CODES = {"601", "602", "606"}\n'];
  yield ["note/package.json", "{}"];
  yield ["note/plain.ts", `// faultline: marketo-rest\n${decide}`];
  yield ["company/package.json", "{}"];
  // A word that others use as well, with codes and without.
  yield ["company/flow.ts", '// Runs a flow.\nexport const flow = (errorCode: string) => errorCode === "1404-412" || errorCode === "2116-500";\n'];
  yield ["company/plain.ts", '// Runs a flow.\nexport const flow = (errorCode: string) => errorCode === "first" || errorCode === "second";\n'];
  // A field that is nearly enough, with codes that are brought in, with codes of its own, and without any.
  const field = "export const body = { plugin_token: token };\n";
  const asks = (codes: readonly (number | string)[]): string =>
    `${field}export function again(err_code: number) {\n${codes.map((it) => `  if (err_code === ${it}) return wait();\n`).join("")}  throw err_code;\n}\n`;
  yield ["brought/package.json", "{}"];
  yield ["brought/codes.ts", "export const EXPIRED = 10022;\nexport const GONE = 10211;\nexport const LIMIT = 10429;\n"];
  yield ["brought/client.ts", `import { EXPIRED, GONE, LIMIT } from "./codes";\n${asks(["EXPIRED", "GONE", "LIMIT"])}`];
  yield ["brought/own.ts", asks([10022, 10211, 10429])];
  yield ["brought/none.ts", asks([7, 8, 9])];
  yield ["odd/package.json", "{}"];
  yield ["odd/utf16.ts", Buffer.from(`\ufeff${host}${decide}`, "utf16le")];
  yield ["odd/mark.ts", `\ufeff${host}${decide}`];
  yield ["odd/binary.ts", Buffer.from([0, 1, 2, 3])];
  yield ["odd/large.ts", Buffer.alloc(5 * 1024 * 1024, 0x20)];
  yield ["odd/locked.ts", host];
  yield ["odd/generated.ts", `// Code generated by hand. DO NOT EDIT.\n${host}${decide}`];
  yield ["odd/minified.ts", `${host.trimEnd()}${"a();".repeat(2000)}\n`];
  yield ["odd/empty.ts", ""];
  const cell = { cell_type: "code", source: ["# calls\n", "mktorest.com = 1\n", 'RETRYABLE_ERROR_CODES = {"601", "602"}\n'] };
  const notebook = { cells: [cell], metadata: { kernelspec: { language: "python", name: "python3" } }, nbformat: 4, nbformat_minor: 5 };
  yield ["odd/note.ipynb", JSON.stringify(notebook)];
  yield ["odd/joined.ipynb", JSON.stringify({ ...notebook, cells: [{ ...cell, source: cell.source.join("") }] })];
  yield ["odd/quiet.ipynb", JSON.stringify({ ...notebook, cells: [] })];
  yield ["odd/broken.ipynb", "{"];
  yield ["odd/page.html", `<html><script>\n${host}${decide.replace("export ", "").replace(": any", "")}</script></html>\n`];
  yield ["odd/quiet.html", "<html><script>let a = 1;</script></html>\n"];
  yield ["odd/end.ts", "export const it = 1; // aep"];
  for (let i = 0; i < 700; i++) {
    // Each fortieth has a word that is often another's, or only looks like one of ours.
    const word = i % 40 === 0 ? ["workflow", "gateway", "lark", "userKey", "imsOrg"][(i / 40) % 5] : "value";
    yield [`noise/${i % 7}/file-${i}.ts`, `export const ${word}${i} = ${i};\nexport const other = "${word}";\n`];
  }
}
