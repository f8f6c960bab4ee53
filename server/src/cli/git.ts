import { execFile } from "node:child_process";
import { promisify } from "node:util";
import { quote } from "./arguments.ts";
import { Failure } from "./failure.ts";
import { resolvePath } from "./paths.ts";

/** A name list of a hundred thousand files still fits. */
const maxOutputBytes = 256 * 1024 * 1024;

/** A repository's own configuration may name programs for git to run; reading names needs none of them. */
const harmless = ["-c", "core.fsmonitor=false", "-c", "core.hooksPath=/dev/null", "-c", "diff.external="];

/**
 * What a command line can't say. Objects that a partial clone lacks aren't fetched, by no protocol that the repository allows; and the index
 * isn't written, which would be noticed by others and is nothing we were asked for.
 */
const quiet = { GIT_ALLOW_PROTOCOL: "none", GIT_NO_LAZY_FETCH: "1", GIT_TERMINAL_PROMPT: "0", GIT_OPTIONAL_LOCKS: "0" };

/**
 * The files, absolute with forward slashes, that differ from where the working tree's history left `ref`: committed, staged, unstaged and new
 * ones, without the deleted. Where the two histories have nothing in common (a shallow clone), from `ref` itself.
 * Throws a `Failure` where git, the repository or the commit is missing.
 */
export async function changedSince(cwd: string, ref: string): Promise<ReadonlySet<string>> {
  const up = await git(cwd, ["rev-parse", "--show-cdup"]).catch((error: unknown) => {
    if (isMissingProgram(error)) throw new Failure("--changed-since needs git, which is not installed");
    throw new Failure("--changed-since works only in a git repository");
  });
  const top = resolvePath(cwd, up.replace(/\r?\n$/, "") || ".");
  const commit = (await git(cwd, ["rev-parse", "--verify", "--quiet", "--end-of-options", `${ref}^{commit}`]).catch(() => "")).trim();
  if (commit === "") throw new Failure(`--changed-since: git knows no commit ${quote(ref)}; is it fetched?`);
  const base = (await git(cwd, ["merge-base", commit, "HEAD"]).catch(() => commit)).trim();
  const unfiltered = await withoutFilters(top);
  // Within submodules git would start itself anew, and heed their configuration instead of what is said here; their files are not ours.
  const bare = ["--no-renames", "--no-ext-diff", "--no-textconv", "--ignore-submodules=all"];
  const [changed, untracked] = await Promise.all([
    git(top, [...unfiltered, "diff", "--name-only", "-z", ...bare, "--diff-filter=d", base, "--"]),
    git(top, ["ls-files", "--others", "--exclude-standard", "-z"]),
  ]).catch((error: unknown) => {
    throw new Failure(`--changed-since: git failed: ${firstLine(error)}`);
  });
  const names = `${changed}${untracked}`.split("\0").filter((it) => it !== "");
  return new Set(names.map((it) => resolvePath(top, it)));
}

/**
 * Options that switch off every filter: programs through which git sends a file's text before it compares it. A file that only such a program
 * could show to be unchanged counts as changed.
 */
async function withoutFilters(cwd: string): Promise<readonly string[]> {
  // Status 1 says that there are none.
  const names = await git(cwd, ["config", "--name-only", "-z", "--get-regexp", "^filter\\..*\\.(clean|smudge|process|required)$"]).catch(() => "");
  const keys = new Set(names.split("\0").filter((it) => it !== ""));
  // An option ends its key at the first of these.
  const odd = [...keys].find((it) => it.includes("="));
  if (odd !== undefined) throw new Failure(`--changed-since: the repository's ${quote(odd)} can't be switched off`);
  return [...keys].flatMap((key) => ["-c", `${key}=${key.endsWith(".required") ? "false" : ""}`]);
}

async function git(cwd: string, args: readonly string[]): Promise<string> {
  const run = promisify(execFile);
  const { stdout } = await run("git", [...harmless, ...args], {
    cwd,
    env: { ...process.env, ...quiet },
    maxBuffer: maxOutputBytes,
    windowsHide: true,
  });
  return stdout;
}

function isMissingProgram(error: unknown): boolean {
  return error instanceof Error && "code" in error && error.code === "ENOENT";
}

function firstLine(error: unknown): string {
  const text = error instanceof Error && "stderr" in error && typeof error.stderr === "string" && error.stderr ? error.stderr : String(error);
  return text.trim().split("\n", 1)[0] ?? "";
}
