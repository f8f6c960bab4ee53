/** SECURITY.md promises that nothing is fetched and nothing of a project is run: then there is nothing in the code by which it could be. */
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, test } from "node:test";
import { root, sourcesIn, stringsIn, withoutComments } from "../support/sources.ts";

const sources = [...sourcesIn("server/src"), ...sourcesIn("client/src")];

/** Node's own modules that open connections, start programs or run text as code, and who may have them all the same. */
const powers: Readonly<Record<string, readonly string[]>> = {
  child_process: ["server/src/cli/git.ts"],
  ...Object.fromEntries(
    ["http", "https", "http2", "net", "tls", "dgram", "dns", "dns/promises", "inspector", "cluster", "vm", "repl"].map((it) => [it, []]),
  ),
};

/** What a page or Node itself has at hand, without any import. */
const globals =
  /(?<![\w.$"'`])(?:fetch|eval|XMLHttpRequest|WebSocket|EventSource|importScripts|Function)\s*\(|\bnew\s+(?:Function|WebSocket|XMLHttpRequest|EventSource)\b|\bsendBeacon\b/;

describe("nothing is fetched, and nothing of a project is run", () => {
  test("no module imports what it takes, but for git alone", () => {
    assert.ok(sources.length > 200, `${sources.length} sources`);
    const taken = sources.flatMap((s) => s.imports.map((name) => [s.path, name.replace(/^node:/, "")] as const)).filter(([, name]) => name in powers);
    assert.deepEqual(
      taken.filter(([path, name]) => !powers[name]?.includes(path)),
      [],
    );
    assert.deepEqual(
      taken.map(([path]) => path),
      ["server/src/cli/git.ts"],
    );
  });

  test("no module uses what is at hand without an import", () => {
    const found = sources.filter((s) => globals.test(bare(s.text))).map((s) => s.path);
    assert.deepEqual(found, []);
    for (const does of ['await fetch("x")', "eval(a)", "new Function(a)", "new WebSocket(a)"]) assert.match(does, globals);
  });

  test("what is loaded later is loaded in one place, which knows the package's own files alone", () => {
    const later = /(?:\bawait|\breturn|=>|=|\(|,)\s*import\(\s*(?!")/;
    assert.deepEqual(
      sources.filter((s) => later.test(withoutComments(s.text))).map((s) => s.path),
      ["server/src/cli/main.ts"],
    );
  });

  test("so the manifest says that an untrusted workspace is served in full", () => {
    const manifest = JSON.parse(readFileSync(join(root, "package.json"), "utf8"));
    assert.deepEqual(manifest.capabilities.untrustedWorkspaces, { supported: true });
  });
});

/** Without comments, and without texts that aren't names of modules. */
function bare(text: string): string {
  const spoken = new Set(stringsIn(text).filter((it) => /\s|\(/.test(it)));
  return [...spoken].reduce((all, it) => all.replaceAll(it, ""), withoutComments(text));
}
