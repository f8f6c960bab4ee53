import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { describe, test } from "node:test";
import catalog from "../../catalogs/feishu-project/catalog.json" with { type: "json" };
import en from "../../catalogs/feishu-project/l10n/en.json" with { type: "json" };
import zhCN from "../../catalogs/feishu-project/l10n/zh-CN.json" with { type: "json" };
import type { Entry } from "../../server/src/catalogs/catalog.ts";

/** The maker's pages, where they are at hand: see `seeds.test.ts`. */
const folder = process.env.FAULTLINE_SEEDS;
const page = folder === undefined ? undefined : `${folder}/feishu-project.zh-CN.txt`;
const codes = catalog.codes as Record<string, Entry>;

describe("feishu-project", () => {
  test("holds the codes, statuses and messages of the maker's page", { skip: page === undefined && "FAULTLINE_SEEDS is not set" }, () => {
    const rows = [...readFileSync(page as string, "utf8").matchAll(/^(\d{3})\| (\d+)\|(.*)\| *$/gm)].map(([, status, code, message]) => ({
      code: code ?? "",
      status: Number(status),
      message: message?.trim(),
    }));
    assert.equal(rows.length, 95);
    const ours = Object.entries(codes).flatMap(([code, { httpStatus: status, message, variants }]) =>
      (variants?.map((it) => it.message) ?? [message]).map((it) => ({ code, status, message: it })),
    );
    const sorted = (list: typeof ours) => list.map((it) => JSON.stringify(it)).sort();
    assert.deepEqual(sorted(ours), sorted(rows));
    assert.equal(Object.keys(codes).length, 94);
  });

  test("has the kinds that are known, and nothing else is tried again", () => {
    const kinds = Object.entries(codes).filter(([, it]) => it.retry.kind !== "permanent");
    assert.deepEqual(Object.fromEntries(kinds.map(([code, it]) => [code, it.retry.kind])), {
      "10022": "auth",
      "10211": "auth",
      "10429": "throttled",
      "50006": "transient",
      "1000051942": "quota",
    });
    assert.equal(codes["10021"]?.retry.renewable, true);
  });

  test("has words for every code in both locales", () => {
    for (const { locale, codes: texts } of [en, zhCN]) {
      assert.deepEqual(Object.keys(texts), Object.keys(codes));
      for (const [code, text] of Object.entries(texts)) {
        assert.doesNotMatch(text.title, /[.。]$/, `${locale} ${code}: a title has no full stop`);
        for (const sentence of [text.cause, text.remedy]) assert.match(sentence, locale === "en" ? /\.$/ : /。$/, `${locale} ${code}`);
      }
    }
  });
});
