import assert from "node:assert/strict";
import { test } from "node:test";
import { completion, type Offer, offerDocumentation } from "../../server/src/features/completion.ts";
import { markdown } from "../../server/src/features/rich.ts";
import { words } from "../../server/src/l10n/words.ts";
import { catalog, catalogs, slot, userCatalog } from "./support.ts";

function offers(given: Parameters<typeof slot>[0] = {}, locale = "en", known = catalogs): readonly Offer[] {
  return [...completion(slot(given), known, words(locale))].sort((a, b) => (a.sort < b.sort ? -1 : 1));
}

const byCode = (list: readonly Offer[], code: string) => list.find((it) => it.code === code) ?? assert.fail(`no ${code}`);

test("all codes of the level are offered, and none of another", () => {
  const wanted = Object.entries(catalog("marketo-rest").codes).filter(([, it]) => it.level === "response" || it.alsoLevels?.includes("response"));
  assert.deepEqual(
    offers()
      .map((it) => it.code)
      .sort(),
    wanted.map(([code]) => code).sort(),
  );
  assert.ok(offers({ level: "record" }).every((it) => it.level === "record"));
});

test("what the construct lacks comes first, of that the retryable; what it has comes last and is said", () => {
  const codes = offers({ present: ["606", "601"] }).map((it) => it.code);
  assert.deepEqual(codes.slice(-2).sort(), ["601", "606"]);
  const kinds: readonly string[] = codes.slice(0, -2).map((code) => catalog("marketo-rest").codes[code]?.retry.kind ?? "");
  const lastRetryable = Math.max(...["transient", "throttled", "auth"].map((it) => kinds.lastIndexOf(it)));
  assert.ok(lastRetryable < kinds.indexOf("permanent"), kinds.join());
  assert.equal(byCode(offers({ present: ["606"] }), "606").description, "already named here");
});

test("a string gets the quotes that stand there or that the language writes", () => {
  assert.equal(byCode(offers(), "606").text, '"606"');
  assert.equal(byCode(offers({ quote: "'", opened: false, closed: false }), "606").text, "'606'");
  assert.deepEqual(byCode(offers({ replace: { start: 9, end: 14 } }), "606").replace, { start: 9, end: 14 });
});

test("a number gets none, and words are no numbers", () => {
  assert.equal(byCode(offers({ apis: ["feishu-project"], type: "number" }), "10022").text, "10022");
  assert.deepEqual(offers({ apis: ["reactor"], type: "number", level: "response" }), []);
});

/** What editors do: all typed characters in order, and the first at the start of a word. */
function found(filter: string, typed: string): boolean {
  const text = filter.toLowerCase();
  const starts = [...text].flatMap((_, i) => (i === 0 || /[\s"'-]/.test(text[i - 1] ?? "") ? [i] : []));
  return starts.some((start) => {
    let at = start - 1;
    return [...typed.toLowerCase()].every((letter, i) => {
      at = i === 0 && text[start] === letter ? start : i === 0 ? -1 : text.indexOf(letter, at + 1);
      return at >= 0;
    });
  });
}

test("typing the code, or a word of the title in English or the reader's language, finds it", () => {
  for (const typed of ["606", '"606', '"rate', '"limit', '"MAX']) assert.ok(found(byCode(offers(), "606").filter, typed), typed);
  const chinese = byCode(offers({}, "zh-TW"), "606");
  const title = chinese.title.match(/[\u4e00-\u9fff]+/g)?.join("") ?? "";
  const words = [...new Intl.Segmenter("zh", { granularity: "word" }).segment(title)].filter((it) => it.isWordLike);
  assert.ok(words.length > 1, title);
  for (const { segment } of words) assert.ok(found(chinese.filter, segment), `${segment} in ${chinese.filter}`);
  assert.ok(found(chinese.filter, "rate"), "English words too");
});

test("a filter begins with the quote only where the replaced text does, and fits what editors look at", () => {
  assert.ok(offers().every((it) => it.filter.startsWith(`"${it.label}`)));
  assert.ok(offers({ opened: false }).every((it) => it.filter.startsWith(it.label)));
  for (const { id } of catalogs)
    for (const locale of ["en", "zh-TW", "zh-CN", "ko"])
      for (const it of completion({ ...slot({ apis: [id] }) }, catalogs, words(locale))) assert.ok(it.filter.length <= 128, it.filter);
});

test("a half-typed wire form is completed in that form", () => {
  const flow = { apis: ["flow-service"], level: "response" as const };
  assert.equal(byCode(offers({ ...flow, typed: "FLOW-14" }), "1404-412").text, '"FLOW-1404-412"');
  assert.equal(byCode(offers({ ...flow, typed: "14" }), "1404-412").text, '"1404-412"');
});

test("where two APIs are possible, the likelier one's codes come first within their group", () => {
  const list = offers({ apis: ["reactor", "marketo-rest"], level: "response" });
  const permanent = list.filter((it) => /permanent/.test(it.description)).map((it) => it.api);
  assert.deepEqual([...permanent], [...permanent].sort().reverse());
  assert.deepEqual(new Set(permanent).size, 2);
});

test("an API without a catalog offers nothing; a deprecated code is marked and comes late", () => {
  assert.deepEqual(offers({ apis: ["nobody"] }), []);
  const mine = [userCatalog("C1", { deprecated: true, retry: { kind: "transient", executed: "no" } }, {})];
  const [only] = offers({ apis: ["mine"] }, "en", mine);
  assert.equal(only?.deprecated, true);
  assert.match(only?.sort ?? "", /^2/);
});

test("the documentation of an offer is what the hover says", () => {
  const blocks = offerDocumentation({ api: "marketo-rest", code: "606", level: "response" }, catalogs, words("en"));
  assert.match(markdown(blocks ?? []), /20 s window[\s\S]*Source:/);
  assert.equal(offerDocumentation({ api: "marketo-rest", code: "nope" }, catalogs, words("en")), undefined);
  assert.equal(offerDocumentation({ api: "nope", code: "606" }, catalogs, words("en")), undefined);
});
