/** What is too much is given up on, said, and taken up again when it has become less. Bounds are counted, so that no clock decides. */
import assert from "node:assert/strict";
import { before, describe, test } from "node:test";
import { nothing, openBounded, unlessTooMuch } from "../../server/src/engine/bounded.ts";
import type { OpenDocument } from "../../server/src/engine/model.ts";
import type { Finding } from "../../server/src/rules/model.ts";
import { Unparsable } from "../../server/src/syntax/grammar.ts";
import { longestText, unreadable } from "../../server/src/text/bounds.ts";
import { applyInOrder, type TextEdit } from "../../server/src/text/span.ts";
import { Differential } from "../support/differential.ts";
import { languageFolders } from "../support/language-folders.ts";
import { type TestWorkspace, testWorkspace } from "../support/workspace.ts";

const client = 'const host = "https://1.mktorest.com";\nif (res.errors[0].code === "606") again();\n';
const binary = "\u0000\u0001ELF\u0000\u0000";
const minified = 'if(res.errors[0].code==="606"){again()}'.repeat(2000);

describe("a text out of bounds", () => {
  let workspace: TestWorkspace;
  before(async () => {
    workspace = await testWorkspace(["/w"]);
    await workspace.engine.load("typescript");
  });
  const open = (text: string) => workspace.engine.open("/w/marketo.ts", "typescript", text);

  test("is named for what it is; what people write is not", () => {
    assert.equal(
      unreadable("x".repeat(longestText + 1).replace(/.{80}/g, "$&\n")),
      `${longestText + 1 + Math.floor((longestText + 1) / 80)} characters, more than the ${longestText} that are read`,
    );
    assert.equal(unreadable(binary), "binary");
    assert.equal(unreadable(minified), "minified");
    assert.equal(unreadable(`${client}\u0000`), undefined);
    assert.equal(unreadable(`const data = "${"x".repeat(3000)}";\n`), undefined);
    assert.equal(unreadable(client.repeat(10_000)), undefined);
  });

  test("gives nothing, says why, and costs no parsing", () => {
    for (const [text, reason] of [
      [`${client}${minified}`, "minified"],
      [`${client}${binary}`, "binary"],
      [`// ${"x".repeat(longestText)}`, `${longestText + 3} characters, more than the ${longestText} that are read`],
    ] as const) {
      const document = open(text);
      assert.deepEqual([document.analysis.problem, document.analysis.sites, document.analysis.text.length], [reason, [], text.length]);
      assert.equal(document.slotAt(3), undefined);
      assert.equal(document.refresh().problem, reason);
      document.close();
      assert.equal(workspace.engine.analyse("/w/marketo.ts", "typescript", text).problem, reason);
    }
  });

  test("an edit may bring a document out of bounds and back", () => {
    const document = open(client);
    assert.equal(document.analysis.sites.length, 1);
    const end = client.length;
    document.edit([{ span: { start: end, end }, text: minified }]);
    assert.deepEqual([document.analysis.problem, document.analysis.sites], ["minified", []]);
    document.edit([{ span: { start: end, end: end + minified.length }, text: "" }]);
    assert.deepEqual([document.analysis.problem, document.analysis.sites.length, document.analysis.text], [undefined, 1, client]);
    document.close();
  });
});

test("an edit that writes little, or only takes away, brings a document out of bounds as well", async () => {
  const differential = await Differential.over(["typescript"]);
  const lines = `${client}${`${"x".repeat(448)}\n`.repeat(10)}`;
  const at = (start: number, end: number, text = "") => [{ span: { start, end }, text }];
  const joined = Array.from({ length: 5 }, (_, i) => at(client.length + 448 * (i + 1), client.length + 448 * (i + 1) + 1));
  const typed = Array.from({ length: 3 }, () => at(client.length + 5, client.length + 5, "x".repeat(900)));
  const zeros = "\0 \0";
  const far = `${"// \n".repeat(2100)}${client}${zeros}`;
  for (const [text, edits] of [
    [lines, joined],
    [lines, typed],
    [far, [at(0, 2000), at(0, 0, "// ")]],
  ] as const) {
    const left = differential.run({ languageId: "typescript", path: "/w/marketo.ts", text, edits, deep: 1 });
    assert.notEqual(unreadable(left), undefined);
  }
});

test("a text on which the parser runs out of stack is given up on, and the next one is read", async () => {
  const { engine } = await testWorkspace(["/w"]);
  await engine.load("tsx");
  const deep = `# faultline: marketo-rest\n${"<a>\n".repeat(20_000)}`;
  assert.equal(engine.analyse("/w/marketo.tsx", "tsx", deep).problem, "nested too deeply");
  assert.equal(engine.analyse("/w/marketo.tsx", "tsx", client).sites.length, 1);
  const document = engine.open("/w/marketo.tsx", "tsx", deep);
  assert.equal(document.edit([{ span: { start: 0, end: 1 }, text: "//" }]).problem, "nested too deeply");
  document.close();
});

test("a neighbour that can't be parsed doesn't take along the file that imports it", async () => {
  const { engine, files } = await testWorkspace(["/w"]);
  await engine.load("tsx");
  files.set("/w/package.json", "{}");
  files.set("/w/deep.tsx", `# faultline: marketo-rest\n${"<a>\n".repeat(20_000)}`);
  files.set("/w/marketo.tsx", `import { deep } from "./deep";\n${client}`);
  await engine.prepare("/w/marketo.tsx");
  assert.equal(engine.analyse("/w/marketo.tsx", "tsx", files.get("/w/marketo.tsx") ?? "").sites.length, 1);
});

describe("nesting beyond reason", () => {
  const depth = 10_000;
  const shapes = ["(", "[", "{", "if (a) {", "f(", '"', "a ? b : ", "!", "<a>", "-> ", "else if x then ", "#{", "$(", "=> "];
  for (const language of languageFolders()) {
    test(`is survived in ${language.id}`, async () => {
      const { engine } = await testWorkspace(["/w"]);
      await engine.load(language.id);
      for (const shape of shapes) {
        // On lines of their own, since one long line would be taken for a minified text.
        const text = `// faultline: marketo-rest\n# faultline: marketo-rest\n${`${shape}\n`.repeat(depth / 4)}`;
        engine.analyse(`/w/x${language.extensions[0] ?? ""}`, language.id, text);
      }
      const closed = `// faultline: marketo-rest\nx = ${"(\n".repeat(depth)}1${")".repeat(depth)}`;
      engine.analyse(`/w/x${language.extensions[0] ?? ""}`, language.id, closed);
    });
  }
});

describe("what goes on and on", () => {
  const analyse = async (id: string, path: string, text: string) => {
    const { engine } = await testWorkspace(["/w"]);
    await engine.load(id);
    return engine.analyse(path, id, text);
  };

  test("a chain of functions that ask each other is followed so far, and read to its end", async () => {
    const asked = (i: number) => `function f${i}(code: string) {\n  if (code === "606") return true;\n  return f${i + 1}(code);\n}\n`;
    const text = `// faultline: marketo-rest\n${Array.from({ length: 2000 }, (_, i) => asked(i)).join("")}`;
    const { problem, sites } = await analyse("typescript", "/w/marketo.ts", text);
    assert.deepEqual([problem, sites.filter((it) => it.confidence === "certain").length], [undefined, 2000]);
  });

  test("a command that a script calls ten thousand times is noted ten thousand times, and no more", async () => {
    const { problem } = await analyse("bash", "/w/marketo.sh", `# faultline: marketo-rest\n${"echo a\n".repeat(10_000)}`);
    assert.equal(problem, undefined);
  });

  test("running out of stack is no crash, and any other fault is still one", () => {
    const deep = (): number => deep() + 1;
    assert.equal(unlessTooMuch(deep), undefined);
    assert.throws(() => unlessTooMuch(() => "a".repeat(-1)), RangeError);
    const document = openBounded("/w/a.ts", "typescript", client, openTwice(deep), () => {});
    assert.equal(document.analysis.problem, undefined);
    assert.equal(document.edit([{ span: { start: 0, end: 0 }, text: " " }]).problem, "nested too deeply");
    assert.equal(document.analysis.text, ` ${client}`);
    const asked = openBounded("/w/a.ts", "typescript", client, openTwice(deep), () => {});
    assert.deepEqual([asked.slotAt(0), asked.fixes({} as Finding), asked.analysis.problem], [undefined, [], undefined]);
  });
});

describe("a text that couldn't be got through", () => {
  const knot = "KNOT\n";
  /** Opens texts as long as no knot is in them, and counts what it is asked for. */
  const opened = (text: string) => {
    let tries = 0;
    const read = (at: string): OpenDocument => {
      tries++;
      const through = (it: string) => {
        if (it.includes(knot)) throw new Unparsable("takes too long to parse");
        const { problem: _, ...analysis } = nothing("/w/a.ts", "typescript", it, "");
        return analysis;
      };
      let analysis = through(at);
      return {
        get analysis() {
          return analysis;
        },
        edit(edits: readonly TextEdit[]) {
          analysis = through(applyInOrder(analysis.text, edits));
          return analysis;
        },
        close() {},
      } as unknown as OpenDocument;
    };
    const document = openBounded("/w/a.ts", "typescript", text, read, () => {});
    const edit = (start: number, end: number, by = "") => document.edit([{ span: { start, end }, text: by }]).problem;
    return { document, edit, tries: () => tries };
  };
  const lines = "let a = 1;\n".repeat(400);

  test("is not tried at each key press, and once when there is time", () => {
    const { document, edit, tries } = opened(knot + lines);
    for (let i = 0; i < 100; i++) assert.equal(edit(knot.length, knot.length, " "), "takes too long to parse");
    assert.equal(tries(), 1);
    assert.equal(document.settle?.(), false);
    assert.equal(tries(), 2);
    // Nothing was edited since.
    assert.equal(document.settle?.(), false);
    assert.equal(tries(), 2);
    edit(0, knot.length);
    assert.equal(document.analysis.problem, "takes too long to parse");
    assert.deepEqual([document.settle?.(), document.settle?.()], [false, true]);
    assert.deepEqual([document.analysis.problem, document.analysis.text, tries()], [undefined, " ".repeat(100) + lines, 3]);
  });

  test("is tried at once when most of it is gone", () => {
    const { document, edit, tries } = opened(knot + lines);
    assert.equal(edit(knot.length, knot.length + 900), "takes too long to parse");
    assert.equal(edit(0, 2200), undefined);
    assert.deepEqual([document.analysis.text.length, tries()], [knot.length + lines.length - 3100, 2]);
  });

  test("is read again when the edit that brought it there is taken back", () => {
    const { document, edit, tries } = opened(lines);
    assert.equal(edit(0, 0, knot), "takes too long to parse");
    assert.equal(edit(0, knot.length), undefined);
    assert.deepEqual([document.analysis.text, tries()], [lines, 2]);
  });

  test("is tried less and less often as long as it stays so", () => {
    const { document, edit, tries } = opened(knot + lines);
    for (let i = 0; i < 64; i++) {
      edit(knot.length, knot.length, " ");
      document.settle?.();
    }
    // After 1, 2, 4 … rests.
    assert.equal(tries(), 1 + 6);
  });
});

/** A document that opens well, and does `work` for every edit and question. */
function openTwice(work: () => unknown): (text: string) => OpenDocument {
  return (text) => {
    const { problem: _, ...analysis } = nothing("/w/a.ts", "typescript", text, "");
    const edit = () => {
      work();
      return analysis;
    };
    return { analysis, edit, slotAt: work, fixes: work, close() {} } as unknown as OpenDocument;
  };
}
