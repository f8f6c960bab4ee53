import assert from "node:assert/strict";
import { test } from "node:test";
import type { HowToFix } from "../../server/src/engine/model.ts";
import { codeActions, FIX_ALL, provenAction, QUICK_FIX } from "../../server/src/features/code-actions.ts";
import { words } from "../../server/src/l10n/words.ts";
import type { Finding, Fix } from "../../server/src/rules/model.ts";
import { applyEdits, span } from "../../server/src/text/span.ts";
import { analysis, finding, fix } from "./support.ts";

const TEXT = "aaa bbb ccc ddd";

/** A document with these findings, each with its fixes; `asked` counts what was worked out. */
function document(...all: readonly (readonly [Finding, readonly Fix[]])[]) {
  const asked: Finding[] = [];
  return {
    asked,
    analysis: analysis(TEXT, { findings: all.map(([it]) => it) }),
    denial: () => undefined,
    fixes(given: Finding): readonly Fix[] {
      asked.push(given);
      return all.find(([it]) => it === given)?.[1] ?? [];
    },
  };
}

const replace = (start: number, end: number, text: string) => ({ span: span(start, end), text });
const whole = span(0, TEXT.length);
const all = (given: ReturnType<typeof document>) => codeActions(given, whole, ["source.fixAll"], words("en"));

test("only the fixes of findings that touch the range are worked out", () => {
  const first = finding(0, 3);
  const given = document([first, [fix("one", [replace(0, 3, "x")], { preferred: true })]], [finding(8, 11), [fix("two", [])]]);
  const actions = codeActions(given, span(3, 3), undefined, words("en"));
  assert.deepEqual(
    actions.map((it) => [it.title, it.kind, it.preferred, it.findings]),
    [["one", QUICK_FIX, true, [first]]],
  );
  assert.deepEqual(given.asked, [first]);
});

test("what was tried near its finding alone is shown without being made, and made only as the whole file allows", () => {
  const found = finding(0, 3);
  const shown = { ...fix("one", [replace(0, 3, "x")]), unproven: true as const };
  const proven: Fix[] = [fix("one", [replace(0, 3, "y")])];
  const given = {
    ...document([found, [shown]]),
    fixes: (_: Finding, how?: HowToFix) => (how?.proof === "near" ? [shown] : proven.filter((it) => it.id === how?.only)),
  };
  const [action] = codeActions(given, span(0, 0), undefined, words("en"), [], undefined, "near");
  assert.ok(action?.fix);
  assert.deepEqual(provenAction(given, action.fix)?.edits, [replace(0, 3, "y")]);
  assert.equal(provenAction(given, { ...action.fix, start: 1 }), undefined);
  proven.pop();
  assert.equal(provenAction(given, action.fix), undefined);
});

test("kinds that weren't asked for are not worked out", () => {
  const given = document([finding(0, 3), [fix("one", [replace(0, 3, "x")])]]);
  assert.deepEqual(codeActions(given, whole, ["refactor"], words("en")), []);
  assert.deepEqual(codeActions(given, whole, ["source.organizeImports"], words("en")), []);
  assert.deepEqual(given.asked, []);
  const kinds = (wanted: readonly string[] | undefined) => codeActions(given, whole, wanted, words("en")).map((it) => it.kind);
  assert.deepEqual(kinds(undefined), [QUICK_FIX]);
  assert.deepEqual(kinds(["quickfix"]), [QUICK_FIX]);
  assert.deepEqual(kinds(["source"]), [FIX_ALL]);
  assert.deepEqual(kinds(["source.fixAll.faultline"]), [FIX_ALL]);
  assert.deepEqual(kinds(["source.fixAll.other"]), []);
});

test("fix-all takes one safe fix of each finding, the preferred one first", () => {
  const given = document(
    [
      finding(0, 3),
      [
        fix("unsafe", [replace(0, 3, "U")], { safe: false, preferred: true }),
        fix("plain", [replace(0, 3, "P")]),
        fix("best", [replace(0, 3, "B")], { preferred: true }),
      ],
    ],
    [finding(4, 7), [fix("elsewhere", [replace(4, 7, "E")], { otherFiles: { "a.ts": [], "b.ts": [] } })]],
    [finding(8, 11), [fix("only", [replace(8, 11, "O")])]],
  );
  const [action] = all(given);
  assert.equal(applyEdits(TEXT, action?.edits ?? []), "B bbb O ddd");
  assert.equal(action?.findings.length, 2);
});

test("a fix that would touch what another changes is left out whole", () => {
  const given = document(
    [finding(0, 3), [fix("a", [replace(0, 7, "A")])]],
    [finding(4, 7), [fix("b", [replace(4, 7, "B"), replace(12, 15, "B")])]],
    [finding(8, 11), [fix("c", [replace(8, 11, "C")])]],
  );
  const [action] = all(given);
  assert.equal(applyEdits(TEXT, action?.edits ?? []), "A C ddd");
});

test("two insertions at one place would come in chance order: the second is left out; the same one is made once", () => {
  const helper = replace(0, 0, "H");
  const given = document([finding(0, 3), [fix("a", [helper, replace(0, 3, "A")])]]);
  assert.deepEqual(
    applyEdits(
      TEXT,
      all(document([finding(4, 7), [fix("a", [helper, replace(4, 7, "A")])]], [finding(8, 11), [fix("b", [helper, replace(8, 11, "B")])]]))[0]
        ?.edits ?? [],
    ),
    "Haaa A B ddd",
  );
  assert.deepEqual(
    applyEdits(TEXT, all(document([finding(4, 7), [fix("a", [helper])]], [finding(8, 11), [fix("b", [replace(0, 0, "I")])]]))[0]?.edits ?? []),
    `H${TEXT}`,
  );
  assert.equal(all(given).length, 1);
});

test("no safe fix, no action", () => {
  assert.deepEqual(all(document([finding(0, 3), [fix("a", [replace(0, 3, "A")], { safe: false })]])), []);
  assert.deepEqual(all(document()), []);
});
