/** Notebooks: as files of the command line, where places are those of the JSON text, and cell by cell. */
import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { existsSync } from "node:fs";
import { join } from "node:path";
import { before, describe, test } from "node:test";
import { fileURLToPath } from "node:url";
import type { Cells, OpenDocument } from "../../server/src/engine/model.ts";
import { applyEdits } from "../../server/src/text/span.ts";
import { inProject, type Project } from "../cli/support/machine.ts";
import { type TestWorkspace, testWorkspace } from "../support/workspace.ts";

const host = 'BASE = "https://123-abc-456.mktorest.com/rest/v1"  # 😀\n';
const magic = "%matplotlib inline\n!pip install requests\nrequests.get?\n";
const codes = "RETRYABLE_CODES = {\"606\", '615'}\n";
const decides = `def call(path):
    answer = requests.get(BASE + path).json()
    code = answer["errors"][0]["code"]
    if code in RETRYABLE_CODES:
        return call(path)
    elif code == "602":
        renew()
        return call(path)
    raise RuntimeError(code)`;
const shell = "%%bash\ncurl https://123-abc-456.mktorest.com | grep 604";

/** As Jupyter writes it, or with every character that may be escaped. */
function notebook(cells: readonly (readonly [type: string, source: string])[], escaped = false): string {
  const value = {
    cells: cells.map(([cell_type, source]) => ({
      cell_type,
      metadata: {},
      ...(cell_type === "code" ? { execution_count: 1, outputs: [{ data: { "image/png": "A".repeat(30_000) }, text: ['code == "606"'] }] } : {}),
      source: source.split(/(?<=\n)/),
    })),
    metadata: { kernelspec: { display_name: "Python 3", language: "python", name: "python3" } },
    nbformat: 4,
    nbformat_minor: 5,
  };
  const json = JSON.stringify(value, undefined, 1);
  return escaped ? json.replace(/[^\x20-\x7e\n]/g, (c) => `\\u${c.charCodeAt(0).toString(16).padStart(4, "0")}`).replace(/'/g, "\\u0027") : json;
}

const cells = [
  ["markdown", '# Codes such as "606" of https://123-abc-456.mktorest.com\n'],
  ["code", magic + host],
  ["code", codes],
  ["code", shell],
  ["code", decides],
] as const;

describe("on the command line", () => {
  const bundle = join(fileURLToPath(new URL("../..", import.meta.url)), "dist/faultline.mjs");
  before(() => assert.ok(existsSync(bundle), "dist/faultline.mjs is missing: run npm run build first"));

  function run(project: Project, ...args: string[]) {
    const { status, stdout, stderr } = spawnSync(process.execPath, [bundle, ...args], { cwd: project.root, encoding: "utf8" });
    return { status, stderr, json: stdout.startsWith("{") ? JSON.parse(stdout) : undefined };
  }

  for (const [name, text] of [
    ["as Jupyter writes it", notebook(cells)],
    ["with CRLF, a byte order mark and characters escaped", `\uFEFF${notebook(cells, true).replaceAll("\n", "\r\n")}`],
  ] as const) {
    test(name, () =>
      inProject({ "leads.ipynb": text }, (project) => {
        const { status, stderr, json } = run(project, "check", "--format", "json");
        assert.deepEqual([status, stderr, json.files], [1, "", 1]);
        assert.deepEqual(
          json.findings.map((f: { rule: string }) => f.rule),
          ["unhandled-retryable", "retry-without-delay", "unbounded-retry"],
        );
        for (const { rule, range } of json.findings) if (rule === "unhandled-retryable") assert.equal(cut(text, range), "RETRYABLE_CODES");
        const { sites } = run(project, "codes", "--format", "json").json;
        assert.deepEqual(
          sites.map((s: { range: Range; code: string }) => [cut(text, s.range), s.code]),
          [
            ['\\"606\\"', "606"],
            [text.includes("\\u0027") ? "\\u0027615\\u0027" : "'615'", "615"],
            ['\\"602\\"', "602"],
          ],
        );
      }),
    );
  }

  test("what is broken is said in one line, and the rest is looked at", () =>
    inProject(
      {
        "bad.ipynb": notebook(cells).replace('"cells": [', '"cells": [ {,'),
        "cut.ipynb": notebook(cells).slice(0, -20),
        "empty.ipynb": "",
        "deep.ipynb": "[".repeat(100_000),
        "good.ipynb": notebook(cells),
        "other.ipynb": notebook(cells).replaceAll(/"python3?"/g, '"julia"'),
        "list.ipynb": "[1, true, null, -1.5e3]",
        "old.ipynb": JSON.stringify({ worksheets: [{ cells: [{ cell_type: "code", input: [host, decides], language: "python" }] }], nbformat: 3 }),
      },
      (project) => {
        const { stderr, json } = run(project, "check", "--format", "json");
        const lines = stderr.trim().split("\n");
        assert.deepEqual(
          lines.map((l) => /(\w+)\.ipynb is left out: not valid JSON: line \d+: (.*)/.exec(l)?.slice(1).join(": ")),
          ['bad: unexpected ","', "cut: it ends too early", "deep: nested too deeply", "empty: it ends too early"],
        );
        assert.equal(json.files, 4);
        assert.deepEqual([...new Set(json.findings.map((f: { file: string }) => f.file))], ["good.ipynb", "old.ipynb"]);
      },
    ));
});

interface Range {
  readonly start: { readonly line: number; readonly character: number };
  readonly end: { readonly line: number; readonly character: number };
}

/** What stands at a range of one line. */
function cut(text: string, { start, end }: Range): string {
  assert.equal(start.line, end.line);
  return text.split(/\r?\n/)[start.line]?.slice(start.character, end.character) ?? "";
}

describe("cells", () => {
  let workspace: TestWorkspace;
  let joined: Cells;
  const source = [magic + host, codes, shell, decides];
  const paths = source.map((_, i) => `/w/leads.ipynb#${i + 1}`);
  before(async () => {
    workspace = await testWorkspace(["/w"]);
    await workspace.engine.load("python");
  });
  const arranged = (texts: readonly string[]): readonly OpenDocument[] => {
    joined = workspace.engine.openCells("/w/leads.ipynb", "python");
    joined.arrange(texts.map((text, i) => ({ path: `/w/leads.ipynb#${i + 1}`, text })));
    return texts.map((_, i) => joined.document(`/w/leads.ipynb#${i + 1}`) as OpenDocument);
  };
  const found = (document: OpenDocument): unknown[] => {
    const { sites, findings, text } = document.analysis;
    const at = (it: { span: { start: number; end: number } }): string => text.slice(it.span.start, it.span.end);
    return [sites.map(at), findings.map((f) => `${f.rule} ${at(f)}`)];
  };

  test("see each other: the address in one, the codes in another, the decision in a third", () => {
    const documents = arranged(source);
    assert.deepEqual(documents.map(found), [
      [[], []],
      [['"606"', "'615'"], ["unhandled-retryable RETRYABLE_CODES"]],
      [[], []],
      [['"602"'], ["retry-without-delay code in RETRYABLE_CODES", "unbounded-retry code in RETRYABLE_CODES"]],
    ]);
    assert.deepEqual(documents[3]?.analysis.verdicts[0]?.evidence.map((e) => e.file)[0], paths[0]);
    joined.close();
  });

  test("key presses leave what a fresh look sees", () => {
    const documents = arranged(source);
    const first = documents[0] as OpenDocument;
    const before = documents.map(found);
    const at = first.analysis.text.indexOf("mktorest");
    first.edit([{ span: { start: at, end: at + 8 }, text: "example" }]);
    assert.deepEqual(documents.map(found), [
      [[], []],
      [[], []],
      [[], []],
      [[], []],
    ]);
    first.edit([{ span: { start: at, end: at + 7 }, text: "mktorest" }]);
    assert.deepEqual(documents.map(found), before);
    joined.close();
  });

  test("fixes are edits of cells, and stay out of the notebook's own lines", () => {
    const texts = [...source];
    const documents = arranged(texts);
    // It stands at the list, and is mended in the decision as well, which is another cell's.
    const lists = documents[1] as OpenDocument;
    const finding = lists.analysis.findings.find((f) => f.rule === "unhandled-retryable");
    assert.ok(finding);
    const fix = lists.fixes(finding).find((f) => f.id === "handle-all");
    assert.ok(fix);
    texts[1] = applyEdits(texts[1] as string, fix.edits);
    for (const [path, edits] of Object.entries(fix.otherFiles ?? {})) {
      const i = paths.indexOf(path);
      texts[i] = applyEdits(texts[i] as string, edits);
    }
    joined.close();
    assert.ok(texts[0]?.startsWith(magic), texts[0]);
    assert.match(texts.join("\n"), /^import time$/m);
    const after = arranged(texts);
    assert.deepEqual(
      after.flatMap((d) => d.analysis.findings.map((f) => f.rule)).filter((r) => r === "unhandled-retryable"),
      [],
    );
    joined.close();
  });

  test("completion is offered in a cell, from what others say", () => {
    const documents = arranged([host, 'if code == "60']);
    const slot = documents[1]?.slotAt(14);
    assert.deepEqual([slot?.apis, slot?.replace], [["marketo-rest"], { start: 11, end: 14 }]);
    joined.close();
  });

  test("in another order, fewer, and none", () => {
    arranged(source);
    joined.arrange([{ path: "/w/leads.ipynb#1", text: decides }]);
    assert.deepEqual(found(joined.document("/w/leads.ipynb#1") as OpenDocument), [[], []]);
    assert.equal(joined.document("/w/leads.ipynb#2"), undefined);
    joined.arrange([]);
    joined.arrange([{ path: "/w/leads.ipynb#1", text: host + decides }]);
    assert.deepEqual((found(joined.document("/w/leads.ipynb#1") as OpenDocument)[0] as string[])[0], '"602"');
    joined.close();
  });
});
