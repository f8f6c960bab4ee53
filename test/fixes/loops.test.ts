/** Loops around functions that try nothing twice: what goes into them, what stays in front, and functions that are left as they are. */
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, test } from "node:test";
import { root } from "../support/sources.ts";
import { allFixes } from "./support.ts";

const clients = join(root, "test/compilers/clients");
const read = (path: string): string => readFileSync(join(clients, path), "utf8");

async function one(id: string, path: string, text: string): Promise<string | undefined> {
  return (await allFixes(path, text)).find((f) => f.fix.id === id)?.after;
}

describe("Go", () => {
  const client = read("go/programs.go");

  test("what must not run twice stays in front of the loop, and the wait ends with the context", async () => {
    const after = await one("handle-throttled", "programs.go", client);
    assert.match(after ?? "", /defer lock\.Unlock\(\)\n\taddress := [^\n]*\n\tfor attempt := 1; ; attempt\+\+ \{/);
    assert.match(
      after ?? "",
      /response\.Body\.Close\(\)\n\t+if err := wait\(ctx, retryAfter\(response, 20\*time\.Second\)\); err != nil \{\n\t+return "", err\n/,
    );
    assert.match(after ?? "", /case <-ctx\.Done\(\):/);
  });

  test("results with names would be others within the loop", async () => {
    const named = client.replace("(string, error) {", "(id string, err error) {");
    assert.equal(await one("handle-throttled", "programs.go", named), undefined);
  });

  test("what can be read once is not sent twice", async () => {
    const reader = client.replace("name, token string", "name, token string, payload io.Reader").replace('"fmt"', '"fmt"\n\t"io"');
    assert.equal(await one("handle-throttled", "programs.go", reader), undefined);
  });
});

describe("Java", () => {
  const client = read("java/WorkItems.java");

  test("an interruption is kept where the method may not throw it", async () => {
    const after = (await allFixes("WorkItems.java", client)).filter((f) => f.fix.id === "handle-all").map((f) => f.after);
    assert.equal(
      after.some((text) => /catch \(InterruptedException e\) \{\s+Thread\.currentThread\(\)\.interrupt\(\);/.test(text)),
      true,
    );
  });

  test("no jump leaves a switch that gives a value", async () => {
    const fixes = await allFixes("Programs.java", read("java/Programs.java"));
    const at = read("java/Programs.java").indexOf("String browse");
    const inBrowse = fixes.filter((f) => f.finding.span.start > at && f.finding.span.start < at + 500);
    assert.deepEqual(
      inBrowse.filter((f) => f.fix.id.startsWith("handle-")).map((f) => f.fix.id),
      [],
    );
    assert.notEqual(inBrowse.length, 0);
  });

  test("a renewal that may fail in more ways than the method may is no renewal for it", async () => {
    const fixes = await allFixes("Programs.java", read("java/Programs.java"));
    const at = read("java/Programs.java").indexOf("void approve");
    const inApprove = fixes.filter((f) => f.finding.span.start > at && f.finding.span.start < at + 500).map((f) => f.fix.id);
    assert.equal(inApprove.includes("handle-auth"), false);
    assert.equal(inApprove.includes("handle-transient"), true);
    // Nor where another method of the class uses it already.
    const renewing = fixes.find((f) => f.fix.id === "handle-auth")?.after ?? "";
    assert.match(renewing, /renewToken\(\);\n\s+continue;/);
    const after = (await allFixes("Programs.java", renewing)).filter((f) => f.finding.span.start > renewing.indexOf("void approve"));
    assert.equal(
      after.some((f) => f.fix.id === "handle-auth"),
      false,
    );
  });
});

describe("Kotlin", () => {
  test("a parameter that gets a new value becomes a variable", async () => {
    const after = (await allFixes("WorkItems.kt", read("kotlin/WorkItems.kt"))).filter((f) => f.fix.id === "handle-auth").map((f) => f.after);
    assert.equal(
      after.some((text) => /var token = token\n\s+var renewed = false\n\s+while \(true\) \{/.test(text)),
      true,
    );
  });
});

describe("Rust", () => {
  test("the value that a function ends with is returned from within the loop", async () => {
    const after = await one("handle-all", "leads.rs", read("rust/leads.rs").replace(/pub fn find[\s\S]*?\n {4}\}\n/, ""));
    assert.match(after ?? "", /\n {12}return Err\(answer\.errors\[0\]\.message\.clone\(\)\);\n {8}\}\n/);
    assert.match(after ?? "", /self\.refresh_token\(\)\?;\n\s+continue;/);
  });

  test("what the request uses up is not there for a second one", async () => {
    const text = read("rust/leads.rs").replace(/pub fn find[\s\S]*?\n {4}\}\n/, "");
    assert.equal(
      await one("handle-all", "leads.rs", text.replace("describe(&mut self, name: &str)", "describe(&mut self, name: String)")),
      undefined,
    );
  });
});
