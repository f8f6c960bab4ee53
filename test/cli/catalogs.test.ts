import assert from "node:assert/strict";
import { test } from "node:test";
import { inProject } from "./support/machine.ts";

const own = {
  id: "acme",
  name: "Acme API",
  shortName: "Acme",
  complete: true,
  sources: { page: { title: "Error codes", url: "https://example.com/codes", retrieved: "2026-01-31" } },
  levels: { response: { type: "string", path: "error.code", fields: ["code"] } },
  recognition: { hosts: ["api.acme.example"] },
  codes: { "E-10": { level: "response", name: "TOO_FAST", retry: { kind: "throttled", executed: "no", afterSeconds: 7 }, source: "page" } },
};
const text = { locale: "en", codes: { "E-10": { title: "Too fast", cause: "More calls came than Acme takes.", remedy: "Slow down." } } };
const files = { ".faultline/catalogs/acme/catalog.json": JSON.stringify(own), ".faultline/catalogs/acme/l10n/en.json": JSON.stringify(text) };
const builtIn = ["flow-service", "marketo-rest", "reactor", "feishu-project"];

test("a code is explained in words, with the advice for trying again", () =>
  inProject(files, async (project) => {
    const { status, out, err } = await project.run("explain", "E-10");
    assert.deepEqual([status, err], [0, ""]);
    for (const part of [
      /^E-10 Too fast$/m,
      /Acme API/,
      /More calls came than Acme takes\./,
      /Slow down\./,
      /7 s/,
      /Error codes <https:\/\/example\.com\/codes>/,
    ]) {
      assert.match(out, part);
    }
  }));

test("a code is taken in any of its spellings, and in the reader's language", () =>
  inProject({}, async (project) => {
    const [plain, wire] = [await project.run("explain", "1404-412"), await project.run("explain", "FLOW-1404-412", "--api", "flow-service")];
    assert.equal(plain.status, 0);
    assert.equal(plain.out, wire.out);
    assert.match((await project.run("explain", "606", "--locale", "zh-TW")).out, /處理方式/);
    assert.match((await project.run("explain", "606", "--api", "marketo-rest")).out, /20 s/);
  }));

test("a code is found by its name too, and each piece of advice has a line of its own", () =>
  inProject({}, async (project) => {
    const [named, coded] = [await project.run("explain", "max_rate_limit"), await project.run("explain", "606", "--api", "marketo-rest")];
    assert.equal(named.status, 0);
    assert.equal(named.out, coded.out);
    assert.match(coded.out, /^Try again\? .*\nRepeating a write {2}\S/m);
  }));

test("a catalog that is named beside the folder it lies in replaces nothing", () =>
  inProject(files, async (project) => {
    assert.equal((await project.run("catalog", "validate", ".faultline/catalogs/acme")).out.split("\n").length, 2);
    project.write("other/acme/catalog.json", JSON.stringify({ ...own, recognition: { hosts: ["elsewhere.example.com"] } }));
    assert.match((await project.run("catalog", "validate", "other/acme")).out, /replaces the catalog "acme"/);
  }));

test("a code that nobody has is answered with those near it", () =>
  inProject({}, async (project) => {
    const { status, out, err } = await project.run("explain", "660", "--api", "marketo-rest");
    assert.deepEqual([status, out], [2, ""]);
    assert.match(err, /^faultline: the catalog marketo-rest has no code '660'; near it: 606 \(marketo-rest\)/);
    assert.match((await project.run("explain", "zzzzzzzzzzzz")).err, /^faultline: no catalog has the code 'zzzzzzzzzzzz'\n$/);
    assert.match((await project.run("explain", "606", "--api", "marketo-rset")).err, /no API 'marketo-rset'; did you mean marketo-rest\?/);
  }));

test("catalogs are listed: built-in ones, the project's, and those of a folder", () =>
  inProject({ ...files, "more/beta/catalog.json": JSON.stringify({ ...own, id: "beta" }) }, async (project) => {
    const { status, out } = await project.run("catalog", "list", "--format", "json", "--catalogs", "more");
    assert.equal(status, 0);
    const list: { id: string; codes: number; source: string; locales: string[] }[] = JSON.parse(out).catalogs;
    for (const id of [...builtIn, "acme", "beta"])
      assert.ok(
        list.some((it) => it.id === id),
        id,
      );
    assert.deepEqual(
      list.find((it) => it.id === "acme"),
      {
        id: "acme",
        name: "Acme API",
        codes: 1,
        complete: true,
        locales: ["en"],
        source: ".faultline/catalogs/acme/catalog.json",
      },
    );
    assert.match((await project.run("catalog", "list")).out, /^acme +Acme API {2}1 code, en$/m);
  }));

test("the built-in catalogs are valid", () =>
  inProject({}, async (project) => {
    const { status, out } = await project.run("catalog", "validate");
    assert.equal(status, 0, out);
    assert.match(out, /✔ \d+ catalogs with \d+ codes\n$/);
  }));

test("validate names what is wrong, file and line", () =>
  inProject({ "bad/catalog.json": JSON.stringify({ ...own, id: "bad", complete: "yes" }, undefined, 1) }, async (project) => {
    const { status, out } = await project.run("catalog", "validate", "bad");
    assert.equal(status, 1);
    assert.match(out, /error {2}bad\/catalog\.json:5: complete must be a boolean, but is "yes"/);
    const json = JSON.parse((await project.run("catalog", "validate", "bad", "--format", "json")).out);
    assert.deepEqual([json.problems[0].source, json.problems[0].line, json.problems[0].severity], ["bad/catalog.json", 5, "error"]);
  }));

test("a broken catalog ends every other run with one line", () =>
  inProject({ ".faultline/catalogs/bad/catalog.json": "{", "a.ts": "" }, async (project) => {
    for (const args of [["check", "--format", "json"], ["codes"], ["explain", "606"]]) {
      const { status, out, err } = await project.run(...args);
      assert.deepEqual([status, out], [2, ""]);
      assert.match(err, /^faultline: broken catalog: \.faultline\/catalogs\/bad\/catalog\.json:1: [^\n]*not valid JSON[^\n]*\n$/);
    }
  }));

test("a catalog that can't be read, and a folder without any, are told", () =>
  inProject({ "none/x.txt": "", "binary/catalog.json": "\u0000" }, async (project) => {
    assert.match((await project.run("check", "--catalogs", "none")).err, /'none' holds no catalog/);
    assert.match((await project.run("check", "--catalogs", "gone")).err, /no folder 'gone'/);
    assert.match((await project.run("check", "--catalogs", "binary")).err, /can't read the catalog 'binary\/catalog\.json'/);
  }));
