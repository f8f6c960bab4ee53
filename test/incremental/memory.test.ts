import { equal, ok } from "node:assert/strict";
import { test } from "node:test";
import { setFlagsFromString } from "node:v8";
import { runInNewContext } from "node:vm";
import { Languages } from "../../server/src/engine/languages.ts";
import { createNodeHost } from "../../server/src/host/node.ts";
import { parse } from "../../server/src/syntax/grammar.ts";

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
