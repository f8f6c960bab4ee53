/** Scripts in other files: what is found stands where it stands in the file, key press by key press, and fixes stay inside the script. */
import assert from "node:assert/strict";
import { before, describe, test } from "node:test";
import type { Analysis } from "../../server/src/engine/model.ts";
import { applyEdits, type TextEdit } from "../../server/src/text/span.ts";
import { type TestWorkspace, testWorkspace } from "../support/workspace.ts";

const component = `<template>
  <p title="a > b">😀 {{ note }}</p>
</template>

<script setup lang="ts">
import { ref } from "vue";

const note = ref("");
async function load() {
  const body = await (await fetch("https://123-abc-456.mktorest.com/rest/v1/leads.json")).json();
  switch (body.errors[0].code) {
    case "606":
      note.value = "wait";
      break;
    default:
      throw new Error(body.errors[0].message);
  }
}
</script>
`;

const page = `<body>
  <p>😀</p>
  <script>
    async function load() {
      const body = await (await fetch("https://123-abc-456.mktorest.com/rest/v1/leads.json")).json();
      switch (body.errors[0].code) {
        case "606":
          show("wait");
          break;
        default:
          throw new Error(body.errors[0].message);
      }
    }
  </script>
</body>
`;

let workspace: TestWorkspace;
before(async () => {
  workspace = await testWorkspace(["/w"]);
  for (const id of ["vue", "svelte", "astro", "html"]) await workspace.engine.load(id);
});

describe("places", () => {
  const variants: readonly (readonly [string, (text: string) => string])[] = [
    ["as it is", (t) => t],
    ["with CRLF", (t) => t.replaceAll("\n", "\r\n")],
    ["with lone returns", (t) => t.replaceAll("\n", "\r")],
    ["behind a byte order mark", (t) => `\uFEFF${t}`],
    ["behind emoji and a lone surrogate", (t) => t.replace(/>/, `><i>👩‍🚀\uD83D \u2028</i>`)],
    ["on one line", (t) => t.replace(/\s*\n\s*/g, " ")],
  ];
  for (const [name, change] of variants) {
    test(name, () => {
      for (const [path, source] of [
        ["/w/a.vue", component],
        ["/w/a.html", page],
      ] as const) {
        const text = change(source);
        const { sites, findings, lines } = analyse(path, text);
        assert.deepEqual(
          sites.map((s) => text.slice(s.span.start, s.span.end)),
          ['"606"'],
        );
        assert.deepEqual(
          findings.map((f) => text.slice(f.span.start, f.span.end)),
          ["body.errors[0].code"],
        );
        const at = sites[0]?.span.start ?? 0;
        assert.equal(lines.offset(lines.position(at)), at);
      }
    });
  }
});

describe("key presses", () => {
  test("leave the document as a look from scratch sees it", () => {
    const document = workspace.engine.open("/w/keys.vue", "vue", component);
    let text = component;
    const press = (find: string, by: string): void => {
      const start = text.indexOf(find);
      assert.ok(start >= 0, find);
      const edit: TextEdit = { span: { start, end: start + find.length }, text: by };
      text = applyEdits(text, [edit]);
      assert.deepEqual(seen(document.edit([edit])), seen(analyse("/w/keys.vue", text)), by);
    };
    press('"606"', '"615"');
    press("{{ note }}", "{{ note }} <i a='>'>");
    press('<script setup lang="ts">', '<script setup lang="ts"');
    press('<script setup lang="ts"', '<script setup lang="ts">');
    press('lang="ts"', 'lang="js"');
    press('lang="js"', 'lang="json"');
    press('lang="json"', 'lang="tsx"');
    press("</script>", "</scrip>");
    press("</scrip>", "</script>\n<script>\nif (x.errors[0].code === '604') wait();\n</script>");
    press("<template>", "<!-- <template>");
    press("<!-- <template>", "");
    document.close();
  });

  test("in the markup alone say nothing", () => {
    const document = workspace.engine.open("/w/markup.vue", "vue", "<template><p>606</p></template>");
    assert.deepEqual(document.analysis.sites, []);
    const analysis = document.edit([{ span: { start: 13, end: 16 }, text: "https://123-abc-456.mktorest.com" }]);
    assert.deepEqual([analysis.sites, analysis.verdicts], [[], []]);
    document.close();
  });
});

describe("fixes", () => {
  for (const [path, id, source] of [
    ["/w/fix.vue", "vue", component],
    ["/w/fix.html", "html", page],
    ["/w/fix-crlf.html", "html", page.replaceAll("\n", "\r\n")],
    ["/w/fix-one-line.html", "html", page.replace(/\n {2}<script>\n {4}async/, "<script>async")],
  ] as const) {
    test(`${path} is mended inside its script`, () => {
      const document = workspace.engine.open(path, id, source);
      const [finding] = document.analysis.findings;
      assert.ok(finding);
      const fixes = document.fixes(finding);
      assert.ok(
        fixes.some((f) => f.id === "handle-all"),
        fixes.map((f) => f.id).join(),
      );
      for (const fix of fixes) {
        const after = applyEdits(source, fix.edits);
        assert.equal(outside(after), outside(source), fix.id);
        if (fix.id !== "handle-all") continue;
        assert.deepEqual(
          analyse(path, after).findings.filter((f) => f.rule === finding.rule),
          [],
        );
        const eol = source.includes("\r\n") ? "\r\n" : "\n";
        assert.ok(
          after.split(eol).every((line) => !/[\r\n]/.test(line)),
          "the line ends of the file",
        );
        // Whatever was written stands at least as far in as the script's own first line.
        const base = id === "html" && !path.includes("one-line") ? "    " : "";
        const script = /<script[^>]*>([\s\S]*?)\n *<\/script>/.exec(after)?.[1] ?? "";
        assert.ok(
          script.split(eol).every((line) => line.trim() === "" || line.startsWith(base)),
          script,
        );
      }
      document.close();
    });
  }
});

describe("completion", () => {
  test("is offered inside a script and nowhere else", () => {
    const text = component.replace('case "606":', 'case "60');
    const document = workspace.engine.open("/w/slot.vue", "vue", text);
    const slot = document.slotAt(text.indexOf('case "60') + 8);
    assert.equal(slot && text.slice(slot.replace.start, slot.replace.end), '"60');
    assert.equal(document.slotAt(text.indexOf("a > b")), undefined);
    document.close();
  });
});

describe("pages of no use", () => {
  const parts = ["<a {", "<a b=", '<a "', "<", "<script ", "<!--", "<template>", "{`", "</script", "<script><!--<script>"];
  for (const part of parts) {
    test(`300,000 characters of ${part}`, () => {
      const text = part.repeat(Math.ceil(300_000 / part.length));
      for (const path of ["/w/x.vue", "/w/x.svelte", "/w/x.astro", "/w/x.html"]) assert.deepEqual(analyse(path, text).sites, []);
    });
  }
});

function analyse(path: string, text: string): Analysis {
  const id = workspace.engine.languageOf(path);
  assert.ok(id);
  return workspace.engine.analyse(path, id, text);
}

function seen({ sites, findings, verdicts, text }: Analysis): unknown {
  return {
    text,
    sites: sites.map((s) => [s.code, s.confidence, s.span]),
    findings: findings.map((f) => [f.rule, f.codes, f.span]),
    verdicts: verdicts.map((v) => [v.api, v.certain]),
  };
}

/** The file without what stands in its scripts. */
function outside(text: string): string {
  return text.replace(/(<script[^>]*>)[\s\S]*?(<\/script>)/g, "$1$2");
}
