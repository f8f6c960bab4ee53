import assert from "node:assert/strict";
import { test } from "node:test";
import { Progress } from "../../server/src/cli/progress.ts";
import { inProject } from "./support/machine.ts";

/** Terminal colours written out, so that expectations can be read. */
function readable(text: string): string {
  const names: Record<string, string> = { "1": "bold", "2": "dim", "4": "line", "31": "red", "33": "yellow", "36": "cyan" };
  // biome-ignore lint/suspicious/noControlCharactersInRegex: it is the one meant.
  return text.replace(/\u001b\[(\d+)m/g, (_, code: string) => (names[code] ? `<${names[code]}>` : "</>"));
}

test("for people: file by file, with the line of source, related places and a summary", () =>
  inProject(
    { "a.ts": "one\n\tif (!error 606: never true !see 1 in b.ts) {\n!warning 604: forgotten !see 0", "b.ts": "x\n!hint 601: hm !" },
    async (project) => {
      const { status, out } = await project.run("check");
      assert.equal(status, 1);
      assert.equal(
        out,
        `a.ts
  2:6  error  never true  unhandled-retryable
    2 │   if (!error 606: never true !see 1 in b.ts) {
      │       ━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━
    → b.ts:1:2  decided here

  3:1  warning  forgotten  unhandled-retryable
    3 │ !warning 604: forgotten !see 0
      │ ━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━
    → 1:1  decided here

b.ts
  2:1  hint  hm  unhandled-retryable
    2 │ !hint 601: hm !
      │ ━━━━━━━━━━━━━━━

✖ 3 findings in 2 of 2 files (1 error, 1 warning, 1 hint)
`,
      );
    },
  ));

test("a terminal gets long messages in lines under each other, a pipe on one", () =>
  inProject({ "a.ts": `!hint 606: ${"words ".repeat(30)}!` }, async (project) => {
    assert.match((await project.run("check")).out, /hint {2}(words ){30}/);
    project.terminal = true;
    project.env = { NO_COLOR: "1" };
    const lines = (await project.run("check")).out.split("\n");
    assert.match(lines[1] ?? "", /^ {2}1:1 {2}hint {2}words/);
    assert.match(lines[2] ?? "", /^ {13}words/);
    for (const line of lines.slice(1, 3)) assert.ok(line.length <= 100, line);
  }));

test("a clean run says so", () =>
  inProject({ "a.ts": "" }, async (project) => {
    assert.deepEqual(await project.run("check"), { status: 0, out: "✔ No findings in 1 file, which calls no API that is known\n", err: "" });
  }));

for (const [files, said] of [
  [{ "a.ts": '"606"' }, "1 file, which calls a known API"],
  [{ "a.ts": '"606"', "b.ts": "", "c.ts": "" }, "3 files, 1 of which calls a known API"],
  [{ "a.ts": '"606"', "b.ts": "~601~", "c.ts": "" }, "3 files, 2 of which call a known API"],
  [{ "a.ts": "", "b.ts": "" }, "2 files, none of which calls an API that is known"],
] as const)
  test(`a clean run: ${said}`, () =>
    inProject(files, async (project) => assert.equal((await project.run("check")).out, `✔ No findings in ${said}\n`)));

test("colours are for terminals that want them", () =>
  inProject({ "a.ts": "!error 606: x !" }, async (project) => {
    const coloured = async (terminal: boolean, env: Record<string, string>) => {
      project.terminal = terminal;
      project.env = env;
      return (await project.run("check")).out.includes("\u001b");
    };
    assert.equal(await coloured(false, {}), false);
    assert.equal(await coloured(true, {}), true);
    assert.equal(await coloured(true, { NO_COLOR: "1" }), false);
    assert.equal(await coloured(true, { NO_COLOR: "" }), true);
    assert.equal(await coloured(true, { TERM: "dumb" }), false);
    assert.equal(await coloured(false, { FORCE_COLOR: "1" }), true);
    assert.equal(await coloured(true, { FORCE_COLOR: "0" }), false);
    project.terminal = true;
    project.env = {};
    assert.match(readable((await project.run("check")).out), /^<line>a\.ts<\/>\n {2}<dim>1:1<\/> {2}<red>error<\/> {2}x {2}<dim>/);
  }));

test("wide characters, tabs and long lines leave the mark under its place", () =>
  inProject({ "a.ts": `\t漢字 = !error 606: x !;\n${"y".repeat(300)}!error 606: z !${"w".repeat(300)}` }, async (project) => {
    const lines = (await project.run("check")).out.split("\n");
    const columns = (text: string) => text.replace(/[漢字]/g, "xx");
    for (const [i, line] of lines.entries()) {
      const under = lines[i + 1] ?? "";
      if (!under.includes("━")) continue;
      assert.equal(columns(line).indexOf("!error"), under.indexOf("━"), line);
      assert.equal(under.length - under.indexOf("━"), 15);
      assert.ok(columns(line).length <= 125, line);
    }
    assert.match(lines.join("\n"), /│ …y+!error 606: z !w+…/);
  }));

test("source and file names can't command the terminal", () =>
  inProject({ "a\u001b[2J.ts": "\u001b]0;x\u0007 !error 606: \u001b[31mred\u202e !" }, async (project) => {
    const { out } = await project.run("check");
    // biome-ignore lint/suspicious/noControlCharactersInRegex: they are the ones meant.
    assert.doesNotMatch(out, /[\u0000-\u0009\u000b-\u001f\u202e]/);
  }));

test("GitHub's annotations are escaped, and count from 1", () =>
  inProject({ "a,b:c%.ts": "\n  !error 606: 100%, really: x !\n!warning 604: w !\n!information 1: i !\n!hint 2: h !" }, async (project) => {
    const { status, out } = await project.run("check", "--format", "github");
    assert.equal(status, 1);
    assert.deepEqual(out.split("\n"), [
      "::error file=a%2Cb%3Ac%25.ts,line=2,endLine=2,col=3,endColumn=32,title=faultline%3A unhandled-retryable::100%25, really: x",
      "::warning file=a%2Cb%3Ac%25.ts,line=3,endLine=3,col=1,endColumn=18,title=faultline%3A unhandled-retryable::w",
      "::notice file=a%2Cb%3Ac%25.ts,line=4,endLine=4,col=1,endColumn=20,title=faultline%3A unhandled-retryable::i",
      "::notice file=a%2Cb%3Ac%25.ts,line=5,endLine=5,col=1,endColumn=13,title=faultline%3A unhandled-retryable::h",
      "",
    ]);
    project.write("a,b:c%.ts", "");
    assert.equal((await project.run("check", "--format", "github")).out, "");
  }));

test("what is said of the finding's own place is said without it", () =>
  inProject({ "a.ts": "!warning 604: forgotten !see 0" }, async (project) => {
    assert.match((await project.run("check")).out, /\n {4}→ decided here\n/);
  }));

test("SARIF has regions from 1 in UTF-16 units, rules with pages, related places and levels", () =>
  inProject({ "a b/ü#.ts": "😀!error 606: x !see 0\n!hint 604: y !" }, async (project) => {
    const { out } = await project.run("check", "--format", "sarif");
    const log = JSON.parse(out);
    assert.equal(log.version, "2.1.0");
    const [run] = log.runs;
    assert.equal(run.columnKind, "utf16CodeUnits");
    assert.equal(run.tool.driver.semanticVersion, "1.2.3");
    assert.deepEqual(
      run.tool.driver.rules.map((it: { id: string; helpUri: string }) => [it.id, it.helpUri]),
      [
        ["unhandled-retryable", "https://example.com/unhandled-retryable"],
        ["unknown-code", undefined],
      ],
    );
    const [known, unknown] = run.tool.driver.rules;
    assert.deepEqual(known.shortDescription, { text: "Retryable codes that nobody handles" });
    assert.deepEqual(known.help, { text: "## What it says\n\nCodes are left out.", markdown: "## What it says\n\nCodes are left out." });
    assert.deepEqual([unknown.help, "helpUri" in unknown], [{ text: "A code that the API doesn't have" }, false]);
    const [first, second] = run.results;
    const uri = "a%20b/%C3%BC%23.ts";
    const location = first.locations[0].physicalLocation;
    assert.deepEqual(location.artifactLocation, { uri, uriBaseId: "%SRCROOT%" });
    assert.deepEqual(location.region, { startLine: 1, startColumn: 3, endLine: 1, endColumn: 23 });
    assert.deepEqual([first.level, first.ruleIndex, first.message.text], ["error", 0, "x"]);
    assert.deepEqual(first.relatedLocations[0].physicalLocation.region, { startLine: 1, startColumn: 1, endLine: 1, endColumn: 2 });
    assert.equal(second.level, "note");
    assert.equal(second.relatedLocations, undefined);
    assert.deepEqual(second.properties, { severity: "hint", api: "marketo-rest", codes: ["604"] });
  }));

test("SARIF runs add up: fingerprints survive moved code, differ where places do, and shards have runs of their own", () =>
  inProject({ "a.ts": "  !error 606: x !\n!error 606: x !\n", "b.ts": "!error 606: x !" }, async (project) => {
    const run = async (...args: string[]) => JSON.parse((await project.run("check", "--format", "sarif", ...args)).out).runs[0];
    const prints = async () =>
      (await run()).results.map((it: { partialFingerprints: Record<string, string> }) => it.partialFingerprints["faultline/v1"]);
    const before = await prints();
    assert.equal(new Set(before).size, 3);
    project.write("a.ts", "new line\r\n\r\n!error 606: x !\n\n    !error 606: x !\n");
    assert.deepEqual(await prints(), before);
    assert.equal((await run()).automationDetails.id, "faultline/");
    assert.equal((await run("--shard", "2/4")).automationDetails.id, "faultline/shard-2-of-4/");
  }));

test("progress shows on a terminal only, after a while, and goes away", () => {
  const shown = (isTerminal: boolean) => {
    let out = "";
    let now = 0;
    const sink = {
      write(text: string) {
        out += text;
      },
      isTerminal,
      columns: 20,
    };
    const progress = new Progress(sink, () => now);
    progress.show(1, 9, "quick.ts");
    now = 1000;
    progress.show(2, 9, "a/long/path/of/some\u001b[2J.ts");
    now = 1001;
    progress.show(3, 9, "not-yet.ts");
    progress.clear();
    progress.clear();
    return out;
  };
  assert.equal(shown(true), "\r\u001b[K2/9 a/long/path/of/\r\u001b[K");
  assert.equal(shown(false), "");
});
