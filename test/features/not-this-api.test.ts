/** "Not this API": a comment in the file or an entry of the settings, after which nothing of that API is found there. */
import assert from "node:assert/strict";
import { before, describe, test } from "node:test";
import { apiSetting } from "../../server/src/engine/settings.ts";
import { type Action, codeActions, type SettingsFile } from "../../server/src/features/code-actions.ts";
import { denials } from "../../server/src/features/why.ts";
import { words } from "../../server/src/l10n/words.ts";
import { applyEdits } from "../../server/src/text/span.ts";
import { type TestWorkspace, testWorkspace } from "../support/workspace.ts";

const url = "https://123-abc-456.mktorest.com/rest/v1/leads.json";
let workspace: TestWorkspace;
before(async () => {
  workspace = await testWorkspace(["/w"]);
  for (const id of ["typescript", "python", "php", "go", "java", "ruby", "vue", "html"]) await workspace.engine.load(id);
});

/** What is offered at the first "606" of a file. */
function offered(
  path: string,
  text: string,
  settings?: SettingsFile,
  locale = "en",
): { readonly actions: readonly Action[]; readonly after: string } {
  const { engine, catalogs } = workspace;
  const document = engine.open(path, engine.languageOf(path) ?? "", text);
  const at = text.indexOf("606");
  const actions = codeActions(document, { start: at, end: at }, undefined, words(locale), catalogs, settings).filter(
    (it) => it.edits.some((e) => e.text.includes("faultline: not")) || it.settings !== undefined,
  );
  document.close();
  return { actions, after: applyEdits(text, actions.find((it) => it.settings === undefined)?.edits ?? []) };
}

describe("by a comment", () => {
  const note = "faultline: not marketo-rest";
  const js = `const url = "${url}";\nif (e.errors[0].code === "606") wait();\n`;
  const cases: readonly (readonly [name: string, path: string, text: string, after: string])[] = [
    ["at the top", "/w/a.ts", js, `// ${note}\n${js}`],
    ["below the first line of a script", "/w/b.js", `#!/usr/bin/env node\n${js}`, `#!/usr/bin/env node\n// ${note}\n${js}`],
    [
      "behind a byte order mark, with the file's line ends",
      "/w/c.ts",
      `\uFEFF${js}`.replaceAll("\n", "\r\n"),
      `\uFEFF// ${note}\r\n${js.replaceAll("\n", "\r\n")}`,
    ],
    ["below a licence", "/w/d.ts", `/*\n * Copyright\n */\n\n${js}`, `/*\n * Copyright\n */\n\n// ${note}\n${js}`],
    ["above a comment that belongs to what follows", "/w/e.ts", `/** The address. */\n${js}`, `// ${note}\n/** The address. */\n${js}`],
    [
      "below the lines that Python reads first",
      "/w/f.py",
      `#!/usr/bin/env python3\n# -*- coding: utf-8 -*-\nURL = "${url}"\nif e["errors"][0]["code"] == "606":\n    wait()\n`,
      `#!/usr/bin/env python3\n# -*- coding: utf-8 -*-\n# ${note}\nURL = "${url}"\nif e["errors"][0]["code"] == "606":\n    wait()\n`,
    ],
    [
      "inside of PHP",
      "/w/g.php",
      `<?php\n\n/**\n * Copyright\n */\n\ndeclare(strict_types=1);\n\n$url = '${url}';\nif ($e['errors'][0]['code'] === '606') { wait(); }\n`,
      `<?php\n\n/**\n * Copyright\n */\n\n// ${note}\ndeclare(strict_types=1);\n\n$url = '${url}';\nif ($e['errors'][0]['code'] === '606') { wait(); }\n`,
    ],
    [
      "below Go's package, whose documentation stays its own",
      "/w/h.go",
      `// Package leads calls Marketo.\npackage leads\n\nconst url = "${url}"\n\nfunc again(code string) bool { return code == "606" }\n`,
      `// Package leads calls Marketo.\npackage leads\n// ${note}\n\nconst url = "${url}"\n\nfunc again(code string) bool { return code == "606" }\n`,
    ],
    [
      "below Java's package",
      "/w/I.java",
      `package a;\n\nclass I {\n  String url = "${url}";\n  boolean again(String errorCode) { return "606".equals(errorCode); }\n}\n`,
      `package a;\n// ${note}\n\nclass I {\n  String url = "${url}";\n  boolean again(String errorCode) { return "606".equals(errorCode); }\n}\n`,
    ],
    [
      "below Ruby's magic comment",
      "/w/j.rb",
      `# frozen_string_literal: true\n\nURL = "${url}"\nretry_it if e["errors"][0]["code"] == "606"\n`,
      `# frozen_string_literal: true\n# ${note}\n\nURL = "${url}"\nretry_it if e["errors"][0]["code"] == "606"\n`,
    ],
    [
      "in the script of a component",
      "/w/k.vue",
      `<template><p>a</p></template>\n\n<script setup>\n${js}</script>\n`,
      `<template><p>a</p></template>\n\n<script setup>\n// ${note}\n${js}</script>\n`,
    ],
    [
      "in the script of a page, as far in as the script",
      "/w/l.html",
      `<body>\n  <script>\n    const url = "${url}";\n    if (e.errors[0].code === "606") wait();\n  </script>\n</body>\n`,
      `<body>\n  <script>\n    // ${note}\n    const url = "${url}";\n    if (e.errors[0].code === "606") wait();\n  </script>\n</body>\n`,
    ],
    ["in place of a comment that says it is", "/w/m.ts", `// faultline: marketo-rest\n${js}`, `// ${note}\n${js}`],
  ];
  for (const [name, path, text, after] of cases) {
    test(name, () => {
      const given = offered(path, text);
      assert.deepEqual(
        given.actions.map((it) => it.title),
        ["This file is not Marketo: say so in a comment"],
      );
      assert.equal(given.after, after);
      const { engine } = workspace;
      const { sites, findings } = engine.analyse(path, engine.languageOf(path) ?? "", given.after);
      assert.deepEqual([sites, findings], [[], []]);
    });
  }

  test("is not offered where nothing is certain, nor where a comment says several things at once", () => {
    assert.deepEqual(offered("/w/n.ts", 'if (code === "606") wait();\n').actions, []);
    assert.deepEqual(offered("/w/o.ts", `// faultline: marketo-rest, reactor\n${js}`).actions, []);
  });

  test("is offered on a finding that stands elsewhere than the code", () => {
    const text = `const url = "${url}";\nfunction f(e: any) {\n  switch (e.errors[0].code) {\n    case "615":\n      return 606;\n    default:\n      throw e;\n  }\n}\n`;
    const { engine, catalogs } = workspace;
    const document = engine.open("/w/p.ts", "typescript", text);
    const at = text.indexOf("errors[0]");
    const titles = codeActions(document, { start: at, end: at }, undefined, words("ko"), catalogs).map((it) => it.title);
    document.close();
    assert.equal(titles.at(-1), "이 파일은 Marketo이(가) 아님: 주석으로 표시");
  });

  test("is said in every language of the interface", () => {
    const settings = { path: "/w/faultline.json", text: undefined, document: "a.ts" };
    for (const locale of ["en", "zh-TW", "zh-CN", "ko"]) {
      const titles = offered("/w/a.ts", js, settings, locale).actions.map((it) => it.title);
      assert.equal(titles.length, 2);
      for (const title of titles) assert.match(title, /Marketo/);
      assert.match(titles[1] ?? "", /faultline\.json/);
    }
  });
});

describe("by the settings", () => {
  const says = "not marketo-rest";
  const cases: readonly (readonly [name: string, before: string | undefined, after: string | undefined])[] = [
    ["a file that isn't there is made", undefined, '{\n  "apis": {\n    "src/a.ts": "not marketo-rest"\n  }\n}\n'],
    ["an empty object", "{}", '{\n  "apis": {\n    "src/a.ts": "not marketo-rest"\n  }\n}'],
    ["other settings", '{\r\n\t"locale": "ko"\r\n}', '{\r\n\t"apis": {\r\n\t\t"src/a.ts": "not marketo-rest"\r\n\t},\r\n\t"locale": "ko"\r\n}'],
    ["no entries yet", '{\n  "apis": {}\n}', '{\n  "apis": {\n    "src/a.ts": "not marketo-rest"\n  }\n}'],
    [
      "in front of a pattern that would win",
      '{\n  "apis": {\n    "src/**": "marketo-rest"\n  }\n}',
      '{\n  "apis": {\n    "src/a.ts": "not marketo-rest",\n    "src/**": "marketo-rest"\n  }\n}',
    ],
    ["on one line", '{ "apis": { "b": "none" } }', '{ "apis": { "src/a.ts": "not marketo-rest", "b": "none" } }'],
    ["what the very file is said to be", '{ "apis": { "src/a.ts": "marketo-rest" } }', '{ "apis": { "src/a.ts": "not marketo-rest" } }'],
    ["something else is said of the very file", '{ "apis": { "src/a.ts": "reactor" } }', undefined],
    ["it is said already", '{ "apis": { "src/a.ts": "not marketo-rest" } }', undefined],
    ["broken", '{ "apis": {', undefined],
    ["no object", "[]", undefined],
    ["apis of another kind", '{ "apis": [] }', undefined],
  ];
  for (const [name, before, after] of cases) {
    test(name, () => {
      const edits = apiSetting(before, "src/a.ts", says);
      assert.equal(edits && applyEdits(before ?? "", edits), after);
      if (after !== undefined) assert.equal(Object.entries(JSON.parse(after).apis)[0]?.join(), "src/a.ts,not marketo-rest");
    });
  }

  test("after which nothing is found", () => {
    const text = `const url = "${url}";\nif (e.errors[0].code === "606") wait();\n`;
    const { actions } = offered("/w/src/a.ts", text, { path: "/w/faultline.json", text: undefined, document: "src/a.ts" });
    const { otherFiles, settings } = actions[1] as Action;
    assert.deepEqual(settings, { path: "/w/faultline.json", isNew: true });
    workspace.configure(JSON.parse(applyEdits("", otherFiles["/w/faultline.json"] ?? [])));
    const { sites } = workspace.engine.analyse("/w/src/a.ts", "typescript", text);
    workspace.configure({});
    assert.deepEqual(sites, []);
  });
});

describe("why", () => {
  test("tells what says that it is not, by comment or setting", () => {
    const { engine, catalogs } = workspace;
    const told = (text: string, locale = "en") =>
      denials(engine.analyse("/w/src/a.ts", "typescript", text), catalogs, words(locale)).map((it) => [
        it.text,
        it.span && text.slice(it.span.start, it.span.end),
      ]);
    assert.deepEqual(told("// faultline: not marketo-rest\n"), [
      ["Not Marketo: the comment faultline: not marketo-rest in a.ts says so", "faultline: not marketo-rest"],
    ]);
    assert.deepEqual(told("# faultline: none\n"), [["No API at all: the comment faultline: none in a.ts says so", "faultline: none"]]);
    assert.deepEqual(told("// faultline: marketo-rest\n"), []);
    assert.match(told("// faultline: none\n", "ko")[0]?.[0] ?? "", /a\.ts/);
    workspace.configure({ apis: { "src/**": "not reactor" } });
    assert.deepEqual(told("const a = 1;\n"), [["Not Reactor: the setting src/**: not reactor says so", undefined]]);
    workspace.configure({});
  });
});
