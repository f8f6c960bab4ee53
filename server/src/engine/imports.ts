/** How a language's imports are found on disk: a named strategy, picked by `language.json`. */
export type ImportStrategy = (source: string, from: string, exists: (path: string) => boolean) => readonly string[];

/** Joins a folder and a relative path, forward slashes, without leaving the root upward. */
export function join(folder: string, relative: string): string {
  const parts = folder.split("/");
  for (const step of relative.split("/")) {
    if (step === "" || step === ".") continue;
    if (step === "..") {
      if (parts.length > 1) parts.pop();
    } else parts.push(step);
  }
  return parts.join("/");
}

export function folderOf(path: string): string {
  return path.slice(0, path.lastIndexOf("/"));
}

const endings = ["", ".ts", ".tsx", ".mts", ".cts", ".js", ".jsx", ".mjs", ".cjs", "/index.ts", "/index.tsx", "/index.js", "/index.mjs"];

/** `./errors`, `../lib/errors.js` (which may be `errors.ts`). */
const ecma: ImportStrategy = (source, from, exists) => {
  if (!source.startsWith(".")) return [];
  const base = join(folderOf(from), source);
  const bare = base.replace(/\.[mc]?js$/, "");
  for (const root of base === bare ? [base] : [base, bare]) {
    const found = endings.map((e) => root + e).find((p) => /\.\w+$/.test(p) && exists(p));
    if (found !== undefined) return [found];
  }
  return [];
};

/** `.errors`, `..pkg.errors`, and absolute names of a package that stands in a folder above. */
const python: ImportStrategy = (source, from, exists) => {
  const dots = /^\.*/.exec(source)?.[0].length ?? 0;
  const steps = source.slice(dots).split(".").filter((s) => s !== "").join("/");
  const roots: string[] = [];
  let folder = folderOf(from);
  if (dots > 0) {
    for (let i = 1; i < dots; i++) folder = folderOf(folder);
    roots.push(folder);
  } else {
    for (let i = 0; i < 6 && folder !== ""; i++, folder = folderOf(folder)) roots.push(folder);
  }
  for (const root of roots) {
    const found = [`${root}/${steps}.py`, `${root}/${steps}/__init__.py`, steps === "" ? `${root}/__init__.py` : ""].find((p) => p !== "" && exists(p));
    if (found !== undefined) return [found];
  }
  return [];
};

export const importStrategies: Readonly<Record<string, ImportStrategy>> = { ecma, python };
