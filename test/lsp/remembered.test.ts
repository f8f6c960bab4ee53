import assert from "node:assert/strict";
import { appendFileSync, mkdirSync, mkdtempSync, rmSync, utimesSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { test } from "node:test";
import { createNodeHost } from "../../server/src/host/node.ts";
import { standing } from "../../server/src/host/standing.ts";
import type { Services } from "../../server/src/lsp/services.ts";
import { URI, world } from "./world.ts";

const large = `!${" ".repeat(50_000)}!`;

/** A disk that several sessions share, one after the other, and on which things can be changed. */
function disk() {
  const kept = new Map<string, string>();
  const now = { around: "as it was" as string | undefined };
  const keeper: NonNullable<Services["keeper"]> = {
    nameOf: (...what) => JSON.stringify(what),
    recall: (name) => (kept.has(name) ? JSON.parse(kept.get(name) as string) : undefined),
    keep: (name, value) => void kept.set(name, JSON.stringify(value)),
    standing: () => now.around,
  };
  return { kept, now, keeper };
}

type Disk = ReturnType<typeof disk>;

/** One run of the server, with one document. Gives how many diagnostics were told, each time. */
async function run({ keeper }: Disk, text: string, how: Parameters<typeof world>[2] = {}, settings: unknown = {}, client = {}) {
  const it = world({}, client, { keeper, ...how });
  await it.session.start(settings);
  await it.openAt(URI, text);
  it.session.dispose();
  return it;
}

const counts = ({ published }: { readonly published: readonly { readonly diagnostics: readonly unknown[] }[] }) =>
  published.map((it) => it.diagnostics.length);

test("what a large document was told is told again at once, and then what the analysis says", async () => {
  const shared = disk();
  const first = await run(shared, large);
  assert.deepEqual(counts(first), [2]);
  const second = await run(shared, large);
  assert.deepEqual(counts(second), [2, 2]);
  assert.deepEqual(second.published[0], JSON.parse(JSON.stringify(first.published[0])));
});

test("it is told before the document is read", async () => {
  const shared = disk();
  await run(shared, large);
  const opened: number[] = [];
  const it = world({}, {}, { keeper: shared.keeper });
  const { createEngine } = it.services;
  const seen = world(
    {},
    {},
    {
      keeper: shared.keeper,
      createEngine: async (options) => {
        const engine = await createEngine(options);
        return {
          ...engine,
          open(...given: Parameters<typeof engine.open>) {
            opened.push(seen.published.length);
            return engine.open(...given);
          },
        };
      },
    },
  );
  await seen.session.start({});
  await seen.openAt(URI, large);
  assert.deepEqual(opened, [1]);
});

for (const [what, change] of Object.entries<(shared: Disk) => Parameters<typeof run>>({
  "another text": (shared) => [shared, `${large} `],
  "another file around": (shared) => {
    shared.now.around = "otherwise";
    return [shared, large];
  },
  "files around that can't be told from others": (shared) => {
    shared.now.around = undefined;
    return [shared, large];
  },
  "other settings": (shared) => [shared, large, {}, { fallback: "any" }],
  "other catalogs of the workspace": (shared) => [shared, large, { loadCatalogs: async () => ({ catalogs: [], problems: [], own: ["another"] }) }],
  "a client that shows something else": (shared) => [shared, large, {}, {}, { locale: "ko" }],
}))
  test(`nothing is told again with ${what}`, async () => {
    const shared = disk();
    await run(shared, large);
    assert.equal(counts(await run(...change(shared))).length, 1);
  });

test("nothing is kept of a short document, nor where nothing tells that the files around are the same", async () => {
  const shared = disk();
  await run(shared, "!");
  shared.now.around = undefined;
  await run(shared, large);
  assert.equal(shared.kept.size, 0);
});

test("nothing is kept as long as another document says something else than its file, since its neighbours may come from it", async () => {
  const kept = async (onDisk: string): Promise<number> => {
    const shared = disk();
    const { session, openAt } = world({ "/w/b.ts": onDisk }, {}, { keeper: shared.keeper });
    await session.start({});
    await openAt("file:///w/b.ts", "b");
    await openAt(URI, large);
    session.dispose();
    return shared.kept.size;
  };
  assert.equal(await kept("something else"), 0);
  assert.equal(await kept("b"), 1);
});

test("what somebody has written is kept once he pauses", async (t) => {
  const shared = disk();
  const { session, at, openAt } = world({}, {}, { keeper: shared.keeper });
  await session.start({});
  await openAt(URI, large);
  t.mock.timers.enable({ apis: ["setTimeout"] });
  session.change({ uri: URI, version: 2, changes: [at(0, 0, "!")] });
  t.mock.timers.tick(10_000);
  session.dispose();
  t.mock.timers.reset();
  assert.deepEqual(counts(await run(shared, `!${large}`)), [3, 3]);
});

test("a document that is closed before it was read is shown without anything", async () => {
  const shared = disk();
  await run(shared, large);
  const { session, published } = world({}, {}, { keeper: shared.keeper });
  await session.start({});
  session.open({ uri: URI, languageId: "typescript", version: 1, text: large });
  while (published.length === 0) await Promise.resolve();
  session.close(URI);
  await new Promise((done) => setTimeout(done, 0));
  assert.deepEqual(counts({ published }), [2, 0]);
});

test("a document that can't be read after all is shown without anything", async () => {
  const shared = disk();
  await run(shared, large);
  const { createEngine } = world().services;
  const broken: Services["createEngine"] = async (options) => ({
    ...(await createEngine(options)),
    load: () => Promise.reject(new Error("no grammar")),
  });
  assert.deepEqual(counts(await run(shared, large, { createEngine: broken })), [2, 0]);
});

test("what somebody else has written under the name is nothing", async () => {
  const shared = disk();
  await run(shared, large);
  for (const value of [null, 7, {}, { diagnostics: 7 }, { of: 1, diagnostics: [] }]) {
    for (const name of shared.kept.keys()) shared.kept.set(name, JSON.stringify(value));
    assert.equal(counts(await run(shared, large)).length, 1);
  }
});

test("how files stand changes with each that comes, goes or changes, and isn't told while one is young", (t) => {
  const folder = mkdtempSync(join(tmpdir(), "faultline-standing-"));
  t.after(() => rmSync(folder, { recursive: true }));
  const host = createNodeHost();
  // Its times can't be made older than they are: the clock goes on instead.
  t.mock.timers.enable({ apis: ["Date"], now: Date.now() });
  const settled = (): string | undefined => {
    t.mock.timers.tick(5000);
    return standing([folder], host);
  };
  const file = join(folder, "a", "b.ts");
  mkdirSync(join(folder, "a"));
  const empty = settled();
  writeFileSync(file, "1");
  t.mock.timers.setTime(Date.now());
  const seen = [empty, settled()];
  appendFileSync(file, "2");
  seen.push(settled());
  writeFileSync(join(folder, "c.json"), "{}");
  seen.push(settled());
  utimesSync(file, 1, 1);
  seen.push(settled());
  rmSync(file);
  seen.push(settled());
  assert.ok(seen.every((it) => it !== undefined));
  assert.equal(new Set(seen).size, seen.length);
  assert.equal(settled(), seen.at(-1));
  writeFileSync(join(folder, ".gitignore"), "made\n");
  mkdirSync(join(folder, "made"));
  const before = settled();
  writeFileSync(join(folder, "made", "a.ts"), "1");
  assert.equal(settled(), before);
});

test("how very many files stand isn't asked", (t) => {
  const folder = mkdtempSync(join(tmpdir(), "faultline-standing-"));
  t.after(() => rmSync(folder, { recursive: true }));
  t.mock.timers.enable({ apis: ["Date"], now: Date.now() + 60_000 });
  for (let i = 0; i < 2000; i++) writeFileSync(join(folder, `${i}.ts`), "");
  assert.notEqual(standing([folder], createNodeHost()), undefined);
  writeFileSync(join(folder, "one more.ts"), "");
  assert.equal(standing([folder], createNodeHost()), undefined);
});
