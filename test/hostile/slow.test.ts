/**
 * Texts on which a search that begins again and again, and each time looks to the end, takes minutes to hours at this length. No clock decides:
 * the runner's own patience ends a test that hangs.
 */
import assert from "node:assert/strict";
import { before, describe, test } from "node:test";
import { codeOf } from "../../server/src/rules/attempts.ts";
import { unreadable } from "../../server/src/text/bounds.ts";
import { type TestWorkspace, testWorkspace } from "../support/workspace.ts";

const client = 'const host = "https://1.mktorest.com";\nif (res.errors[0].code === "606") again();\n';
const sources: Readonly<Record<string, string>> = {
  "a.ts": `import { x } from "far/x";\nimport { y } from "@w/y";\n${client}`,
  "a.go": 'package w\n\nimport "far.com/a/b"\n\nvar host = "https://1.mktorest.com"\n',
  "a.rs": 'use far::x;\nconst HOST: &str = "https://1.mktorest.com";\n',
};
const hostile: readonly (readonly [manifest: string, unit: string])[] = [
  ["Cargo.toml", "\n"],
  ["go.mod", "\n"],
  ["pyproject.toml", " \n"],
  ["package.json", '"name" '],
  ["tsconfig.json", '"\\'],
  ["tsconfig.json", "/* "],
];

describe("what is made to take forever is read in passing", () => {
  let workspace: TestWorkspace;
  before(async () => {
    workspace = await testWorkspace(["/w"]);
    for (const id of ["typescript", "go", "rust"]) await workspace.engine.load(id);
  });

  for (const [i, [name, unit]] of hostile.entries())
    test(`${name} of ${JSON.stringify(unit)}`, async () => {
      const { engine, files } = workspace;
      const folder = `/w/${i}`;
      files.set(`${folder}/requirements.txt`, "");
      files.set(`${folder}/${name}`, unit.repeat(1_500_000 / unit.length));
      for (const [path, text] of Object.entries(sources)) files.set(`${folder}/${path}`, text);
      for (const [path, text] of Object.entries(sources)) {
        await engine.prepare(`${folder}/${path}`);
        assert.equal(engine.analyse(`${folder}/${path}`, engine.languageOf(path) as string, text).problem, undefined);
      }
      files.clear();
    });

  // As many lines as people write come first, since a text is known for a minified one by how it begins.
  const head = `${client}${"// as people write\n".repeat(4000)}`;
  const long = 99_000;
  for (const unit of ["a", "https://1.mktorest.com ", "faultline-ignore "])
    test(`lines that go on and on with ${JSON.stringify(unit)}`, () => {
      const line = `// ${unit.repeat(long / unit.length)}\n`;
      const text = `${head}${line.repeat(3)}`;
      assert.equal(unreadable(text), undefined);
      assert.equal(workspace.engine.analyse("/w/a.ts", "typescript", text).sites.length, 1);
    });

  test("texts that are never closed are followed to their end once", () => {
    for (const unit of ['"\\', "'\\", "`\\", "/* ", '"""', "'''"]) codeOf(unit.repeat(500_000));
    assert.equal(codeOf('a "b \\" c" d \\"e').replace(/\s+/g, " "), 'a d \\"e');
  });
});

test("a line beyond all measure is one that no hand has written, wherever it stands", () => {
  const head = "// as people write\n".repeat(4000);
  assert.equal(unreadable(`${head}${"a".repeat(100_001)}\n`), "minified");
  assert.equal(unreadable(`${head}${"a".repeat(1_000_000)}`), "minified");
  assert.equal(unreadable(`${head}${"a".repeat(100_001)}\n${head}`), "minified");
  assert.equal(unreadable(`${head}${`${"a".repeat(99_000)}\n`.repeat(3)}`), undefined);
});
