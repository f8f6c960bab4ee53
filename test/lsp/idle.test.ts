/**
 * The server over a project: what it reads and parses is counted, not timed. In a project that calls none of the APIs it looks at every file's
 * bytes once, and then does nothing at all.
 */
import assert from "node:assert/strict";
import { test } from "node:test";
import { createEngine } from "../../server/src/engine/engine.ts";
import type { Engine } from "../../server/src/engine/model.ts";
import { defaultSettings } from "../../server/src/engine/model.ts";
import type { Host } from "../../server/src/host/host.ts";
import { createNodeHost } from "../../server/src/host/node.ts";
import { Preparing, type Work } from "../../server/src/lsp/preparing.ts";
import { testCatalogs } from "../support/workspace.ts";

const node = createNodeHost();
const quiet = { info() {}, warn() {} };
const encoder = new TextEncoder();

interface Counts {
  walks: number;
  bytes: number;
  texts: number;
}

async function world(files: Readonly<Record<string, string>>): Promise<{ engine: Engine; counts: Counts; texts: Map<string, string> }> {
  const texts = new Map(Object.entries(files).map(([path, text]) => [`/w/${path}`, text]));
  const counts: Counts = { walks: 0, bytes: 0, texts: 0 };
  const isSource = (path: string) => path.endsWith(".ts");
  const host: Host = {
    resource: (path) => node.resource(path),
    resources: (folder) => node.resources(folder),
    readText(path) {
      if (isSource(path)) counts.texts++;
      return texts.get(path);
    },
    readBytes(path) {
      counts.bytes++;
      const text = texts.get(path);
      const bytes = encoder.encode(text);
      return text === undefined ? undefined : { bytes, length: bytes.length };
    },
    exists: (path) => texts.has(path),
    list: (folder) => [
      ...new Set([...texts.keys()].filter((it) => it.startsWith(`${folder}/`)).map((it) => it.slice(folder.length + 1).replace(/\/.*/, "/"))),
    ],
    walk(folder, wanted) {
      counts.walks++;
      return [...texts.keys()].filter((it) => it.startsWith(`${folder}/`) && wanted(it)).sort();
    },
  };
  const engine = await createEngine({ host, catalogs: await testCatalogs(), settings: defaultSettings, log: quiet, roots: ["/w"] });
  engine.compareFiles(new Map());
  await engine.load("typescript");
  return { engine, counts, texts };
}

const many = 300;
const plain = Object.fromEntries(
  Array.from({ length: many }, (_, i) => [`src/file-${i}.ts`, `import { a } from "./file-${i + 1}";\nexport const flow${i} = a;\n`]),
);
const decide = 'export const again = (response: any) => {\n  if (response.errors[0].code === "606") return renew();\n};\n';

test("a project that calls none of the APIs is searched once, and then left alone", async () => {
  const { engine, counts } = await world({ "package.json": "{}", ...plain });
  const document = engine.open("/w/src/file-0.ts", "typescript", plain["src/file-0.ts"] ?? "");
  await engine.prepare("/w/src/file-0.ts");
  assert.equal(counts.bytes, many);
  assert.equal(counts.walks, 1);
  // What the document itself asks of its neighbours before anything is known of the project is all that is read as text.
  assert.ok(counts.texts < 8, `${counts.texts} texts`);
  document.refresh();
  const before = { ...counts };
  for (let i = 0; i < 50; i++) {
    document.edit([{ span: { start: 0, end: 0 }, text: `// ${i}\n` }]);
    assert.equal(await engine.prepare("/w/src/file-0.ts"), false);
  }
  await engine.prepare("/w/src/file-7.ts");
  engine.changed(["/w/src/file-9.ts"]);
  assert.deepEqual({ ...counts, bytes: counts.bytes - 1 }, before);
});

test("a file that becomes an API's wakes it, saved or not", async () => {
  for (const saved of [true, false]) {
    const files = { "package.json": "{}", ...plain, "src/client.ts": 'import { again } from "./retry";\n', "src/retry.ts": decide };
    const { engine, counts, texts } = await world(files);
    const client = engine.open("/w/src/client.ts", "typescript", files["src/client.ts"]);
    const retry = engine.open("/w/src/retry.ts", "typescript", decide);
    await engine.prepare("/w/src/client.ts");
    assert.equal(retry.refresh().verdicts.length, 0);
    const host = 'const base = "https://1.mktorest.com";\n';
    client.edit([{ span: { start: 0, end: 0 }, text: host }]);
    if (saved) {
      texts.set("/w/src/client.ts", host + files["src/client.ts"]);
      engine.changed(["/w/src/client.ts"]);
    }
    assert.equal(await engine.prepare("/w/src/client.ts"), true);
    assert.ok(counts.texts >= many, "the imports of all files are known now");
    if (saved)
      assert.deepEqual(
        retry.refresh().verdicts.map((it) => [it.api, it.certain]),
        [["marketo-rest", true]],
      );
    assert.equal(await engine.prepare("/w/src/client.ts"), false);
  }
});

test("a manifest that names an API wakes it", async () => {
  const { engine, texts } = await world({ "package.json": "{}", ...plain, "src/retry.ts": decide });
  const retry = engine.open("/w/src/retry.ts", "typescript", decide);
  await engine.prepare("/w/src/retry.ts");
  assert.equal(retry.refresh().sites.length, 0);
  texts.set("/w/package.json", '{ "dependencies": { "node-marketo-rest": "1" } }');
  engine.changed(["/w/package.json"]);
  assert.equal(await engine.prepare("/w/src/retry.ts"), true);
  assert.equal(retry.refresh().sites.length, 1);
});

test("looking at a project gives others their turn, tells how far it is, and stops when it is told to", async () => {
  const long = Object.fromEntries(Object.entries(plain).map(([path, text]) => [path, text + "// nothing\n".repeat(2000)]));
  const { engine, counts } = await world({ "package.json": "{}", ...long });
  let turns = 0;
  const told: number[] = [];
  const turn = setInterval(() => turns++, 0);
  const finished = await engine.prepare("/w/src/file-0.ts", (done, total) => {
    told.push(done);
    assert.ok(total >= many);
    return told.length < 4;
  });
  clearInterval(turn);
  assert.equal(finished, false);
  assert.ok(turns > 0);
  assert.deepEqual(
    told,
    [...told].sort((a, b) => a - b),
  );
  assert.ok(counts.bytes < many, `${counts.bytes} files were looked at before it stopped`);
  assert.equal(await engine.prepare("/w/src/file-0.ts"), true, "and it can be begun again");
});

test("work is shown when it takes long, ended whatever happens, and not begun again once it was cancelled", async (t) => {
  let now = 0;
  t.mock.method(performance, "now", () => now);
  const works: { done: number; ended: boolean }[] = [];
  let cancelled = false;
  const begin = (): Work => {
    const work = { done: 0, ended: false };
    works.push(work);
    return {
      report: (done) => {
        work.done = done;
      },
      get cancelled() {
        return cancelled;
      },
      end: () => {
        work.ended = true;
      },
    };
  };
  let asked = 0;
  const engine = {
    async prepare(_: string, watch: (done: number, total: number) => boolean) {
      asked++;
      for (let i = 1; i <= 10; i++) {
        now += 100;
        if (!watch(i, 10)) return false;
        if (i === 8 && asked === 2) throw new Error("broken");
      }
      return true;
    },
  } as unknown as Engine;
  let learned = 0;
  /** Asked when everything before it is done. */
  const done = (tell: () => void): boolean => {
    tell();
    return false;
  };
  const preparing = new Preparing(begin, quiet);
  const add = (matters = true) =>
    new Promise<void>((resolve) => {
      preparing.add({ engine, file: "/w/a.ts", matters: () => matters, learned: () => learned++ });
      preparing.add({ engine: {} as Engine, file: "", matters: () => done(resolve), learned: () => {} });
    });
  await add();
  assert.deepEqual([works, learned], [[{ done: 10, ended: true }], 1]);
  await add();
  assert.deepEqual([works.at(-1), learned], [{ done: 8, ended: true }, 1]);
  await add(false);
  assert.equal(asked, 2);
  cancelled = true;
  await add();
  await add();
  assert.deepEqual([asked, works.at(-1)?.ended, learned], [3, true, 1]);
  cancelled = false;
  preparing.reconsider(engine);
  await add();
  assert.deepEqual([asked, learned], [4, 2]);
});
