import assert from "node:assert/strict";
import { test } from "node:test";
import { defaultSettings } from "../../server/src/engine/model.ts";
import { readSettings } from "../../server/src/lsp/settings.ts";

test("what is set goes over what was, and the rest stays", () => {
  const base = { ...defaultSettings, rules: { a: "hint", b: "off" }, locale: "ko" } as const;
  const { settings, problems } = readSettings({ rules: { a: "error" }, apis: { "src/**": "none" }, fallback: "any", trace: {} }, base);
  assert.deepEqual(settings, { rules: { a: "error", b: "off" }, apis: { "src/**": "none" }, fallback: "any", locale: "ko" });
  assert.deepEqual(problems, []);
});

test("nothing set, nothing changed; auto and empty mean the reader's own locale", () => {
  for (const json of [undefined, null, {}, { locale: "auto" }, { locale: "" }, { rules: null, apis: null, fallback: null, locale: null }])
    assert.deepEqual(readSettings(json), { settings: defaultSettings, problems: [] });
  assert.equal(readSettings({ locale: "zh-TW" }).settings.locale, "zh-TW");
});

test("what can't be meant is told in a line and leaves the rest alone", () => {
  const json = { rules: { good: "hint", bad: "loud", worse: 3 }, apis: ["x"], fallback: 7, locale: "../../etc" };
  const { settings, problems } = readSettings(json);
  assert.deepEqual(settings, { ...defaultSettings, rules: { good: "hint" } });
  assert.equal(problems.length, 5);
  assert.match(problems[0] ?? "", /^faultline\.rules\.bad is "loud", expected: off, hint/);
  assert.deepEqual(readSettings("x").problems, ["the settings are not an object"]);
});

test("a hostile key is a key like any other", () => {
  const { settings } = readSettings(JSON.parse('{"rules":{"__proto__":"off","constructor":"off"}}'));
  assert.equal(({} as { off?: unknown }).off, undefined);
  assert.equal(Object.getPrototypeOf(settings.rules), Object.prototype);
});
