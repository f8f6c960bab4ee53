/** A list that several functions ask: the finding stands at the list, and its fixes are what they were at the questions. */
import assert from "node:assert/strict";
import { before, test } from "node:test";
import { applyEdits } from "../../server/src/text/span.ts";
import { type TestWorkspace, testWorkspace } from "../support/workspace.ts";

let workspace: TestWorkspace;
before(async () => {
  workspace = await testWorkspace(["/w"]);
  await workspace.engine.load("typescript");
});

const renews = (name: string): string => `  if (["601", "602"].includes(errors[0].code)) {
    await renewToken();
    return ${name}(attempt + 1);
  }
`;

const asks = (name: string, before = ""): string => `
export async function ${name}(attempt = 0): Promise<any> {
  const { errors, result } = await get("https://123-ABC-456.mktorest.com/rest/v1/leads.json");
  if (!errors) return result;
${before}  if (AGAIN.has(errors[0].code) && attempt < 5) {
    await sleep(2 ** attempt * 20_000);
    return ${name}(attempt + 1);
  }
  throw new Error(errors[0].message);
}
`;

function told(text: string) {
  const document = workspace.engine.open("/w/client.ts", "typescript", text);
  const { findings } = document.analysis;
  const at = findings.filter((f) => f.rule === "unhandled-retryable").map((f) => ({ finding: f, name: text.slice(f.span.start, f.span.end) }));
  return { document, at };
}

const list = 'const AGAIN = new Set(["604", "606"]);\n';

test("what the list lacks is added to it for all, whether it is shown or proven", () => {
  const text = list + asks("pull", renews("pull")) + asks("push", renews("push"));
  const { document, at } = told(text);
  assert.deepEqual(
    at.map((it) => it.name),
    ["AGAIN"],
  );
  for (const proof of ["near", "whole"] as const) {
    const fix = document.fixes(at[0]?.finding as never, { proof }).find((f) => f.id === "handle-all");
    assert.ok(fix, proof);
    const after = applyEdits(text, fix.edits);
    assert.match(after, /const AGAIN = new Set\(\[[^\]]*"719"[^\]]*\]\);/);
    assert.deepEqual(told(after).at, []);
  }
});

test("what one of them lacks besides is mended in that one, though others lack it too", () => {
  const text = list + asks("pull") + asks("push");
  const { document, at } = told(text);
  assert.deepEqual(
    at.map((it) => it.name),
    ["AGAIN.has(errors[0].code)", "AGAIN.has(errors[0].code)"],
  );
  for (const { finding } of at) {
    const fix = document.fixes(finding).find((f) => f.id === "handle-auth");
    assert.ok(fix);
    const left = told(applyEdits(text, fix.edits)).at;
    assert.equal(left.filter((it) => it.finding.codes.includes("601")).length, 1);
  }
});

test("a single one that asks it is mended from the list in all that it lacks", () => {
  const text = list + asks("pull");
  const { document, at } = told(text);
  assert.deepEqual(
    at.map((it) => it.name),
    ["AGAIN"],
  );
  const ids = document.fixes(at[0]?.finding as never).map((f) => f.id);
  assert.deepEqual(
    ["handle-all", "handle-throttled", "handle-auth", "handle-transient"].filter((id) => !ids.includes(id)),
    [],
  );
});
