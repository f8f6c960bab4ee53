/** Messages say names rather than bare numbers, in every locale; what has no room in them stands beside them. */
import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { textFor } from "../../server/src/catalogs/localise.ts";
import { testWorkspace } from "../support/workspace.ts";

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

/** In characters, for all three kinds at once: nobody reads more of a list of problems. */
const longest = { en: 350, "zh-TW": 180, "zh-CN": 180, ko: 240 };

for (const [api, source] of Object.entries(sources)) {
  for (const locale of ["en", "zh-TW", "zh-CN", "ko"] as const) {
    describe(`${api} in ${locale}`, () => {
      test("the first codes of each kind are named, the others follow, and all of them are told", async () => {
        const { engine, catalogs, configure } = await testWorkspace(["/w"]);
        configure({ locale });
        await engine.load("typescript");
        const document = engine.open("/w/client.ts", "typescript", source);
        const found = document.analysis.findings.find((f) => f.rule === "unhandled-retryable");
        document.close();
        const catalog = catalogs.find((c) => c.id === api);
        assert.ok(found && catalog, "nothing is found");
        const told = [found.message, ...found.related.map((r) => r.message)].join("\n");
        for (const code of found.codes) {
          const title = textFor(catalog, code, locale)?.title ?? "";
          const named = new RegExp(`${code}\\s*[(（「]`).test(told);
          assert.ok(title === "" || named, `${code} has no name anywhere:\n${told}`);
        }
        const kinds = new Map<string, string[]>();
        for (const code of found.codes) {
          const kind = catalog.index.entries.get(code)?.retry.kind ?? "";
          kinds.set(kind, [...(kinds.get(kind) ?? []), code]);
        }
        assert.ok(
          [...kinds.values()].some((codes) => codes.length > 3),
          "no kind has many codes: the source shows nothing",
        );
        for (const codes of kinds.values())
          for (const code of codes.slice(0, 2)) assert.match(found.message, new RegExp(`${code}\\s*[(（「]`), `${code} has no name in the message`);
        const most = longest[locale];
        assert.ok(found.message.length <= most, `${found.message.length} characters:\n${found.message}`);
        assert.doesNotMatch(found.message, /marketo|flow Service/, "a name of its own begins small");
      });
    });
  }
}
