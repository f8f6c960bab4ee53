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

  test("a function whose name is the beginning of another's concerns those who call it, not the other", () => {
    const names = [...document.analysis.text.matchAll(/async (\w+?\d+)\(/g)].map(([, name]) => name as string);
    const short = names.find((name) => names.some((other) => other !== name && other.startsWith(name)));
    ok(short);
    const at = document.analysis.text.indexOf(`async ${short}(`);
    type(document.analysis.text.indexOf("decides how to go on.", at), " ");
    equal(work().read, 1);
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
    const others = { tried: 0, searched: 0, parsed: 0, made: 0, uses: 0 };
    deepEqual({ ...work(), ...others }, { ...before, ...others });
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

  test("a hover and a list of fixes make as little of a large file as of a small one", async () => {
    const { engine } = await testWorkspace(["/w"]);
    await engine.load("typescript");
    const asked = (lines: number): { readonly made: number; readonly parsed: number; readonly uses: number } => {
      const document = engine.open("/w/client.ts", "typescript", clientText(lines));
      const { text } = document.analysis;
      const half = text.length / 2;
      const at = text.indexOf("decides how to go on.", half);
      document.edit([{ span: { start: at, end: at }, text: " " }]);
      const before = document.work;
      const code = document.analysis.text.indexOf('"606"', half) + 1;
      ok(document.analysis.sitesIn({ start: code, end: code }).length > 0);
      const uses = (document.work?.uses ?? 0) - (before?.uses ?? 0);
      const found = document.analysis.findings.find((f) => f.span.start > half);
      ok(found && document.fixes(found, { proof: "near" }).length > 2);
      const after = document.work;
      document.close();
      return { made: after?.made ?? Number.NaN, parsed: (after?.parsed ?? 0) - (before?.parsed ?? 0), uses };
    };
    const [small, large] = [asked(1000), asked(8000)];
    // Calls that may renew a credential are looked at wherever they stand.
    ok(large.made - small.made < 500, `${large.made} objects, and ${small.made} in a small file`);
    ok(large.parsed <= 4 && small.parsed <= 4, `${large.parsed} texts`);
    ok(large.uses <= 3, `${large.uses} stretches`);
  });

  test("a key press in a component makes nothing of it stand in the text that nobody asks for", async () => {
    const { engine } = await testWorkspace(["/w"]);
    await engine.load("vue");
    const script = clientText(1000);
    const component = engine.open("/w/client.vue", "vue", `<template><p/></template>\n<script lang="ts">\n${script}</script>\n`);
    const at = component.analysis.text.indexOf("decides how to go on.", script.length / 2);
    component.edit([{ span: { start: at, end: at }, text: " " }]);
    equal(component.work?.made, 0);
    equal(component.following?.marks.length, component.analysis.findings.length);
    ok(component.analysis.facts.functions.length > 20);
    ok((component.work?.made ?? 0) > 30);
    component.close();
  });

  test("a text that is broken is parsed from scratch when there is time, and once; likewise when it is mended", () => {
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
    equal(document.settle?.(), false);
    equal(work().settled, before.settled + 2);
    type(document.analysis.text.indexOf("decides how to go on.", 200_000), " ");
    equal(document.settle?.(), false);
    equal(work().settled, before.settled + 2);
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
