import { firstExisting, folderOf, type ImportStrategy, type Reference } from "./strategy.ts";

const pattern = /^[ \t]*(?:from[ \t]+([.\w]+)[ \t]+import[ \t]+(?:\(([^)]*)\)|([^#\n]*))|import[ \t]+([\w. \t,]+))/gm;

/** `.errors`, `..pkg.errors`, and absolute names of a package that stands in a folder above. */
export const python: ImportStrategy = {
  scan(text) {
    const out: Reference[] = [];
    for (const m of text.matchAll(pattern)) {
      if (m[1] !== undefined)
        out.push({
          source: m[1],
          names: (m[2] ?? m[3] ?? "")
            .replace(/#[^\n]*/g, "")
            .split(",")
            .map((n) => n.trim().split(/\s+/)[0] ?? "")
            .filter((n) => /^\w+$/.test(n)),
        });
      else for (const name of (m[4] ?? "").split(",")) out.push({ source: name.trim().split(/\s+/)[0] ?? "" });
    }
    return out.filter((r) => r.source !== "");
  },
  resolve({ source, names }, from, project) {
    const dots = /^\.*/.exec(source)?.[0].length ?? 0;
    const steps = source
      .slice(dots)
      .split(".")
      .filter((s) => s !== "")
      .join("/");
    const roots: string[] = [];
    let folder = folderOf(from);
    if (dots > 0) {
      for (let i = 1; i < dots; i++) folder = folderOf(folder);
      roots.push(folder);
    } else {
      for (let i = 0; i < 6 && folder.length >= project.root.length; i++, folder = folderOf(folder)) roots.push(folder, `${folder}/src`);
      // What one project of a repository takes from another stands below that one.
      for (const root of project.roots()) if (root !== project.root) roots.push(`${root}/src`, root);
    }
    for (const root of roots) {
      const base = steps === "" ? root : `${root}/${steps}`;
      // `from . import errors` names modules, `from .errors import CODES` names what is in one.
      const modules = (names ?? []).flatMap((n) => firstExisting([`${base}/${n}.py`, `${base}/${n}/__init__.py`], project));
      const own = firstExisting([`${base}.py`, `${base}/__init__.py`], project);
      if (modules.length + own.length > 0) return [...own, ...modules];
    }
    return [];
  },
};
