/** Retry libraries of Java, Kotlin and Rust: what can be put into a function of its own, and what can't. */
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, test } from "node:test";
import { root } from "../support/sources.ts";
import { allFixes, fixed } from "./support.ts";

const pom = (name: string, version = ""): Record<string, string> => ({
  "pom.xml": `<dependency>\n  <artifactId>${name}</artifactId>${version && `\n  <version>${version}</version>`}\n</dependency>\n`,
});

const java = (head: string, fail: string, value = "token", more = "", throwing = ""): string => `package client;

import java.io.IOException;

class Leads {
    private static final String BASE = "https://123-ABC-456.mktorest.com/rest/asset/v1";
    private String token = "";
${more}
    ${head} {
        String errorCode = codeIn(get("/leads/" + id + ".json"));
        switch (errorCode) {
            case "":
                return ${value};
            case "610":
            case "702":
                return ${value};
            case "709":
                throw new IllegalArgumentException("breaks a rule");
            default:
                ${fail}
        }
    }

    private static String codeIn(String text) {
        return text.substring(1);
    }

    private String get(String path)${throwing} {
        return BASE + path + token;
    }

    private void renewToken()${throwing} {
        token = get("/identity/oauth/token");
    }
}
`;
const state = 'throw new IllegalStateException("Marketo " + errorCode);';
const own = (modifiers = "", params = "String message", base = "message"): string =>
  `\n    static ${modifiers}class MarketoException extends Exception {\n        MarketoException(${params}) {\n            super(${base});\n        }\n    }\n`;
const mended = (text: string, beside: Record<string, string>): Promise<string> => fixed("handle-all", "src/Leads.java", text, beside);

describe("resilience4j in Java", () => {
  const library = pom("resilience4j-retry", "2.2.0");

  test("no checked failure: a supplier, and a flag that a lambda can set", async () => {
    const after = await mended(java("String read(long id)", state), library);
    assert.match(after, /import io\.github\.resilience4j\.core\.IntervalFunction;\nimport io\.github\.resilience4j\.retry\.Retry;/);
    assert.match(after, /import java\.util\.concurrent\.atomic\.AtomicBoolean;/);
    assert.match(
      after,
      /AtomicBoolean renewed = new AtomicBoolean\(\);\n\s+Retry retry = Retry\.of\("read", RetryConfig\.custom\(\)\n\s+\.maxAttempts\(5\)/,
    );
    assert.match(after, /return retry\.executeSupplier\(\(\) -> \{/);
    assert.match(after, /private static final class TryAgainException extends IllegalStateException \{/);
  });

  test("one checked failure: it goes through", async () => {
    const after = await mended(java("String read(long id) throws IOException", state, "token", "", " throws IOException"), library);
    assert.match(after, /return retry\.executeCallable\(\(\) -> \{/);
    assert.match(after, /\} catch \(IOException \| RuntimeException e\) \{\n\s+throw e;/);
  });

  test("all failures: no wrapping", async () => {
    const after = await mended(java("String read(long id) throws Exception", state), library);
    assert.match(after, /executeCallable/);
    assert.doesNotMatch(after, /catch \(Exception e\)/);
  });

  test("a method without a value", async () => {
    assert.match(await mended(java("void read(long id)", state, ""), library), /\n\s+retry\.executeRunnable\(\(\) -> \{/);
    assert.doesNotMatch(await mended(java("void read(long id) throws IOException", state, ""), library), /TryAgain/);
    const broken = java("void read(long id) throws IOException", state, "", "", " throws IOException").replaceAll("return ;", "break;");
    assert.match(await mended(broken, library), /\n\s+retry\.executeCallable\(\(\) -> \{[\s\S]*\n {16}return null;\n {12}\}\);\n {8}\} catch/);
    assert.match(
      await mended(broken, pom("spring-retry", "2.0.9")),
      /\n\s+retry\.execute\(\(retryContext\) -> \{[\s\S]*\n {12}return null;\n {8}\}\);/,
    );
  });

  test("a failure of the file's own, unless nothing can be put below it", async () => {
    const head = "String read(long id) throws MarketoException";
    const fail = 'throw new MarketoException("Marketo " + errorCode);';
    assert.match(await mended(java(head, fail, "token", own()), library), /TryAgainException extends MarketoException/);
    assert.doesNotMatch(await mended(java(head, fail, "token", own("final ")), library), /TryAgain/);
    assert.doesNotMatch(await mended(java(head, fail, "token", own("", "int code", '""')), library), /TryAgain/);
  });

  test("a parameter that gets another value can't be reached from a lambda", async () => {
    const text = java("String read(long id)", state).replace("        String errorCode", "        id = id + 1;\n        String errorCode");
    assert.ok((await allFixes("src/Leads.java", text, library)).every((f) => !f.after.includes("executeSupplier")));
  });

  test("versions before 1.6 have no longest wait: a loop", async () => {
    assert.doesNotMatch(await mended(java("String read(long id)", state), pom("resilience4j-retry", "1.5.0")), /TryAgain/);
  });

  test("named by Gradle, in its many ways", async () => {
    for (const [file, line] of [
      ["build.gradle", "    implementation 'io.github.resilience4j:resilience4j-retry:2.1.0'"],
      ["build.gradle", "    implementation group: 'io.github.resilience4j', name: 'resilience4j-retry', version: '2.1.0'"],
      ["build.gradle.kts", '    implementation("io.github.resilience4j:resilience4j-retry")'],
      ["build.gradle.kts", "    implementation(libs.resilience4j.retry)"],
    ] as const)
      assert.match(await mended(java("String read(long id)", state), { [file]: `dependencies {\n${line}\n}\n` }), /executeSupplier/, line);
    const commented = { "build.gradle": "dependencies {\n    // implementation 'io.github.resilience4j:resilience4j-retry:2.1.0'\n}\n" };
    assert.doesNotMatch(await mended(java("String read(long id)", state), commented), /executeSupplier/);
  });
});

describe("Spring Retry in Java", () => {
  test("a template, which needs neither a proxy nor a public method", async () => {
    const after = await mended(
      java("private String read(long id) throws IOException", state, "token", "", " throws IOException"),
      pom("spring-retry"),
    );
    assert.match(after, /RetryTemplate retry = RetryTemplate\.builder\(\)\n\s+\.maxAttempts\(5\)\n\s+\.exponentialBackoff\(500, 2, 30_000, true\)/);
    assert.match(after, /return retry\.execute\(\(retryContext\) -> \{/);
    assert.doesNotMatch(after, /catch \(Exception/);
  });

  test("before 1.3 there is no builder: a loop", async () => {
    assert.doesNotMatch(await mended(java("String read(long id)", state), pom("spring-retry", "1.2.5.RELEASE")), /RetryTemplate/);
  });
});

describe("Kotlin", () => {
  const client = readFileSync(join(root, "test/running/clients/kotlin/Leads.kt"), "utf8");
  const all = async (beside: Record<string, string>, text = client): Promise<string> =>
    (await allFixes("src/Leads.kt", text, beside))
      .filter((f) => f.fix.id === "handle-all")
      .map((f) => f.after)
      .join("\n");

  test("the body is a function of its own, and the failure's class is opened", async () => {
    const after = await all(pom("resilience4j-retry", "2.2.0"));
    assert.match(
      after,
      /open class MarketoException\(message: String\) : Exception\(message\)\n\n\/\*\* .* \*\/\nprivate class TryAgainException\(message: String\)/,
    );
    assert.match(after, /var renewed = false\n\n {8}fun attempt\(\): List<String> \{/);
    assert.match(after, /return retry\.executeCallable \{ attempt\(\) \}/);
  });

  test("a function that suspends takes only what suspends", async () => {
    const after = await all(pom("resilience4j-kotlin", "2.2.0"));
    assert.match(after, /suspend fun attempt\(\): List<String> \{[\s\S]*return retry\.executeSuspendFunction \{ attempt\(\) \}/);
    for (const name of ["resilience4j-retry", "spring-retry"]) assert.doesNotMatch(await all(pom(name)), /suspend fun attempt/);
  });

  test("and waits by delay, whatever else the file waits by", async () => {
    const both = client.replace("    private fun get", "    fun pause() = Thread.sleep(5)\n\n    private fun get");
    for (const fix of (await allFixes("src/Leads.kt", both)).filter((f) => f.fix.id === "handle-throttled")) {
      const head = fix.before.lastIndexOf("fun ", fix.finding.span.start);
      const suspends = fix.before.slice(head - 8, head) === "suspend ";
      const fresh = fix.fix.edits.map((e) => e.text).join("");
      assert.match(fresh, suspends ? /\bdelay\(20_000\)/ : /Thread\.sleep\(20_000\)/);
    }
  });

  test("so do blocks that are given to what suspends", async () => {
    const inside = (callee: string): string =>
      client
        .replace("suspend fun find(email: String): List<String> {", `suspend fun find(email: String): List<String> = ${callee} {`)
        .replace('"615" -> delay(2_000)', '"603" -> throw MarketoException("not allowed")')
        .replaceAll("return emptyList()", "return@find emptyList()");
    for (const [callee, wait] of [
      ["withContext(Dispatchers.IO)", /\bdelay\(20_000\)/],
      ["onThread", /Thread\.sleep\(20_000\)/],
    ] as const) {
      const found = (await allFixes("src/Leads.kt", inside(callee))).find(
        (f) => f.fix.id === "handle-throttled" && f.fix.edits.some((e) => e.text.includes('"606" ->')),
      );
      assert.ok(found, callee);
      assert.match(found.fix.edits.map((e) => e.text).join(""), wait, callee);
    }
  });
});

describe("backon in Rust", () => {
  const client = readFileSync(join(root, "test/running/clients/rust/leads.rs"), "utf8");
  const cargo = (line: string): Record<string, string> => ({ "Cargo.toml": `[dependencies]\n${line}\n` });
  const describing = async (line: string, text = client): Promise<string> =>
    (await allFixes("src/leads.rs", text, cargo(line))).filter((f) => f.fix.id === "handle-all").map((f) => f.after)[1] ?? "";

  test("1 takes the builder, 0.4 a reference to it", async () => {
    assert.match(await describing('backon = "1.5"'), /attempt\n\s+\.retry\(\n\s+ExponentialBuilder::default\(\)\n/);
    assert.match(await describing('backon = { version = "0.4.4", features = ["tokio-sleep"] }'), /\.retry\(\n\s+&ExponentialBuilder::default\(\)\n/);
    assert.doesNotMatch(await describing('backon = "0.4.1"'), /\.retry\(/);
  });

  test("an arm says that the failure may pass, and the function's own failure stays what it was", async () => {
    const after = await describing('backon = "1.5"');
    assert.match(after, /use backon::\{BlockingRetryable, ExponentialBuilder\};\n/);
    assert.match(after, /let attempt = \|\| -> Result<Vec<String>, String> \{/);
    assert.match(after, /again\.store\(true, Ordering::Relaxed\);\n\s+return Err\(answer\.field\("message"\)\);/);
    assert.match(
      after,
      /\.with_max_times\(MAX_ATTEMPTS as usize - 1\),\n\s+\)\n\s+\.when\(\|_\| again\.swap\(false, Ordering::Relaxed\)\)\n\s+\.call\(\)\n/,
    );
  });

  test("every code: giving up is no value in the middle of a function", async () => {
    const after = (await allFixes("src/leads.rs", client)).filter((f) => f.fix.id === "handle-every").map((f) => f.after)[2] ?? "";
    assert.match(after, /if code == "607" \{\n[^\n]*\n\s+return Err\(answer\.field\("message"\)\);\n\s+\}/);
  });

  test("a function that waits without blocking, unless its attempts would share what only one may change", async () => {
    const asynchronous = client
      .replaceAll(/fn (find|describe|count|get|send|refresh_token)\(/g, "async fn $1(")
      .replaceAll(/(self\.(?:get|send|refresh_token)\([^?;\n]*?\))(\?|;|\n)/g, "$1.await$2");
    assert.doesNotMatch(await describing('backon = "1.5"', asynchronous), /\.retry\(/);
    const shared = asynchronous.replaceAll("&mut self", "&self");
    const after =
      (await allFixes("src/leads.rs", shared, cargo('backon = "1.5"'))).filter((f) => f.fix.id === "handle-transient").map((f) => f.after)[1] ?? "";
    assert.match(after, /let attempt = \|\| async \{[\s\S]*\.when\(\|_\| again\.swap\(false, Ordering::Relaxed\)\)\n\s+\.await\n/);
  });
});
