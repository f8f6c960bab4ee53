import assert from "node:assert/strict";
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { describe, test } from "node:test";
import fc from "fast-check";
import catalogSchema from "../../catalogs/catalog.schema.json" with { type: "json" };
import textSchema from "../../catalogs/l10n.schema.json" with { type: "json" };
import { type Catalog, lookup, near, nearest } from "../../server/src/catalogs/catalog.ts";
import { editDistance, isTransposition } from "../../server/src/catalogs/distance.ts";
import { type CatalogInput, loadCatalogs } from "../../server/src/catalogs/load.ts";
import { fallbacks, scopeName, textFor } from "../../server/src/catalogs/localise.ts";
import { type Schema, unknownKeywords } from "../../server/src/catalogs/validate.ts";

const folder = new URL("../../catalogs/", import.meta.url);

/** A small catalog with every kind of spelling. */
const sample = {
  id: "sample",
  name: "Sample API",
  shortName: "Sample",
  complete: true,
  sources: { page: { title: "Codes", retrieved: "2026-11-01" } },
  levels: { response: { type: "string", path: "code", fields: ["code"] } },
  success: ["0"],
  alsoSeen: [{ code: "500", note: "newer page" }],
  wireForms: [
    { form: "FLOW-{code}", distinctive: true, anyTail: true },
    { form: "https://ns.example/errors/FLOW-{code}", distinctive: true, anyTail: true },
    { form: "{code}", anyTail: true },
    { form: "FLOW-{head}", distinctive: true, match: "prefix" },
    { form: "{head}", match: "prefix" },
  ],
  recognition: {},
  codes: {
    "1404-412": entry("CONFLICT"),
    "1439-400": entry("BAD_STATE"),
    "1500-400": entry("TWIN_ONE"),
    "1500-500": entry("TWIN_TWO"),
    "10429": { ...entry("RATE_LIMIT"), wireForms: ["TooMany"] },
    "not-found": entry("NOT_FOUND"),
    "invalid-data_element": { ...entry("INVALID_DATA_ELEMENT"), message: "Bad element" },
    busy: { ...entry("BUSY"), variants: [{ message: "later", retry: entry("X").retry }] },
  },
};

const words = { title: "Too many requests", cause: "Too fast.", remedy: "Wait." };

function entry(name: string) {
  return { level: "response", name, retry: { kind: "permanent", executed: "no" }, source: "page" };
}

function input(changes: Partial<CatalogInput> = {}): CatalogInput {
  return { source: "apis/sample/catalog.json", catalog: sample, l10n: {}, ...changes };
}

function load(changes: Partial<CatalogInput> = {}): Catalog {
  const { catalogs, problems } = loadCatalogs([input(changes)]);
  assert.deepEqual(
    problems.filter((it) => it.severity !== "information").map((it) => it.message),
    [],
  );
  const catalog = catalogs[0];
  assert.ok(catalog);
  return catalog;
}

/** The messages for a catalog that has `changes`, given as text; nothing may be loaded. */
function complaints(changes: object | string): readonly string[] {
  const text = typeof changes === "string" ? changes : JSON.stringify({ ...sample, ...changes }, undefined, 1);
  const { catalogs, problems } = loadCatalogs([input({ catalog: text })]);
  assert.equal(catalogs.length, 0);
  return problems.map((it) => it.message);
}

describe("the catalogs in the box", () => {
  const ids = readdirSync(folder, { withFileTypes: true }).filter((it) => it.isDirectory() && existsSync(new URL(`${it.name}/catalog.json`, folder)));
  for (const { name: id } of ids)
    test(`${id} loads without a word, and every locale is complete`, () => {
      const l10n = Object.fromEntries(
        readdirSync(new URL(`${id}/l10n/`, folder)).map((it) => [
          it.replace(/\.json$/, ""),
          readFileSync(new URL(`${id}/l10n/${it}`, folder), "utf8"),
        ]),
      );
      const source = `catalogs/${id}/catalog.json`;
      const { catalogs, problems } = loadCatalogs([{ id, source, catalog: readFileSync(new URL(`${id}/catalog.json`, folder), "utf8"), l10n }]);
      assert.deepEqual(problems, []);
      assert.equal(catalogs.length, 1);
      assert.ok(catalogs[0]?.texts.en);
      const proven = loadCatalogs([{ id, source, catalog: readFileSync(new URL(`${id}/catalog.json`, folder), "utf8"), l10n, proven: true }]);
      assert.deepEqual(proven.problems, []);
      assert.deepEqual(Object.keys(proven.catalogs[0]?.texts ?? {}), Object.keys(catalogs[0].texts));
      assert.deepEqual(JSON.parse(JSON.stringify(proven.catalogs)), JSON.parse(JSON.stringify(catalogs)));
      assert.deepEqual(proven.catalogs[0]?.index, catalogs[0].index);
    });

  test("the validator understands every keyword of the schemas", () => {
    assert.deepEqual(unknownKeywords(catalogSchema as Schema), []);
    assert.deepEqual(unknownKeywords(textSchema as Schema), []);
  });
});

describe("loading", () => {
  test("checks nothing of what was proven, and reads its words when they are asked for", () => {
    const broken = "not read until then";
    const { catalogs, problems } = loadCatalogs([input({ catalog: { ...sample, more: 1 }, l10n: { en: broken }, proven: true })]);
    assert.deepEqual(problems, []);
    assert.deepEqual(catalogs[0] && textFor(catalogs[0], "10429", "en")?.title, "Rate limit");
    assert.equal(loadCatalogs([input({ catalog: "{", proven: true })]).problems[0]?.severity, "error");
  });
  test("takes text and parsed data alike", () => {
    const text = load({ catalog: `\uFEFF${JSON.stringify(sample)}` });
    assert.equal(JSON.stringify(text), JSON.stringify(load()));
    assert.equal(text.index.names.get("BUSY"), "busy");
    assert.equal(text.index.alsoSeen.get("500"), "newer page");
  });

  test("a catalog can't be changed", () => {
    const catalog = load() as { name: string; codes: Record<string, unknown> };
    assert.throws(() => {
      catalog.name = "other";
    });
    assert.throws(() => {
      catalog.codes["1"] = {};
    });
  });

  test("says file, line, place and what is expected", () => {
    const broken = { ...sample.codes, "10429": { ...sample.codes["10429"], retry: { kind: "sometimes", executed: "no" } } };
    assert.deepEqual(complaints(JSON.stringify({ ...sample, codes: broken }, undefined, 1).replace(/^ "codes": \{\n/m, ' "codes": {')), [
      'apis/sample/catalog.json:60: codes["10429"].retry.kind must be one of "transient", "throttled", "auth", "conflict", "quota" or "permanent", but is "sometimes".',
    ]);
    assert.deepEqual(complaints('{\n "id": "x",\n}').length, 1);
    assert.match(complaints('{\n "id": "x",\n}')[0] ?? "", /^apis\/sample\/catalog\.json:3: the file is not valid JSON: /);
    assert.match(complaints("")[0] ?? "", /^apis\/sample\/catalog\.json:1: the file is not valid JSON: /);
    assert.deepEqual(complaints("[]"), ["apis/sample/catalog.json: the file must be an object, but is a list."]);
    assert.match(complaints({ shortname: "S" })[0] ?? "", /the file has "shortname", which is not known here \(did you mean "shortName"\?\)\.$/);
    assert.match(complaints({ codes: {} })[0] ?? "", /:\d+: codes must not be empty\.$/);
    assert.match(complaints({ id: "No Id" })[0] ?? "", /: id must look like .*, but is "No Id"\.$/);
  });

  test("finds a code that stands there twice, which JSON itself takes in silence", () => {
    const text = JSON.stringify(sample).replace('"busy":', '"not-found":');
    assert.deepEqual(complaints(text), ['apis/sample/catalog.json:1: codes["not-found"] stands there twice.']);
  });

  test("checks what a schema can't", () => {
    const change = (code: string, changes: object) => ({ codes: { ...sample.codes, [code]: { ...entry("SOME"), ...changes } } });
    assert.match(complaints(change("7", { source: "nowhere" }))[0] ?? "", /codes\["7"\]\.source is "nowhere", which is none of the sources\.$/);
    assert.match(complaints(change("7", { level: "record" }))[0] ?? "", /codes\["7"\]\.level is "record", which levels doesn't describe\.$/);
    assert.match(complaints(change("zoo", { name: "BUSY" }))[0] ?? "", /codes\.zoo\.name is "BUSY", which "busy" is called already\.$/);
    assert.match(complaints(change("zoo", { wireForms: ["TooMany"] }))[0] ?? "", /which stands for "10429" already\.$/);
    assert.match(complaints({ success: ["busy"] })[0] ?? "", /codes\.busy is an error code and stands under success too\.$/);
    assert.match(complaints({ wireForms: [{ form: "FLOW" }] })[0] ?? "", /must hold \{code\} or \{head\} exactly once\.$/);
    const { problems } = loadCatalogs([input({ id: "other" })]);
    assert.match(problems[0]?.message ?? "", /id is "sample", but the folder is called "other"\.$/);
  });

  test("leaves out a broken locale, and says where words and codes differ", () => {
    const { catalogs, problems } = loadCatalogs([
      input({
        l10n: {
          en: { locale: "en", codes: { "10429": words, "99": words } },
          ko: { locale: "ko" },
          fr: { locale: "de", codes: {} },
        },
      }),
    ]);
    assert.deepEqual(Object.keys(catalogs[0]?.texts ?? {}), ["en"]);
    assert.deepEqual(
      problems.map((it) => `${it.severity}: ${it.message}`),
      [
        'warning: apis/sample/l10n/en.json: codes["99"] has words for a code that the catalog doesn\'t have.',
        "information: apis/sample/l10n/en.json: codes has no words for 1404-412, 1439-400, 1500-400, 1500-500, not-found and 2 more.",
        'error: apis/sample/l10n/ko.json: the file has no "codes", which is required.',
        'error: apis/sample/l10n/fr.json: locale is "de", but the file is called "fr".',
        "information: apis/sample/l10n/fr.json: codes has no words for 10429, 1404-412, 1439-400, 1500-400, 1500-500 and 3 more.",
      ],
    );
  });

  test("a later catalog replaces an earlier one of its id; a broken one doesn't", () => {
    const own = { ...sample, name: "Mine", codes: { "1": entry("ONE") } };
    const { catalogs, problems } = loadCatalogs([
      input(),
      input({ source: "mine/catalog.json", catalog: own }),
      input({ source: "bad/catalog.json", catalog: "{" }),
    ]);
    assert.deepEqual(
      catalogs.map((it) => [it.name, Object.keys(it.codes)]),
      [["Mine", ["1"]]],
    );
    assert.deepEqual(
      problems.map((it) => [it.severity, it.source]),
      [
        ["information", "mine/catalog.json"],
        ["error", "bad/catalog.json"],
      ],
    );
    assert.match(problems[0]?.message ?? "", /replaces the catalog "sample" of apis\/sample\/catalog\.json\.$/);
  });

  test("bears hostile data", () => {
    assert.match(
      complaints(JSON.stringify(sample).replace('"busy"', '"__proto__"'))[0] ?? "",
      /codes\.__proto__ is a key that no catalog may have\.$/,
    );
    assert.match(complaints(`${"[".repeat(500_000)}${"]".repeat(500_000)}`)[0] ?? "", /is nested more than 16 levels deep\.$/);
    assert.match(complaints(" ".repeat(4_000_001))[0] ?? "", /has 4000001 characters, more than /);
    assert.match(complaints(JSON.stringify(Array(200_001).fill(0)))[0] ?? "", /holds more than 200000 values\.$/);
    assert.match(complaints(JSON.stringify({ ...sample, name: 7, note: "x".repeat(3_900_000) }))[0] ?? "", /name must be a string, but is 7\.$/);
    const cyclic: Record<string, unknown> = { ...sample };
    cyclic.note = cyclic;
    const thrower = Object.defineProperty({}, "id", { enumerable: true, get: () => assert.fail("boom") });
    for (const catalog of [cyclic, thrower, null, undefined, 7, () => 1]) assert.equal(loadCatalogs([input({ catalog })]).problems.length, 1);
    assert.equal(({} as Record<string, unknown>).busy, undefined);
    const catalog = load();
    for (const code of ["constructor", "__proto__", "toString", "hasOwnProperty"]) {
      assert.equal(catalog.codes[code], undefined);
      assert.equal(lookup(catalog, code), undefined);
      assert.equal(textFor(catalog, code, "en"), undefined);
      assert.equal(textFor(catalog, "busy", code)?.title, "Busy");
    }
  });

  test("never throws, and either loads a catalog or says why not", () => {
    fc.assert(
      fc.property(fc.oneof(fc.anything(), fc.jsonValue(), fc.string(), fc.json()), fc.anything(), (catalog, text) => {
        const { catalogs, problems } = loadCatalogs([input({ catalog, l10n: { en: text } })]);
        assert.equal(catalogs.length, 0);
        assert.ok(problems.length > 0);
      }),
    );
  });

  test("never throws on a catalog with one value spoilt", () => {
    const keys = Object.keys(sample) as (keyof typeof sample)[];
    fc.assert(
      fc.property(fc.constantFrom(...keys), fc.anything(), (key, value) => {
        loadCatalogs([input({ catalog: { ...sample, [key]: value }, l10n: { en: { locale: "en", codes: {} } } })]);
      }),
    );
  });
});

describe("lookup", () => {
  const catalog = load();
  const look = (text: string) => {
    const { entry: _, ...rest } = lookup(catalog, text) ?? {};
    return rest;
  };

  test("the code itself", () => {
    assert.deepEqual(look("1404-412"), { code: "1404-412", match: "exact", distinctive: false });
    assert.equal(lookup(catalog, "1404-412")?.entry.name, "CONFLICT");
  });

  test("wire forms", () => {
    assert.deepEqual(look("FLOW-1404-412"), { code: "1404-412", match: "wireForm", distinctive: true });
    assert.deepEqual(look("https://ns.example/errors/FLOW-1404-412"), { code: "1404-412", match: "wireForm", distinctive: true });
    assert.deepEqual(look("TooMany"), { code: "10429", match: "wireForm", distinctive: false });
  });

  test("another tail than the table's: the head decides", () => {
    assert.deepEqual(look("FLOW-1439-404"), { code: "1439-400", match: "wireForm", distinctive: true, variantTail: "404" });
    assert.deepEqual(look("1439-404"), { code: "1439-400", match: "wireForm", distinctive: false, variantTail: "404" });
  });

  test("prefixes", () => {
    for (const text of ["FLOW-1404", "FLOW-1404-"]) assert.deepEqual(look(text), { code: "1404-412", match: "prefix", distinctive: true });
    assert.deepEqual(look("1404"), { code: "1404-412", match: "prefix", distinctive: false });
  });

  test("a head that two codes share names neither", () => {
    assert.deepEqual(look("1500-404"), {});
    assert.deepEqual(look("FLOW-1500"), {});
    assert.deepEqual(look("FLOW-1500-500"), { code: "1500-500", match: "wireForm", distinctive: true });
  });

  test("nothing else", () => {
    for (const text of [
      "",
      "0",
      "FLOW-",
      "FLOW-9999-400",
      "FLOW-1439-4004",
      "1439-4a5c",
      "FLOW-1404-412-7",
      "flow-1404-412",
      "Not-Found",
      "x".repeat(100_000),
    ])
      assert.deepEqual(look(text), {}, text);
  });
});

describe("near", () => {
  const catalog = load();
  test("one edit in digits, swapped neighbours first", () => {
    assert.deepEqual(near(catalog, "10492"), ["10429"]);
    assert.deepEqual(near(catalog, "1042"), ["10429"]);
    assert.deepEqual(near(catalog, "10592"), []);
    assert.deepEqual(near(catalog, "10429"), []);
    assert.equal(nearest(catalog, "10492")[0]?.transposed, true);
  });

  test("two edits in words of six letters and more, one in shorter ones", () => {
    assert.deepEqual(near(catalog, "nto-fuond"), ["not-found"]);
    assert.deepEqual(near(catalog, "invalid_data-element"), ["invalid-data_element"]);
    assert.deepEqual(near(catalog, "bsuy"), ["busy"]);
    assert.deepEqual(near(catalog, "bxxy"), []);
    assert.deepEqual(near(catalog, "Not-Found"), ["not-found"]);
  });

  test("keeps the spelling for the fix", () => {
    assert.deepEqual(nearest(catalog, "FLOW-1440-412"), [{ code: "1404-412", text: "FLOW-1404-412", distance: 1, transposed: true }]);
  });

  test("distance is Damerau-Levenshtein, cut at the limit", () => {
    assert.equal(editDistance("abcdef", "abcdef", 2), 0);
    assert.equal(editDistance("abcdef", "badcfe", 3), 3);
    assert.equal(editDistance("", "ab", 2), 2);
    assert.equal(editDistance("kitten", "sitting", 5), 3);
    assert.equal(editDistance("kitten", "sitting", 1), 2);
    assert.equal(isTransposition("601", "610"), true);
    assert.equal(isTransposition("601", "601"), false);
    fc.assert(
      fc.property(fc.string({ maxLength: 8 }), fc.string({ maxLength: 8 }), (a, b) => {
        assert.equal(editDistance(a, b, 9), editDistance(b, a, 9));
        assert.equal(editDistance(a, b, 9) === 0, a === b);
        assert.equal(editDistance(a, b, 1), Math.min(editDistance(a, b, 9), 2));
      }),
    );
  });
});

describe("localise", () => {
  test("falls back from locale to locale, English last", () => {
    const all = ["en", "ko", "zh-CN", "zh-TW", "fr-CA", "fr-FR"];
    const expectations: Record<string, string[]> = {
      "zh-tw": ["zh-TW", "en"],
      "zh-Hant": ["zh-TW", "en"],
      zh_HK: ["zh-TW", "en"],
      "zh-Hant-CN": ["zh-TW", "en"],
      "zh-Hans-TW": ["zh-CN", "en"],
      zh: ["zh-CN", "en"],
      "zh-Hans": ["zh-CN", "en"],
      "zh-SG": ["zh-CN", "en"],
      "ko-KR": ["ko", "en"],
      "ko_KR.UTF-8": ["ko", "en"],
      "fr-FR": ["fr-FR", "fr-CA", "en"],
      "en-GB": ["en"],
      de: ["en"],
      "": ["en"],
      C: ["en"],
      constructor: ["en"],
    };
    for (const [locale, expected] of Object.entries(expectations)) assert.deepEqual(fallbacks(locale, all), expected, locale);
    assert.deepEqual(fallbacks("zh-TW", ["zh-Hant", "en-US"]), ["zh-Hant", "en-US"]);
  });

  test("code by code, with the locale the words are really in", () => {
    const catalog = load({
      l10n: {
        en: {
          locale: "en",
          scopes: { bulk: "bulk calls" },
          codes: { "10429": words, busy: { ...words, variants: [{ title: "Later", remedy: "Wait." }] } },
        },
        "zh-TW": { locale: "zh-TW", codes: { "10429": { title: "請求過多", cause: "太快。", remedy: "稍候。" } } },
      },
    });
    assert.deepEqual(textFor(catalog, "10429", "zh-hant-tw"), { title: "請求過多", cause: "太快。", remedy: "稍候。", locale: "zh-TW" });
    assert.equal(textFor(catalog, "busy", "zh-TW")?.locale, "en");
    assert.equal(textFor(catalog, "busy", "zh-TW")?.variants?.[0]?.title, "Later");
    assert.deepEqual(textFor(catalog, "invalid-data_element", "zh-TW"), {
      title: "Invalid data element",
      cause: "Bad element",
      remedy: "",
      locale: "en",
    });
    assert.equal(textFor(catalog, "99", "en"), undefined);
    assert.equal(scopeName(catalog, "bulk", "ko"), "bulk calls");
    assert.equal(scopeName(catalog, "other", "ko"), "other");
  });
});
