/**
 * What a run remembers for the next: it may save work, never change an answer. How much work was done is counted by what is read and parsed.
 */
import assert from "node:assert/strict";
import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, realpathSync, rmSync, unlinkSync, utimesSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { test } from "node:test";
import { createEngine } from "../../server/src/engine/engine.ts";
import type { EngineOptions } from "../../server/src/engine/model.ts";
import { createNodeHost } from "../../server/src/host/node.ts";
import { cacheFolder } from "../../server/src/host/store.ts";
import { type Ran, runReally } from "./support/really.ts";

const decide = (codes: readonly string[]) =>
  `export function again(response: any) {\n  switch (response.errors[0].code) {\n${codes.map((it) => `    case "${it}":\n      return renew();\n`).join("")}  }\n}\n`;

const files = {
  "client/package.json": "{}",
  "client/src/client.ts": 'import { again } from "./retry";\nconst base = "https://1.mktorest.com";\nexport const call = () => again(base);\n',
  "client/src/retry.ts": decide(["601", "606"]),
  "client/src/plain.ts": "export const a = 1;\n",
  "other/package.json": "{}",
  "other/src/plain.ts": "export const b = 1;\n",
};

interface Counted extends Ran {
  readonly read: number;
  readonly analysed: number;
}

class Tree {
  readonly root = realpathSync(mkdtempSync(join(tmpdir(), "faultline-cached-")));
  readonly cache = realpathSync(mkdtempSync(join(tmpdir(), "faultline-cache-")));
  program = "this build";

  constructor() {
    for (const [path, text] of Object.entries(files)) this.write(path, text);
  }

  /** A file that was written a while ago: one that is younger is not relied on. `age` in seconds. */
  write(path: string, text: string, age = 3600): void {
    const full = join(this.root, path);
    mkdirSync(dirname(full), { recursive: true });
    writeFileSync(full, text);
    const then = Date.now() / 1000 - age;
    utimesSync(full, then, then);
  }

  async run(...args: readonly string[]): Promise<Counted> {
    let read = 0;
    let analysed = 0;
    const host = createNodeHost();
    const counting = {
      ...host,
      bytes(path: string) {
        read++;
        return host.bytes(path);
      },
      read(path: string) {
        read++;
        return host.read(path);
      },
    };
    const engine = async (options: EngineOptions) => {
      const real = await createEngine(options);
      const analyse = real.analyse.bind(real);
      real.analyse = (path, language, text) => {
        analysed++;
        return analyse(path, language, text);
      };
      return real;
    };
    const ran = await runReally(this.root, [...(args.length > 0 ? args : ["codes"]), "--format", "json"], {
      env: { XDG_CACHE_HOME: this.cache },
      host: counting,
      createEngine: engine,
      program: this.program,
    });
    return { ...ran, read, analysed };
  }

  records(): readonly string[] {
    const folder = join(this.cache, "faultline/results");
    return existsSync(folder) ? readdirSync(folder).map((it) => join(folder, it)) : [];
  }

  remove(): void {
    rmSync(this.root, { recursive: true, force: true });
    rmSync(this.cache, { recursive: true, force: true });
  }
}

async function inTree(body: (tree: Tree) => Promise<void>): Promise<void> {
  const tree = new Tree();
  try {
    await body(tree);
  } finally {
    tree.remove();
  }
}

const sites = ({ out }: Ran): readonly { file: string; code: string }[] => JSON.parse(out).sites;

test("the second run over the same files analyses nothing, and says the same", () =>
  inTree(async (tree) => {
    const first = await tree.run();
    assert.ok(first.analysed > 0);
    assert.equal(sites(first).length, 2);
    const second = await tree.run();
    assert.equal(second.out, first.out);
    assert.equal(second.analysed, 0);
    assert.ok(second.read < first.read, `${second.read} of ${first.read} files read`);
    const anew = await tree.run("codes", "--no-cache");
    assert.equal(anew.out, first.out);
    assert.equal(anew.analysed, first.analysed);
  }));

test("files that have long been the same are not even read, but for those that are shown", (t) =>
  inTree(async (tree) => {
    const now = Date.now() + 3_600_000;
    t.mock.method(Date, "now", () => now);
    const first = await tree.run();
    const second = await tree.run();
    assert.equal(second.out, first.out);
    assert.equal(second.read, new Set(sites(first).map((it) => it.file)).size);
    tree.write("client/src/retry.ts", decide(["601", "608"]));
    const third = await tree.run();
    assert.notEqual(third.out, first.out);
    assert.equal(third.out, (await tree.run("codes", "--no-cache")).out);
  }));

/** After a first run something happens; then the answer is that of a run without memory. */
const changed = (name: string, change: (tree: Tree) => void, says: (before: Ran, after: Ran) => void) =>
  test(`after ${name} the answer is a new one`, () =>
    inTree(async (tree) => {
      const before = await tree.run();
      change(tree);
      const after = await tree.run();
      assert.equal(after.out, (await tree.run("codes", "--no-cache")).out);
      says(before, after);
    }));
const differs = (before: Ran, after: Ran) => assert.notEqual(after.out, before.out);
const stays = (before: Ran, after: Ran) => assert.equal(after.out, before.out);

changed("a change in a file with codes", (tree) => tree.write("client/src/retry.ts", decide(["601", "602", "606"]), 60), differs);
changed("a change that keeps length and time", (tree) => tree.write("client/src/retry.ts", decide(["601", "608"])), differs);
changed(
  "a change in a file that imports it",
  (tree) => tree.write("client/src/client.ts", 'import { again } from "./retry";\nagain(1);\n', 60),
  differs,
);
changed(
  "a file that comes and makes it everybody's",
  (tree) => {
    for (const name of ["a", "b", "c"]) tree.write(`client/src/${name}.ts`, 'import { again } from "./retry";\nagain(1);\n', 60);
  },
  differs,
);
changed("a file that goes", (tree) => unlinkSync(join(tree.root, "client/src/client.ts")), differs);
changed(
  "a manifest's change",
  (tree) => {
    tree.write("other/src/plain.ts", decide(["601", "606"]), 60);
    tree.write("other/package.json", '{ "dependencies": { "node-marketo-rest": "1" } }', 60);
  },
  differs,
);
changed("a setting's change", (tree) => tree.write("faultline.json", '{ "apis": { "client/**": "none" } }', 60), differs);
changed("a change that says nothing", (tree) => tree.write("other/src/plain.ts", "export const c = 1;\n", 60), stays);
changed(
  "another time on the same files",
  (tree) => {
    for (const [path, text] of Object.entries(files)) tree.write(path, text, 30);
  },
  stays,
);

test("what another build remembers is not asked", () =>
  inTree(async (tree) => {
    const first = await tree.run();
    tree.program = "another build";
    assert.equal((await tree.run()).analysed, first.analysed);
    assert.equal(tree.records().length, 2);
  }));

test("another question has another answer", () =>
  inTree(async (tree) => {
    await tree.run("codes");
    assert.ok("findings" in JSON.parse((await tree.run("check")).out));
    assert.equal(JSON.parse((await tree.run("codes", "other")).out).files, 1);
    assert.equal(JSON.parse((await tree.run("codes")).out).files, 4);
  }));

for (const [name, broken] of Object.entries({
  "cut off": (text: string) => text.slice(0, text.length / 2),
  "no JSON": () => "garbage",
  empty: () => "",
  "of another form, with a sound digest": () => "44136fa355b3678a1146ad16f7e8649e94fb4fc21fe77e8310c060f61caaff8a\n{}",
}))
  test(`a record that is ${name} is passed over and replaced`, () =>
    inTree(async (tree) => {
      const first = await tree.run();
      const [record = ""] = tree.records();
      writeFileSync(record, broken(readFileSync(record, "utf8")));
      const second = await tree.run();
      assert.equal(second.out, first.out);
      assert.equal(second.err, "");
      assert.equal(second.analysed, first.analysed);
      assert.equal((await tree.run()).analysed, 0);
    }));

test("two runs at once do each other no harm", () =>
  inTree(async (tree) => {
    const [a, b] = await Promise.all([tree.run(), tree.run()]);
    assert.equal(a.out, b.out);
    assert.equal(tree.records().length, 1);
    assert.equal((await tree.run()).analysed, 0);
  }));

test("records are kept in bounds, and what is left of broken runs goes", () =>
  inTree(async (tree) => {
    await tree.run();
    const [record = ""] = tree.records();
    const folder = dirname(record);
    for (let i = 0; i < 60; i++) writeFileSync(join(folder, `old-${i}.json`), "x");
    writeFileSync(join(folder, "left.part"), "x");
    for (const it of readdirSync(folder)) utimesSync(join(folder, it), 1, 1);
    tree.write("client/src/plain.ts", "export const z = 1;\n", 60);
    await tree.run("codes", "client");
    assert.ok(readdirSync(folder).length <= 40);
    assert.ok(!existsSync(join(folder, "left.part")));
  }));

test("nothing is remembered within what is checked, and nothing where there is no place", () =>
  inTree(async (tree) => {
    for (const env of [{ XDG_CACHE_HOME: join(tree.root, "cache") }, {}, { HOME: "relative" }])
      await runReally(tree.root, ["codes", "--format", "json"], { env, program: "this build" });
    assert.ok(!existsSync(join(tree.root, "cache")));
    assert.ok(!existsSync(join(tree.root, ".cache")));
  }));

test("the place is the platform's", () => {
  assert.equal(cacheFolder({ HOME: "/h/a" }, "results", "linux"), "/h/a/.cache/faultline/results");
  assert.equal(cacheFolder({ HOME: "/h/a", XDG_CACHE_HOME: "/x" }, "results", "linux"), "/x/faultline/results");
  assert.equal(cacheFolder({ HOME: "/Users/a" }, "results", "darwin"), "/Users/a/Library/Caches/faultline/results");
  assert.equal(cacheFolder({ HOME: "/h/a", XDG_CACHE_HOME: "not/absolute" }, "results", "linux"), "/h/a/.cache/faultline/results");
});
