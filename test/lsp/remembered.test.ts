import assert from "node:assert/strict";
import { afterEach, beforeEach, mock, test } from "node:test";
import type { Services } from "../../server/src/lsp/services.ts";
import { URI, world } from "./world.ts";

const large = `!${" ".repeat(50_000)}!`;

/** A disk that several sessions share, one after the other, and on which things can be changed. */
function disk() {
  const kept = new Map<string, string>();
  const now = { digest: "as it was", changed: [] as [string, number][], isMuch: false, isYoung: false };
  let asked = 0;
  const keeper: NonNullable<Services["keeper"]> = {
    nameOf: (...what) => JSON.stringify(what),
    recall: (name) => (kept.has(name) ? JSON.parse(kept.get(name) as string) : undefined),
    keep: (name, value) => void kept.set(name, JSON.stringify(value)),
    standing: (_, since = Number.POSITIVE_INFINITY) => {
      asked++;
      if (now.isMuch) return "many";
      return now.isYoung ? undefined : { digest: now.digest, changed: now.changed.filter(([, at]) => at >= since) };
    },
  };
  return {
    kept,
    now,
    keeper,
    get asked() {
      return asked;
    },
  };
}

type Disk = ReturnType<typeof disk>;

/** One run of the server, with one document that is left open for a while. */
async function run({ keeper }: Disk, text: string, how: Parameters<typeof world>[2] = {}, settings: unknown = {}, client = {}) {
  const it = world({}, client, { keeper, ...how });
  await it.session.start(settings);
  await it.openAt(URI, text);
  await soon();
  pause();
  it.session.dispose();
  return it;
}

/** Whatever waits for no time is done. */
async function soon(): Promise<void> {
  for (let i = 0; i < 30; i++) await Promise.resolve();
}

/** As long as it takes until something is kept. The clock is the test's own. */
function pause(): void {
  mock.timers.tick(10_000);
}

beforeEach(() => mock.timers.enable({ apis: ["setTimeout", "Date"], now: 1_000_000 }));
afterEach(() => mock.timers.reset());

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
    shared.now.digest = "otherwise";
    return [shared, large];
  },
  "files around that can't be told from others": (shared) => {
    shared.now.isYoung = true;
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
  assert.equal(shared.asked, 0);
  shared.now.isYoung = true;
  await run(shared, large);
  assert.equal(shared.kept.size, 0);
});

test("where there are too many files around, they are not asked again", async () => {
  const shared = disk();
  shared.now.isMuch = true;
  const { session, at, openAt } = world({}, {}, { keeper: shared.keeper });
  await session.start({});
  await openAt(URI, large);
  pause();
  for (const version of [2, 3]) {
    session.change({ uri: URI, version, changes: [at(0, 0, "!")] });
    pause();
  }
  assert.equal(shared.asked, 1);
});

test("nothing is kept as long as a file has changed and nobody has told so: it may be known as it was", async () => {
  const kept = async (changed: string, told: readonly string[]): Promise<number> => {
    const shared = disk();
    const { session, openAt } = world({}, {}, { keeper: shared.keeper });
    await session.start({});
    await openAt(URI, large);
    shared.now.changed.push([changed, Date.now() + 1]);
    mock.timers.tick(2);
    session.filesChanged(told);
    pause();
    session.dispose();
    return shared.kept.size;
  };
  assert.equal(await kept("/w/b.ts", []), 0);
  assert.equal(await kept("/w/b.ts", ["/w/c.ts"]), 0);
  assert.equal(await kept("/w/b.ts", ["/w/b.ts"]), 1);
  // What the editor has of a document is known as it is.
  assert.equal(await kept("/w/a.ts", []), 1);
});

test("what other open documents have a say in isn't kept", async () => {
  const shared = disk();
  const { createEngine } = world().services;
  const comparing: Services["createEngine"] = async (options) => {
    const engine = await createEngine(options);
    return {
      ...engine,
      open(...given: Parameters<typeof engine.open>) {
        const document = engine.open(...given);
        const findings = document.analysis.findings.map((it, i) => (i === 0 ? { ...it, rule: "inconsistent-retry" } : it));
        return { ...document, analysis: { ...document.analysis, findings } };
      },
    };
  };
  assert.deepEqual(counts(await run(shared, large, { createEngine: comparing })), [2]);
  assert.deepEqual(counts(await run(shared, large)), [1, 2]);
});

test("nothing is kept as long as another document says something else than its file, since its neighbours may come from it", async () => {
  const kept = async (onDisk: string): Promise<number> => {
    const shared = disk();
    const { session, openAt } = world({ "/w/b.ts": onDisk }, {}, { keeper: shared.keeper });
    await session.start({});
    await openAt("file:///w/b.ts", "b");
    await openAt(URI, large);
    pause();
    session.dispose();
    return shared.kept.size;
  };
  assert.equal(await kept("something else"), 0);
  assert.equal(await kept("b"), 1);
});

test("nothing is told again as long as another document says something else than its file", async () => {
  const shared = disk();
  await run(shared, large);
  const { session, openAt, published } = world({ "/w/b.ts": "on disk" }, {}, { keeper: shared.keeper });
  session.open({ uri: "file:///w/b.ts", languageId: "typescript", version: 1, text: "not saved" });
  await session.start({});
  await openAt(URI, large);
  assert.equal(published.filter((it) => it.uri === URI).length, 1);
});

test("what comes from a document that was closed is not kept", async () => {
  const shared = disk();
  const { session, openAt } = world({ "/w/b.ts": "b" }, {}, { keeper: shared.keeper });
  await session.start({});
  await openAt("file:///w/b.ts", "b");
  await openAt(URI, large);
  session.close("file:///w/b.ts");
  pause();
  assert.equal(shared.kept.size, 0);
});

test("what somebody has written is kept once he pauses, and once", async () => {
  const shared = disk();
  let writes = 0;
  const keep = (name: string, value: unknown): void => {
    writes++;
    shared.keeper.keep(name, value);
  };
  const keeper = { ...shared.keeper, keep };
  const { session, at, openAt } = world({}, {}, { keeper });
  await session.start({});
  await openAt(URI, large);
  session.change({ uri: URI, version: 2, changes: [at(0, 0, "!")] });
  pause();
  session.filesChanged(["/w/b.ts"]);
  pause();
  session.change({ uri: URI, version: 3, changes: [at(0, 0, "?")] });
  session.dispose();
  pause();
  assert.equal(writes, 1);
  assert.deepEqual(counts(await run(shared, `!${large}`)), [3, 3]);
});

test("what the project makes of a document stands until the project was looked at", async () => {
  const shared = disk();
  await run(shared, large);
  const { session, openAt, published } = world({ "/w/a.ts": large }, {}, { keeper: shared.keeper });
  await session.start({});
  await openAt(URI, large);
  // Told again at once; the analysis by itself isn't told, and what it is with its project comes later.
  assert.equal(published.length, 1);
  for (let i = 0; i < 10; i++) {
    mock.timers.tick(1);
    await Promise.resolve();
  }
  assert.equal(published.length, 2);
});

test("documents of one path in another language, or of other folders, are other ones", async () => {
  const shared = disk();
  await run(shared, large);
  const { createEngine } = world().services;
  const renaming: Services["createEngine"] = async (options) => ({ ...(await createEngine(options)), languageOf: () => "javascript" });
  assert.equal(counts(await run(shared, large, { createEngine: renaming })).length, 1);
  const { session, openAt, published } = world({}, {}, { keeper: shared.keeper });
  await session.start({});
  await session.changeRoots(["/v"], []);
  await openAt(URI, large);
  assert.equal(published.length, 1);
});

test("a document that another engine has read already is not emptied by the one before", async () => {
  const shared = disk();
  await run(shared, large);
  const { createEngine } = world().services;
  let reject = (_: Error): void => {};
  let engines = 0;
  const slow: Services["createEngine"] = async (options) => {
    const engine = await createEngine(options);
    const isFirst = engines++ === 0;
    return { ...engine, load: () => (isFirst ? new Promise<void>((_, no) => (reject = no)) : Promise.resolve()) };
  };
  const { session, published } = world({}, {}, { keeper: shared.keeper, createEngine: slow });
  await session.start({});
  session.open({ uri: URI, languageId: "typescript", version: 1, text: large });
  await soon();
  await session.rebuild();
  await session.document(URI);
  reject(new Error("too late"));
  await soon();
  assert.ok(published.every((it) => it.diagnostics.length === 2));
});

test("a document that is closed before it was read is shown without anything", async () => {
  const shared = disk();
  await run(shared, large);
  const { session, published } = world({}, {}, { keeper: shared.keeper });
  await session.start({});
  session.open({ uri: URI, languageId: "typescript", version: 1, text: large });
  while (published.length === 0) await Promise.resolve();
  session.close(URI);
  await soon();
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
