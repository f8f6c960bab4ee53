import { deepEqual } from "node:assert/strict";
import { before, describe, test } from "node:test";
import { Differential } from "../support/differential.ts";
import { languageFolders } from "../support/language-folders.ts";
import { textsOf } from "../support/pages.ts";
import { testWorkspace } from "../support/workspace.ts";

/** Edits for each language; `npm run fuzz` does more of the same. */
const edits = Number(process.env.FAULTLINE_EDITS ?? 16);
const languages = languageFolders();

describe("a document kept through its edits says what a fresh one says", () => {
  let differential: Differential;
  before(async () => {
    differential = await Differential.over(languages.map((l) => l.id));
  });
  for (const [index, language] of languages.entries()) {
    const path = `/w/src/marketo_client${language.extensions[0] ?? ""}`;
    test(language.id, () => {
      const texts = textsOf(language);
      // Small texts break as a whole, long ones in one of their items.
      for (const text of spread(texts, 4))
        differential.run({ languageId: language.id, path, text, edits: { seed: index * 1000 + text.length, count: Math.ceil(edits / 4) } });
      const long = spread(texts, 24).join("\n");
      differential.run({ languageId: language.id, path, text: long, edits: { seed: index, count: Math.ceil(edits / 2) } });
    });
  }

  // What stands beside scripts is told by the offsets of the page, what stands in them by places.
  test("a note beside the scripts of a page", async () => {
    const workspace = await testWorkspace(["/w"]);
    for (const id of ["vue", "typescript"]) await workspace.engine.load(id);
    const decision = (name: string, code: string) =>
      `export function ${name}(code: string) {\n  if (code === "${code}") return 1;\n  throw new Error(code);\n}\n`;
    const scripts = `${decision("lead", "606")}\n// faultline: reactr\n${decision("list", "615")}`;
    const text = `<!-- faultline: marketo -->\n<script lang="ts">\n${scripts}</script>\n<p>a</p>\n<!-- faultline: flow -->\n`;
    const document = workspace.engine.open("/w/src/marketo_client.vue", "vue", text);
    for (const [start, added] of [
      [text.indexOf("606"), "1"],
      [text.indexOf("606"), "22"],
      [text.indexOf("615"), "3"],
      [0, "\n"],
    ] as const) {
      document.edit([{ span: { start, end: start }, text: added }]);
      const { findings, text: now } = document.analysis;
      const notes = findings.filter((it) => it.rule === "stale-suppression").map(({ span }) => now.slice(span.start, span.end));
      deepEqual(notes, ["faultline: marketo", "faultline: reactr", "faultline: flow"]);
    }
    document.close();
  });
});

/** So many of a list, evenly from its beginning to its end. */
function spread<T>(list: readonly T[], count: number): readonly T[] {
  if (list.length <= count) return list;
  return Array.from({ length: count }, (_, i) => list[Math.floor((i * list.length) / count)] as T);
}
