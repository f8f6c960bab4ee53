/** What can't be an API's beyond doubt carries no finding: `check` leaves it unread, `codes`, which lists what is likely, reads it. */
import assert from "node:assert/strict";
import { mkdirSync, mkdtempSync, realpathSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { after, before, describe, test } from "node:test";
import { createEngine } from "../../server/src/engine/engine.ts";
import type { Engine, EngineOptions } from "../../server/src/engine/model.ts";
import { runReally } from "./support/really.ts";

const decide =
  'export function again(response: any) {\n  switch (response.errors[0].code) {\n    case "601":\n      return renew();\n    case "606":\n      return wait();\n  }\n}\n';

describe("files that are read", () => {
  const root = realpathSync(mkdtempSync(join(tmpdir(), "faultline-certain-")));
  const files: Readonly<Record<string, string>> = {
    // A word that others use as well: codes may make it likely, and nothing makes it certain.
    "weak/package.json": "{}",
    "weak/flow.py": '# Runs a flow.\ndef flow(error_code):\n    return error_code == "1404-412" or error_code == "2116-500"\n',
    // A row of codes would make it certain, but stands nowhere in it: what it imports isn't read for that.
    "weak/loop.go":
      'package loop\n\nimport "net"\n\n// The reactor of a loop.\nfunc Reactor(code string) bool { return code == "not-found" || code == "read-only" || code == "not-unique" }\n',
    "sure/package.json": "{}",
    "sure/client.ts": `const base = "https://1.mktorest.com";\n${decide}`,
    // A note to Faultline may be stale, whatever else stands there.
    "note/package.json": "{}",
    "note/noted.rb": "# faultline-ignore-next-line unknown-code -- nothing stands here\nputs 1\n",
  };
  before(() => {
    for (const [path, content] of Object.entries(files)) {
      mkdirSync(dirname(join(root, path)), { recursive: true });
      writeFileSync(join(root, path), content);
    }
  });
  after(() => rmSync(root, { recursive: true, force: true }));

  test("check reads what may be certain, and what addresses Faultline", async () =>
    assert.deepEqual(await loaded(root, "check"), ["ruby", "typescript"]));
  test("codes reads what may be likely as well", async () => assert.deepEqual(await loaded(root, "codes"), ["go", "python", "ruby", "typescript"]));
});

/** The languages whose grammars a command asked for. */
async function loaded(cwd: string, command: string): Promise<readonly string[]> {
  const asked = new Set<string>();
  const noting = async (options: EngineOptions): Promise<Engine> => {
    const engine = await createEngine(options);
    const load = engine.load.bind(engine);
    engine.load = (language: string) => {
      asked.add(language);
      return load(language);
    };
    return engine;
  };
  await runReally(cwd, [command, "--format", "json"], { createEngine: noting });
  return [...asked].sort();
}
