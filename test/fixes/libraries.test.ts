/** The retry library that a project has: which one, in which version, and when it is left alone. */
import assert from "node:assert/strict";
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, test } from "node:test";
import type { FixData } from "../../server/src/fixes/data.ts";
import { inRange, versionOf } from "../../server/src/fixes/handle/installed.ts";
import { root } from "../support/sources.ts";
import { decides, fixed } from "./support.ts";

const folder = join(root, "server/languages");
const data = new Map<string, FixData>(
  readdirSync(folder).flatMap((id) => {
    try {
      return [[id, JSON.parse(readFileSync(join(folder, id, "fixes.json"), "utf8")) as FixData] as const];
    } catch {
      return [];
    }
  }),
);

const client = (body = ""): string => `const url = "https://123-abc-456.mktorest.com/rest/v1/leads.json";

export async function leads(token, signal) {
  ${body}const response = await fetch(url, { headers: { Authorization: \`Bearer \${token}\` }, signal });
  const answer = await response.json();
  if (answer.success) return answer.result;
  const { code, message } = answer.errors[0];
  ${decides}`;

const has = (name: string, range = "1.0.0"): Record<string, string> => ({ "package.json": JSON.stringify({ dependencies: { [name]: range } }) });
const mended = (beside: Record<string, string>, text = client()): Promise<string> => fixed("handle-all", "src/leads.js", text, beside);

describe("which library", () => {
  test("none: a helper of a few lines", async () => {
    const after = await mended({});
    assert.match(after, /function backoff/);
    assert.doesNotMatch(after, /TryAgain|import/);
  });

  test("the one that the manifest names, by what its version knows", async () => {
    assert.match(await mended(has("p-retry", "^7.0.0")), /shouldRetry: \(\{ error \}\) => error instanceof TryAgainError/);
    assert.match(await mended(has("p-retry", "^6.2.0")), /shouldRetry: \(error\) => error instanceof TryAgainError/);
    assert.match(await mended(has("p-retry", "~5.1")), /onFailedAttempt: \(error\) => \{\s+if \(!\(error instanceof TryAgainError\)\) throw error;/);
  });

  test("what is installed counts before what is asked for", async () => {
    const lock = { "package-lock.json": '{ "packages": { "node_modules/p-retry": {\n "version": "7.1.1" } } }' };
    assert.match(await mended({ ...has("p-retry", ">=4"), ...lock }), /\(\{ error \}\)/);
  });

  test("a lockfile alone says nothing: others may have asked for it", async () => {
    assert.doesNotMatch(await mended({ "package-lock.json": '"node_modules/p-retry": { "version": "7.1.1"' }), /pRetry/);
  });

  test("cancelling goes on to it", async () => {
    assert.match(await mended(has("p-retry", "^7.0.0")), /^\s+signal,$/m);
    assert.doesNotMatch(await mended(has("p-retry", "^4.6.0")), /^\s+signal,$/m);
  });

  test("cancelling ends the attempts of libraries that know it not, or by an argument", async () => {
    assert.match(await mended(has("async-retry")), /try \{\s+signal\?\.throwIfAborted\(\);\s+const response = await/);
    assert.match(await mended(has("cockatiel", "^3.2.0")), /^ {2}\}, signal\);$/m);
    const without = client().replace("(token, signal)", "(token)").replace(", signal }", " }");
    assert.doesNotMatch(await mended(has("async-retry"), without), /throwIfAborted|signal/);
    assert.match(await mended(has("cockatiel", "^3.2.0"), without), /^ {2}\}\);$/m);
  });

  test("cancelling ends a plain wait, by whatever name the function has for it", async () => {
    const after = await mended({});
    assert.match(after, /await sleep\(backoff\(attempt\), signal\);/);
    const options = client().replace("(token, signal)", "(token, options)").replace(", signal }", ", signal: options?.signal }");
    assert.match(await mended({}, options), /await sleep\(backoff\(attempt\), options\?\.signal\);/);
    const without = client().replace("(token, signal)", "(token)").replace(", signal }", " }");
    assert.doesNotMatch(await mended({}, without), /signal/);
    // One that is there already takes the signal where it can.
    const own = `export function pause(ms, signal) {\n  return wait(ms, { signal });\n}\n${client()}`;
    assert.match(await mended({}, own), /await pause\(backoff\(attempt\), signal\);/);
    const plain = `export function pause(ms) {\n  return wait(ms);\n}\n${client()}`;
    assert.match(await mended({}, plain), /await pause\(backoff\(attempt\)\);/);
  });

  test("the wait that is written ends when it is cancelled, and otherwise in time", async () => {
    const lines = /function sleep\(ms, signal\) \{[\s\S]*?\n\}\n/.exec(await mended({}))?.[0];
    const sleep = new Function(`${lines}\nreturn sleep;`)() as (ms: number, signal?: AbortSignal) => Promise<void>;
    await sleep(1);
    const before = new AbortController();
    before.abort(new Error("never begun"));
    await assert.rejects(sleep(1_000_000, before.signal), /never begun/);
    const during = new AbortController();
    const waits = sleep(1_000_000, during.signal);
    during.abort(new Error("enough"));
    await assert.rejects(waits, /enough/);
    const after = new AbortController();
    await sleep(1, after.signal);
    after.abort(new Error("too late"));
  });

  test("none that the file can't load", async () => {
    const old = `const fs = require("fs");\n${client()}`;
    assert.match(await mended(has("p-retry", "^4.6.0"), old), /^const pRetry = require\("p-retry"\);$/m);
    assert.doesNotMatch(await mended(has("p-retry", "^7.0.0"), old), /pRetry/);
  });

  test("none whose name stands for something else, and its own name where it was imported under another", async () => {
    assert.doesNotMatch(await mended(has("async-retry"), `const retry = 3;\n${client()}`), /async-retry/);
    const after = await mended(has("p-retry", "^7.0.0"), `import again from "p-retry";\n${client()}`);
    assert.match(after, /return again\(/);
    assert.equal(after.match(/from "p-retry"/g)?.length, 1);
  });
});

describe("left alone", () => {
  test("where a loop tries again already", async () => {
    const looped = client()
      .replace("  const response", "  for (let attempt = 1; attempt <= 5; attempt++) {\n  const response")
      .replace(/\}\n$/, "}\n}\n");
    assert.doesNotMatch(await mended(has("p-retry", "^7.0.0"), looped), /pRetry/);
  });

  test("where the function gives up with no failure", async () => {
    const silent = client().replace("throw new Error(message)", "return undefined");
    assert.doesNotMatch(await mended(has("p-retry", "^7.0.0"), silent), /pRetry/);
  });

  test("where a text over several lines would move", async () => {
    const long = client("const query = `a\n  b`;\n  void query;\n  ");
    assert.doesNotMatch(await mended(has("p-retry", "^7.0.0"), long), /pRetry/);
  });
});

describe("callers see the failure that they know", () => {
  test("what is tried again is a kind of it, declared behind it", async () => {
    const own = client()
      .replace("const url", "class MarketoError extends Error {}\n\nconst url")
      .replace("throw new Error(message)", "throw new MarketoError(message)");
    const after = await mended(has("cockatiel", "^3.2.0"), own);
    assert.match(
      after,
      /class MarketoError extends Error \{\}\n\n\/\*\* .* \*\/\nclass TryAgainError extends MarketoError \{\}\n\nconst tryAgain = retry\(handleType\(TryAgainError\)/,
    );
    assert.match(after, /throw new TryAgainError\(message\)/);
  });
});

describe("versions", () => {
  test("ranges", () => {
    assert.ok(inRange("6.2.1", ">=6.2 <7") && !inRange("7.0.0", ">=6.2 <7") && !inRange("6.1.9", ">=6.2 <7"));
    assert.ok(inRange("10.0.0", ">=9") && inRange("", ">=9") && inRange("1", undefined));
  });

  /** As each manifest spells it, with what it says. */
  const spelt: readonly (readonly [language: string, library: string, file: string, text: string, version: string | undefined])[] = [
    ["python", "tenacity", "requirements.txt", "requests==2.0\ntenacity>=8.2.1 # retries\n", "8.2.1"],
    ["python", "tenacity", "requirements.txt", "# tenacity\ntenacity-extras==1.0\n", undefined],
    ["python", "tenacity", "pyproject.toml", '[tool.poetry.dependencies]\ntenacity = "^8.2"\n', "8.2"],
    ["python", "backoff", "pyproject.toml", 'dependencies = [\n  "backoff~=2.2",\n]\n', "2.2"],
    ["python", "backoff", "pyproject.toml", "# backoff\n", undefined],
    ["python", "backoff", "Pipfile", '[packages]\nbackoff = "*"\n', ""],
    ["ruby", "retriable", "Gemfile", "gem 'retriable', '~> 3.1'\n", "3.1"],
    ["ruby", "retriable", "Gemfile", "# gem 'retriable'\n", undefined],
    ["ecma", "cockatiel", "package.json", '{ "devDependencies": { "cockatiel": "^3.2.1" } }', "3.2.1"],
  ];
  for (const [language, library, file, text, version] of spelt)
    test(`${library} in ${file}: ${JSON.stringify(text)}`, () => {
      const host = { readText: (path: string) => (path === `/w/${file}` ? text : undefined), list: () => [file] };
      const ground = { path: "/w/src/a", roots: ["/w"], host } as unknown as Parameters<typeof versionOf>[2];
      assert.equal(versionOf(library, data.get(language)?.manifests ?? [], ground), version);
    });
});

describe("the data", () => {
  const given = new Set(["body", "state", "error", "attempts", "retries", "signal", "policy", "mark", "function"]);
  for (const [id, { libraries = [], again, manifests, failures }] of data) {
    if (libraries.length === 0) continue;
    test(`${id}: every hole can be filled`, () => {
      assert.ok(again && manifests && failures);
      for (const { package: own, names, uses, imports } of libraries) {
        const name = String(own);
        assert.ok(imports.length > 0 && uses.length > 0, name);
        for (const use of uses) {
          const lines = [...(use.above ?? []), ...(use.around ?? []), ...(use.file ?? [])];
          const holes = lines.flatMap((line) => [...line.matchAll(/\{(\w+)\}/g)].map((m) => m[1] as string));
          const marks: Readonly<Record<string, unknown>> = use.caught ? (again.caught?.names ?? {}) : {};
          assert.equal(
            use.caught ?? false,
            lines.some((line) => /\{passing\}|temporary/.test(line)),
            name,
          );
          assert.deepEqual(
            holes.filter(
              (hole) =>
                !given.has(hole) && !Object.hasOwn(marks, hole) && !Object.hasOwn(names, hole) && !use.needs?.some((n) => n.includes(`(?<${hole}>`)),
            ),
            [],
            name,
          );
          assert.ok(!use.around || use.around.filter((line) => line.trim() === "{body}").length === 1, `${name}: the body stands once`);
          assert.equal(
            use.state !== undefined,
            lines.some((line) => line.trim() === "{state}"),
            name,
          );
        }
      }
    });
  }
});

describe("writes that may have been carried out", () => {
  const create = (path: string, method = "POST"): string => `const base = "https://project.feishu.cn/open_api";

export async function create(fields, token) {
  const response = await fetch(\`\${base}/demo/work_item/${path}\`, {
    method: "${method}",
    headers: { "X-PLUGIN-TOKEN": token },
    body: JSON.stringify({ fields }),
  });
  const answer = await response.json();
  switch (answer.err_code) {
    case 0:
      return answer.data;
    case 10022:
    case 10211:
      throw new Error("sign in again");
    case 10301:
      throw new Error("not allowed");
    default:
      throw new Error(answer.err_msg);
  }
}
`;

  test("where a default is made once for all calls, the key is made at the function's beginning", async () => {
    const text = `import requests

URL = "https://project.feishu.cn/open_api/work_item/create"


def create(fields, token):
    """Makes an item."""
    note = """of
    several lines"""
    answer = requests.post(URL, headers={"X-PLUGIN-TOKEN": token}, json=[fields, note]).json()
    if answer["err_code"] == 10429:
        raise RuntimeError("too many requests")
    elif answer["err_code"] == 20006:
        return None
    raise RuntimeError(answer["err_msg"])
`;
    const after = await fixed("handle-transient", "src/items.py", text);
    assert.match(after, /\ndef create\(fields, token, attempt=1, idempotency_key=None\):\n {4}"""Makes an item\."""\n/);
    assert.match(after, /item\."""\n {4}idempotency_key = idempotency_key or str\(uuid\.uuid4\(\)\)\n {4}note = /);
    assert.match(after, /headers=\{\s*"X-PLUGIN-TOKEN": token,\s*"X-IDEM-UUID": idempotency_key,?\s*\}/);
    assert.match(after, /return create\(fields, token, attempt=attempt \+ 1, idempotency_key=idempotency_key\)/);
    assert.match(after, /^import uuid$/m);
    assert.doesNotMatch(after, /Careful/);
  });

  test("all attempts send one key in the API's own header", async () => {
    const plain = await mended({}, create("create"));
    assert.match(plain, /create\(fields, token, attempt = 1, idempotencyKey = crypto\.randomUUID\(\)\)/);
    assert.match(plain, /headers: \{ "X-PLUGIN-TOKEN": token, "X-IDEM-UUID": idempotencyKey \}/);
    assert.match(plain, /return create\(fields, token, attempt \+ 1, idempotencyKey\);/);
    const wrapped = await mended(has("p-retry", "^7.0.0"), create("create"));
    assert.match(wrapped, /const idempotencyKey = crypto\.randomUUID\(\);\n {2}return pRetry\(/);
  });

  test("a question asked by POST is no write", async () => {
    const after = await mended({}, create("filter"));
    assert.doesNotMatch(after, /X-IDEM-UUID|Careful/);
  });

  test("where the headers are made elsewhere, a comment says it", async () => {
    const after = await mended({}, create("create").replace('{ "X-PLUGIN-TOKEN": token }', "headersOf(token)"));
    assert.match(after, /\/\/ Careful: after 50006 the write may have been carried out\. Send the same X-IDEM-UUID again\./);
  });

  test("a key that is there already stays the author's", async () => {
    const after = await mended({}, create("create").replace("token }", 'token, "X-IDEM-UUID": newKey() }'));
    assert.match(after, /Careful/);
    assert.doesNotMatch(after, /idempotencyKey/);
  });
});

describe("every code", () => {
  const every = (text: string): Promise<string> => fixed("handle-every", "src/leads.js", text);

  test("quotas and what can never succeed are named, each with the reason", async () => {
    const after = await every(client());
    assert.match(
      after,
      /case "607":\n\s+\/\/ A used-up quota, full again at 00:00 America\/Chicago: later, and not in this process\.\n\s+throw new Error\(message\);/,
    );
    assert.match(
      after,
      /case "603":\n(?:\s+case "\d+":\n)+\s+\/\/ Never the same request again: it has to be mended first\.\n\s+throw new Error\(message\);/,
    );
  });

  test("a conflict is tried again where the function reads before it writes, and only there", async () => {
    const flow = (read: string): string => `const platform = "https://platform.adobe.io/data/foundation/flowservice";

export async function rename(id, name, etag) {
  ${read}const response = await fetch(\`\${platform}/flows/\${id}\`, { method: "PATCH", headers: { "If-Match": etag }, body: name });
  const answer = await response.json();
  switch (answer.errorCode) {
    case "2115-400":
      throw new Error("the token is old");
    case "1400-500":
      throw new Error("later");
    default:
      throw new Error(answer.errorMessage);
  }
}
`;
    assert.match(
      await every(flow("")),
      /case "1404-412":\n\s+\/\/ What was sent rests on an old version: read the current one, then send it again\.\n\s+throw/,
    );
    // biome-ignore lint/suspicious/noTemplateCurlyInString: it is source text
    const reads = flow("const found = await fetch(`${platform}/flows/${id}`);\n  etag = found.headers.get('etag');\n  ");
    assert.match(
      await every(reads),
      /case "1404-412":\n\s+if \(attempt >= MAX_ATTEMPTS\) \{\n[^\n]*\n\s+\}\n\s+\/\/ Somebody else was faster[^\n]*\n\s+return rename\(/,
    );
  });
});

describe("a client that tries again by itself", () => {
  const flow = (head: string): string => `${head}
const platform = "https://platform.adobe.io/data/foundation/flowservice";

export async function run(id, client) {
  const { data } = await client.get(\`\${platform}/runs/\${id}\`);
  switch (data.errorCode) {
    case "1404-412":
      throw new Error("somebody else was faster");
    case "1401-400":
      throw new Error("not a run");
    default:
      throw new Error(data.errorMessage);
  }
}
`;

  test("is not tried again on top of that, after the statuses that it knows", async () => {
    const plain = await mended({}, flow('import axios from "axios";'));
    assert.match(plain, /"1102-500"/);
    assert.match(plain, /"2115-400"/);
    const retrying = await mended(
      {},
      flow('import axios from "axios";\nimport axiosRetry from "axios-retry";\n\naxiosRetry(axios, { retries: 3 });'),
    );
    assert.doesNotMatch(retrying, /-50\d"/);
    assert.match(retrying, /"2115-400"/);
  });
});

describe("one kind after the other", () => {
  test("the library is brought in once, and further arms throw what those beside them throw", async () => {
    const first = await fixed("handle-throttled", "src/leads.js", client(), has("p-retry", "^7.0.0"));
    assert.match(first, /return pRetry\(/);
    const second = await fixed("handle-all", "src/leads.js", first, has("p-retry", "^7.0.0"));
    assert.match(second, /case "719":\n\s+throw new TryAgainError\(message\);/);
    assert.equal(second.match(/pRetry\(/g)?.length, 1);
    assert.equal(second.match(/class TryAgainError/g)?.length, 1);
  });

  test("no jump out of the blocks of tenacity", async () => {
    const text = `import requests

URL = "https://123-abc-456.mktorest.com/rest/v1/leads.json"


def leads(token):
    answer = requests.get(URL, headers={"Authorization": token}, timeout=30).json()
    if answer["success"]:
        return answer["result"]
    code = answer["errors"][0]["code"]
    if code == "602":
        raise PermissionError(code)
    if code == "610":
        return None
    raise RuntimeError(code)
`;
    const first = await fixed("handle-auth", "leads.py", text, { "requirements.txt": "tenacity" });
    assert.match(first, /for attempt in tenacity\.Retrying\(/);
    const second = await fixed("handle-all", "leads.py", first, { "requirements.txt": "tenacity" });
    assert.doesNotMatch(second, /\bcontinue\b/);
    assert.match(second, /"719"\):\n\s+raise TryAgain\(code\)/);
  });
});
