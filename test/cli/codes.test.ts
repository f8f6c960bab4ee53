import assert from "node:assert/strict";
import { test } from "node:test";
import { inProject } from "./support/machine.ts";

test("JSON has exactly the documented shape, without the uses of constants", () =>
  inProject({ "a.ts": 'case "606": ~606~', "b.ts": "~601~", "c.py.ts": "" }, async (project) => {
    const { status, out, err } = await project.run("codes", "--format", "json");
    assert.deepEqual([status, err], [0, ""]);
    assert.deepEqual(JSON.parse(out), {
      version: 1,
      files: 3,
      sites: [
        {
          file: "a.ts",
          range: { start: { line: 0, character: 5 }, end: { line: 0, character: 10 } },
          text: '"606"',
          api: "marketo-rest",
          code: "606",
          role: "case",
          confidence: "certain",
        },
      ],
    });
  }));

test("for people: by API and code, with the places", () =>
  inProject({ "a.ts": '"606"\n"601"', "sub/b.ts": '"606" "999"' }, async (project) => {
    const { status, out } = await project.run("codes");
    assert.equal(status, 0);
    assert.equal(
      out,
      `marketo-rest  Adobe Marketo Engage REST API
  601  ACCESS_TOKEN_INVALID  auth
    a.ts:2:1      case
  606  MAX_RATE_LIMIT  throttled
    a.ts:1:1      case
    sub/b.ts:1:1  case
  999  in no catalog
    sub/b.ts:1:7  case

3 codes at 4 places in 2 of 2 files
`,
    );
  }));

test("a project without codes says so", () =>
  inProject({ "a.ts": "" }, async (project) => {
    assert.equal((await project.run("codes")).out, "No codes in 1 file\n");
  }));
