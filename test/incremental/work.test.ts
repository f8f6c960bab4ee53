import { deepEqual, equal, ok } from "node:assert/strict";
import { before, describe, test } from "node:test";
import type { OpenDocument } from "../../server/src/engine/model.ts";
import { clientText } from "../bench/client.ts";
import { testWorkspace } from "../support/workspace.ts";

/** Counted, not timed: what is done on a key press is what the edit calls for. */
describe("in a client of 10,000 lines", () => {
  let document: OpenDocument;
  before(async () => {
    const { engine } = await testWorkspace(["/w"]);
    await engine.load("typescript");
    await engine.prepare("/w/none");
    document = engine.open("/w/client.ts", "typescript", clientText(10_000));
  });

  const type = (at: number, text: string): void => void document.edit([{ span: { start: at, end: at }, text }]);
  const work = (): NonNullable<OpenDocument["work"]> => {
    if (!document.work) throw new Error("the document doesn't say what was done");
    return document.work;
  };

  test("an edit in one function reads that function and asks about it alone", () => {
    ok(work().functions > 250);
    equal(work().read, work().functions);
    const before = work();
    type(document.analysis.text.indexOf("// What the service answers", 200_000), "const once = 1;\n    ");
    const { whole, stretches, characters, read, asked } = work();
    deepEqual({ whole, stretches, read, asked }, { whole: before.whole, stretches: before.stretches + 1, read: 1, asked: 1 });
    ok(characters - before.characters < 8000, "the function and its two neighbours are all that was looked at");
  });

  test("an edit in what others look up reads those others", () => {
    const codes = document.analysis.text.indexOf('"611", "713"');
    type(codes, '"608", ');
    ok(work().read > 10 && work().read < work().functions);
  });

  test("questions about a place read nothing of the document again", () => {
    const before = work();
    const at = document.analysis.text.indexOf('"606"', 200_000) + 1;
    ok(document.slotAt(at) !== undefined);
    ok(document.analysis.sites.length > 0);
    ok(document.analysis.findings.some((f) => document.fixes(f).length > 0));
    deepEqual(work(), before);
  });
});
