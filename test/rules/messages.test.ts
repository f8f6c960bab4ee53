/** Messages fit into two lines and say names rather than bare numbers, in every locale; what has no room in them stands beside them. */
import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { isRetryable } from "../../server/src/catalogs/catalog.ts";
import { textFor } from "../../server/src/catalogs/localise.ts";
import { en, type MessageId } from "../../server/src/l10n/en.ts";
import { words } from "../../server/src/l10n/words.ts";
import { longestMessage, told } from "../../server/src/rules/message.ts";
import type { Finding } from "../../server/src/rules/model.ts";
import { columnsOf } from "../../server/src/text/columns.ts";
import { languageFolders, languageOfWord } from "../support/language-folders.ts";
import { pageAt, pagesIn, rulePages } from "../support/pages.ts";
import { testCatalogs, testWorkspace } from "../support/workspace.ts";

const locales = ["en", "zh-TW", "zh-CN", "ko"] as const;

const sources = {
  "marketo-rest": `const base = "https://123-ABC-456.mktorest.com/rest/v1";
export function check(error: any): string {
  switch (error.errors[0].code) {
    case "603":
      return "no";
    case "610":
      return "none";
    default:
      throw new Error(error.errors[0].code);
  }
}
`,
  "flow-service": `const base = "https://platform.adobe.io/data/foundation/flowservice/flows";
export function check(error: any): string {
  switch (error.errorCode) {
    case "1104-404":
      return "no";
    case "2115-400":
      return renewToken();
    default:
      throw new Error(error.errorCode);
  }
}
declare function renewToken(): string;
`,
};

/** Names that a careful author gives: what stands in the other holes of a message at its worst. */
const holes = { name: "fetchActivitiesOfLeadWithRetry", path: "requestErrors[].errorCode", seconds: 86400, time: "00:00 Central Time", count: 128 };

for (const locale of locales) {
  test(`no message is longer than two lines, whatever the codes, in ${locale}`, async () => {
    const said = words(locale);
    const texts = new Map<string, number>();
    for (const catalog of await testCatalogs()) {
      const kinds = (["throttled", "auth", "transient"] as const).map((kind) => ({
        kind,
        codes: [...catalog.index.entries].filter(([, entry]) => entry.retry.kind === kind).map(([code]) => code),
      }));
      const some = kinds.filter(({ codes }) => codes.length > 0);
      const all = [...catalog.index.entries.keys()];
      const ids = (Object.keys(en) as MessageId[]).filter((id) => id.startsWith("finding.") && en[id].includes("{api}"));
      assert.ok(ids.length > 12, "the messages go by other names");
      for (const id of ids) {
        const unhandled = en[id].includes("{todo}");
        const todo = said.say(`finding.unhandled.todo.${some.map(({ kind }) => kind).join(".")}` as MessageId);
        const groups = unhandled ? [some.map(({ codes }) => codes)] : [[all], [all.filter((c) => kindIn(catalog, c))]];
        const lists = [...groups, ...all.map((code) => [[code]])].filter((list) => list.length > 0 && list.every((codes) => codes.length > 0));
        for (const list of lists) {
          const { message } = told(id, list, catalog, said, { ...holes, todo, code: all.at(-1) ?? "", status: 503 });
          assert.doesNotMatch(message, /\{\w+\}/, "a hole is left open");
          texts.set(message, columnsOf(message));
        }
      }
    }
    const over = [...texts].filter(([, columns]) => columns > longestMessage);
    assert.deepEqual(over, []);
    assert.ok(
      [...texts.values()].some((columns) => columns > longestMessage / 2),
      "nothing comes near the bound: the worst cases are none",
    );
  });
}

test("no message of the rules' pages is longer than two lines, in any locale", async () => {
  const rules = new Set<string>();
  for (const { message, rule } of await findingsOfPages()) {
    rules.add(rule);
    assert.ok(columnsOf(message) <= longestMessage, `${columnsOf(message)} columns: ${message}`);
  }
  assert.ok(rules.size > 8, `only ${[...rules].join(", ")} speak`);
});

function kindIn(catalog: Awaited<ReturnType<typeof testCatalogs>>[number], code: string): boolean {
  return isRetryable(catalog.index.entries.get(code)?.retry.kind ?? "permanent");
}

/** What is found on the pages of all rules, in the words of each locale. */
async function findingsOfPages(): Promise<readonly Finding[]> {
  const folders = languageFolders();
  const projects = pagesIn(rulePages).flatMap((path) => pageAt(path, folders).sections.flatMap((s) => s.projects));
  const { engine, files, configure } = await testWorkspace(projects.map((_, i) => `/w${i}`));
  const found: Finding[] = [];
  for (const [i, project] of projects.entries()) {
    const settings = { ...(project.api === undefined ? {} : { apis: { "**": project.api } }), ...project.settings };
    configure(settings);
    const placed = project.blocks.map((block) => ({ block, path: `/w${i}/${block.path ?? `example.${block.word}`}` }));
    for (const { block, path } of placed) files.set(path, block.text);
    for (const { block, path } of placed) {
      const language = engine.languageOf(path) ?? languageOfWord(block.word, folders)?.id;
      if (language === undefined) continue;
      await engine.load(language);
      await engine.prepare(path);
      const document = engine.open(path, language, block.text);
      for (const locale of locales) {
        configure({ ...settings, locale });
        found.push(...document.analysis.findings);
      }
      document.close();
    }
  }
  return found;
}

for (const [api, source] of Object.entries(sources)) {
  for (const locale of locales) {
    describe(`${api} in ${locale}`, () => {
      test("codes of each kind are named, the others are counted, and all of them are told", async () => {
        const { engine, catalogs, configure } = await testWorkspace(["/w"]);
        configure({ locale });
        await engine.load("typescript");
        const document = engine.open("/w/client.ts", "typescript", source);
        const found = document.analysis.findings.find((f) => f.rule === "unhandled-retryable");
        document.close();
        const catalog = catalogs.find((c) => c.id === api);
        assert.ok(found && catalog, "nothing is found");
        const names = (text: string): readonly string[] => found.codes.filter((code) => new RegExp(`${code}\\s*[(（「]`).test(text));
        assert.deepEqual(names(found.related.map((r) => r.message).join("\n")), found.codes, "not all have a name beside the finding");
        const kindOf = (code: string): string => catalog.index.entries.get(code)?.retry.kind ?? "";
        const named = names(found.message);
        assert.deepEqual(new Set(named.map(kindOf)), new Set(found.codes.map(kindOf)), found.message);
        assert.ok(named.length < found.codes.length, "every code has room: the source shows nothing");
        assert.match(found.message, new RegExp(String.raw`\b${found.codes.length - named.length}(?: more|개| 個| 个)`));
        for (const code of named) assert.ok(found.message.includes(textFor(catalog, code, locale)?.title.slice(1) ?? "?"), `${code} lost its title`);
        assert.ok(columnsOf(found.message) <= longestMessage, found.message);
        assert.doesNotMatch(found.message, /marketo|flow Service/, "a name of its own begins small");
      });
    });
  }
}
