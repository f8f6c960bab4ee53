/** Whole clients, fixed: the file parses, the finding is gone, a second run changes nothing, and the language's own checker has no complaint. */
import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, describe, test } from "node:test";
import { root } from "../support/sources.ts";
import { allFixes, type Fixed, handled } from "./support.ts";

const folder = join(import.meta.dirname, "clients");
const updating = process.env.FAULTLINE_UPDATE === "1";
const scratch = mkdtempSync(join(tmpdir(), "faultline-fixes-"));
const clients = readdirSync(folder).filter((name) => /\.\w+$/.test(name));

after(() => rmSync(scratch, { recursive: true, force: true }));

for (const name of clients) {
  describe(name, () => {
    const text = readFileSync(join(folder, name), "utf8");

    test("each fix does what it says", async () => {
      const all = await allFixes(`src/${name}`, text);
      assert.ok(
        all.some((f) => f.fix.id.startsWith("handle-")),
        "nothing is offered",
      );
      for (const fixed of all) sound(fixed);
      check(
        name,
        all.map((f) => f.after),
      );
    });

    test("handling everything gives the client that is shown, and once more changes nothing", async () => {
      const { after, rounds } = await handled(`src/${name}`, text);
      const shown = join(folder, "fixed", name);
      if (updating) writeFileSync(shown, after);
      assert.equal(after, readFileSync(shown, "utf8"));
      assert.ok(rounds > 0);
      assert.equal((await handled(`src/${name}`, after)).after, after);
    });

    test("line ends and tabs stay as they are", async () => {
      const unit = /\n( +)\S/.exec(text)?.[1] ?? "";
      const { after } = await handled(`src/${name}`, text);
      const crlf = await handled(`src/${name}`, text.replaceAll("\n", "\r\n"));
      assert.equal(crlf.after, after.replaceAll("\n", "\r\n"));
      if (unit === "") return;
      const tabs = await handled(`src/${name}`, inTabs(text, unit));
      assert.equal(tabs.after.split("\n").filter((line) => /^\t* {2,}\S/.test(line)).length, 0);
    });
  });
}

/** What every fix promises, whichever rule it is for. */
function sound({ finding, fix, after, before, findings, errors }: Fixed): void {
  const what = `${finding.rule} ${fix.id}`;
  const sorted = [...fix.edits].sort((a, b) => a.span.start - b.span.start);
  for (const [i, edit] of sorted.entries()) {
    const next = sorted[i + 1];
    if (next) assert.ok(edit.span.end <= next.span.start && edit.span.start < next.span.start, `${what}: two edits at one place`);
  }
  assert.notEqual(after, before, what);
  assert.equal(errors, 0, `${what}: the file doesn't parse\n${after}`);
  const left = findings.filter((f) => f.rule === finding.rule && !f.codes.every((c) => !finding.codes.includes(c)));
  if (fix.id === "handle-all") assert.ok(left.length < 2, `${what}: still found\n${after}`);
}

function inTabs(text: string, unit: string): string {
  return text.replace(/^ +/gm, (white) => "\t".repeat(Math.round(white.length / unit.length)));
}

/** The language's own checker, on every version of a file. */
function check(name: string, versions: readonly string[]): void {
  const dir = join(scratch, name.replace(/\W/g, "-"));
  mkdirSync(dir);
  const files = versions.map((text, i) => {
    const path = join(dir, `v${i}${name.slice(name.lastIndexOf("."))}`);
    writeFileSync(path, text);
    return path;
  });
  const command = checkers[name.slice(name.lastIndexOf(".") + 1)];
  assert.ok(command, `no checker for ${name}`);
  for (const [program, ...args] of command(files)) {
    const { status, stdout, stderr } = spawnSync(program as string, args, { encoding: "utf8", cwd: root });
    assert.equal(status, 0, `${program}: ${stdout}${stderr}\n${versions.join("\n--------\n").slice(0, 4000)}`);
  }
}

const strict = [
  "--noEmit",
  "--strict",
  "--target",
  "es2022",
  "--lib",
  "es2022,dom",
  "--module",
  "esnext",
  "--moduleResolution",
  "bundler",
  "--skipLibCheck",
];
const checkers: Readonly<Record<string, (files: readonly string[]) => readonly (readonly string[])[]>> = {
  ts: (files) => [[process.execPath, "node_modules/typescript/bin/tsc", ...strict, "--ignoreConfig", "--types", "node", ...files]],
  js: (files) => files.map((f) => [process.execPath, "--check", f]),
  mjs: (files) => files.map((f) => [process.execPath, "--check", f]),
  sh: (files) => files.map((f) => ["bash", "-n", f]),
  py: (files) => [["python3", "-m", "py_compile", ...files]],
};
