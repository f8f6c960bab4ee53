import type { FixData } from "../data.ts";
import type { LibraryForm, ManifestForm } from "../library-data.ts";
import type { FixContext } from "../model.ts";

type Ground = Pick<FixContext, "path" | "host" | "roots">;

/** A library under one of its names. */
export interface Named extends LibraryForm {
  readonly package: string;
}

/** The libraries that the language's data tells of, each name by itself. */
export function librariesOf({ libraries = [] }: FixData): readonly Named[] {
  return libraries.flatMap((form) =>
    [form.package].flat().map((name): Named => {
      const imports = form.imports.map((i) => ({ ...i, line: i.line.replaceAll("{package}", name) }));
      return { ...form, package: name, imports };
    }),
  );
}

/** Manifests that are longer are not read: nobody wrote them. In characters. */
const longest = 8_000_000;

/**
 * The version of a library that the project has: what is installed, else the least that its manifest asks for, without marks (`6.2.0`); empty
 * where that isn't said. Undefined where no manifest around the file names the library.
 */
export function versionOf(name: string, forms: readonly ManifestForm[], ground: Ground): string | undefined {
  const folders = foldersAround(ground);
  for (const [i, folder] of folders.entries()) {
    const asked = forms.filter((f) => !f.lock).flatMap((f) => found(name, f, folder, ground) ?? [])[0];
    if (asked === undefined) continue;
    const locks = forms.filter((f) => f.lock);
    // In a workspace of many packages the lockfile lies further out.
    const locked = folders.slice(i).flatMap((f) => locks.flatMap((lock) => found(name, lock, f, ground) ?? []))[0];
    return /\d+(?:\.\d+)*/.exec(locked ?? asked)?.[0] ?? "";
  }
  return undefined;
}

/** Whether a version is in a range such as `>=6.2 <7`. What isn't known is taken for new. */
export function inRange(version: string, range: string | undefined): boolean {
  if (range === undefined || version === "") return true;
  return range.split(/\s+/).every((part) => {
    const [, sign = "", bound = ""] = /^(>=|<)(.+)$/.exec(part) ?? [];
    const order = compare(version, bound);
    return sign === "<" ? order < 0 : order >= 0;
  });
}

function compare(a: string, b: string): number {
  const [left, right] = [a, b].map((v) => v.split(".").map(Number)) as [number[], number[]];
  for (let i = 0; i < Math.max(left.length, right.length); i++) {
    const step = (left[i] ?? 0) - (right[i] ?? 0);
    if (step !== 0) return step;
  }
  return 0;
}

/** The folders from the file's own up to the root that holds it. */
function foldersAround({ path, roots }: Ground): readonly string[] {
  const out: string[] = [];
  const root = roots.find((r) => path.startsWith(`${r}/`));
  for (let at = path.lastIndexOf("/"); at > 0; at = path.lastIndexOf("/", at - 1)) {
    const folder = path.slice(0, at);
    out.push(folder);
    if (folder === root) break;
  }
  return root === undefined ? out.slice(0, 1) : out;
}

/** The pattern's first group that is there, in the first such file of a folder; empty where none is. */
function found(name: string, { file, find }: ManifestForm, folder: string, { host }: Ground): string | undefined {
  const own = file.replaceAll("{package}", name);
  const [begin = "", end] = own.split("*");
  const names = end === undefined ? [own] : host.list(folder).filter((n) => n.startsWith(begin) && n.endsWith(end));
  const plain = (it: string): string => it.replace(/[.*+?^${}()|[\]\\/]/g, "\\$&");
  const pattern = new RegExp(find.replaceAll("{package}", plain(name)).replaceAll("{dotted}", plain(name.replace(/[-_]/g, "."))), "m");
  for (const n of names) {
    const text = host.readText(`${folder}/${n}`);
    const match = text === undefined || text.length > longest ? null : pattern.exec(text);
    if (match) return match.slice(1).find((group) => group !== undefined) ?? "";
  }
  return undefined;
}
