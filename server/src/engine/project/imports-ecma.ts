import { firstExisting, folderOf, type ImportStrategy, join, type ProjectView, references } from "./strategy.ts";

const pattern = /(?:\bfrom\s*|\bimport\s*\(?\s*|\brequire\s*\(\s*)["']([^"'\n]+)["']/g;
const endings = [
  "",
  ".ts",
  ".tsx",
  ".mts",
  ".cts",
  ".js",
  ".jsx",
  ".mjs",
  ".cjs",
  ".vue",
  ".svelte",
  ".astro",
  "/index.ts",
  "/index.tsx",
  "/index.js",
  "/index.mjs",
];

/** `./errors`, `../lib/errors.js` (which may be `errors.ts`), `paths` of a tsconfig, packages of the same workspace. */
export const ecma: ImportStrategy = {
  scan: (text) => references(text, pattern),
  resolve({ source }, from, project) {
    if (source.startsWith(".")) return file(join(folderOf(from), source), project);
    for (const base of [...aliased(source, project), ...workspacePackage(source, project)]) {
      const found = file(base, project);
      if (found.length > 0) return found;
    }
    return [];
  },
};

function file(base: string, project: ProjectView): readonly string[] {
  const bare = base.replace(/\.[mc]?jsx?$/, "");
  for (const root of base === bare ? [base] : [base, bare]) {
    const found = firstExisting(
      endings.map((e) => root + e).filter((p) => /\.\w+$/.test(p.slice(p.lastIndexOf("/")))),
      project,
    );
    if (found.length > 0) return found;
  }
  return [];
}

/** `compilerOptions.paths` and `baseUrl`. Comments and trailing commas are usual in this file. */
function aliased(source: string, project: ProjectView): readonly string[] {
  const text = project.text(`${project.root}/tsconfig.json`) ?? project.text(`${project.root}/jsconfig.json`);
  if (text === undefined) return [];
  const options = (loose(text) as { compilerOptions?: { baseUrl?: unknown; paths?: unknown } } | undefined)?.compilerOptions;
  const base = typeof options?.baseUrl === "string" ? options.baseUrl : ".";
  const out: string[] = [];
  if (options?.paths && typeof options.paths === "object") {
    for (const [key, targets] of Object.entries(options.paths)) {
      if (!Array.isArray(targets)) continue;
      const star = key.indexOf("*");
      const head = star < 0 ? key : key.slice(0, star);
      const tail = star < 0 ? "" : key.slice(star + 1);
      if (star < 0 ? source !== key : !(source.startsWith(head) && source.endsWith(tail))) continue;
      const middle = star < 0 ? "" : source.slice(head.length, source.length - tail.length);
      for (const target of targets)
        if (typeof target === "string")
          out.push(
            join(
              join(project.root, base),
              target.replace("*", () => middle),
            ),
          );
    }
  }
  if (typeof options?.baseUrl === "string") out.push(join(join(project.root, base), source));
  return out;
}

/** `@acme/errors` where the workspace has a folder of that name. */
function workspacePackage(source: string, project: ProjectView): readonly string[] {
  const [scope, name, ...rest] = source.split("/");
  const last = source.startsWith("@") ? name : scope;
  const inner = source.startsWith("@") ? rest : [name, ...rest].filter((s) => s !== undefined);
  if (!last) return [];
  const found: string[] = [];
  // A package of a workspace stands beside this one, or in the usual folders above.
  for (const up of [project.root, folderOf(project.root), folderOf(folderOf(project.root))]) {
    for (const folder of [`${up}/packages/${last}`, `${up}/libs/${last}`, `${up}/${last}`]) {
      const manifest = project.text(`${folder}/package.json`);
      if (
        manifest === undefined ||
        !manifest.includes(
          `"${source
            .split("/")
            .slice(0, source.startsWith("@") ? 2 : 1)
            .join("/")}"`,
        )
      )
        continue;
      found.push(
        ...(inner.length > 0
          ? [`${folder}/${inner.join("/")}`, `${folder}/src/${inner.join("/")}`]
          : [`${folder}/src/index`, `${folder}/index`, `${folder}/lib/index`]),
      );
    }
  }
  return found;
}

/** JSON with comments and trailing commas. */
function loose(text: string): unknown {
  const bare = text.replace(/"(?:[^"\\\n]|\\.)*"|\/\/[^\n]*|\/\*[\s\S]*?\*\//g, (m) => (m.startsWith('"') ? m : "")).replace(/,(\s*[}\]])/g, "$1");
  try {
    return JSON.parse(bare);
  } catch {
    return undefined;
  }
}
