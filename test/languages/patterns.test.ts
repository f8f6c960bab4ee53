/** A language is a folder of data: its queries compile, say one thing of a node, and are shown on its page, pattern by pattern. */
import assert from "node:assert/strict";
import { existsSync } from "node:fs";
import { describe, test } from "node:test";
import { flags, kinds, roles } from "../../server/src/syntax/part.ts";
import { languageFolders } from "../support/language-folders.ts";
import { languagePages, pageAt, pagesIn, shapes, textsOf } from "../support/pages.ts";
import { hitBy, type Loaded, load, type Pattern } from "../support/patterns.ts";

const languages = languageFolders();
/** Those with a grammar of their own; the others only hold scripts. */
const parsed = languages.filter((l) => l.grammar !== undefined);
const loaded = new Map<string, Promise<Loaded>>(parsed.map((l) => [l.id, load(l)]));
// A query that doesn't compile fails the test of its language, and no other.
for (const one of loaded.values()) one.catch(() => undefined);

for (const language of languages) {
  describe(language.id, () => {
    test("its folder is called as it is", () => assert.equal(language.folder, language.id));

    test("has a page", () => assert.ok(existsSync(`${languagePages}${language.id}.md`), `write test/languages/${language.id}.md`));

    if (!parsed.includes(language)) return;

    test("its queries compile, with names of the closed list", async () => {
      const { grammar } = (await loaded.get(language.id)) as Loaded;
      const strange = grammar.query.captureNames.filter((name) => !isKnown(name));
      assert.deepEqual(strange, [], `${language.queries.join(", ")}: names that server/src/syntax/part.ts doesn't have`);
    });

    test("no node of its page has two roles", async () => {
      const { clashes } = hitBy(textsOf(language, languages), (await loaded.get(language.id)) as Loaded);
      assert.ok(clashes.length === 0, `\n${clashes.join("\n")}`);
    });
  });
}

test("every pattern is hit by a page of a language that has it", async () => {
  const missed = new Map<string, Pattern>();
  const hit = new Set<string>();
  for (const language of parsed) {
    const one = await (loaded.get(language.id) as Promise<Loaded>);
    for (const pattern of one.patterns) missed.set(keyOf(pattern), pattern);
    for (const pattern of hitBy(textsOf(language, languages), one).hit) hit.add(keyOf(pattern));
  }
  const faults = [...missed].filter(([key]) => !hit.has(key)).map(([, p]) => `${p.file}: ${p.text}`);
  assert.ok(faults.length === 0, `no page shows\n${faults.join("\n")}`);
});

function keyOf({ file, text }: Pattern): string {
  return `${file}\0${text}`;
}

function isKnown(name: string): boolean {
  if (name.startsWith("_")) return true;
  const [family = "", role] = name.split(".");
  if (family === "is") return (flags as readonly string[]).includes(role ?? "");
  if (!(kinds as readonly string[]).includes(family)) return false;
  return role === undefined || (roles[family as keyof typeof roles] as readonly string[]).includes(role);
}

describe("shapes", () => {
  const known = new Set(shapes().map((s) => s.id));

  for (const path of pagesIn(languagePages)) {
    const page = pageAt(path, languages);
    test(page.id, () => {
      const shown = page.sections.filter((s) => s.shape !== undefined);
      for (const section of shown) {
        const where = `${page.id}.md, ${section.shape}`;
        assert.ok(known.has(section.shape as string), `${where}: no such shape in shapes.json`);
        const blocks = section.projects.map((p) => p.blocks.flatMap((b) => b.notes));
        assert.ok(
          blocks.some((notes) => notes.length > 0),
          `${where}: shows nothing that is found`,
        );
        assert.ok(
          page.front.as !== undefined || blocks.some((notes) => notes.length === 0),
          `${where}: shows no look-alike in which nothing is found`,
        );
      }
      const absent = Object.keys(page.front.absent);
      assert.deepEqual(
        absent.filter((id) => !known.has(id)),
        [],
        `${page.id}.md: absent shapes that shapes.json doesn't have`,
      );
      if (page.front.as !== undefined) return;
      const there = new Set([...shown.map((s) => s.shape as string), ...absent]);
      assert.deepEqual(
        [...known].filter((id) => !there.has(id)),
        [],
        `${page.id}.md: shapes neither shown nor said to be absent`,
      );
    });
  }
});
