/** Files that share their outermost names: what one of them has must not be declared in another, nor mean something else there. */
import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { fixed } from "./support.ts";

const go = (name: string): string => `package client

import (
	"encoding/json"
	"fmt"
	"net/http"
)

const ${name}URL = "https://123-abc-456.mktorest.com/rest/v1/leads.json"

func ${name}(id string) error {
	response, err := http.Get(${name}URL + id)
	if err != nil {
		return err
	}
	defer response.Body.Close()
	var body struct{ Errors []struct{ Code, Message string } }
	if err := json.NewDecoder(response.Body).Decode(&body); err != nil {
		return err
	}
	switch body.Errors[0].Code {
	case "601", "602":
		return fmt.Errorf("sign in again")
	case "610":
		return nil
	default:
		return fmt.Errorf("marketo: %s", body.Errors[0].Message)
	}
}
`;

const php = (name: string, space: string): string => `<?php
namespace ${space};

const LEADS = 'https://123-abc-456.mktorest.com/rest/v1/leads.json';

function ${name}(callable $call): array
{
    for ($attempt = 0; ; $attempt++) {
        $answer = $call(LEADS);
        switch ($answer['errors'][0]['code']) {
            case '601':
            case '602':
                throw new \\RuntimeException('sign in again');
            default:
                throw new \\RuntimeException($answer['errors'][0]['message']);
        }
    }
}
`;

const count = (text: string, pattern: RegExp): number => text.match(pattern)?.length ?? 0;

describe("names that files share", () => {
  /** What the fix of another file has put into it. */
  const helpers = async (of: string): Promise<string> => {
    const first = await fixed("handle-transient", "src/a.go", go("Push"));
    const cap = /^const maxAttempts = .*$/m.exec(first)?.[0] ?? assert.fail("no cap");
    return `package ${of}\n\n${cap}\n\n${first.slice(first.indexOf("// backoff is"))}`;
  };
  const named = (text: string): readonly string[] => [...text.matchAll(/^(?:func|const) (backoff\w*|maxAttempts\w*)/gm)].map((m) => m[1] as string);

  test("Go: the second file of a package uses what the first declares", async () => {
    const first = await helpers("client");
    assert.deepEqual(named(first), ["maxAttempts", "backoff"]);
    const second = await fixed("handle-transient", "src/b.go", go("Pull"), { "src/a.go": first });
    assert.deepEqual(named(second), []);
    assert.match(second, /maxAttempts[\s\S]*backoff\(attempt\)/);
  });

  test("Go: something else of that name in the package, and the helper is called otherwise", async () => {
    const other = { "src/other.go": "package client\n\nfunc backoff(name string) string { return name }\n\nconst maxAttempts = 99\n" };
    const after = await fixed("handle-transient", "src/b.go", go("Pull"), other);
    assert.deepEqual(named(after), ["maxAttemptsAgain", "backoffDelay"]);
    assert.match(after, /maxAttemptsAgain[\s\S]*backoffDelay\(attempt\)/);
  });

  test("Go: another package in the folder, and other folders, have names of their own", async () => {
    const beside = { "src/a_test.go": await helpers("client_test"), "other/a.go": await helpers("client") };
    assert.equal(await fixed("handle-transient", "src/b.go", go("Pull"), beside), await fixed("handle-transient", "src/b.go", go("Pull")));
  });

  test("PHP: functions of a namespace can't be declared twice, and aren't found where nobody loads their file", async () => {
    const first = await fixed("handle-transient", "src/a.php", php("push", "App\\Marketo"));
    assert.equal(count(first, /^function backoff\(/gm), 1);
    const helper = `<?php\nnamespace App\\Marketo;\n\n${/^function backoff\([\s\S]*?^\}$/m.exec(first)?.[0]}\n`;
    const second = await fixed("handle-transient", "src/b.php", php("pull", "App\\Marketo"), { "src/a.php": helper });
    assert.equal(count(second, /^function backoff\(/gm), 0);
    assert.equal(count(second, /\bbackoffFor\(/g), 2);
    const elsewhere = await fixed("handle-transient", "src/b.php", php("pull", "App\\Other"), { "src/a.php": helper });
    assert.equal(elsewhere, await fixed("handle-transient", "src/b.php", php("pull", "App\\Other")));
  });
});
