/** The client of a file, told by axios-retry to make a request again by itself: what is written, and when it is left alone. */
import assert from "node:assert/strict";
import { describe, test } from "node:test";
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
