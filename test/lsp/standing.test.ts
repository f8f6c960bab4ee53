import assert from "node:assert/strict";
import { appendFileSync, chmodSync, mkdirSync, mkdtempSync, readdirSync, renameSync, rmSync, statSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type TestContext, test } from "node:test";
import { standing } from "../../server/src/host/standing.ts";
import { keep, recall } from "../../server/src/host/store.ts";

function folderFor(t: TestContext): string {
  const folder = mkdtempSync(join(tmpdir(), "faultline-standing-"));
  t.after(() => rmSync(folder, { recursive: true }));
  // The times of files can't be made older than they are: the clock goes on instead.
  t.mock.timers.enable({ apis: ["Date"], now: Date.now() + 60_000 });
  return folder;
}

function isReadable(folder: string): boolean {
  try {
    readdirSync(folder);
    return true;
  } catch {
    return false;
  }
}

function digestOf(folder: string): string {
  const found = standing([folder]);
  return typeof found === "object" ? found.digest : assert.fail(`${found}`);
}

test("another file, another content, another place: all stands otherwise", (t) => {
  const folder = folderFor(t);
  mkdirSync(join(folder, "a"));
  const file = join(folder, "a", "b.ts");
  const steps: readonly (() => void)[] = [
    () => writeFileSync(file, "1"),
    () => appendFileSync(file, "2"),
    () => writeFileSync(join(folder, "c.json"), "{}"),
    () => renameSync(file, join(folder, "a", "d.ts")),
    () => symlinkSync("d.ts", join(folder, "a", "e.ts")),
    () => mkdirSync(join(folder, "f")),
    // Manifests are read although they are ignored.
    () => writeFileSync(join(folder, ".gitignore"), ".env\nmade\n"),
    () => writeFileSync(join(folder, ".env"), "HOST=a"),
    () => writeFileSync(join(folder, ".env"), "HOST=b2"),
    () => rmSync(join(folder, "a", "d.ts")),
  ];
  const seen = [digestOf(folder)];
  for (const step of steps) {
    step();
    seen.push(digestOf(folder));
  }
  assert.equal(new Set(seen).size, seen.length);
  assert.equal(digestOf(folder), seen.at(-1));
});

test("what lies in ignored and in foreign folders doesn't count", (t) => {
  const folder = folderFor(t);
  writeFileSync(join(folder, ".gitignore"), "made\n");
  for (const name of ["made", "node_modules"]) mkdirSync(join(folder, name));
  const before = digestOf(folder);
  for (const name of ["made", "node_modules"]) writeFileSync(join(folder, name, "a.ts"), "1");
  assert.equal(digestOf(folder), before);
});

test("what is young isn't told, what has changed since a time is", (t) => {
  const folder = folderFor(t);
  const file = join(folder, "a.ts");
  writeFileSync(file, "1");
  const { mtimeMs, ctimeMs } = statSync(file);
  const at = Math.max(mtimeMs, ctimeMs);
  t.mock.timers.setTime(Math.floor(at) + 1000);
  assert.equal(standing([folder]), undefined);
  t.mock.timers.setTime(Math.floor(at) + 3000);
  const changed = (since?: number) => (standing([folder], since) as { readonly changed: unknown }).changed;
  assert.deepEqual(changed(at - 1), [[file, at]]);
  assert.deepEqual(changed(at + 1), []);
  assert.deepEqual(changed(), []);
});

test("very much isn't gone through, be it files or folders", (t) => {
  for (const make of [(path: string) => writeFileSync(path, ""), (path: string) => mkdirSync(path)]) {
    const folder = folderFor(t);
    for (let i = 0; i < 900; i++) make(join(folder, `${i}`));
    assert.equal(typeof standing([folder]), "object");
    for (let i = 900; i < 2100; i++) make(join(folder, `${i}`));
    assert.equal(standing([folder]), "many");
    t.mock.timers.reset();
  }
});

test("what can't be looked at is no standing", (t) => {
  const folder = folderFor(t);
  const shut = join(folder, "shut");
  mkdirSync(shut);
  writeFileSync(join(shut, "a.ts"), "1");
  assert.equal(typeof standing([folder]), "object");
  chmodSync(shut, 0o000);
  try {
    // Nothing is shut for the superuser.
    assert.equal(typeof standing([folder]), isReadable(shut) ? "object" : "undefined");
  } finally {
    chmodSync(shut, 0o700);
  }
  assert.equal(standing([join(folder, "is not there")]), undefined);
});

test("where nothing can be kept nothing is, and nobody is troubled", (t) => {
  const folder = folderFor(t);
  const file = join(folder, "file");
  writeFileSync(file, "");
  for (const place of [file, join(file, "below")]) {
    keep(place, "name", { value: 1 }, { records: 9, bytes: 1e6 });
    assert.equal(recall(place, "name"), undefined);
  }
});
