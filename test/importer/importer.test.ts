/** From a page to a catalog: what is read, and what is left alone. The pages are written for these tests, in the forms that makers use. */
import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { loadCatalogs } from "../../server/src/catalogs/load.ts";
import { type Draft, idFrom, importCatalog } from "../../server/src/importer/importer.ts";

const options = { id: "parcel", retrieved: "2026-01-31" };

/** Draws the catalog and makes sure that any other part of the program would take it. */
function draw(text: string): Draft {
  const draft = importCatalog(text, options);
  assert.ok(draft, "nothing found");
  const { catalogs, problems } = loadCatalogs([
    { id: "parcel", source: "parcel", catalog: draft.catalog, l10n: { [draft.text.locale]: draft.text } },
  ]);
  assert.deepEqual(
    problems.filter((it) => it.severity !== "information"),
    [],
  );
  assert.equal(catalogs.length, 1);
  return draft;
}

function kinds(draft: Draft): Record<string, string> {
  return Object.fromEntries(Object.entries(draft.catalog.codes).map(([code, it]) => [code, it.retry.kind]));
}

describe("pages in Markdown", () => {
  const page = `---
title: Parcel API errors
---
# Errors

An answer looks like this:

\`\`\`json
{ "errors": [ { "code": "4001", "message": "unknown parcel" } ] }
\`\`\`

| Property | Description |
| --- | --- |
| \`code\` | The code |
| \`trace_id\` | For support |

| Error code | Title | Description |
| --- | --- | --- |
| \`4001\` | Unknown parcel | There is no parcel of this number. |
| 4002* | Depot closed | The depot is closed. Please try again later. |
| 4003 | Rate limit | Too many requests: wait 30 seconds. |
| 4004 | Login | The access token has expired. |
| 4005, 4006 | Daily quota | The quota of labels per day is used up. |
`;

  test("a table gives codes, kinds, words and the field of the example", () => {
    const draft = draw(page);
    assert.deepEqual(kinds(draft), { 4001: "permanent", 4002: "transient", 4003: "throttled", 4004: "auth", 4005: "quota", 4006: "quota" });
    assert.deepEqual(draft.catalog.levels, { response: { type: "string", path: "errors[].code", fields: ["errors.code"] } });
    assert.equal(draft.catalog.codes["4003"]?.retry.afterSeconds, 30);
    assert.equal(draft.catalog.codes["4001"]?.name, "UNKNOWN_PARCEL");
    assert.equal(draft.catalog.name, "Parcel API errors");
    assert.equal(draft.text.codes["4002"]?.cause, "The depot is closed. Please try again later.");
  });

  test("tables of fields, methods and statuses of other things are left alone", () => {
    assert.equal(importCatalog(page.slice(0, page.indexOf("| Error code")), options), undefined);
    const prose = "# Limits\n\n| Plan | Calls |\n| --- | --- |\n| Free | 1000 |\n| Paid | 50000 |\n\n1. first\n2. second\n3. third\n";
    assert.equal(importCatalog(prose, options), undefined);
    const event = "| Event type | When |\n| --- | --- |\n| parcel.created | a parcel is new |\n| parcel.lost | a parcel is lost |\n";
    assert.equal(importCatalog(event, options), undefined);
  });

  test("where a name and a number compete, a program receives what the example shows; the other is a wire form", () => {
    const table = "| Name | Code | Meaning |\n| --- | --- | --- |\n| PARCEL_LOST | 71001 | Lost. |\n| DEPOT_CLOSED | 71002 | Closed. |\n";
    const number = draw(table);
    assert.deepEqual(Object.keys(number.catalog.codes), ["71001", "71002"]);
    assert.deepEqual(number.catalog.codes["71001"]?.wireForms, ["PARCEL_LOST"]);
    assert.equal(number.catalog.codes["71001"]?.name, "PARCEL_LOST");
    const name = draw(`\`\`\`json\n{ "error_code": "PARCEL_LOST" }\n\`\`\`\n\n${table}`);
    assert.deepEqual(Object.keys(name.catalog.codes), ["PARCEL_LOST", "DEPOT_CLOSED"]);
    assert.deepEqual(name.catalog.codes.PARCEL_LOST?.wireForms, ["71001"]);
    assert.deepEqual(name.catalog.levels.response?.path, "error_code");
  });

  test("sections say where a code arrives", () => {
    const table = (code: string) => `| Code | Description |\n| --- | --- |\n| ${code} | One. |\n| ${Number(code) + 1} | Two. |\n`;
    const draft = draw(
      `# Errors\n## HTTP status codes\n${table("413")}\n## Response errors\n${table("601")}\n## Record-level errors\n${table("1001")}`,
    );
    assert.deepEqual(
      ["413", "601", "1001"].map((it) => draft.catalog.codes[it]?.level),
      ["http", "response", "record"],
    );
  });

  test("headings, lists and success", () => {
    const headings = draw(
      "# Errors\n\n### `depot-closed`\n\nClosed. Try again later.\n\n### `parcel-lost`\n\nLost.\n\n### `not-yours`\n\nNot yours.\n",
    );
    assert.deepEqual(kinds(headings), { "depot-closed": "transient", "parcel-lost": "permanent", "not-yours": "permanent" });
    const list = draw("# Error codes\n\n- `E100`: bad number\n- `E200`: depot closed\n- `E300`: lost\n");
    assert.deepEqual(Object.keys(list.catalog.codes), ["E100", "E200", "E300"]);
    const success = draw("| Code | Description |\n| --- | --- |\n| 0 | Success |\n| 10 | Bad number |\n| 11 | Lost |\n");
    assert.deepEqual([success.catalog.success, Object.keys(success.catalog.codes)], [["0"], ["10", "11"]]);
    assert.equal(importCatalog("# Versions\n\n### 1.2.3\n\nNew.\n\n### 1.2.4\n\nNew.\n\n### 1.2.5\n\nNew.\n", options), undefined);
    assert.equal(importCatalog("# Options\n\n### page-size\n\nA.\n\n### sort-order\n\nB.\n\n### first-page\n\nC.\n", options), undefined);
  });
});

describe("other pages", () => {
  test("HTML with spans, a status column and the page's language", () => {
    const draft =
      draw(`<!doctype html><html lang="de"><head><title>Paket</title><script>const code = 1;</script></head><body><nav><table><tr><td>9999</td></tr></table></nav>
      <table><thead><tr><th>HTTP status</th><th>Error code</th><th>Message</th></tr></thead>
      <tr><td rowspan="2">503</td><td><code>DEPOT_BUSY</code></td><td>Depot busy</td></tr><tr><td><code>DEPOT_DOWN</code></td><td>Depot down</td></tr>
      <tr><td>404</td><td><code>NO_PARCEL</code></td><td>No parcel</td></tr></table></body></html>`);
    assert.deepEqual(kinds(draft), { DEPOT_BUSY: "transient", DEPOT_DOWN: "transient", NO_PARCEL: "permanent" });
    assert.deepEqual(
      Object.values(draft.catalog.codes).map((it) => it.httpStatus),
      [503, 503, 404],
    );
    assert.equal(draft.text.locale, "de");
    assert.equal(draft.catalog.codes.NO_PARCEL?.message, "No parcel");
  });

  test("tables saved as text, whose cells go on over lines; a code with two meanings", () => {
    const draft = draw(`错误码

状态码| 错误码 err_code| 错误信息 err_msg| 原因
---|---|---|---
403| 20001| No Permission|

  * 没有操作权限

  * 没有编辑权限

500| 20006| internal error|

  * 未知错误，请联系技术支持

500| 20006| busy, please try again later|

  * 服务瞬时超载，请稍后重试


`);
    assert.deepEqual(Object.keys(draft.catalog.codes), ["20001", "20006"]);
    assert.deepEqual(draft.catalog.levels, { response: { type: "number", path: "err_code", fields: ["err_code"] } });
    assert.equal(draft.catalog.codes["20006"]?.variants?.length, 2);
    assert.equal(draft.text.locale, "zh-CN");
    assert.match(draft.text.codes["20001"]?.cause ?? "", /没有操作权限.*没有编辑权限/);
  });

  test("what a page tries to smuggle in stays text", () => {
    const draft = draw(
      "| Code | Description |\n| --- | --- |\n| __proto__ | x |\n| constructor | y |\n| 7001 | [z](command:x) |\n| 7002 | w |\n| 7003 | w |\n",
    );
    assert.equal(Object.getPrototypeOf(draft.catalog.codes), Object.prototype);
    assert.ok(Object.hasOwn(draft.catalog.codes, "7001"));
    assert.equal(draft.text.codes["7001"]?.title, "z");
  });
});

describe("OpenAPI", () => {
  const schema = {
    openapi: "3.1.0",
    info: { title: "Parcel", version: "1" },
    servers: [{ url: "https://{region}.parcel-post.io/v1" }],
    paths: {
      "/parcels": {
        get: {
          responses: {
            200: { content: { "application/json": { schema: { properties: { code: { enum: ["fine"] } } } } } },
            404: { $ref: "#/components/responses/Missing" },
            429: {
              description: "Too many requests",
              content: { "application/json": { example: { error: { code: "slow_down", message: "slow down" } } } },
            },
          },
        },
      },
    },
    components: {
      responses: { Missing: { description: "Missing", content: { "application/json": { schema: { $ref: "#/components/schemas/Error" } } } } },
      schemas: {
        Error: {
          properties: {
            error: {
              type: "object",
              properties: {
                code: { enum: ["no_parcel", "no_depot"], "x-enumDescriptions": { no_parcel: "There is no such parcel." } },
                next: { $ref: "#/components/schemas/Error" },
              },
            },
          },
        },
      },
    },
  };

  test("enumerations and examples of failures; not those of success; references in circles end", () => {
    const draft = draw(JSON.stringify(schema));
    assert.deepEqual(kinds(draft), { no_parcel: "permanent", no_depot: "permanent", slow_down: "throttled" });
    assert.equal(draft.catalog.levels.response?.path, "error.code");
    assert.deepEqual(draft.catalog.recognition.hosts, ["*.parcel-post.io"]);
    assert.equal(draft.text.codes.no_parcel?.title, "There is no such parcel");
  });

  test("YAML, and statuses where bodies have no codes", () => {
    const draft = draw(
      "openapi: 3.0.0\ninfo: { title: Parcel, version: '1' }\npaths:\n  /a:\n    get:\n      responses:\n        '200': { description: fine }\n        '404': { description: Not there. }\n        '503': { description: 'Closed, try again later.' }\n",
    );
    assert.deepEqual(kinds(draft), { 404: "permanent", 503: "transient" });
    assert.equal(draft.catalog.codes["404"]?.level, "http");
  });

  test("Swagger 2", () => {
    const draft = draw(
      JSON.stringify({
        swagger: "2.0",
        info: { title: "P", version: "1" },
        host: "api.parcel-post.io",
        paths: {
          "/a": { get: { responses: { 400: { description: "bad", schema: { properties: { errno: { type: "integer", enum: [17, 18] } } } } } } },
        },
      }),
    );
    assert.deepEqual(Object.keys(draft.catalog.codes), ["17", "18"]);
    assert.deepEqual(draft.catalog.levels.response, { type: "number", path: "errno", fields: ["errno"] });
  });
});

test("any name gives an id", () => {
  assert.deepEqual(["parcel", "My API", "ParcelPost v2", "3scale", "!!"].map(idFrom), ["parcel", "my-api", "parcel-post-v2", "api-3scale", ""]);
});
