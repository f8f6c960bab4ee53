import { equal, ok } from "node:assert/strict";
import { test } from "node:test";
import { setFlagsFromString } from "node:v8";
import { runInNewContext } from "node:vm";
import { Languages } from "../../server/src/engine/languages.ts";
import { createNodeHost } from "../../server/src/host/node.ts";
import { parse } from "../../server/src/syntax/grammar.ts";
import { clientText } from "../bench/client.ts";
import { testWorkspace } from "../support/workspace.ts";

setFlagsFromString("--expose-gc");
const collect = runInNewContext("gc") as () => void;

test("a tree that was parsed on from another doesn't hold that one, nor its text", async () => {
  const languages = await Languages.read(createNodeHost());
  await languages.load("typescript");
  const grammar = languages.loaded("typescript");
  ok(grammar);
  const text = 'const code = "606";\n';
  const parsedOn = (): readonly [ReturnType<typeof parse>, WeakRef<object>] => {
    const old = parse(grammar, text);
    const tree = parse(grammar, text, old);
    old.delete();
    return [tree, new WeakRef(old)];
  };
  const [tree, old] = parsedOn();
  // What a weak reference leads to stays until the present piece of work is done.
  await new Promise(setImmediate);
  collect();
  equal(old.deref(), undefined);
  equal(tree.rootNode.text, text);
  tree.delete();
});

test("a document holds no more after hundreds of key presses than after the first of them", async () => {
  const { engine } = await testWorkspace(["/w"]);
  await engine.load("typescript");
  await engine.prepare("/w/none");
  const document = engine.open("/w/client.ts", "typescript", clientText(1_000));
  const place = (): number => document.analysis.text.indexOf("// What the service answers", 20_000);
  // A note that grows, a line that comes and goes, a function that comes and goes, a name that others look up: with what is asked in between.
  const round = (i: number): void => {
    document.edit([{ span: { start: place() + 28, end: place() + 28 }, text: i % 2 === 0 ? "x" : "y" }]);
    for (const text of ['if (code === "615") return [];\n    ', "const wait = (ms: number) => sleep(ms);\n    "]) {
      const at = place();
      document.edit([{ span: { start: at, end: at }, text }]);
      if (i % 8 === 0) engine.languageOf(String(document.slotAt(at) ?? document.analysis.sites.length));
      document.edit([{ span: { start: at, end: at + text.length }, text: "" }]);
    }
    const set = document.analysis.text.indexOf('"611"');
    document.edit([{ span: { start: set + 1, end: set + 4 }, text: "612" }]);
    document.edit([{ span: { start: set + 1, end: set + 4 }, text: "611" }]);
  };
  const held = async (): Promise<number> => {
    await new Promise(setImmediate);
    collect();
    collect();
    return process.memoryUsage().heapUsed;
  };
  for (let i = 0; i < 25; i++) round(i);
  const before = await held();
  const rounds = 50;
  for (let i = 0; i < rounds; i++) round(i);
  const grown = (await held()) - before;
  const edits = rounds * 7;
  // A version that stayed would be 300 KB for each, and its text alone 37 KB; what code is compiled to grows by a few.
  ok(grown < edits * 20_000, `${Math.round(grown / edits)} bytes for each key press`);
  document.close();
});
