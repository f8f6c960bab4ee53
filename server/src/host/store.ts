import { createHash, randomBytes } from "node:crypto";
import { mkdirSync, readdirSync, readFileSync, renameSync, rmSync, statSync, utimesSync, writeFileSync } from "node:fs";
import { join } from "node:path";

/** More is thrown away, the longest unused first. */
export interface Limits {
  readonly records: number;
  readonly bytes: number;
}

/**
 * Where programs keep what they can do without, by the platform's convention; undefined where the environment names no place. `part` is a folder
 * of its own for each kind of thing.
 */
export function cacheFolder(
  env: Readonly<Record<string, string | undefined>>,
  part: string,
  platform: NodeJS.Platform = process.platform,
): string | undefined {
  const home = env.HOME ?? env.USERPROFILE;
  const isAbsolute = (path: string | undefined): path is string => path !== undefined && /^(?:\/|[A-Za-z]:[\\/])/.test(path);
  if (isAbsolute(env.XDG_CACHE_HOME)) return join(env.XDG_CACHE_HOME, "faultline", part);
  if (platform === "win32") return isAbsolute(env.LOCALAPPDATA) ? join(env.LOCALAPPDATA, "faultline", "Cache", part) : undefined;
  if (!isAbsolute(home)) return undefined;
  return platform === "darwin" ? join(home, "Library", "Caches", "faultline", part) : join(home, ".cache", "faultline", part);
}

/** A short name for anything that can be written as JSON. */
export function nameOf(...what: readonly unknown[]): string {
  return createHash("sha256").update(JSON.stringify(what)).digest("hex").slice(0, 40);
}

/** What was kept under a name; undefined where there is nothing, or nothing sound. */
export function recall(folder: string, name: string): unknown {
  const path = join(folder, `${name}.json`);
  try {
    const text = readFileSync(path, "utf8");
    const end = text.indexOf("\n");
    const body = text.slice(end + 1);
    // Half a file, or one that something else has written into, is none.
    if (text.slice(0, end) !== digest(body)) return undefined;
    const now = new Date();
    utimesSync(path, now, now);
    return JSON.parse(body);
  } catch {
    return undefined;
  }
}

/** Keeps a value under a name, as a whole or not at all; where that can't be done the next run has the same work once more. */
export function keep(folder: string, name: string, value: unknown, limits: Limits): void {
  const part = join(folder, `${name}.${process.pid}-${randomBytes(4).toString("hex")}.part`);
  try {
    mkdirSync(folder, { recursive: true, mode: 0o700 });
    const body = JSON.stringify(value);
    writeFileSync(part, `${digest(body)}\n${body}`, { mode: 0o600 });
    renameSync(part, join(folder, `${name}.json`));
    prune(folder, limits);
  } catch {
    leave(part);
  }
}

/** Takes a file away, if that can be done. */
function leave(path: string): void {
  try {
    rmSync(path, { force: true });
  } catch {
    // Nor could it be written: its folder is none, or somebody else's.
  }
}

function digest(text: string): string {
  return createHash("sha256").update(text).digest("hex");
}

/** What another process takes away meanwhile is gone as it should be. */
function prune(folder: string, limits: Limits): void {
  const files = readdirSync(folder)
    .map((name) => ({ path: join(folder, name), stat: statSync(join(folder, name), { throwIfNoEntry: false }) }))
    .flatMap(({ path, stat }) => (stat?.isFile() ? [{ path, size: stat.size, used: stat.mtimeMs }] : []))
    .sort((a, b) => b.used - a.used);
  let bytes = 0;
  for (const [i, file] of files.entries()) {
    bytes += file.size;
    const isLeft = file.path.endsWith(".part") && file.used < Date.now() - 3_600_000;
    if (i >= limits.records || bytes > limits.bytes || isLeft) rmSync(file.path, { force: true });
  }
}
