import assert from "node:assert/strict";
import { test } from "node:test";
import { defaultSettings } from "../../server/src/engine/model.ts";
import { inProject } from "./support/machine.ts";

test("settings come from faultline.json, or the file that is named, with the locale over them", () =>
  inProject(
    {
      "faultline.json": '\uFEFF{ "rules": { "unknown-code": "off" }, "apis": { "src/**": "none", "**": "reactor" }, "locale": "ko" }',
      "other.json": '{ "fallback": "any" }',
    },
    async (project) => {
      const settings = async (...args: string[]) => {
        const { status, err } = await project.run("check", ...args);
        assert.equal(status, 0, err);
        return project.engineOptions?.settings;
      };
      const own = { ...defaultSettings, rules: { "unknown-code": "off" }, apis: { "src/**": "none", "**": "reactor" }, locale: "ko" };
      assert.deepEqual(await settings(), own);
      assert.deepEqual(await settings("--locale", "zh-TW"), { ...own, locale: "zh-TW" });
      assert.deepEqual(await settings("--config", "other.json"), { ...defaultSettings, fallback: "any" });
    },
  ));

test("a project without settings gets the defaults", () =>
  inProject({}, async (project) => {
    await project.run("check");
    assert.deepEqual(project.engineOptions?.settings, defaultSettings);
  }));

for (const [name, text, message] of [
  ["no JSON", "{", /^faultline: faultline.json is not valid JSON: /],
  ["a list", "[]", /faultline.json: the file must be an object/],
  ["a strange setting", '{ "Rules": {} }', /has "Rules", which is not known here \(did you mean "rules"\?\)/],
  ["a strange severity", '{ "rules": { "unknown-code": "loud" } }', /rules\["unknown-code"\] must be one of .*, but is "loud"/],
  ["a strange rule", '{ "rules": { "unkown-code": "off" } }', /there is no rule 'unkown-code'; did you mean unknown-code\?/],
  ["a strange API", '{ "apis": { "**": "marketo" } }', /apis\["\*\*"\] names 'marketo', which no catalog has/],
  ["a strange API that files are not", '{ "apis": { "**": "not marketo" } }', /apis\["\*\*"\] names 'marketo', which no catalog has/],
  ["a strange fallback", '{ "fallback": "all" }', /fallback must be one of/],
  ["a strange locale", '{ "locale": "a b" }', /locale must look like/],
] as const) {
  test(`${name} in the settings ends the run with one line`, () =>
    inProject({ "faultline.json": text }, async (project) => {
      const { status, out, err } = await project.run("check", "--format", "json");
      assert.equal(status, 2);
      assert.equal(out, "");
      assert.match(err, message);
      assert.match(err, /^faultline: [^\n]+\n$/);
    }));
}

test("a settings file that is named must be there", () =>
  inProject({}, async (project) => {
    const { status, err } = await project.run("check", "--config", "gone.json");
    assert.equal(status, 2);
    assert.equal(err, "faultline: can't read the settings file 'gone.json': ENOENT\n");
  }));
