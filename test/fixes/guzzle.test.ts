/** The client of a file, told by Guzzle's own middleware to make a request again: what is written, and when it is left alone. */
import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { allFixes, fixed, handled } from "./support.ts";

const made = "$this->client = new Client(['base_uri' => $base, 'timeout' => 10]);";
const request = "$this->client->get('/rest/v1/leads.json', ['query' => ['filterValues' => $email]])";
const read = `$response = ${request};
        $answer = json_decode($response->getBody()->getContents(), true);`;

const decides = `if ($answer['success']) {
            return $answer['result'];
        }
        switch ($answer['errors'][0]['code']) {
            case '601':
            case '602':
                throw new RuntimeException('the token is old');
            case '610':
                return [];
            default:
                throw new RuntimeException($answer['errors'][0]['message']);
        }
    }
`;

interface Shape {
  readonly create?: string;
  readonly reads?: string;
  readonly more?: string;
  readonly fields?: string;
  readonly uses?: string;
  readonly params?: string;
}

const client = ({
  create = made,
  reads = read,
  more = "",
  fields = "private Client $client;",
  uses = "",
  params = "string $base",
}: Shape = {}): string => `<?php

namespace App;

use GuzzleHttp\\Client;${uses}
use RuntimeException;

// https://123-abc-456.mktorest.com
class Leads
{
    ${fields}

    public function __construct(${params})
    {
        ${create}
    }

    public function find(string $email): array
    {
        ${reads}
        ${decides}${more}}
`;

const has = (version: string): Record<string, string> => ({
  "composer.json": JSON.stringify({ require: { php: ">=8.1", "guzzlehttp/guzzle": version } }, undefined, 2),
});
const mended = (shape: Shape = {}, version = "^7.4"): Promise<string> => fixed("handle-all", "src/Leads.php", client(shape), has(version));

const told = `
    /** Has Guzzle make a request again after a code that may pass; when the attempts are used up, the caller gets the last answer. */
    private static function tryAgain(HandlerStack $stack): HandlerStack
    {
        $codeOf = static function (?ResponseInterface $response) {
            $body = $response ? $response->getBody() : null;
            if (!$body || !$body->isSeekable()) {
                return null;
            }
            $answer = json_decode((string) $body, true);
            // Whoever reads the body next begins at its beginning, too.
            $body->rewind();
            return $answer['errors'][0]['code'] ?? null;
        };
        $stack->push(Middleware::retry(
            static function (int $retries, RequestInterface $request, ?ResponseInterface $response = null) use ($codeOf): bool {
                $code = $codeOf($response);
                // After these the request may have been carried out: only what changes nothing is repeated.
                if (in_array($code, ['502', '713', '719'], true) && !in_array($request->getMethod(), ['GET', 'HEAD', 'OPTIONS'], true)) {
                    return false;
                }
                return $retries < 4 && in_array($code, ['502', '604', '606', '608', '611', '614', '615', '713', '719'], true);
            },
            static function (int $retries, ResponseInterface $response) use ($codeOf): int {
                $code = $codeOf($response);
                $seconds = max(0, (int) $response->getHeaderLine('Retry-After'), $code === '606' ? 20 : 0, $code === '615' ? 2 : 0);
                // In milliseconds: exponential backoff with full jitter, 30 seconds at most.
                return $seconds * 1000 + random_int(0, min(30, 2 ** $retries) * 1000);
            }
        ));
        return $stack;
    }
`;

const brought = `use GuzzleHttp\\Client;
use GuzzleHttp\\HandlerStack;
use GuzzleHttp\\Middleware;
use Psr\\Http\\Message\\RequestInterface;
use Psr\\Http\\Message\\ResponseInterface;
use RuntimeException;
`;

describe("a Guzzle client that is told to try again", () => {
  test("where it is made; the function stays as it is", async () => {
    const wanted = client({ create: made.replace("[", "['handler' => self::tryAgain(HandlerStack::create()), "), more: told });
    assert.equal(await mended(), wanted.replace("use GuzzleHttp\\Client;\nuse RuntimeException;\n", brought));
  });

  test("leaves nothing to be found, and is told once", async () => {
    const all = await allFixes("src/Leads.php", client(), has("^7.4"));
    const fix = all.find((f) => f.fix.id === "handle-all");
    assert.deepEqual([fix?.errors, fix?.findings], [0, []]);
    assert.equal((await handled("src/Leads.php", client(), has("^7.4"))).rounds, 1);
  });

  const inside = async (shape: Shape): Promise<string | undefined> => /new (?:\\GuzzleHttp\\)?\w+\(([\s\S]*?)\);/.exec(await mended(shape))?.[1];
  const stack = "'handler' => self::tryAgain(HandlerStack::create())";

  test("with whatever options it has", async () => {
    assert.equal(await inside({ create: "$this->client = new Client();" }), `[${stack}]`);
    assert.equal(await inside({ create: "$this->client = new Client([]);" }), `[${stack}]`);
    assert.equal(
      await inside({ create: "$this->client = new Client([\n            'base_uri' => $base,\n        ]);" }),
      `[\n            ${stack},\n            'base_uri' => $base,\n        ]`,
    );
    assert.equal(await inside({ create: "$this->client = new \\GuzzleHttp\\Client(array('timeout' => 5));" }), `array(${stack}, 'timeout' => 5)`);
  });

  test("on the stack that is there", async () => {
    const own = { uses: "\nuse GuzzleHttp\\HandlerStack;" };
    const pushed = `$stack = HandlerStack::create();
        $stack->push($logging);
        $this->client = new Client(['base_uri' => $base, 'handler' => $stack]);`;
    assert.equal(await inside({ ...own, create: pushed }), "['base_uri' => $base, 'handler' => self::tryAgain($stack)]");
    const direct = "$this->client = new Client(['handler' => HandlerStack::create(), 'base_uri' => $base]);";
    assert.equal(await inside({ ...own, create: direct }), "['handler' => self::tryAgain(HandlerStack::create()), 'base_uri' => $base]");
  });

  test("wherever it is kept", async () => {
    const kept = async (shape: Shape): Promise<void> => assert.match(await mended(shape), /new Client\(\['handler' => self::tryAgain\(/);
    const method = (body: string): string => `
    private function client(): Client
    {
        ${body}
    }
`;
    const called = { create: "// None yet.", reads: read.replace("->client->", "->client()->"), fields: "private ?Client $kept = null;" };
    await kept({ ...called, more: method("return $this->kept ??= new Client(['timeout' => 10]);") });
    await kept({ ...called, more: method("return new Client(['timeout' => 10]);") });
    const once = "if ($this->kept === null) {\n            $this->kept = new Client(['timeout' => 10]);\n        }\n        return $this->kept;";
    await kept({ ...called, more: method(once) });
    await kept({ ...called, more: method(once.replace("$this->kept === null", "!$this->kept")) });
    await kept({
      create: "// None.",
      fields: "",
      reads: `$client = new Client(['timeout' => 10]);\n        ${read.replace("$this->client", "$client")}`,
    });
    await kept({ create: made.replace("$this->", "self::$"), fields: "private static Client $client;", reads: read.replace("$this->", "self::$") });
  });

  test("by its own name for the class", async () => {
    const text = client({ create: made.replace("Client", "Guzzle") }).replace("use GuzzleHttp\\Client;", "use GuzzleHttp\\Client as Guzzle;");
    assert.match(await fixed("handle-all", "src/Leads.php", text, has("^7.4")), /new Guzzle\(\['handler' => /);
  });

  test("the way from the answer to its code is the function's own", async () => {
    const path = async (reads: string, more = ""): Promise<string | undefined> =>
      /return (\$answer\S*) \?\? null;/.exec(await mended({ reads, more }))?.[1];
    const wanted = "$answer['errors'][0]['code']";
    assert.equal(await path(`$answer = json_decode((string) ${request}->getBody(), true);`), wanted);
    assert.equal(
      await path(
        `$response = ${request.replace("get(", "request('GET', ")};\n        $body = (string) $response->getBody();\n        $answer = json_decode($body, true);`,
      ),
      wanted,
    );
    assert.equal(await path(`$answer = json_decode(${request}->getBody()->getContents(), true, 512, JSON_THROW_ON_ERROR);`), wanted);
    assert.equal(await path(`$answer = json_decode(${request}->getBody(), true) ?? [];`), wanted);
    assert.equal(await path(`$answer = \\GuzzleHttp\\Utils::jsonDecode(${request}->getBody(), true);`), wanted);
    const through = `
    private function request(string $verb, string $path): array
    {
        $response = $this->client->request($verb, $path);
        return json_decode($response->getBody(), true);
    }
`;
    assert.equal(await path("$answer = $this->request('GET', '/rest/v1/leads.json');", through), wanted);
    const alone =
      "\n    private function fetch(string $path): array\n    {\n        return json_decode($this->client->get($path)->getBody(), true)['data'];\n    }\n";
    assert.equal(await path("$answer = $this->fetch('/rest/v1/leads.json');", alone), "$answer['data']['errors'][0]['code']");
  });

  test("as the wire says it, where the decision compares loosely", async () => {
    const text = client().replace(/case '(\d+)'/g, "case $1");
    assert.match(await fixed("handle-all", "src/Leads.php", text, has("^7.4")), /\['502', '604'/);
  });

  test("for answers that Guzzle throws, too", async () => {
    const text = `<?php

namespace App;

use GuzzleHttp\\Client;
use GuzzleHttp\\Exception\\RequestException;

class Flows
{
    public function __construct(private string $base = 'https://platform.adobe.io/data/foundation/flowservice/')
    {
    }

    public function flow(string $id): array
    {
        try {
            $response = $this->http()->get("flows/$id");
        } catch (RequestException $e) {
            $error = json_decode($e->getResponse()->getBody(), true);
            switch ($error['type']) {
                case 'FLOW-2115-400':
                    throw new \\RuntimeException('token');
                default:
                    throw new \\RuntimeException($error['message']);
            }
        }
        return json_decode($response->getBody(), true)['items'];
    }

    private function http(): Client
    {
        return new Client(['base_uri' => $this->base]);
    }
}
`;
    const after = await fixed("handle-all", "src/Flows.php", text, has("^7.4"));
    assert.match(after, /new Client\(\['handler' => self::tryAgain\(/);
    assert.match(after, /return \$answer\['type'\] \?\? null;/);
    assert.match(after, /in_array\(\$code, \['FLOW-1102-500', 'FLOW-1103-503', /);
    // After all of these it may have been carried out.
    assert.match(after, /^ {16}if \(!in_array\(\$request->getMethod\(\), \['GET', 'HEAD', 'OPTIONS'\], true\)\) \{$/m);
  });

  test("for codes that are numbers", async () => {
    const text = `<?php

use GuzzleHttp\\Client;

function item(string $id): array
{
    $http = new Client(['base_uri' => 'https://project.feishu.cn/open_api/']);
    $answer = json_decode($http->get("work_item/$id")->getBody());
    if ($answer->err_code === 0) {
        return $answer->data;
    }
    switch ($answer->err_code) {
        case '30005':
            return [];
        case '10022':
        case '10211':
            throw new \\RuntimeException('token');
        default:
            throw new \\RuntimeException($answer->err_msg);
    }
}
`;
    const after = await fixed("handle-all", "src/item.php", text, has("^7.4"));
    assert.match(after, /in_array\(\$code, \[10429, 50006\], true\)/);
    assert.match(after, /return \$answer\['err_code'\] \?\? null;/);
  });

  test("outside of classes, by a function of the file", async () => {
    const text = `<?php

use GuzzleHttp\\Client;

function leads(string $email): array
{
    $client = new Client(['base_uri' => 'https://123-abc-456.mktorest.com']);
    ${read.replace("$this->client", "$client").replace(/\n {8}/g, "\n    ")}
    ${decides.replace(/\n {4}/g, "\n")}`;
    const after = await fixed("handle-all", "src/leads.php", text, has("^7.4"));
    assert.match(after, /^function tryAgain\(HandlerStack \$stack\): HandlerStack\n\{\n {4}\$codeOf/m);
    assert.match(after, /new Client\(\['handler' => tryAgain\(HandlerStack::create\(\)\), 'base_uri'/);
  });

  test("by whole names, where a short one is taken", async () => {
    const after = await mended({ uses: "\nuse App\\Http\\Middleware;" });
    assert.match(after, /\$stack->push\(\\GuzzleHttp\\Middleware::retry\($/m);
    assert.doesNotMatch(after, /^use GuzzleHttp\\Middleware;$/m);
  });

  test("a renewal stays with the function", async () => {
    const text = client({ more: "\n    private function refreshToken(): void\n    {\n    }\n" }).replace(
      /case '601':\n.*'602':\n.*old'\);/,
      "case '603':\n                throw new RuntimeException('not allowed');",
    );
    const after = await fixed("handle-all", "src/Leads.php", text, has("^7.4"));
    assert.match(after, /\$stack->push\(Middleware::retry\(/);
    assert.match(after, /case '601':\n\s+case '602':\n\s+if \(\$renewed\) \{[\s\S]*\$this->refreshToken\(\);/);
    assert.doesNotMatch(after, /MAX_ATTEMPTS|'601', /);
  });

  test("from version 6.3 on, from which its delays see the answer", async () => {
    assert.match(await mended({}, "^6.5"), /Middleware::retry/);
    assert.match(await mended({}, "~7.8.0"), /Middleware::retry/);
    assert.doesNotMatch(await mended({}, "~6.2.1"), /Middleware::retry/);
    const locked = { ...has("^6.0"), "composer.lock": '{"packages": [{"name": "guzzlehttp/guzzle", "version": "6.5.8"}]}' };
    assert.match(await fixed("handle-all", "src/Leads.php", client(), locked), /Middleware::retry/);
  });
});

describe("a Guzzle client that is left alone", () => {
  const untold = async (shape: Shape, change: (text: string) => string = (text) => text): Promise<void> => {
    const all = (await allFixes("src/Leads.php", change(client(shape)), has("^7.4"))).filter(({ fix }) => fix.id.startsWith("handle-"));
    for (const { fix, after } of all) assert.doesNotMatch(after, /\btryAgain\(/, fix.id);
    assert.match(all.find(({ fix }) => fix.id === "handle-all")?.after ?? "", /MAX_ATTEMPTS/);
  };

  test("no manifest names the library", async () => {
    assert.doesNotMatch(await fixed("handle-all", "src/Leads.php", client()), /tryAgain/);
    assert.doesNotMatch(
      await fixed("handle-all", "src/Leads.php", client(), { "composer.json": '{"require": {"symfony/http-client": "^7"}}' }),
      /tryAgain/,
    );
  });

  test("somebody has told it already", async () => {
    const retries = `$stack = HandlerStack::create();
        $stack->push(Middleware::retry($decider));
        $this->client = new Client(['handler' => $stack]);`;
    await untold({ create: retries, uses: "\nuse GuzzleHttp\\HandlerStack;\nuse GuzzleHttp\\Middleware;" });
    await untold({
      create: retries.replace("Middleware::retry($decider)", "GuzzleRetryMiddleware::factory()"),
      uses: "\nuse GuzzleHttp\\HandlerStack;",
    });
  });

  test("its handler is another's", async () => {
    await untold({ create: "$this->client = new Client(['handler' => $mock]);", params: "callable $mock" });
    await untold({ create: "$this->client = new Client(['timeout' => 5] + $options);", params: "array $options" });
    await untold({ create: "$this->client = new Client($options);", params: "array $options" });
    await untold({ create: "$this->client = new Client(['timeout' => 5, ...$options]);", params: "array $options" });
  });

  test("its answers can be read once, or are changed on the way", async () => {
    await untold({ create: "$this->client = new Client(['stream' => true]);" });
    await untold({ create: `${made}\n        $stack->push(Middleware::mapResponse($unwrap));` });
  });

  test("it may be somebody else's", async () => {
    await untold({ create: "$this->client = $client;", params: "Client $client" });
    await untold({ create: "$this->client = $client ?? new Client();", params: "?Client $client = null" });
    await untold({ create: "$this->client ??= new Client();", params: "private ?Client $client = null", fields: "" });
    await untold({ create: "", params: "private Client $client = new Client()", fields: "" });
    await untold({ fields: "public Client $client;" });
    await untold({ create: `${made}\n        $other->setUp($this->client);` });
  });

  test("there are two", async () => {
    await untold({ create: `${made}\n        if ($base === '') {\n            $this->client = new Client();\n        }` });
    await untold({ more: "\n    public function use(Client $client): void\n    {\n        $this->client = $client;\n    }\n" });
  });

  test("it is another client that makes the request", async () => {
    await untold({ reads: read.replace("$this->client", "$this->other") });
    await untold({ reads: read.replace("$this->client", "(new Client())") });
    await untold({}, (text) => text.replace("use GuzzleHttp\\Client;", "use App\\Http\\Client;"));
  });

  test("a decision beside it has its answers of another client", async () => {
    const more = `
    public function programs(): array
    {
        $answer = json_decode($this->other->get('/rest/asset/v1/programs.json')->getBody(), true);
        ${decides}`;
    await untold({ more });
    const same = more.replace("$this->other", "$this->client");
    assert.match(await mended({ more: same }), /\btryAgain\(/);
  });

  test("the code is looked at in pieces", async () => {
    const pieces = (text: string): string =>
      text.replace("switch ($answer['errors'][0]['code'])", "switch (explode('-', $answer['errors'][0]['code'])[1])");
    for (const { after } of await allFixes("src/Leads.php", pieces(client()), has("^7.4"))) assert.doesNotMatch(after, /\btryAgain\(/);
  });

  test("a class beside it holds a field of this name", async () => {
    const beside = "class Other\n{\n    public function __construct()\n    {\n        $this->client = new Client();\n    }\n}\n";
    await untold({ create: "// None." }, (text) => `${text}\n${beside}`);
  });

  test("a write that may have been carried out", async () => {
    await untold({ reads: read.replace("->get(", "->post(") });
    await untold({ reads: read.replace("->get(", "->request('POST', ") });
    await untold({ reads: read.replace("->get(", "->request($verb, ") });
  });

  test("it can't be seen where the code stands in its answer", async () => {
    await untold({ reads: `$answer = unpack_all(${request});` });
    await untold({ reads: `$answer = ['errors' => [['code' => ${request}->getHeaderLine('x-code')]], 'success' => false];` });
    await untold({ reads: `${read}\n        if ($email === '') {\n            $answer = $answer['inner'];\n        }` });
  });

  test("another function of the file decides on the same codes", async () => {
    const more = `
    public function locked(int $id): array
    {
        $answer = json_decode($this->client->get("/rest/v1/lead/$id.json")->getBody(), true);
        switch ($answer['errors'][0]['code']) {
            case '719':
                throw new RuntimeException('the record is locked');
            case '610':
                return [];
        }
        return $answer['result'];
    }
`;
    const first = await mended({ more });
    assert.match(first, /MAX_ATTEMPTS/);
    assert.doesNotMatch(first, /tryAgain/);
  });

  test("one kind of codes alone", async () => {
    for (const id of ["handle-throttled", "handle-transient"])
      assert.doesNotMatch(await fixed(id, "src/Leads.php", client(), has("^7.4")), /\btryAgain\(/);
  });
});
