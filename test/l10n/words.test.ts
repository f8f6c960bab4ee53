import assert from "node:assert/strict";
import { test } from "node:test";
import { en } from "../../server/src/l10n/en.ts";
import { tables, words } from "../../server/src/l10n/words.ts";

const holes = (text: string) => [...text.matchAll(/\{(\w+)\}/g)].map((it) => it[1]).sort();

for (const [locale, table] of Object.entries(tables)) {
  test(`${locale} has every sentence, with the same holes as English`, () => {
    assert.deepEqual(Object.keys(table).sort(), Object.keys(en).sort());
    for (const [id, text] of Object.entries(table)) {
      assert.notEqual(text.trim(), "", id);
      assert.deepEqual(holes(text), holes(en[id as keyof typeof en]), id);
    }
  });

  test(`${locale} is translated`, () => {
    if (locale === "en") return;
    const same = Object.entries(table).filter(
      ([id, text]) => text === en[id as keyof typeof en] && /[a-z]{3}/i.test(text.replace(/\{\w+\}|HTTP|Faultline/g, "")),
    );
    assert.deepEqual(same, []);
  });
}

test("a value is not expanded again, and an absent one leaves its hole", () => {
  const w = words("en");
  assert.equal(w.say("explain.httpStatus", { status: "{status}" }), "HTTP {status}");
  assert.equal(w.say("explain.httpStatus", {}), "HTTP {status}");
  assert.equal(w.say("explain.httpStatus", { status: "$&" }), "HTTP $&");
});

test("no room between a wide bracket and what follows", () => {
  assert.equal(words("zh-tw").say("finding.unknown.near", { api: "A", code: "1", codes: "606（太快）" }), "A 沒有錯誤碼 1。您是要寫 606（太快）嗎？");
});

test("lists are joined as the language does", () => {
  assert.equal(words("en").list([]), "");
  assert.equal(words("en").list(["606"]), "606");
  assert.equal(words("en").list(["606", "615"]), "606 and 615");
  assert.equal(words("en").list(["601", "606", "615"]), "601, 606 and 615");
  assert.equal(words("zh-tw").list(["601", "606", "615"]), "601、606、615");
});

test("a locale tag finds its table", () => {
  const cases = {
    "zh-tw": "zh-TW",
    "zh-Hant-HK": "zh-TW",
    zh_HK: "zh-TW",
    "zh-cn": "zh-CN",
    "zh-Hans-TW": "zh-CN",
    zh: "zh-CN",
    "ko-KR": "ko",
    "en-GB": "en",
    de: "en",
    "": "en",
  };
  for (const [tag, locale] of Object.entries(cases)) assert.equal(words(tag).locale, locale, tag);
  assert.equal(words("constructor").locale, "en");
  assert.equal(words("de").wanted, "de", "a catalog may have German words");
});
