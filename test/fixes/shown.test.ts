import { deepEqual, ok } from "node:assert/strict";
import { test } from "node:test";
import type { OpenDocument } from "../../server/src/engine/model.ts";
import { languageFolders, languageOfWord } from "../support/language-folders.ts";
import { pageAt, pagesIn, rulePages } from "../support/pages.ts";
import { testWorkspace } from "../support/workspace.ts";

/** What is listed before it is proven, on the pages of the rules. */
const languages = languageFolders();

async function onPages(look: (where: string, document: OpenDocument) => void): Promise<void> {
  const { engine, configure } = await testWorkspace(["/w"]);
  for (const language of languages) await engine.load(language.id);
  await engine.prepare("/w/none");
  for (const path of pagesIn(rulePages)) {
    for (const project of pageAt(path, languages).sections.flatMap((s) => s.projects)) {
      configure({ ...(project.api === undefined ? {} : { apis: { "**": project.api } }), ...project.settings });
      for (const block of project.blocks) {
        const language = languageOfWord(block.word, languages);
        if (!language) continue;
        const document = engine.open(`/w/example${language.extensions[0] ?? ""}`, language.id, block.text);
        look(`${path}:${block.first}`, document);
        document.close();
      }
    }
  }
}

test("what handles all codes is listed where it can be made, and nowhere else, however little of it was tried", async () => {
  const refused: string[] = [];
  let [shown, untried] = [0, 0];
  await onPages((where, document) => {
    for (const finding of document.analysis.findings.filter((f) => f.rule === "unhandled-retryable")) {
      const before = document.work?.tried ?? 0;
      const near = document.fixes(finding, { proof: "near" }).filter((f) => f.id === "handle-all");
      if (near.length > 0) shown++;
      if (near.length > 0 && document.work?.tried === before) untried++;
      const whole = document.fixes(finding, { only: "handle-all" });
      if (near.length !== whole.length) refused.push(`${where} at ${finding.span.start}`);
    }
  });
  ok(shown > 40 && untried > 20 && untried < shown, `${untried} of ${shown} were not tried`);
  deepEqual(refused, []);
});
