import assert from "node:assert/strict";
import { chmodSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { type Fingerprint, fingerprints, isSame } from "../../server/src/cli/fingerprint.ts";
import { testWorkspace } from "../support/workspace.ts";
import { inProject, type Project } from "./support/machine.ts";

const error = "!error 606: forgotten !";
const other = "!warning 604: forgotten too !";

async function found(project: Project, ...args: readonly string[]): Promise<readonly string[]> {
  const { out, err } = await project.run("check", "--format", "json", "--baseline", "known.json", ...args);
  const findings: { file: string; range: { start: { line: number } }; codes: string[] }[] = out === "" ? [] : JSON.parse(out).findings;
  return out === "" ? [err] : findings.map((it) => `${it.file}:${it.range.start.line} ${it.codes}`);
}

const update = (project: Project, ...args: readonly string[]) => project.run("check", "--baseline", "known.json", "--update-baseline", ...args);
const written = (project: Project, name = "known.json") => readFileSync(join(project.root, name), "utf8");

test("what the baseline knows is neither printed nor counted; what is new is", () =>
  inProject({ "a.ts": `first\n${error}\nlast` }, async (project) => {
    const made = await update(project);
    assert.equal(made.status, 0);
    assert.match(made.out, /No findings/);
    assert.equal(made.err, "faultline: known.json now holds 1 finding\n");
    const { status, out, err } = await project.run("check", "--baseline", "known.json");
    assert.deepEqual([status, err], [0, ""]);
    assert.match(out, /No findings in 1 file/);
    project.write("a.ts", `first\n${error}\n${other}\nlast`);
    assert.deepEqual(await found(project), ["a.ts:2 604"]);
    assert.equal((await project.run("check", "--baseline", "known.json")).status, 1);
  }));

test("lines that move, indentation and messages don't make a finding new", () =>
  inProject({ "a.ts": `first\n${error}\nlast` }, async (project) => {
    await update(project);
    project.write("a.ts", `// a note\n\nimport\nfirst\n\n    ${error}\n\nlast\nmore`);
    assert.deepEqual(await found(project), []);
    project.write("a.ts", `other\n${error}\nthings around it`);
    assert.deepEqual(await found(project), []);
    project.write("a.ts", `first\n${error} changed\nlast`);
    assert.deepEqual(await found(project), ["a.ts:1 606"]);
  }));

test("a list that leaves out fewer codes than it did is still the same one, though its line has changed", async () => {
  const { engine } = await testWorkspace(["/w"]);
  await engine.load("typescript");
  const printed = (codes: string): readonly Fingerprint[] => {
    const text = `const AGAIN = [${codes}];
export async function call(attempt = 0): Promise<any> {
  const { errors, result } = await get("https://123-ABC-456.mktorest.com/rest/v1/leads.json");
  if (!errors) return result;
  if (!AGAIN.includes(errors[0].code) || attempt > 4) throw new Error(errors[0].message);
  await sleep(2 ** attempt * 20_000);
  return call(attempt + 1);
}
`;
    const { analysis } = engine.open("/w/a.ts", "typescript", text);
    assert.deepEqual(
      analysis.findings.map((f) => [f.rule, text.slice(f.span.start, f.span.end)]),
      [["unhandled-retryable", "AGAIN"]],
    );
    return fingerprints("a.ts", { ...analysis, text });
  };
  const [before] = printed('"604", "606"');
  const [after] = printed('"604", "606", "608"');
  assert.ok(before && after && isSame(before, after, true));
  assert.ok(!isSame(after, before, false));
});

test("of equal lines, those that were copied are new", () =>
  inProject({ "a.ts": `one\n${error}\ntwo\n` }, async (project) => {
    await update(project);
    project.write("a.ts", `copied\n${error}\nhere\none\n${error}\ntwo\n`);
    assert.deepEqual(await found(project), ["a.ts:1 606"]);
    project.write("a.ts", `one\n${error}\ntwo\ncopied\n${error}\nhere\n`);
    assert.deepEqual(await found(project), ["a.ts:4 606"]);
  }));

test("a file under another name, another rule's and another code's findings are new", () =>
  inProject({ "a.ts": error }, async (project) => {
    await update(project);
    project.write("b.ts", error);
    assert.deepEqual(await found(project), ["b.ts:0 606"]);
    project.write("known.json", written(project).replace('"606"', '"607"'));
    assert.deepEqual(await found(project, "a.ts"), ["a.ts:0 606"]);
    project.write("known.json", written(project).replace('"607"', '"606","607"'));
    assert.deepEqual(await found(project, "a.ts"), [], "fewer codes than were known");
    project.write("known.json", written(project).replace("unhandled-retryable", "unknown-code"));
    assert.deepEqual(await found(project, "a.ts"), ["a.ts:0 606"]);
  }));

test("it is one line a finding, in an order that doesn't depend on where they stand, and the same when nothing changed", () =>
  inProject({ "b.ts": `${error}\n${other}`, "a.ts": other }, async (project) => {
    await update(project);
    const first = written(project);
    const lines = first.split("\n").filter((it) => it.includes('"file"'));
    assert.deepEqual(
      lines.map((it) => JSON.parse(it.replace(/,$/, "")).file),
      ["a.ts", "b.ts", "b.ts"],
    );
    assert.ok(lines.every((it) => !/"line"|[0-9]{1,3}:[0-9]/.test(it)));
    project.write("b.ts", `\n\n${other}\n${error}`);
    await update(project);
    assert.equal(written(project).replaceAll(/"near":"\w+"/g, ""), first.replaceAll(/"near":"\w+"/g, ""));
    const second = written(project);
    await update(project);
    assert.equal(written(project), second);
  }));

test("what was mended is told, and taken out by the next update", () =>
  inProject({ "a.ts": `${error}\n${other}`, "b.ts": error }, async (project) => {
    await update(project);
    project.write("a.ts", error);
    const { status, err } = await project.run("check", "--baseline", "known.json");
    assert.deepEqual([status, err], [0, "faultline: 1 finding of known.json no longer found: --update-baseline takes it out\n"]);
    assert.equal((await project.run("check", "b.ts", "--baseline", "known.json")).err, "", "a.ts was not looked at");
    assert.equal((await update(project)).err, "faultline: known.json now holds 2 findings\n");
  }));

test("an update of some files keeps the entries of the others, as long as these exist", () =>
  inProject({ "a.ts": error, "b.ts": error, "c.ts": "" }, async (project) => {
    await update(project);
    project.write("known.json", written(project).replace("b.ts", "gone.ts"));
    project.write("c.ts", other);
    await update(project, "c.ts");
    const files = [...written(project).matchAll(/"file":"(.*?)"/g)].map((it) => it[1]);
    assert.deepEqual(files, ["a.ts", "c.ts"]);
  }));

test("shards may write it one after the other", () =>
  inProject({ "a.ts": error, "b.ts": error, "c.ts": error, "d.ts": error }, async (project) => {
    for (const part of ["1/2", "2/2"]) await update(project, "--shard", part);
    assert.deepEqual(await found(project), []);
  }));

test("it names files from its own folder, whatever the working folder", () =>
  inProject({ "src/a.ts": error, "src/known.json": '{ "version": 1, "findings": [] }' }, async (project) => {
    await project.run("check", "--baseline", "src/known.json", "--update-baseline");
    assert.match(written(project, "src/known.json"), /"file":"a.ts"/);
    assert.equal((await project.run("check", "--baseline", "src/known.json")).status, 0);
  }));

test("a baseline that is missing, broken or of another kind ends the run with a line that says so", () =>
  inProject({ "a.ts": error }, async (project) => {
    const failure = async (text: string | undefined, ...args: string[]) => {
      if (text !== undefined) project.write("known.json", text);
      const { status, out, err } = await project.run("check", ...args);
      assert.deepEqual([status, out], [2, ""]);
      return err;
    };
    const name = ["--baseline", "known.json"];
    assert.equal(await failure(undefined, ...name), "faultline: there is no baseline 'known.json'; --update-baseline makes one\n");
    assert.equal(await failure(undefined, "--update-baseline"), "faultline: --update-baseline needs to know which: --baseline FILE\n");
    assert.match(await failure("{", ...name), /^faultline: known.json is no baseline: not valid JSON: .+\n$/);
    assert.match(await failure("[]", ...name), /^faultline: known.json is no baseline: the file must be an object/);
    assert.match(await failure('{"version":2,"findings":[]}', ...name), /known.json is no baseline: version /);
    assert.match(await failure('{"version":1,"findings":[{"file":"a"}]}', ...name), /known.json is no baseline: findings\[0\]/);
    assert.match(await failure('{"name":"my-package"}', ...name, "--update-baseline"), /is no baseline/, "a slip must not cost a file");
    assert.equal(JSON.parse(written(project)).name, "my-package");
    assert.match(
      await failure(undefined, "--baseline", "no/folder.json", "--update-baseline"),
      /^faultline: can't write the baseline 'no\/folder.json': ENOENT\n$/,
    );
  }));

test("a baseline that can't be read says why", { skip: process.getuid?.() === 0 && "root may read everything" }, () =>
  inProject({ "a.ts": error, "known.json": "{}" }, async (project) => {
    chmodSync(join(project.root, "known.json"), 0);
    const { status, err } = await project.run("check", "--baseline", "known.json");
    assert.deepEqual([status, err], [2, "faultline: can't read the baseline 'known.json': EACCES\n"]);
  }),
);
