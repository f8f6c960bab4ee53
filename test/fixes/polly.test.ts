/**
 * Polly, as its two living versions want to be used, and functions that it is left out of. `npm run test:compilers` compiles what is written
 * against a stub of Polly's signatures; both were read against its public sources at the tags 7.2.4, 8.0.0 and 8.7:
 * - 8: `ResiliencePipelineBuilder.AddRetry(RetryStrategyOptions)` and `Build()`; of the options `ShouldHandle`, which a `PredicateBuilder`
 *   turns into implicitly, `MaxRetryAttempts` (the first attempt not counted), `BackoffType` with `DelayBackoffType.Exponential`, `UseJitter`,
 *   `Delay` (the median of the first wait), `MaxDelay` (there since 8.0.0, above the jitter, too);
 *   `ExecuteAsync(Func<CancellationToken, ValueTask<T>>, CancellationToken = default)`, which ends the waits with the token; `Execute(Func<T>)`.
 *   `ResiliencePipelineBuilder`, `PredicateBuilder` and `DelayBackoffType` are in `Polly`, `RetryStrategyOptions` in `Polly.Retry`.
 * - 7: `Policy.Handle<T>()`; `WaitAndRetryAsync` and `WaitAndRetry(int retryCount, Func<int, TimeSpan>)`, whose function is given 1 before the
 *   second attempt; `ExecuteAsync(Func<Task<T>>)`, `ExecuteAsync(Func<CancellationToken, Task<T>>, CancellationToken)`, `Execute(Func<T>)`.
 * Both throw the last failure itself when the attempts are used up.
 */
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, test } from "node:test";
import { root } from "../support/sources.ts";
import { fixed } from "./support.ts";

const client = readFileSync(join(root, "test/compilers/clients/csharp/Programs.cs"), "utf8");
const project = (reference: string): Record<string, string> => ({ "src/App.csproj": `<Project><ItemGroup>${reference}</ItemGroup></Project>` });
const polly = (version: string): Record<string, string> => project(`<PackageReference Include="Polly" Version="${version}" />`);
const mended = (beside: Record<string, string>, text = client): Promise<string> => fixed("handle-all", "src/Programs.cs", text, beside);

describe("Polly", () => {
  test("8 has pipelines, and counts the attempts behind the first", async () => {
    const after = await mended(polly("8.4.2"));
    assert.match(after, /^using System;\nusing System\.Collections\.Generic;\n[\s\S]*\nusing Polly;\nusing Polly\.Retry;\n\nnamespace/);
    assert.match(after, /ShouldHandle = new PredicateBuilder\(\)\.Handle<TryAgainException>\(\),\n\s+MaxRetryAttempts = 4,/);
    assert.match(after, /return await pipeline\.ExecuteAsync\(async _ =>/);
    assert.match(after, /internal sealed class TryAgainException : MarketoException/);
    assert.doesNotMatch(after, /for \(var attempt/);
  });

  test("7 has policies", async () => {
    const after = await mended(polly("7.2.4"));
    assert.match(after, /return await Policy\.Handle<TryAgainException>\(\)\n\s+\.WaitAndRetryAsync\(\n\s+4,/);
    assert.doesNotMatch(after, /ResiliencePipeline|Polly\.Retry/);
  });

  test("7 is left alone where something else is called Policy", async () => {
    const named = client.replace("public class ProgramError", "public enum Policy { Retry, Fail }\n\npublic class ProgramError");
    assert.doesNotMatch(await mended(polly("7.2.4"), named), /Policy\.Handle|using Polly/);
    assert.match(await mended(polly("8.4.2"), named), /ResiliencePipelineBuilder/);
  });

  test("renews once and waits for the window within it", async () => {
    const after = await mended(polly("8.4.2"));
    assert.match(after, /var renewed = false;\n\s+var pipeline/);
    assert.match(
      after,
      /await Task\.Delay\(RetryAfter\(response, TimeSpan\.FromSeconds\(20\)\), cancellationToken\);\n\s+throw new TryAgainException\(/,
    );
  });

  test("ends its waits with the function's token, where there is one", async () => {
    assert.match(await mended(polly("8.4.2")), /ExecuteAsync\(async _ =>[\s\S]*\n {8}\}, cancellationToken\);/);
    assert.match(await mended(polly("7.2.4")), /ExecuteAsync\(async _ =>[\s\S]*\n {12}\}, cancellationToken\);/);
    const without = client
      .replace("long id, CancellationToken cancellationToken", "long id")
      .replaceAll(", cancellationToken)", ")")
      .replaceAll("(cancellationToken)", "()");
    assert.match(await mended(polly("7.2.4"), without), /ExecuteAsync\(async \(\) =>[\s\S]*\n {12}\}\);/);
  });

  test("is left alone where no class can be put below the failure's", async () => {
    const own = (modifiers: string, params: string): string =>
      client
        .replace("public class MarketoException", `public ${modifiers}class MarketoException`)
        .replace("MarketoException(string message) : base(message)", `MarketoException(${params}) : base("")`);
    assert.match(await mended(polly("8.4.2"), own("", "string message")), /class TryAgainException : MarketoException/);
    assert.doesNotMatch(await mended(polly("8.4.2"), own("sealed ", "string message")), /TryAgain/);
    assert.doesNotMatch(await mended(polly("8.4.2"), own("", "int code")), /TryAgain/);
  });

  test("isn't there: a loop", async () => {
    for (const beside of [{}, project('<PackageReference Include="Polly.Contrib" Version="1.0.0" />'), polly("6.1.2")]) {
      const after = await mended(beside);
      assert.match(after, /for \(var attempt = 1; ; attempt\+\+\)/);
      assert.doesNotMatch(after, /TryAgain|using Polly/);
    }
  });

  test("a method without a value is put into a loop instead: what it returns is no value", async () => {
    const silent = client
      .replace("Task<string> CloneAsync", "Task CloneAsync")
      .replace("return answer.Result;", "return;")
      .replace('return "";', "return;");
    assert.doesNotMatch(await mended(polly("8.4.2"), silent), /pipeline/);
  });
});
