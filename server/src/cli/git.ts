import { execFile } from "node:child_process";
import { promisify } from "node:util";
import { quote } from "./arguments.ts";
import { Failure } from "./failure.ts";
import { resolvePath } from "./paths.ts";

/** A name list of a hundred thousand files still fits. */
const maxOutputBytes = 256 * 1024 * 1024;

/** A repository may ask git to run programs of its own; reading names needs none of them. */
const harmless = ["-c", "core.fsmonitor=false", "-c", "core.hooksPath=/dev/null"];

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
  const [changed, untracked] = await Promise.all([
    git(top, ["diff", "--name-only", "-z", "--no-renames", "--no-ext-diff", "--no-textconv", "--diff-filter=d", base, "--"]),
    git(top, ["ls-files", "--others", "--exclude-standard", "-z"]),
  ]).catch((error: unknown) => {
    throw new Failure(`--changed-since: git failed: ${firstLine(error)}`);
  });
  const names = `${changed}${untracked}`.split("\0").filter((it) => it !== "");
  return new Set(names.map((it) => resolvePath(top, it)));
}

async function git(cwd: string, args: readonly string[]): Promise<string> {
  const run = promisify(execFile);
  const { stdout } = await run("git", [...harmless, ...args], { cwd, maxBuffer: maxOutputBytes, windowsHide: true });
  return stdout;
}

function isMissingProgram(error: unknown): boolean {
  return error instanceof Error && "code" in error && error.code === "ENOENT";
}

function firstLine(error: unknown): string {
  const text = error instanceof Error && "stderr" in error && typeof error.stderr === "string" && error.stderr ? error.stderr : String(error);
  return text.trim().split("\n", 1)[0] ?? "";
}
