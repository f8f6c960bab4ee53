import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { chmodSync, existsSync, mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, describe, test } from "node:test";
import { changedSince } from "../../server/src/cli/git.ts";

/**
 * A repository whose configuration names a program wherever git lets it. The program writes its occasion into a folder, so that what ran is
 * seen there.
 */
describe("a repository that wants programs run", { skip: hasGit() ? false : "no git" }, () => {
  const scratch = mkdtempSync(join(tmpdir(), "faultline-git-"));
  const repository = join(scratch, "repo");
  const ran = join(scratch, "ran");
  const program = join(scratch, "program.sh");
  after(() => rmSync(scratch, { recursive: true, force: true }));

  const git = (cwd: string, ...args: string[]) =>
    execFileSync("git", ["-c", "protocol.file.allow=always", "-c", "user.name=a", "-c", "user.email=a@b", ...args], {
      cwd,
      stdio: "pipe",
    }).toString();
  const occasion = (name: string) => `${program} ${name}`;
  const occasions = () => readdirSync(ran).sort();

  before(async () => {
    for (const folder of [repository, ran, join(scratch, "sub")]) mkdirSync(folder);
    // Gives back what it gets, as a filter must.
    writeFileSync(program, `#!/bin/sh\necho . > "${ran}/$1"\ncat\n`);
    chmodSync(program, 0o755);
    const sub = join(scratch, "sub");
    git(sub, "init", "-q", ".");
    writeFileSync(join(sub, "a.txt"), "1\n");
    git(sub, "add", ".");
    git(sub, "commit", "-qm", "one");
    git(repository, "init", "-q", ".");
    writeFileSync(join(repository, "kept.py"), "x = 1\n");
    writeFileSync(join(repository, "changed.py"), "x = 1\n");
    writeFileSync(join(repository, ".gitattributes"), "*.py filter=evil diff=evil\n*.js filter=long\n");
    writeFileSync(join(repository, "changed.js"), "1\n");
    git(repository, "submodule", "add", "-q", sub, "sub");
    git(repository, "add", ".");
    git(repository, "commit", "-qm", "one");
    // The size that the index knows, at another time, makes git look at the texts.
    await new Promise((done) => setTimeout(done, 20));
    writeFileSync(join(repository, "changed.py"), "x = 2\n");
    writeFileSync(join(repository, "kept.py"), "x = 1\n");
    writeFileSync(join(repository, "changed.js"), "2\n");
    writeFileSync(join(repository, "new.py"), "x = 3\n");
    writeFileSync(join(repository, "sub", "a.txt"), "22\n");

    const settings: Record<string, string> = {
      "core.fsmonitor": occasion("fsmonitor"),
      "diff.external": occasion("external"),
      "diff.evil.textconv": occasion("textconv"),
      "diff.evil.command": occasion("command"),
      "filter.evil.clean": occasion("clean"),
      "filter.evil.required": "true",
      "filter.long.process": occasion("process"),
      "core.hooksPath": join(scratch, "hooks"),
      "diff.ignoreSubmodules": "none",
    };
    mkdirSync(join(scratch, "hooks"));
    writeFileSync(join(scratch, "hooks", "post-index-change"), `#!/bin/sh\necho . > "${ran}/hook"\n`);
    chmodSync(join(scratch, "hooks", "post-index-change"), 0o755);
    for (const [key, value] of Object.entries(settings)) git(repository, "config", key, value);
    git(join(repository, "sub"), "config", "core.fsmonitor", occasion("submodule-fsmonitor"));
  });

  test("is asked for names without running any", async () => {
    const changed = await changedSince(repository, "HEAD");
    assert.deepEqual(occasions(), []);
    const names = [...changed].map((it) => it.slice(repository.length + 1)).sort();
    assert.deepEqual(names, ["changed.js", "changed.py", "new.py"]);
    assert.equal(existsSync(join(repository, ".git", "index.lock")), false);
  });

  test("is refused where a filter can't be switched off", async () => {
    git(repository, "config", "filter.a=b.clean", occasion("odd"));
    await assert.rejects(changedSince(repository, "HEAD"), /'filter\.a=b\.clean' can't be switched off/);
    git(repository, "config", "--unset", "filter.a=b.clean");
    assert.deepEqual(occasions(), []);
  });

  test("would have them run by git alone", () => {
    execFileSync("git", ["status"], { cwd: repository, stdio: "pipe" });
    for (const found of ["clean", "fsmonitor", "process", "submodule-fsmonitor"])
      assert.ok(occasions().includes(found), `${found} of ${occasions()}`);
  });
});

describe("a partial clone that wants to fetch", { skip: hasGit() ? false : "no git" }, () => {
  const scratch = mkdtempSync(join(tmpdir(), "faultline-git-"));
  after(() => rmSync(scratch, { recursive: true, force: true }));

  test("fetches nothing, by no program of its own", async () => {
    const git = (...args: string[]) =>
      execFileSync("git", ["-c", "user.name=a", "-c", "user.email=a@b", ...args], { cwd: scratch, stdio: "pipe" }).toString();
    git("init", "-q", ".");
    writeFileSync(join(scratch, "a.py"), "x = 1\n");
    git("add", ".");
    git("commit", "-qm", "one");
    const marker = join(scratch, "fetched");
    writeFileSync(join(scratch, "upload.sh"), `#!/bin/sh\necho . > "${marker}"\nexit 1\n`);
    chmodSync(join(scratch, "upload.sh"), 0o755);
    const missing = "1234567890123456789012345678901234567890";
    git("config", "core.repositoryFormatVersion", "1");
    git("config", "extensions.partialClone", "origin");
    git("config", "remote.origin.url", scratch);
    git("config", "remote.origin.promisor", "true");
    git("config", "remote.origin.uploadpack", join(scratch, "upload.sh"));
    git("config", "protocol.file.allow", "always");
    await assert.rejects(changedSince(scratch, missing), /knows no commit/);
    assert.equal(existsSync(marker), false);
    // Left to itself, git would.
    assert.throws(() => git("cat-file", "-p", missing));
    assert.equal(existsSync(marker), true);
  });
});

function hasGit(): boolean {
  try {
    execFileSync("git", ["--version"], { stdio: "pipe" });
    return true;
  } catch {
    return false;
  }
}
