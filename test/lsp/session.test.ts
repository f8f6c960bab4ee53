import assert from "node:assert/strict";
import { test } from "node:test";
import * as toProtocol from "../../server/src/lsp/to-protocol.ts";
import { URI, world } from "./world.ts";

test("documents that are opened and changed before the start are analysed as they are then", async () => {
  const { session, published, at } = world();
  session.open({ uri: URI, languageId: "typescript", version: 1, text: "a!" });
  session.change({ uri: URI, version: 2, changes: [at(0, 0, "!\n")] });
  assert.equal(published.length, 0);
  await session.start({});
  const found = await session.document(URI);
  assert.equal(found?.engine.analysis.text, "!\na!");
  assert.deepEqual(
    published.map((it) => [it.version, it.diagnostics.length]),
    [[2, 2]],
  );
});

test("what was put off while somebody types is done once he pauses, and told where it makes a difference", async (t) => {
  const { session, asked, published, at, openAt } = world();
  await session.start({});
  await openAt(URI, "{!");
  await openAt("file:///w/b.ts", "!");
  t.mock.timers.enable({ apis: ["setTimeout"] });
  for (const uri of [URI, URI, "file:///w/b.ts", URI]) {
    session.change({ uri, version: undefined, changes: [at(0, 0, " ")] });
    t.mock.timers.tick(100);
  }
  const before = published.length;
  assert.ok(!asked.some((it) => it.startsWith("settle")));
  t.mock.timers.tick(1000);
  assert.deepEqual(asked.filter((it) => it.startsWith("settle")).sort(), ["settle /w/a.ts", "settle /w/b.ts"]);
  assert.deepEqual(
    published.slice(before).map((it) => it.uri),
    [URI],
  );
  session.change({ uri: URI, version: undefined, changes: [at(0, 0, " ")] });
  session.dispose();
  t.mock.timers.tick(1000);
  assert.equal(asked.filter((it) => it.startsWith("settle")).length, 2);
});

test("should the analysis throw, the document starts over with its text, and the rest goes on", async () => {
  const { session, last, warnings, at, openAt } = world();
  await session.start({});
  await openAt(URI, "!");
  session.change({ uri: URI, version: 2, changes: [at(0, 1, "BOOM")] });
  await session.document(URI);
  assert.equal(last().version, 2);
  assert.equal(last().diagnostics.length, 1);
  session.change({ uri: URI, version: 3, changes: [at(0, 0, "!")] });
  assert.deepEqual([last().version, last().diagnostics.length], [3, 2]);
  assert.match(warnings.join("\n"), /analysed anew: no sense/);
});

test("places in other files are found in their open text, else on the disk, and read once", async () => {
  const { session, last, asked, at, openAt } = world({ "/w/b.ts": "ab\ncdef" });
  await session.start({});
  await openAt(URI, "!");
  const where = () => last().diagnostics[0]?.relatedInformation?.[0]?.location;
  assert.deepEqual(where(), { uri: "file:///w/b.ts", range: { start: { line: 1, character: 2 }, end: { line: 1, character: 3 } } });
  session.change({ uri: URI, version: 2, changes: [at(0, 0, " ")] });
  assert.equal(asked.filter((it) => it === "read /w/b.ts").length, 1);
  await openAt("file:///w/b.ts", "abcdefgh");
  session.change({ uri: URI, version: 3, changes: [at(0, 0, " ")] });
  assert.deepEqual(where()?.range, { start: { line: 0, character: 5 }, end: { line: 0, character: 6 } });
});

test("a change elsewhere is told to the engine, and only documents that may depend on it are done over", async () => {
  const { session, asked, openAt } = world();
  await session.start({});
  await openAt(URI, "!");
  await openAt("file:///w/b.ts", "!");
  asked.length = 0;
  session.filesChanged(["/w/a.ts"]);
  assert.deepEqual(asked, ["changed /w/a.ts", "refresh /w/b.ts"]);
});

test("what the project around a file tells is looked at after the file's own words were shown", async () => {
  const { session, asked, published, openAt } = world({ "/w/a.ts": "" });
  await session.start({});
  await Promise.all([openAt(URI, "!"), openAt("file:///w/c.ts", "!"), openAt("file:///w/none.ts", "!")]);
  assert.equal(published.length, 3);
  assert.ok(!asked.includes("refresh /w/a.ts"));
  await new Promise((done) => setTimeout(done, 20));
  assert.deepEqual(
    asked.filter((it) => it.startsWith("refresh")),
    ["refresh /w/a.ts", "refresh /w/c.ts", "refresh /w/none.ts"],
    "once for all",
  );
});

test("the project's own settings go before the editor's; the locale stays the reader's", async () => {
  const project = JSON.stringify({ rules: { one: "off" }, locale: "ko" });
  const { session, engines, asked } = world({ "/w/faultline.json": `\uFEFF${project}` });
  await session.start({ rules: { one: "error", two: "hint" }, locale: "zh-TW" });
  assert.deepEqual(engines[0]?.settings.rules, { one: "off", two: "hint" });
  assert.equal(engines[0]?.settings.locale, "zh-TW");
  assert.equal(session.words.locale, "zh-TW");
  await session.configure({ rules: { two: "error" } });
  assert.ok(asked.includes('configure {"two":"error","one":"off"}'), asked.join("\n"));
});

test("a project's settings that are no JSON are told and passed over", async () => {
  const { session, warnings, engines } = world({ "/w/faultline.json": "{" });
  await session.start({});
  assert.deepEqual(engines[0]?.settings.rules, {});
  assert.match(warnings.join("\n"), /faultline\.json is not valid JSON/);
});

test("other folders make a new engine over the same documents", async () => {
  const { session, engines, asked, last, openAt } = world();
  await session.start({});
  await openAt(URI, "!!");
  await session.changeRoots(["/v"], ["/w"]);
  assert.deepEqual(engines.at(-1)?.roots, ["/v"]);
  const found = await session.document(URI);
  assert.equal(found?.engine.analysis.text, "!!");
  assert.deepEqual(asked.slice(-2), ["close /w/a.ts", "open /w/a.ts"]);
  assert.equal(last().diagnostics.length, 2);
});

test("the APIs of a document are told once, and again when they change", async () => {
  const { session, statuses, at, openAt } = world();
  await session.start({});
  await openAt(URI, "marketo");
  session.change({ uri: URI, version: 2, changes: [at(0, 0, "!")] });
  assert.deepEqual(statuses, [{ uri: URI, apis: [{ id: "marketo-rest", name: "Marketo", certain: true }] }]);
  session.change({ uri: URI, version: 3, changes: [{ text: "" }] });
  assert.deepEqual(statuses.slice(1), [{ uri: URI, apis: [] }]);
});

test("a broken installation is told once, and requests are answered all the same", async () => {
  const { session, errors, services, openAt } = world();
  Object.assign(services, { loadCatalogs: () => Promise.reject(new Error("catalogs are missing")) });
  await session.start({});
  assert.deepEqual(errors, ["Faultline can't start: catalogs are missing"]);
  assert.equal(await openAt(URI, "!"), undefined);
});

test("edits carry the version they were made for, and those of other files theirs", async () => {
  const { session, openAt } = world({ "/w/c.ts": "x\ny" });
  await session.start({});
  await openAt("file:///w/b.ts", "bb", 7);
  const found = (await openAt(URI, "a!", 4)) ?? assert.fail();
  const insert = [{ span: { start: 2, end: 2 }, text: "+" }];
  const action = {
    kind: "quickfix",
    title: "t",
    preferred: true,
    findings: [],
    edits: insert,
    otherFiles: { "b.ts": insert, "c.ts": insert },
  } as const;
  const given = toProtocol.codeAction(action, found.place, session.client);
  const documents = given?.edit?.documentChanges?.map((it) => ("textDocument" in it ? it.textDocument : undefined));
  assert.deepEqual(documents, [
    { uri: URI, version: 4 },
    { uri: "file:///w/b.ts", version: 7 },
    { uri: "file:///w/c.ts", version: null },
  ]);
  assert.equal(toProtocol.codeAction({ ...action, otherFiles: { "gone.ts": insert } }, found.place, session.client), undefined);
  const plain = toProtocol.codeAction({ ...action, otherFiles: {} }, found.place, { ...session.client, documentChanges: false });
  assert.deepEqual(Object.keys(plain?.edit?.changes ?? {}), [URI]);
});
