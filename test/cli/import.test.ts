import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, test } from "node:test";
import { inProject } from "./support/machine.ts";

const page = "# Errors\n\n| Code | Description |\n| --- | --- |\n| 7001 | Depot closed. Try again later. |\n| 7002 | Lost. |\n";

describe("faultline import", () => {
  test("writes the catalog and its words, and says what was concluded", async () => {
    await inProject({ "page.md": page }, async (project) => {
      const { status, out, err } = await project.run("import", "page.md", "--id", "parcel", "-o", "out/catalog.json");
      assert.deepEqual([status, out], [0, ""]);
      assert.match(err, /^2 codes written to .*out\/catalog\.json: 1 transient, 1 permanent; words in en\.\n/);
      assert.deepEqual(Object.keys(json(project.cwd, "out/catalog.json").codes), ["7001", "7002"]);
      assert.equal(json(project.cwd, "out/l10n/en.json").codes["7002"].title, "Lost");
    });
  });

  test("without -o the catalog goes where the project's own are found; any name makes an id", async () => {
    await inProject({ "page.md": page }, async (project) => {
      assert.equal((await project.run("import", "page.md", "--id", "Parcel Post")).status, 0);
      assert.equal(json(project.cwd, ".faultline/catalogs/parcel-post/catalog.json").id, "parcel-post");
      const { status, out } = await project.run("explain", "7001", "--api", "parcel-post");
      assert.equal(status, 0);
      assert.match(out, /Depot closed/);
    });
  });

  test("overwrites, or with --merge keeps what the file says and adds what it lacks", async () => {
    await inProject({ "page.md": page }, async (project) => {
      const target = join(project.cwd, "catalog.json");
      await project.run("import", "page.md", "--id", "parcel", "-o", "catalog.json");
      const edited = json(project.cwd, "catalog.json");
      delete edited.codes["7002"];
      edited.codes["7001"].retry = { kind: "quota", executed: "no" };
      project.write("catalog.json", JSON.stringify(edited));
      await project.run("import", "page.md", "--id", "parcel", "-o", "catalog.json", "--merge");
      const merged = JSON.parse(readFileSync(target, "utf8"));
      assert.deepEqual([merged.codes["7001"].retry.kind, Object.keys(merged.codes)], ["quota", ["7001", "7002"]]);
      await project.run("import", "page.md", "--id", "parcel", "-o", "catalog.json");
      assert.equal(json(project.cwd, "catalog.json").codes["7001"].retry.kind, "transient");
    });
  });

  test("what somebody may have mended is not written over unless it is named, and what is told of it helps on", async () => {
    await inProject({ "page.md": page }, async (project) => {
      const first = await project.run("import", "page.md", "--id", "Parcel Post");
      assert.equal(first.status, 0);
      assert.match(first.err, /The catalog's id is parcel-post, made of 'Parcel Post'\.\n/);
      assert.match(first.err, /names no host: say in recognition\.hosts/);
      const path = ".faultline/catalogs/parcel-post/catalog.json";
      const mended = { ...json(project.cwd, path), note: "read over" };
      project.write(path, JSON.stringify(mended));
      const again = await project.run("import", "page.md", "--id", "parcel-post");
      assert.equal(again.status, 2);
      assert.match(again.err, /catalog\.json is there already: --merge keeps it and adds what is new, -o writes elsewhere\n$/);
      assert.deepEqual(json(project.cwd, path), mended);
      assert.equal((await project.run("import", "page.md", "--id", "parcel-post", "--merge")).status, 0);
      assert.equal(json(project.cwd, path).note, "read over");
    });
  });

  test("what can't be done is said in one line, and nothing is written", async () => {
    await inProject({ "page.md": page, "prose.md": "# Hello\n\nNo codes here.\n", "broken.json": "{" }, async (project) => {
      const refused = async (...args: string[]): Promise<string> => {
        const { status, out, err } = await project.run("import", ...args);
        assert.deepEqual([status, out], [2, ""]);
        assert.equal(err.trimEnd().split("\n").length, 1);
        return err;
      };
      assert.match(await refused("prose.md", "--id", "x"), /no error codes found in 'prose\.md'/);
      assert.match(await refused("absent.md", "--id", "x"), /can't read 'absent\.md': ENOENT/);
      assert.match(await refused("page.md"), /needs the catalog's id/);
      assert.match(await refused("page.md", "--id", "!!"), /no id can be made/);
      assert.match(await refused("https://docs.parcel-post.io/errors", "--id", "x"), /fetches nothing/);
      assert.match(await refused("page.md", "--id", "x", "-o", "broken.json", "--merge"), /can't merge: .*not valid JSON/);
      assert.match(await refused("page.md", "--id", "x", "-o", "page.md/catalog.json"), /can't write/);
    });
  });
});

// biome-ignore lint/suspicious/noExplicitAny: a test looks into what was written as it is.
function json(folder: string, path: string): any {
  return JSON.parse(readFileSync(join(folder, path), "utf8"));
}
