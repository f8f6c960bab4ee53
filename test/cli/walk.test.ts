import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { mkdirSync, symlinkSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { createNodeHost, maxFileBytes } from "../../server/src/host/node.ts";
import { walk } from "../../server/src/host/walk.ts";
import { inProject, type Project } from "./support/machine.ts";

function walked(project: Project, folder = "", top = project.root): string[] {
  const log = { info() {}, warn: (message: string) => assert.fail(message) };
  const start = join(project.root, folder);
  return [...walk(start, { wanted: (path) => path.endsWith(".ts"), log, top })].map((it) => it.slice(project.root.length + 1));
}

const check = (name: string, files: Record<string, string>, expected: string[], folder?: string) =>
  test(name, () => inProject(files, (project) => assert.deepEqual(walked(project, folder), expected)));

check("files come in the order of their names, level by level", { "b.ts": "", "a/z.ts": "", "a.ts": "", "c/d/e.ts": "", "a.md": "" }, [
  "a.ts",
  "b.ts",
  "a/z.ts",
  "c/d/e.ts",
]);

check(
  "ignore files hold at every level; the deeper one and .ignore win",
  {
    ".gitignore": "*.gen.ts\n/out/\nlogs/**\n",
    ".ignore": "!keep.gen.ts\nsecret.ts\n",
    "a.gen.ts": "",
    "keep.gen.ts": "",
    "secret.ts": "",
    "out/x.ts": "",
    "logs/y.ts": "",
    "sub/out/x.ts": "",
    "sub/.gitignore": "!*.gen.ts\n/local.ts\n",
    "sub/b.gen.ts": "",
    "sub/local.ts": "",
    "sub/deep/local.ts": "",
    "sub/deep/secret.ts": "",
  },
  ["keep.gen.ts", "sub/b.gen.ts", "sub/deep/local.ts", "sub/out/x.ts"],
);

check(
  "a folder that a deeper file takes back is walked as a whole",
  {
    ".gitignore": "b*/\n*.tmp.ts\n",
    "sub/.gitignore": "!b \\[1\\]!/\n",
    "sub/b [1]!/x.ts": "",
    "sub/b [1]!/x.tmp.ts": "",
    "sub/b [1]!/sub/b [1]!/z.ts": "",
    "b [1]!/y.ts": "",
  },
  ["sub/b [1]!/x.ts", "sub/b [1]!/sub/b [1]!/z.ts"],
);

check("ignore files above the folder hold, up to the top", { ".gitignore": "x.ts\n", "sub/x.ts": "", "sub/y.ts": "" }, ["sub/y.ts"], "sub");

check(
  "a folder that the user names is walked though it is ignored",
  { ".gitignore": "out/\n*.tmp.ts\n", "out/x.ts": "", "out/y.tmp.ts": "" },
  ["out/x.ts"],
  "out",
);

check(
  "foreign, generated and hidden files are left out, and words of the trade are not",
  {
    "package.json": "{}",
    "node_modules/p/a.ts": "",
    "vendor/a.ts": "",
    "dist/a.ts": "",
    "src/vendor/a.ts": "",
    "src/coverage/a.ts": "",
    ".cache/a.ts": "",
    ".github/a.ts": "",
    "env/pyvenv.cfg": "",
    "env/a.ts": "",
    "target/CACHEDIR.TAG": "",
    "target/a.ts": "",
    "lib.min.ts": "",
    "api.generated.ts": "",
    "api.pb.ts": "",
    "generated.ts": "",
    "admin.ts": "",
  },
  ["admin.ts", "generated.ts", ".github/a.ts", "src/coverage/a.ts", "src/vendor/a.ts"],
);

test("a repository's own exclude list holds, and ignore files above the repository don't", () =>
  inProject({ ".gitignore": "*.ts\n", "repo/a.ts": "", "repo/private.ts": "" }, (project) => {
    execFileSync("git", ["init", "-q"], { cwd: join(project.root, "repo") });
    project.write("repo/.git/info/exclude", "private.ts\n");
    assert.deepEqual(walked(project, "repo"), ["repo/a.ts"]);
  }));

test("links are not followed, so that loops end and nothing outside is read", () =>
  inProject({ "a/x.ts": "", "outside/y.ts": "" }, (project) => {
    symlinkSync(join(project.root, "a"), join(project.root, "a", "loop"));
    symlinkSync(join(project.root, "outside"), join(project.root, "a", "away"));
    symlinkSync(join(project.root, "a", "x.ts"), join(project.root, "a", "again.ts"));
    assert.deepEqual(walked(project, "a"), ["a/x.ts"]);
  }));

test("a rule that makes no sense leaves nothing out", () =>
  inProject({ ".gitignore": "[z-a]\n[\n\\\n**\n!*.ts\n!*/\n\u0000\n", "x.ts": "" }, (project) => assert.deepEqual(walked(project), ["x.ts"])));

test("folders nested deeper than calls can be are walked", () =>
  inProject({}, (project) => {
    const deep = Array.from({ length: 900 }, () => "d").join("/");
    mkdirSync(join(project.root, deep), { recursive: true });
    project.write(`${deep}/x.ts`, "");
    assert.deepEqual(walked(project), [`${deep}/x.ts`]);
  }));

test("a folder that can't be read is said in the log, and the rest goes on", () =>
  inProject({ "a/x.ts": "" }, (project) => {
    const warnings: string[] = [];
    const log = { info() {}, warn: (message: string) => void warnings.push(message) };
    assert.deepEqual([...walk(join(project.root, "gone"), { wanted: () => true, log })], []);
    assert.equal(warnings.length, 1);
    assert.match(warnings[0] ?? "", /gone is left out: ENOENT/);
  }));

test("reading gives the text, or says why not", () =>
  inProject({ "a.ts": "\uFEFFé\r\n", "empty.ts": "", "utf16.ts": Buffer.from('\uFEFF"606"', "utf16le"), "zero.ts": "a\u0000b" }, (project) => {
    const host = createNodeHost();
    const read = (name: string) => host.read(join(project.root, name));
    assert.deepEqual(read("a.ts"), { text: "\uFEFFé\r\n" });
    assert.deepEqual(read("empty.ts"), { text: "" });
    assert.deepEqual(read("utf16.ts"), { text: '\uFEFF"606"' });
    assert.deepEqual(read("zero.ts"), { problem: "binary", refused: true });
    assert.deepEqual(read("gone.ts"), { problem: "ENOENT", refused: false });
    assert.deepEqual(read("."), { problem: "not a regular file", refused: true });
    project.write("full.ts", "x".repeat(maxFileBytes));
    project.write("large.ts", "x".repeat(maxFileBytes + 1));
    assert.equal(host.readText(join(project.root, "full.ts"))?.length, maxFileBytes);
    assert.equal(host.readText(join(project.root, "large.ts")), undefined);
    // The buffer is used again: what a longer file left in it must not show in a shorter one.
    assert.deepEqual(read("a.ts"), { text: "\uFEFFé\r\n" });
  }));

test("the package's own files are found from the source", async () => {
  const host = createNodeHost();
  assert.ok((await host.resources("catalogs")).includes("marketo-rest"));
  assert.ok((await host.resource("catalogs/catalog.schema.json")).length > 0);
  assert.deepEqual([...(await host.resource("grammars/tree-sitter-python.wasm")).subarray(0, 4)], [0, 97, 115, 109]);
  await assert.rejects(host.resource("catalogs/nothing.json"), /missing from the installation/);
});
