import assert from "node:assert/strict";
import { test } from "node:test";
import { explain } from "../../server/src/features/explain.ts";
import { hover } from "../../server/src/features/hover.ts";
import { markdown, plain } from "../../server/src/features/rich.ts";
import { words } from "../../server/src/l10n/words.ts";
import { analysis, catalog, catalogs, site, userCatalog, verdict } from "./support.ts";

const TEXT = `case "606": // and "10022"`;

function told(api: string, code: string, locale = "en"): string {
  const given = explain(catalog(api), code, words(locale));
  assert.ok(given, code);
  return markdown(given.main);
}

function shown(offset: number, parts: Parameters<typeof analysis>[1], locale = "en", known = catalogs): string | undefined {
  const given = hover(analysis(TEXT, parts), offset, known, words(locale));
  return given && markdown(given.blocks);
}

test("a hover tells code, API, level, wire type, status, advice with figures, evidence and source", () => {
  const sites = [site(TEXT, '"606"', "marketo-rest")];
  const text = shown(TEXT.indexOf("606"), { sites, verdicts: [verdict("marketo-rest", "*.mktorest.com")] }) ?? "";
  assert.match(text, /^### `606` /);
  assert.match(text, /\*\*[^*]*Marketo[^*]*\*\* · in the response at `errors\[\]\.code`, a string · HTTP 200/);
  assert.match(text, /wait for the 20 s window, or as long as `Retry-After` says/);
  assert.match(text, /\*\*What it means\*\* {2}\S/);
  assert.match(text, /\*\*What to do\*\* {2}\S/);
  assert.match(text, /Safe: the failed request was not carried out/);
  assert.match(text, /Marketo, because of `\*\.mktorest\.com` in client\.ts/);
  assert.match(text, /\[[^\]]+\]\(https:\/\/[^)]+\), as of \d{4}-\d{2}-\d{2}$/);
});

test("a hover is where the literal is, and nowhere else", () => {
  const sites = [site(TEXT, '"606"', "marketo-rest")];
  const start = TEXT.indexOf('"606"');
  for (const offset of [start, start + 3, start + 5]) assert.ok(shown(offset, { sites }), String(offset));
  for (const offset of [start - 1, start + 6, TEXT.length]) assert.equal(shown(offset, { sites }), undefined, String(offset));
});

test("a literal that two APIs may own is told for both", () => {
  const sites = [site(TEXT, '"606"', "marketo-rest"), site(TEXT, '"606"', "reactor", { known: false })];
  const text = shown(TEXT.indexOf("606"), { sites }) ?? "";
  assert.match(text, /^### `606`/);
  assert.match(text, /\n\n---\n\n.* has no code `606` in its list/);
});

test("a code that the list lacks is told with those near it, and accepted ones as such", () => {
  const near = shown(6, { sites: [site(TEXT, '"606"', "marketo-rest", { known: false, value: "660" })] }) ?? "";
  assert.match(near, /Marketo has no code `660` in its list\.\n\nNear it: `6\d\d` /);
  const [seen] = catalog("marketo-rest").alsoSeen ?? [];
  assert.ok(seen);
  const accepted = shown(6, { sites: [site(TEXT, '"606"', "marketo-rest", { known: false, value: seen.code })] }) ?? "";
  assert.match(accepted, /has been seen on the wire/);
});

test("a weak verdict says perhaps; against-evidence is no reason", () => {
  const evidence = [
    { api: "marketo-rest", kind: "identifier", what: "mkto", weight: 0.3 },
    { api: "marketo-rest", kind: "host", what: "discord.com", weight: -1 },
  ] as const;
  const verdicts = [verdict("marketo-rest", "", { certain: false, evidence })];
  const text = shown(6, { sites: [site(TEXT, '"606"', "marketo-rest")], verdicts }) ?? "";
  assert.match(text, /Perhaps Marketo, because of the name `mkto` in client\.ts/);
  assert.doesNotMatch(text, /discord/);
});

test("each kind of retry has its own advice, with the figures of the entry", () => {
  assert.match(told("marketo-rest", "602"), /Once: renew the credential/);
  assert.match(told("marketo-rest", "604"), /exponential backoff and jitter.*At most \d+ attempts/);
  assert.match(told("marketo-rest", "607"), /full again at 00:00 Central Time \(America\/Chicago\)/);
  assert.match(told("marketo-rest", "610"), /No: the same request never succeeds/);
  assert.match(told("flow-service", "1404-412"), /read the current version first/);
  assert.match(told("feishu-project", "10021"), /No, unless the credential was missing or old/);
});

test("where the request may have been carried out, the API's idempotency header is named", () => {
  const unknown = Object.entries(catalog("feishu-project").codes).find(([, it]) => it.retry.executed === "unknown" && it.retry.kind !== "permanent");
  assert.ok(unknown);
  assert.match(told("feishu-project", unknown[0]), /may have been carried out\. Send the same `X-IDEM-UUID`/);
});

test("a code that never succeeds says nothing of repeating writes", () => {
  assert.doesNotMatch(told("marketo-rest", "610"), /Repeating a write/);
});

test("variants are told apart by the message, each with its own advice", () => {
  const text = told("marketo-rest", "1029");
  const items = text.split("\n").filter((it) => it.startsWith("- `"));
  assert.equal(items.length, 3);
  assert.ok(items.some((it) => /No: the same request/.test(it)) && items.some((it) => /quota/.test(it)), items.join("\n"));
});

test("any spelling of a code is understood", () => {
  assert.equal(told("flow-service", "FLOW-1404-412"), told("flow-service", "1404-412"));
});

test("the words are the reader's", () => {
  assert.match(told("marketo-rest", "606", "zh-tw"), /可以：等 20 秒的時間窗過去/);
  assert.match(told("feishu-project", "10022", "zh-cn"), /更新凭证/);
  assert.match(told("flow-service", "1404-412", "ko"), /현재 버전을 먼저 읽고/);
  assert.match(told("marketo-rest", "607", "zh-TW"), /於 00:00 .*America\/Chicago/);
});

test("the terminal gets the same words without marks", () => {
  const given = explain(catalog("marketo-rest"), "606", words("en"));
  const text = plain(given?.main ?? []);
  assert.match(text, /^606 /);
  assert.doesNotMatch(text, /[`*\\]/);
});

test("what a catalog says is shown, never interpreted", () => {
  const hostile = {
    title: "[click](command:evil) <img src=x onerror=alert(1)> ![i](https://x.y/z.png)",
    cause: "# heading\n- item\n\n```js\nrun()\n``` www.evil.example https://evil.example a@b.example $(alert) **bold** _em_ | a | b |",
    remedy: "1. first\u202e reversed \u0007 &lt;b&gt; \\",
  };
  const sources = { page: { title: "a](command:evil) [b", url: "https://x.example/a)b(c<d>", retrieved: "2026-01-01" } };
  const given = explain(userCatalog("C1", { message: "tick ` and `` two" }, hostile, { sources }), "C1", words("en"));
  assert.ok(given);
  const text = markdown([...given.main, { kind: "small", pieces: given.source }]);
  assert.doesNotMatch(text, /(?<!\\)\[click/);
  assert.doesNotMatch(text, /(?<!\\)<(img|b)/);
  assert.doesNotMatch(text, /(?<!\\)!\[/);
  assert.doesNotMatch(text, /^(# heading|- item|```)/m);
  assert.doesNotMatch(text, /https:\/\/evil|www\.evil|a@b|(?<!\\)\$\(/);
  // biome-ignore lint/suspicious/noControlCharactersInRegex: they are the ones meant.
  assert.doesNotMatch(text, /[\u0007\u202e]/);
  assert.match(text, /``` tick ` and `` two ```|```tick ` and `` two```/);
  assert.match(text, /\[a\\\]\(command:evil\) \\\[b\]\(https:\/\/x\.example\/a%29b%28c%3Cd%3E\)/);
});

test("a source that is no web address is no link, and endless texts are cut", () => {
  const given = explain(userCatalog("C1", {}, { cause: "x".repeat(100_000) }), "C1", words("en"));
  const text = markdown([
    ...(given?.main ?? []),
    {
      kind: "small",
      pieces: [
        { link: "run", href: "command:evil" },
        { link: "file", href: "file:///etc" },
      ],
    },
  ]);
  assert.doesNotMatch(text, /\]\(/);
  assert.ok(text.length < 5000, String(text.length));
});
