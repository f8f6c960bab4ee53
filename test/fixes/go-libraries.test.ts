/** Retry libraries of Go, where failures are values: what isn't marked as final is tried again. */
import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { allFixes, fixed } from "./support.ts";

const client = (head: string, last: string, more = ""): string => `package client

import (
	"context"
	"encoding/json"
	"fmt"
	"net/http"
)

const leads = "https://123-abc-456.mktorest.com/rest/v1/leads.json"

type answer struct {
	Success bool
	Errors  []struct{ Code, Message string }
}

// Push sends what it is given.
${head} {
	request, err := http.NewRequestWithContext(context.Background(), http.MethodGet, leads+name, nil)
	if err != nil {
		return ${last}err
	}
	response, err := http.DefaultClient.Do(request)
	if err != nil {
		return ${last}fmt.Errorf("leads: %w", err)
	}
	defer response.Body.Close()
	var body answer
	if err := json.NewDecoder(response.Body).Decode(&body); err != nil {
		return ${last}err
	}
	if body.Success {
		return ${last}nil
	}${more}
	switch body.Errors[0].Code {
	case "601", "602":
		return ${last}fmt.Errorf("sign in again")
	case "610":
		return ${last}nil
	default:
		return ${last}fmt.Errorf("marketo: %s", body.Errors[0].Message)
	}
}
`;
const valued = client("func Push(ctx context.Context, name string) (string, error)", '"", ');
const bare = client("func Push(name string) error", "");

const has = (...lines: readonly string[]): Record<string, string> => ({ "go.mod": `module x\n\ngo 1.21\n\nrequire (\n\t${lines.join("\n\t")}\n)\n` });
const mended = (text: string, ...lines: readonly string[]): Promise<string> => fixed("handle-transient", "src/leads.go", text, has(...lines));
const backoff = "github.com/cenkalti/backoff";
const retry = "github.com/avast/retry-go";

describe("cenkalti/backoff", () => {
  test("4 tries again whatever isn't permanent, and ends with the context", async () => {
    const after = await mended(valued, `${backoff}/v4 v4.2.1`);
    assert.match(after, /\t"net\/http"\n\t"time"\n\n\t"github\.com\/cenkalti\/backoff\/v4"\n\)/);
    assert.match(after, /return backoff\.RetryWithData\(func\(\) \(string, error\) \{\n\t\trequest, err :=/);
    assert.match(after, /\t\}, backoff\.WithContext\(backoff\.WithMaxRetries\(policy, 4\), ctx\)\)\n\}/);
    assert.match(after, /return "", backoff\.Permanent\(fmt\.Errorf\("leads: %w", err\)\)/);
    assert.match(
      after,
      /case "502", [^\n]*:\n\t\t\treturn "", fmt\.Errorf\("marketo: %s", body\.Errors\[0\]\.Message\)\n\t\tdefault:\n\t\t\treturn "", backoff\.Permanent\(/,
    );
  });

  test("before 4.2 gives no value: the function's own is kept beside it", async () => {
    for (const line of [`${backoff}/v4 v4.1.3`, `${backoff}/v3 v3.2.2`, `${backoff} v2.2.1+incompatible`]) {
      const after = await mended(valued, line);
      assert.match(
        after,
        /attempt := func\(\) \(string, error\) \{[\s\S]*var result string\n[\s\S]*result, err = attempt\(\)[\s\S]*return result, err\n\}/,
      );
    }
  });

  test("5 takes the context first, and counts all attempts", async () => {
    const after = await mended(valued, `${backoff}/v5 v5.0.2`);
    assert.match(after, /return backoff\.Retry\(ctx, func\(\) \(string, error\) \{/);
    assert.match(after, /\}, backoff\.WithBackOff\(policy\), backoff\.WithMaxTries\(5\)\)/);
    assert.match(await mended(bare, `${backoff}/v5 v5.0.2`), /_, err := backoff\.Retry\(context\.Background\(\), func\(\) \(struct\{\}, error\) \{/);
  });

  test("a function that gives only a failure", async () => {
    const after = await mended(bare, `${backoff}/v4 v4.3.0`);
    assert.match(after, /return backoff\.Retry\(func\(\) error \{/);
    assert.match(after, /return backoff\.Permanent\(err\)/);
    assert.doesNotMatch(after, /Permanent\(nil\)/);
  });

  test("a second kind joins the first", async () => {
    const first = await mended(valued, `${backoff}/v4 v4.2.1`);
    const second = await fixed("handle-all", "src/leads.go", first, has(`${backoff}/v4 v4.2.1`));
    assert.equal(second.match(/RetryWithData/g)?.length, 1);
    assert.match(
      second,
      /if err := wait\(ctx, retryAfter\(response, 20\*time\.Second\)\); err != nil \{\n\t+return "", backoff\.Permanent\(err\)\n\t+\}\n\t+return "", fmt\.Errorf/,
    );
  });
});

describe("avast/retry-go", () => {
  test("4 gives the value from 4.5 on, and the last failure alone", async () => {
    const after = await mended(valued, `${retry}/v4 v4.6.0`);
    assert.match(after, /return retry\.DoWithData\(\n\t\tfunc\(\) \(string, error\) \{/);
    assert.match(after, /\t\tretry\.Context\(ctx\),\n\t\tretry\.Attempts\(5\),\n/);
    assert.match(after, /retry\.LastErrorOnly\(true\),\n\t\)/);
    assert.match(after, /return "", retry\.Unrecoverable\(err\)/);
  });

  test("3 gives none, and 2 knows no context", async () => {
    assert.match(await mended(valued, `${retry}/v3 v3.1.1`), /result, err = attempt\(\)[\s\S]*retry\.Context\(ctx\)/);
    assert.doesNotMatch(
      await mended(client("func Push(name string) (string, error)", '"", '), `${retry} v2.4.3+incompatible`),
      /retry\.Context|MaxDelay/,
    );
  });

  test("5 makes a retrier first", async () => {
    assert.match(await mended(valued, `${retry}/v5 v5.0.0`), /return retry\.NewWithData\[string\]\([\s\S]*\)\.Do\(func\(\) \(string, error\) \{/);
  });
});

describe("left alone", () => {
  const plain = /for attempt := 1; ; attempt\+\+ \{|attempt \+ 1/;

  test("where nobody asked for it", async () => {
    assert.match(await mended(valued, `${backoff}/v4 v4.2.1 // indirect`), plain);
  });

  test("where it can't be told whether a failure is one", async () => {
    const unsure = client("func Push(name string) (string, error)", '"", ', '\n\tif name == "" {\n\t\treturn find(name)\n\t}').concat(
      "\nfunc find(name string) (string, error) { return name, nil }\n",
    );
    assert.doesNotMatch(await mended(unsure, `${backoff}/v4 v4.2.1`), /Permanent/);
  });

  test("where its name stands for something else", async () => {
    assert.doesNotMatch(await mended(`${valued}\nvar backoff = 3\n`, `${backoff}/v4 v4.2.1`), /Permanent/);
  });

  test("where results have names, or what is sent can be read only once", async () => {
    for (const head of ["func Push(name string) (id string, err error)", "func Push(name string, body io.Reader) (string, error)"]) {
      const found = (await allFixes("src/leads.go", client(head, '"", '), has(`${backoff}/v4 v4.2.1`))).map((f) => f.after);
      assert.ok(found.every((after) => !after.includes("Permanent")));
    }
  });
});
