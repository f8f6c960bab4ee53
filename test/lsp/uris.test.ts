import assert from "node:assert/strict";
import { test } from "node:test";
import { absolutePath, pathToUri, rootOf, uriToPath } from "../../server/src/lsp/uris.ts";

test("URIs become absolute paths with forward slashes", () => {
  const cases = {
    "file:///srv/a/b.ts": "/srv/a/b.ts",
    "file:///srv/a%20b/%E6%9D%8E%23.ts": "/srv/a b/李#.ts",
    "file:///c%3A/Users/x.ts": "c:/Users/x.ts",
    "file:///C:/Users/x.ts": "c:/Users/x.ts",
    "file:///C:": "c:/",
    "FILE:///a": "/a",
    "file://server/share/x.ts": "//server/share/x.ts",
    "file://localhost/a/x.ts": "/a/x.ts",
    "file:///a/x.ts?version=1#L3": "/a/x.ts",
    "file:///a/%zz%E6/x.ts": "/a/%zz%E6/x.ts",
    "untitled:Untitled-1": "/untitled/Untitled-1",
    "vscode-vfs://github/owner/x.ts": "/vscode-vfs/github/owner/x.ts",
    "not a uri": "/not a uri",
    "": "/",
  };
  for (const [uri, path] of Object.entries(cases)) assert.equal(uriToPath(uri), path, uri);
});

test("a path survives the way to a URI and back", () => {
  for (const path of ["/a/b.ts", "/a b/李#?%.ts", "c:/Users/x.ts", "//server/share/x.ts", "/a/100%25.ts"])
    assert.equal(uriToPath(pathToUri(path)), path);
  assert.equal(pathToUri("c:/a b"), "file:///c%3A/a%20b");
  assert.doesNotThrow(() => pathToUri("/a/\ud800.ts"));
});

test("a relative path belongs to the innermost folder of the workspace", () => {
  const roots = ["/w", "/w/packages/a", "/wide"];
  assert.equal(rootOf("/w/packages/a/x.ts", roots), "/w/packages/a");
  assert.equal(rootOf("/wide/x.ts", roots), "/wide");
  assert.equal(rootOf("/elsewhere/x.ts", roots), "/w");
  assert.equal(rootOf("/x.ts", []), undefined);
  assert.equal(absolutePath("src/x.ts", "/w/"), "/w/src/x.ts");
  assert.equal(absolutePath("/src/x.ts", "/w"), "/src/x.ts");
  assert.equal(absolutePath("c:/x.ts", "/w"), "c:/x.ts");
});
