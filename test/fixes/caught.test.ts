/** A decision in a catch that hands on what it caught: the project's library tries the same failure again, and callers go on to see that one. */
import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { allFixes, fixed } from "./support.ts";

const client = (rest = "throw e;"): string => `import axios from "axios";

const url = "https://123-abc-456.mktorest.com/rest/v1/leads.json";

export async function leads(token) {
  try {
    const { data } = await axios.get(url, { headers: { Authorization: token } });
    return data.result;
  } catch (e) {
    switch (e.response.data.errors[0].code) {
      case "603":
        throw new Error("not allowed");
      case "610":
        return [];
      default:
        ${rest}
    }
  }
}
`;

const has = (name: string, range: string): Record<string, string> => ({ "package.json": JSON.stringify({ dependencies: { [name]: range } }) });
const retry = has("p-retry", "^7.0.0");
const mended = (text: string, beside = retry, id = "handle-all"): Promise<string> => fixed(id, "src/leads.js", text, beside);

describe("by the project's library", () => {
  test("what was caught is marked, and the library asks for the mark", async () => {
    const after = await mended(client());
    assert.match(after, /function temporary\(error\) \{\n {2}passing\.add\(error\);\n {2}return error;\n\}\n/);
    assert.match(after, /case "719":\n\s+throw temporary\(e\);/);
    assert.match(after, /default:\n\s+throw e;/);
    assert.match(after, /shouldRetry: \(\{ error \}\) => passing\.has\(error\)/);
    assert.doesNotMatch(after, /TryAgain|backoff\(/);
  });

  test("in the words of each version and library", async () => {
    assert.match(await mended(client(), has("p-retry", "^6.2.0")), /shouldRetry: \(error\) => passing\.has\(error\)/);
    assert.match(await mended(client(), has("p-retry", "^4.6.0")), /if \(!passing\.has\(error\)\) throw error;/);
    assert.match(await mended(client(), has("async-retry", "^1.3.0")), /if \(passing\.has\(error\)\) throw error;\n.*\n\s+bail\(error\);/);
    const cockatiel = await mended(client(), has("cockatiel", "^3.2.0"));
    assert.match(cockatiel, /^import \{ ExponentialBackoff, handleWhen, retry \} from "cockatiel";$/m);
    assert.match(cockatiel, /const tryAgain = retry\(handleWhen\(\(error\) => passing\.has\(error\)\)/);
  });

  test("a failure of the decision's own making is of a class of its own, as elsewhere", async () => {
    const after = await mended(client("throw new Error(e.message);"));
    assert.match(after, /throw new TryAgainError\(e\.message\);/);
    assert.doesNotMatch(after, /passing/);
  });

  test("one kind after the other: codes that are left are still asked for, and marked as the first", async () => {
    const first = await mended(client(), retry, "handle-transient");
    const left = (await allFixes("src/leads.js", first, retry)).find((f) => f.fix.id === "handle-throttled");
    assert.ok(left, "nothing is asked any more");
    assert.match(left.after, /case "606":\n\s+await sleep\(20_000\);\n\s+throw temporary\(e\);/);
    assert.equal(left.after.match(/function temporary/g)?.length, 1);
  });

  test("a second function of the file takes the first one's mark", async () => {
    const two = client() + client().slice(client().indexOf("export")).replace("leads(", "others(");
    const first = await mended(two);
    const both = await mended(first);
    assert.equal(both.match(/pRetry\(/g)?.length, 2);
    assert.equal(both.match(/new WeakSet\(\)/g)?.length, 1);
  });

  test("a catch around it that hands on what comes", async () => {
    const outer = client()
      .replace("  try {\n", "  try {\n  try {\n")
      .replace(/ {2}\}\n\}\n$/, "  }\n  } catch (other) {\n    log(other);\n    throw other;\n  }\n}\n");
    assert.match(await mended(outer), /pRetry\(/);
  });
});

describe("left alone", () => {
  const plain = async (text: string): Promise<void> => {
    const after = await mended(text);
    assert.doesNotMatch(after, /pRetry|passing/);
    assert.match(after, /return leads\(|continue;/);
  };

  test("where something else is thrown than what was caught", () => plain(client("throw e.cause;")));
  test("where what is thrown is caught again", () =>
    plain(
      client()
        .replace("  try {\n", "  try {\n  try {\n")
        .replace(/ {2}\}\n\}\n$/, "  }\n  } catch (other) {\n    return undefined;\n  }\n}\n"),
    ));
  test("where the catch stands in a loop", () =>
    plain(client().replace("  try {", "  for (let attempt = 1; attempt <= 5; attempt++) {\n  try {").replace(/\}\n$/, "}\n}\n")));
});

describe("other languages", () => {
  const python = (end: string, name = " as e"): string => `import requests

URL = "https://123-abc-456.mktorest.com/rest/v1/leads.json"


def leads(token):
    try:
        return fetch(URL, token)
    except MarketoError${name}:
        if e.code == "603":
            raise PermissionError("not allowed")
        elif e.code == "719":
            raise RuntimeError("locked")
        ${end}
`;
  const marks = /raise temporary\(e\)/;

  test("Python marks the exception itself, whether it is raised by its name or not", async () => {
    for (const end of ["raise", "raise e"]) {
      const after = await fixed("handle-transient", "src/leads.py", python(end), { "requirements.txt": "tenacity>=8" });
      assert.match(after, /retry=tenacity\.retry_if_exception\(lambda error: getattr\(error, "temporary", False\)\),/);
      assert.match(after, marks);
    }
    const backoff = await fixed("handle-transient", "src/leads.py", python("raise"), { "requirements.txt": "backoff" });
    assert.match(backoff, /giveup=lambda error: not getattr\(error, "temporary", False\),/);
  });

  test("Python: another failure is none that was caught", async () => {
    const after = await fixed("handle-transient", "src/leads.py", python("raise other"), { "requirements.txt": "tenacity>=8" });
    assert.doesNotMatch(after, /tenacity|temporary/);
  });

  test("Ruby extends it by a module, and the method's own rescue stays where it was", async () => {
    const ruby = `require "net/http"

URL = "https://123-abc-456.mktorest.com/rest/v1/leads.json"

def leads(token)
  fetch_page(URL, token)
rescue MarketoError => e
  case e.code
  when "603"
    raise ArgumentError, "not allowed"
  when "610"
    []
  else
    raise
  end
end
`;
    const after = await fixed("handle-transient", "src/leads.rb", ruby, { Gemfile: "gem 'retriable', '~> 3.1'\n" });
    assert.match(after, /^module Temporary; end$/m);
    assert.match(
      after,
      /^ {2}Retriable\.retriable\(on: Temporary, .*\) do\n {4}fetch_page\(URL, token\)\n {2}rescue MarketoError => e\n {4}case e\.code$/m,
    );
    assert.match(after, /raise e\.extend\(Temporary\)/);
  });
});
