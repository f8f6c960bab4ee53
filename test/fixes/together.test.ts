/** Several fixes of one version of a text, whichever are made at once: their edits never overlap, and together they are as sound as alone. */
import assert from "node:assert/strict";
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { before, describe, test } from "node:test";
import { fixAll } from "../../server/src/features/code-actions.ts";
import { words } from "../../server/src/l10n/words.ts";
import type { Fix } from "../../server/src/rules/model.ts";
import { applyEdits, overlaps, type TextEdit } from "../../server/src/text/span.ts";
import { clientLanguages, clientsIn } from "../compilers/clients.ts";
import { type TestWorkspace, testWorkspace } from "../support/workspace.ts";

const own = join(import.meta.dirname, "clients");
const clients = [
  ...readdirSync(own)
    .filter((name) => /\.\w+$/.test(name))
    .map((name) => ({ title: name, name, text: readFileSync(join(own, name), "utf8") })),
  ...clientLanguages().flatMap((language) => clientsIn(language).map(({ source }) => ({ title: `${language}/${source.name}`, ...source }))),
];

let workspace: TestWorkspace;
before(async () => {
  workspace = await testWorkspace(["/w"]);
});

for (const { title, name, text } of clients) {
  describe(title, () => {
    test("fix-all, were every fix a safe one, changes no text twice", async (t) => {
      const { engine, files } = workspace;
      const path = `/w/src/${name}`;
      const language = engine.languageOf(path);
      if (language === undefined) return t.skip("the engine doesn't read it");
      await engine.load(language);
      files.clear();
      files.set(path, text);
      engine.changed([path]);
      const document = engine.open(path, language, text);
      const { analysis } = document;
      const offered = new Map(analysis.findings.map((finding) => [finding, document.fixes(finding)]));
      document.close();
      // The most that could be made at once: of each finding the fix that changes most, the one that changes least, and the one offered first.
      for (const choose of [largest, smallest, (fixes: readonly Fix[]) => fixes[0]]) {
        const chosen = (fixes: readonly Fix[] = []): readonly Fix[] => {
          const fix = choose(fixes);
          return fix ? [{ ...fix, safe: true, preferred: true }] : [];
        };
        const all = fixAll({ analysis, fixes: (finding) => chosen(offered.get(finding)) }, words("en"));
        assert.ok(all && all.findings.length > 0, "nothing is offered");
        assert.deepEqual(overlapping(all.edits), [], "two edits of one stretch of text");
        // What fix-all leaves out is left out whole: each finding it names has all edits of its fix in it.
        for (const finding of all.findings) {
          const [fix] = chosen(offered.get(finding));
          for (const edit of fix?.edits ?? [])
            assert.ok(
              all.edits.some((it) => sameEdit(it, edit)),
              `${finding.rule}: a part of ${fix?.id} is missing`,
            );
        }
        const after = applyEdits(text, all.edits);
        const copy = engine.open(path, language, after);
        const still = copy.analysis.findings.length;
        copy.close();
        assert.ok(still <= analysis.findings.length, `${still} findings after, ${analysis.findings.length} before`);
      }
      return undefined;
    });
  });
}

function size(fix: Fix): number {
  return fix.edits.reduce((sum, { span, text }) => sum + text.length + span.end - span.start, 0);
}

function largest(fixes: readonly Fix[]): Fix | undefined {
  return [...fixes].sort((a, b) => size(b) - size(a))[0];
}

function smallest(fixes: readonly Fix[]): Fix | undefined {
  return [...fixes].sort((a, b) => size(a) - size(b))[0];
}

function overlapping(edits: readonly TextEdit[]): readonly TextEdit[] {
  const sorted = [...edits].sort((a, b) => a.span.start - b.span.start || a.span.end - b.span.end);
  return sorted.filter((edit, i) => {
    const next = sorted[i + 1];
    return next !== undefined && (overlaps(edit.span, next.span) || edit.span.start === next.span.start);
  });
}

function sameEdit(a: TextEdit, b: TextEdit): boolean {
  return a.span.start === b.span.start && a.span.end === b.span.end && a.text === b.text;
}
