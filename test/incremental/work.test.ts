import { deepEqual, equal, ok } from "node:assert/strict";
import { before, describe, test } from "node:test";
import type { HowToFix, OpenDocument } from "../../server/src/engine/model.ts";
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

  test("a function with a name of one letter concerns those who call it, not all who have that letter somewhere", () => {
    type(document.analysis.text.indexOf("// What the service answers", 200_000), "const f = (x: string) => x;\n    ");
    type(document.analysis.text.indexOf("decides how to go on.", 200_000), " ");
    deepEqual([work().read, work().asked], [1, 1]);
  });

  test("what a key press may concern is looked for in the function that was edited alone", () => {
    const before = work().searched;
    for (const text of [" ", "  ", ", "]) type(document.analysis.text.indexOf("decides how to go on.", 200_000), text);
    // Each version of the function is searched for its own names, and for those of the one before.
    ok(work().searched - before <= 3 * 6, `${work().searched - before} functions`);
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
    deepEqual({ ...work(), tried: 0, searched: 0 }, { ...before, tried: 0, searched: 0 });
  });

  test("a code that is whole is completed from what it is, a half-typed one from a copy of which a little is read", () => {
    const at = document.analysis.text.indexOf('case "606"', 200_000);
    const before = work().tried;
    equal(document.slotAt(at + 7)?.role, "case");
    equal(work().tried, before);
    type(at, 'case "');
    equal(document.slotAt(at + 6)?.role, "case");
    ok(work().tried > before && work().tried < before + 10);
    document.edit([{ span: { start: at, end: at + 6 }, text: "" }]);
  });

  test("a fix that adds to a set of everybody's is shown without reading a function, and tried on everybody to be made", () => {
    const { text, findings } = document.analysis;
    const set = text.indexOf("RETRYABLE_CODES");
    const shared = findings.find((f) => document.fixes(f, { proof: "near" }).some((x) => x.edits.some((e) => e.span.start < set + 100)));
    ok(shared);
    const read = (how: HowToFix): number => {
      const before = work().tried;
      ok(document.fixes(shared, how).length > 0);
      return work().tried - before;
    };
    document.edit([{ span: { start: text.length, end: text.length }, text: " " }]);
    equal(read({ proof: "near" }), 0);
    ok(read({ only: "handle-all" }) > 100);
  });

  test("a text that is broken is parsed from scratch when there is time, and once", () => {
    const before = work();
    const at = document.analysis.text.indexOf("case ", 200_000);
    type(at, 'case "6');
    type(at + 7, "0");
    equal(work().settled, before.settled);
    document.settle?.();
    document.settle?.();
    equal(work().settled, before.settled + 1);
    document.edit([{ span: { start: at, end: at + 8 }, text: "" }]);
    equal(document.settle?.(), false);
    equal(work().settled, before.settled + 1);
  });

  test("of edits far apart each is followed by itself", () => {
    const before = work();
    const { text } = document.analysis;
    const places = [0.1, 0.5, 0.9].map((part) => text.indexOf("// What the service answers", text.length * part));
    document.edit(places.map((at, i) => ({ span: { start: at + i, end: at + i }, text: " " })));
    const { whole, stretches, characters } = work();
    deepEqual({ whole, stretches }, { whole: before.whole, stretches: before.stretches + 3 });
    ok(characters - before.characters < 24_000);
  });
});
