import { accessSync, constants, statSync } from "node:fs";
import { dirname } from "node:path";
import type { Logger } from "../host/host.ts";
import { errorCode } from "../host/system.ts";
import { walk } from "../host/walk.ts";
import { Walked } from "../host/walked.ts";
import { quote } from "./arguments.ts";
import { Failure } from "./failure.ts";
import { changedSince } from "./git.ts";
import { relativePath, resolvePath } from "./paths.ts";
import { restNowAndThen } from "./progress.ts";

/** Which files a run is about. */
export interface Selection {
  /** Files and folders as the user named them; none means the working folder. */
  readonly paths: readonly string[];
  readonly changedSince?: string | undefined;
  readonly shard?: Shard | undefined;
}

/** One of `count` parts that together are the whole; `index` counts from 1. */
export interface Shard {
  readonly index: number;
  readonly count: number;
}

export interface SelectedFile {
  /** Absolute, forward slashes. */
  readonly path: string;
  /** As reports name it. */
  readonly relative: string;
  /** The user named the file itself: it is looked at whatever ignore files say. */
  readonly named: boolean;
}

/**
 * The files of a selection that `wanted` takes, each once, in the order of their relative paths, whatever the order the user named them in.
 * `walked` is told of what the walk sees. Throws a `Failure` where a named path is missing, a named folder can't be read, or git can't answer.
 */
export async function selectFiles(
  cwd: string,
  selection: Selection,
  wanted: (path: string) => boolean,
  log: Logger,
  walked: Walked = new Walked(),
): Promise<readonly SelectedFile[]> {
  const changed = selection.changedSince === undefined ? undefined : await changedSince(cwd, selection.changedSince);
  const named = new Map<string, boolean>();
  const rest = restNowAndThen();
  for (const path of selection.paths.length > 0 ? selection.paths : ["."]) {
    const absolute = resolvePath(cwd, path);
    if (!isFolder(path, absolute)) {
      if (wanted(absolute)) named.set(absolute, true);
      continue;
    }
    for (const file of walk(absolute, { wanted, log, top: cwd, entered: (folder, entries) => walked.enter(folder, entries) })) {
      named.set(file, named.get(file) ?? false);
      walked.add(file);
      await rest();
    }
    walked.end(absolute);
  }
  const files = [...named].map(([path, isNamed]) => ({ path, relative: relativePath(cwd, path), named: isNamed }));
  return files
    .filter((it) => changed?.has(it.path) ?? true)
    .filter((it) => selection.shard === undefined || isInShard(it.relative, selection.shard))
    .sort((a, b) => (a.relative < b.relative ? -1 : a.relative > b.relative ? 1 : 0));
}

/** The folders that hold everything a selection names: the working folder, and what lies outside it. */
export function rootsOf(cwd: string, paths: readonly string[]): readonly string[] {
  const outside = paths.map((path) => resolvePath(cwd, path)).filter((path) => path !== cwd && !path.startsWith(cwd === "/" ? "/" : `${cwd}/`));
  const folders = outside.map((path) => (statSync(path, { throwIfNoEntry: false })?.isDirectory() ? path : dirname(path)));
  return [cwd, ...new Set(folders)];
}

/** Reads `1/4`. Throws a `Failure` for anything else. */
export function parseShard(text: string): Shard {
  const match = /^(\d{1,6})\/(\d{1,6})$/.exec(text);
  const index = Number(match?.[1]);
  const count = Number(match?.[2]);
  if (!(index >= 1 && index <= count)) throw new Failure(`--shard takes a part of a whole such as 1/4, not ${quote(text)}`);
  return { index, count };
}

/** A file's shard follows from its relative path alone, so that it stays the same when other files come and go. */
function isInShard(relative: string, shard: Shard): boolean {
  return hash(relative) % shard.count === shard.index - 1;
}

/** FNV-1a over UTF-16 units, with the bits mixed once more: its low bits alone are too even over similar names. */
function hash(text: string): number {
  let value = 0x811c9dc5;
  for (let i = 0; i < text.length; i++) value = Math.imul(value ^ text.charCodeAt(i), 0x01000193);
  value = Math.imul(value ^ (value >>> 15), 0x85ebca6b);
  value = Math.imul(value ^ (value >>> 13), 0xc2b2ae35);
  return (value ^ (value >>> 16)) >>> 0;
}

function isFolder(path: string, absolute: string): boolean {
  try {
    if (!statSync(absolute).isDirectory()) return false;
    accessSync(absolute, constants.R_OK | constants.X_OK);
    return true;
  } catch (error) {
    const code = errorCode(error);
    if (code === "ENOENT" || code === "ENOTDIR") throw new Failure(`there is no file or folder ${quote(path)}`);
    throw new Failure(`can't read ${quote(path)}: ${code}`);
  }
}
