/** The client of a file, told by axios-retry to make a request again by itself: what is written, and when it is left alone. */
import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { fixInTurn } from "../support/in-turn.ts";
import { testWorkspace } from "../support/workspace.ts";
import { allFixes, decides, fixed, handled } from "./support.ts";

const made = `const client = axios.create({ baseURL: "https://123-abc-456.mktorest.com", timeout: 10_000 });`;

const client = (
  request = `const { data } = await client.get("/rest/v1/leads.json", { params: { email } });`,
  create = made,
): string => `import axios from "axios";

${create}

export async function leads(email) {
  ${request}
  if (data.success) return data.result;
  const { code, message } = data.errors[0];
  ${decides}`;

const has = (range: string): Record<string, string> => ({
  "package.json": JSON.stringify({ dependencies: { axios: "^1.7.0", "axios-retry": range } }),
});
const mended = (text = client(), path = "src/leads.js", range = "^4.0.0"): Promise<string> => fixed("handle-all", path, text, has(range));

const after = `import axios from "axios";
import axiosRetry from "axios-retry";

const client = axios.create({ baseURL: "https://123-abc-456.mktorest.com", timeout: 10_000 });

/** Codes after which the same request may succeed a little later. */
const TRY_AGAIN = new Set(["502", "604", "606", "608", "611", "614", "615", "713", "719"]);

// For axios-retry an answer with such a code is a failure; it is an answer again when the attempts are used up.
client.interceptors.response.use((answer) => {
  const code = answer.data?.errors?.[0]?.code;
  if (!TRY_AGAIN.has(code)) return answer;
  // After these the request may have been carried out: only what changes nothing is repeated.
  if (["502", "713", "719"].includes(code) && !/^(?:get|head|options)$/i.test(answer.config.method ?? "")) return answer;
  const seconds = Math.max(Number(answer.headers["retry-after"]) || 0, code === "606" ? 20 : 0, code === "615" ? 2 : 0);
  return Promise.reject(Object.assign(new Error("to be tried again"), { config: answer.config, response: answer, answer, seconds }));
});
axiosRetry(client, {
  retries: 4,
  shouldResetTimeout: true,
  retryCondition: (error) => "answer" in error || axiosRetry.isNetworkOrIdempotentRequestError(error),
  retryDelay: (attempt, error) => ("seconds" in error ? Number(error.seconds) * 1000 : 0) + backoff(attempt),
});
client.interceptors.response.use(undefined, (error) => error.answer ?? Promise.reject(error));

/** Milliseconds to wait before the next attempt: exponential backoff with full jitter, 30 seconds at most. */
function backoff(attempt) {
  return Math.random() * Math.min(30_000, 500 * 2 ** attempt);
}
`;

describe("a client that is told to try again", () => {
  test("behind the place that makes it; the function stays as it is", async () => {
    assert.equal(await mended(), after + client().slice(client().indexOf("\nexport")));
  });

  test("leaves nothing to be found, and is told once", async () => {
    const all = await allFixes("src/leads.js", client(), has("^4.0.0"));
    const fix = all.find((f) => f.fix.id === "handle-all");
    assert.deepEqual([fix?.errors, fix?.findings], [0, []]);
    assert.equal((await handled("src/leads.js", client(), has("^4.0.0"))).rounds, 1);
  });

  test("by either version, and from TypeScript and from modules of the older kind", async () => {
    assert.match(await mended(client(), "src/leads.js", "^3.9.0"), /^axiosRetry\(client, \{$/m);
    assert.match(await mended(client().replace("(email)", "(email: string)"), "src/leads.ts"), /^axiosRetry\(client, \{$/m);
    const older = client().replace('import axios from "axios";', 'const axios = require("axios");').replace("export ", "");
    assert.match(await mended(older), /^const axiosRetry = require\("axios-retry"\)\.default;$/m);
  });

  test("the way from the answer to its code is the function's own", async () => {
    const path = async (request: string): Promise<string | undefined> => /const code = (answer.*);/.exec(await mended(client(request)))?.[1];
    const wanted = "answer.data?.errors?.[0]?.code";
    assert.equal(await path(`const response = await client.get("/rest/v1/leads.json");\n  const data = response.data;`), wanted);
    assert.equal(await path(`const { data: data } = await client.get("/rest/v1/leads.json");`), wanted);
    assert.equal(await path(`const data = (await client.get("/rest/v1/leads.json")).data;`), wanted);
    assert.equal(await path(`const { status, data } = await client.head("/rest/v1/leads.json");`), wanted);
  });

  test("a renewal stays with the function", async () => {
    const text = client()
      .replace(/"601":\n.*"602":\n.*old"/, '"603":\n      throw new Error("not allowed"')
      .replace("export", "async function refreshToken() {}\n\nexport");
    const both = await mended(text);
    assert.match(both, /^axiosRetry\(client, \{$/m);
    assert.match(both, /case "601":\n\s+case "602":[\s\S]*await refreshToken\(\);/);
    assert.match(both, /new Set\(\["502", "604", "606"/);
  });
});

describe("a client that is left alone", () => {
  const alone = async (text: string, path = "src/leads.js", range = "^4.0.0"): Promise<void> => {
    for (const { fix, after: text_ } of await allFixes(path, text, has(range)))
      if (fix.id.startsWith("handle-")) assert.doesNotMatch(text_, /TRY_AGAIN/, fix.id);
    assert.match(await fixed("handle-all", path, text, has(range)), /MAX_ATTEMPTS/);
  };

  test("an old version, or none at all", async () => {
    await alone(client(), "src/leads.js", "^2.0.0");
    assert.doesNotMatch(await fixed("handle-all", "src/leads.js", client()), /TRY_AGAIN|axiosRetry/);
  });

  test("somebody has told it already", async () => {
    const told = client(undefined, `${made}\naxiosRetry(client, { retries: 2 });`);
    await alone(told.replace("\n", '\nimport axiosRetry from "axios-retry";\n'));
  });

  test("its answers are changed on the way", async () => {
    await alone(client(undefined, `${made}\nclient.interceptors.response.use((response) => response.data);`));
    await alone(client(undefined, made.replace("{", "{ validateStatus: () => true,")));
  });

  test("others may use it", async () => {
    await alone(client(undefined, `export ${made}`));
    await alone(client(undefined, `${made}\nsetUp(client);`));
    await alone(client(undefined, `${made}\nmodule.exports = { client };`));
  });

  test("it is another client that makes the request", async () => {
    await alone(client(`const { data } = await other.get("/rest/v1/leads.json");`));
    await alone(client(`const { data } = await axios.get("https://123-abc-456.mktorest.com/rest/v1/leads.json");`));
  });

  test("it is made for each call", async () => {
    await alone(client(`${made}\n  const { data } = await client.get("/rest/v1/leads.json");`, "// None."));
  });

  test("a write that may have been carried out", () => alone(client(`const { data } = await client.post("/rest/v1/leads.json", { email });`)));

  test("it can't be seen where the code stands in its answer", async () => {
    await alone(client(`const data = unpack(await client.get("/rest/v1/leads.json"));`));
    await alone(client(`let data = (await client.get("/rest/v1/leads.json")).data;\n  if (email) data = data.inner;`));
    await alone(client(`const { inner: { data } } = await client.get("/rest/v1/leads.json");`));
    await alone(client(`const { data = {} } = await client.get("/rest/v1/leads.json");`));
  });

  test("another function of the file decides on the same codes", async () => {
    const both = `${client()}
export async function locked(id) {
  const { data } = await client.get(\`/rest/v1/lead/\${id}.json\`);
  switch (data.errors[0].code) {
    case "719":
      throw new Error("the record is locked");
    case "610":
      return [];
  }
  return data.result;
}
`;
    const first = await fixed("handle-all", "src/leads.js", both, has("^4.0.0"));
    assert.match(first, /MAX_ATTEMPTS/);
    assert.doesNotMatch(first, /TRY_AGAIN/);
  });

  test("one kind of codes alone", async () => {
    for (const id of ["handle-throttled", "handle-transient"])
      assert.doesNotMatch(await fixed(id, "src/leads.js", client(), has("^4.0.0")), /TRY_AGAIN/);
  });
});

/** A class that keeps its client in a field: how the field is made, and what the class makes besides. */
const keeper = (field: string, constructor_ = "", request?: string): string => `import axios from "axios";

export class Leads {
  ${field}

  constructor(base: string) {
    ${constructor_}
  }

  async find(email: string) {
    ${request ?? `const { data } = await this.http.get("/rest/v1/leads.json", { params: { email } });`}
    if (data.success) return data.result;
    const { code, message } = data.errors[0];
    ${decides.trimEnd().replace(/\n/g, "\n  ")}
}
`;
const create = `axios.create({ baseURL: "https://123-abc-456.mktorest.com", timeout: 10_000 })`;

describe("a client that a class keeps", () => {
  test("is told where it is made: in its field, or in the constructor", async () => {
    const field = await mended(keeper(`private readonly http = ${create};`), "src/leads.ts");
    assert.ok(field.includes(`private readonly http = tryingAgain(${create});`), field);
    assert.match(
      field,
      /^function tryingAgain\(client: ReturnType<typeof axios\.create>\) \{\n {2}client\.interceptors\.response\.use\(\(answer\) => \{$/m,
    );
    assert.match(field, /^ {2}return client;\n\}$/m);
    const made_ = await mended(keeper("private readonly http;", `this.http = ${create};`), "src/leads.ts");
    assert.ok(made_.includes(`this.http = tryingAgain(${create});`), made_);
    const plain = await mended(keeper("", `this.http = ${create};`).replaceAll(": string", ""));
    assert.match(plain, /^function tryingAgain\(client\) \{$/m);
  });

  test("leaves nothing to be found, and no function other than it was", async () => {
    const text = keeper(`private readonly http = ${create};`);
    const fix = (await allFixes("src/leads.ts", text, has("^4.0.0"))).find((f) => f.fix.id === "handle-all");
    assert.deepEqual([fix?.errors, fix?.findings], [0, []]);
    assert.ok(fix?.after.endsWith(text.slice(text.indexOf("\n  constructor"))));
  });

  test("is left alone where others may use it, or where it is made more than once, or handed on", async () => {
    for (const text of [
      keeper(`readonly http = ${create};`),
      keeper(`private http = ${create};`, `this.http = ${create};`),
      keeper(`private readonly http = ${create};`, "setUp(this.http);"),
      keeper(`private readonly http = make();`),
    ]) {
      const left = await mended(text, "src/leads.ts");
      assert.doesNotMatch(left, /tryingAgain/);
      assert.match(left, /MAX_ATTEMPTS/);
    }
  });
});

describe("an answer that is thrown", () => {
  const thrown = (code: string, made_ = `const http = ${create};`, client_ = "http"): string => `import axios from "axios";

${made_}

export async function leads(email) {
  try {
    const { data } = await ${client_}.get("/rest/v1/leads.json", { params: { email } });
    return data.result;
  } catch (e) {
    ${code}
    switch (code) {
      case "601":
      case "602":
        throw new Error("the token is old");
      case "610":
        return [];
      default:
        throw e;
    }
  }
}
`;
  const reads = "const { code } = e.response.data.errors[0];";

  test("is asked for its code where the library decides", async () => {
    const told = await mended(thrown(reads));
    assert.match(told, /^axiosRetry\(http, \{$/m);
    assert.match(told, /const code = Object\(error\)\.response\?\.data\?\.errors\?\.\[0\]\?\.code;/);
    assert.match(told, /return TRY_AGAIN\.has\(code\) \|\| axiosRetry\.isNetworkOrIdempotentRequestError\(error\);/);
    assert.doesNotMatch(told, /interceptors|MAX_ATTEMPTS/);
    assert.ok(told.endsWith(thrown(reads).slice(thrown(reads).indexOf("\nexport"))));
  });

  test("which client threw it must be seen, and that it is axios's own failure", async () => {
    for (const text of [
      thrown("const { code } = e;"),
      thrown("const { code } = unpack(e).response.data.errors[0];"),
      thrown(reads, "// None.", "other"),
      thrown(reads).replace("return data.result;", "return (await http.get(data.next)).data;"),
      thrown(reads, `const http = ${create};\nhttp.interceptors.response.use(undefined, report);`),
    ])
      assert.doesNotMatch(await mended(text), /TRY_AGAIN/, text);
  });
});

describe("scripts in other files", () => {
  for (const [name, before, behind] of [
    ["Leads.vue", '<script setup lang="ts">\n', "</script>\n\n<template><p>Leads</p></template>\n"],
    ["Leads.svelte", '<script lang="ts">\n', "</script>\n\n<p>Leads</p>\n"],
    ["leads.astro", "---\n", "---\n\n<p>Leads</p>\n"],
  ] as const)
    test(`${name}: the client of the script is told in the script`, async () => {
      const workspace = await testWorkspace(["/w"]);
      for (const [path, text] of Object.entries(has("^4.0.0"))) workspace.files.set(`/w/${path}`, text);
      await workspace.engine.prepare(`/w/src/${name}`);
      const script = client().replace("(email)", "(email: string)").replace("export ", "");
      const { text, left } = await fixInTurn(workspace, `/w/src/${name}`, before + script + behind, (fix) => fix.id === "handle-all");
      assert.match(text, /^axiosRetry\(client, \{$/m);
      assert.ok(text.startsWith(before) && text.endsWith(behind));
      assert.deepEqual(left, []);
    });
});
