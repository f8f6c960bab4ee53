/** The small fixes, one construct each: what is written, to the letter. */
import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { allFixes, fixed } from "./support.ts";

const marketo = 'const url = "https://123-abc-456.mktorest.com/rest/v1/leads.json";\n';

async function becomes(id: string, before: string, after: string, path = "src/client.ts"): Promise<void> {
  const head = path.endsWith(".py") ? marketo.replace("const ", "").replace(";", "") : marketo;
  assert.equal(await fixed(id, path, head + before), head + after);
}

describe("nearest code", () => {
  const before =
    "export function f(e: any) {\n  switch (e.code) {\n    case '601':\n    case '602':\n      return 1;\n    case '660':\n      return 2;\n  }\n}\n";

  test("in the quotes that stand there", () => becomes("nearest", before, before.replace("660", "606")));

  test("is safe where there is but one", async () => {
    const all = await allFixes("src/client.ts", marketo + before);
    const near = all.filter((f) => f.fix.id.startsWith("nearest"));
    assert.deepEqual(
      near.map((f) => f.fix.safe),
      near.length === 1 ? [true] : near.map(() => false),
    );
  });
});

describe("right type", () => {
  test("a number becomes a text, in the file's own quotes", () =>
    becomes(
      "right-type",
      "export function f(e: any) {\n  if (e.errors[0].code === 606) throw new Error('later');\n  if (e.errors[0].code === '610') return 'none';\n  return 'ok';\n}\n",
      "export function f(e: any) {\n  if (e.errors[0].code === '606') throw new Error('later');\n  if (e.errors[0].code === '610') return 'none';\n  return 'ok';\n}\n",
    ));

  test("a text becomes a number", async () => {
    const before = `URL = "https://project.feishu.cn/open_api"\n\ndef f(answer):\n    if answer["err_code"] == "10022":\n        raise PermissionError()\n`;
    assert.equal(await fixed("right-type", "client.py", before), before.replace('"10022"', "10022"));
  });
});

describe("taking out", () => {
  const list = (inner: string): string => `export const RETRYABLE_CODES = ${inner};\n`;

  test("first, middle and last of one line", async () => {
    await becomes("remove", list('["610", "604", "608"]'), list('["604", "608"]'));
    await becomes("remove", list('["604", "610", "608"]'), list('["604", "608"]'));
    await becomes("remove", list('["604", "608", "610"]'), list('["604", "608"]'));
  });

  test("a line with its note, and the comma before it when it was the last", async () => {
    await becomes("remove", list('[\n  "604",\n  "610", // gone\n  "608",\n]'), list('[\n  "604",\n  "608",\n]'));
    await becomes("remove", list('[\n  "604",\n  "608", // busy\n  "610"\n]'), list('[\n  "604",\n  "608" // busy\n]'));
  });

  test("an operand, whichever side it stands on", async () => {
    const body = (condition: string): string =>
      `export async function f(call: any): Promise<any> {\n  const e = await call();\n  if (${condition}) return f(call);\n  throw new Error(e.message);\n}\n`;
    await becomes("remove", body('e.code === "610" || e.code === "604"'), body('e.code === "604"'));
    await becomes("remove", body('e.code === "604" || e.code === "610" || e.code === "608"'), body('e.code === "604" || e.code === "608"'));
    await becomes("remove", body('(e.code === "604" || e.code === "610") && e.tries'), body('(e.code === "604") && e.tries'));
  });

  test("a head among several, and an arm with its only one", async () => {
    const arms = (inner: string): string =>
      `export async function f(call: any): Promise<any> {\n  const e = await call();\n  switch (e.code) {\n${inner}    default:\n      throw new Error(e.code);\n  }\n}\n`;
    await becomes(
      "remove",
      arms('    case "604":\n    case "610":\n      await backoff();\n      return f(call);\n'),
      arms('    case "604":\n      await backoff();\n      return f(call);\n'),
    );
    await becomes(
      "remove",
      arms('    case "604":\n      await backoff();\n      return f(call);\n    case "610":\n      await backoff();\n      return f(call);\n'),
      arms('    case "604":\n      await backoff();\n      return f(call);\n'),
    );
  });

  test("an alternative of a pattern", () =>
    becomes(
      "remove",
      'def f(call):\n    e = call()\n    match e["code"]:\n        case "604" | "610":\n            backoff()\n            return f(call)\n        case _:\n            raise ValueError(e)\n',
      'def f(call):\n    e = call()\n    match e["code"]:\n        case "604":\n            backoff()\n            return f(call)\n        case _:\n            raise ValueError(e)\n',
      "src/client.py",
    ));

  test("the second arm for a code, which nothing reaches", async () => {
    const body = (second: string): string =>
      `def f(e):\n    if e["errors"][0]["code"] == "601":\n        raise PermissionError()\n    elif e["errors"][0]["code"] == "610":\n        return None\n${second}    else:\n        raise ValueError(e)\n`;
    await becomes("remove-duplicate", body('    elif e["errors"][0]["code"] == "601":\n        login()\n'), body(""), "src/client.py");
  });
});

describe("suppressing", () => {
  const finding = 'export const RETRYABLE_CODES = ["604", "610"];\n';

  test("above the line", async () => {
    const text = await fixed("suppress", "src/client.ts", marketo + finding);
    assert.match(text, /\n\/\/ faultline-ignore-next-line [a-z-]+ -- reason\nexport const/);
  });

  test("at the indentation of the line, in the comment of the language", async () => {
    const text = await fixed(
      "suppress",
      "src/client.py",
      `URL = "https://123-abc-456.mktorest.com"\n\nclass C:\n    RETRYABLE_CODES = ("604", "610")\n`,
    );
    assert.match(text, /\n {4}# faultline-ignore-next-line [a-z-]+ -- reason\n {4}RETRYABLE/);
  });

  test("behind the line where the line above is a text", async () => {
    const before = "export const text = (e: any) => `\n$" + '{e.errors[0].code === 606 ? "later" : ""}`;\n';
    const all = (await allFixes("src/client.ts", marketo + before)).filter((f) => f.fix.id === "suppress");
    for (const { after } of all) assert.ok(after.includes("`\n$" + "{e.errors[0].code === 606"), after);
  });

  test("the finding is gone, and one that suppresses nothing is taken away with its line", async () => {
    const suppressed = await fixed("suppress", "src/client.ts", marketo + finding);
    const rule = /next-line ([a-z-]+)/.exec(suppressed)?.[1];
    const left = await allFixes("src/client.ts", suppressed);
    assert.ok(left.every((f) => f.finding.rule !== rule));
    const stale = `${marketo}// faultline-ignore-next-line unknown-code -- reason\nexport const x = 1; // faultline-ignore duplicate-code -- no more\n`;
    const [first, second] = await allFixes("src/client.ts", stale);
    assert.equal(first?.after, `${marketo}export const x = 1; // faultline-ignore duplicate-code -- no more\n`);
    assert.equal(second?.after, `${marketo}// faultline-ignore-next-line unknown-code -- reason\nexport const x = 1;\n`);
  });
});

describe("a list that says what is tried again", () => {
  const java = (members: string): string =>
    `package marketo;

/** https://123-abc-456.mktorest.com/rest */
public enum ErrorCode {
${members}
  NOT_FOUND("610", false),
  UNKNOWN("", false);

  ErrorCode(String code, boolean retryable) {
    this.code = code;
    this.retryable = retryable;
  }
}
`;

  test("an enum's new member is made as one of the same kind that is tried again, not as one that is given up", async () => {
    const before = java('  BAD_GATEWAY("502", false),\n  TIMED_OUT("604", true), // a while\n  RATE_LIMIT("606", true),\n  CONCURRENT("615", true),');
    const fresh = ["608", "611", "614", "713", "719"];
    const after = await fixed("handle-all", "src/ErrorCode.java", before);
    assert.deepEqual(
      fresh.map((code) => new RegExp(`^  [A-Z_]+\\("${code}", true\\),`, "m").test(after)),
      fresh.map(() => true),
    );
    assert.match(after, /TIMED_OUT\("604", true\)[^\n]*\n {2}API_TEMPORARILY_UNAVAILABLE\("608", true\)/);
  });

  test("a member that also says something to people is not written for another code", async () => {
    const before = java(
      '  TIMED_OUT("604", "took too long", true),\n  RATE_LIMIT("606", "too many calls", true),\n  OTHER("", "something else", false),',
    ).replace("String code, boolean", "String code, String said, boolean");
    const ids = (await allFixes("src/ErrorCode.java", before)).filter((f) => f.finding.rule === "unhandled-retryable").map((f) => f.fix.id);
    assert.deepEqual(ids, ["suppress"]);
  });

  test("in a table each code is given what its own kind has", async () => {
    const entry = (code: string, wait: number): string => `  "${code}": { retry: true, wait: ${wait} },\n`;
    const table = (more: string): string =>
      `${marketo}const POLICY: Record<string, any> = {\n${entry("604", 1)}${entry("606", 20)}  "610": { retry: false, wait: 0 },\n${more}};\n\nexport const policyOf = (error: { code: string }) => POLICY[error.code];\n`;
    const transient = ["502", "608", "611", "614", "713", "719"].map((code) => entry(code, 1)).join("");
    assert.equal(await fixed("handle-all", "src/policy.ts", table("")), table(transient + entry("615", 20)));
  });

  test("a condition that is repeated parts the words of its list as the list does", async () => {
    const ruby = (list: string, last: string): string => `class Client
  BASE = "https://123-abc-456.mktorest.com/rest"

  def request(path)
    tries = 0
    begin
      tries += 1
      get(BASE + path)
    rescue MarketoError => e
      if ${list}.include?(e.code) && tries < 4
        sleep(20 * tries)
        retry
      end
      raise
    end
  end

  def ${last}
  end
end
`;
    const renewal = async (list: string): Promise<string> =>
      /elsif (.*)\.include\?\(e\.code\)/.exec(await fixed("handle-auth", "lib/client.rb", ruby(list, "renew_token")))?.[1] ?? "";
    assert.equal(await renewal("%w[604 608]"), "%w[601 602]");
    assert.equal(await renewal('["604", "608"]'), '["601", "602"]');
  });
});
