import { firstExisting, folderOf, type ImportStrategy, join, namedProjects, type ProjectView, references } from "./strategy.ts";

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

const maxScripts = 60;

/** `./errors`, `../lib/errors.js` (which may be `errors.ts`), `paths` of a tsconfig, packages of the same workspace. */
export const ecma: ImportStrategy = {
  scan: (text) => references(text, pattern),
  resolve({ source }, from, project) {
    if (source.startsWith(".")) return file(join(folderOf(from), source), project);
    for (const base of [...aliased(source, from, project), ...byConvention(source, project), ...workspacePackage(source, project)]) {
      const found = file(base, project);
      if (found.length > 0) return found;
    }
    return [];
  },
  // Scripts of Google Apps Script share one scope.
  implicit(from, project) {
    const folder = folderOf(from);
    const scripts = project.exists(`${folder}/appsscript.json`) ? project.inFolder(folder).filter((p) => /\.(?:js|gs|ts)$/.test(p)) : [];
    // Everybody would be linked with everybody.
    return scripts.length > maxScripts ? [] : scripts.filter((p) => p !== from);
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

/** `compilerOptions.paths` and `baseUrl` of the nearest configuration, of those it extends, and of those above that everybody shares. */
function aliased(source: string, from: string, project: ProjectView): readonly string[] {
  return configurations(from, project).flatMap((path) => {
    const { baseUrl, paths } = (readConfiguration(path, project)?.compilerOptions ?? {}) as { baseUrl?: unknown; paths?: unknown };
    const base = join(folderOf(path), typeof baseUrl === "string" ? baseUrl : ".");
    const out: string[] = [];
    if (paths && typeof paths === "object") {
      for (const [key, targets] of Object.entries(paths)) {
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
                base,
                target.replace("*", () => middle),
              ),
            );
      }
    }
    if (typeof baseUrl === "string") out.push(join(base, source));
    return out;
  });
}

/** `@/api/errors`, `~/api/errors`: what bundlers call a project's own sources, where no configuration says otherwise. */
function byConvention(source: string, project: ProjectView): readonly string[] {
  const rest = /^[@~]\/(.+)$/.exec(source)?.[1];
  return rest === undefined ? [] : [`${project.root}/src/${rest}`, `${project.root}/${rest}`, `${project.root}/app/${rest}`];
}

/** Names of configurations, the nearest counting first; those of a whole repository go by the second name as well. */
const configurationNames = ["tsconfig.json", "jsconfig.json", "tsconfig.base.json"];

/** A configuration may extend another, and so on. */
const maxExtends = 5;

function configurations(from: string, project: ProjectView): readonly string[] {
  const start = folderOf(from);
  return project.memo(`configurations of ${start}`, () => configurationsAbove(start, project));
}

function configurationsAbove(start: string, project: ProjectView): readonly string[] {
  const top = project.roots().reduce((a, b) => (b.length < a.length ? b : a), project.root);
  const out: string[] = [];
  for (let folder = start; folder.length >= top.length; folder = folderOf(folder)) {
    for (const name of configurationNames) if (project.text(`${folder}/${name}`) !== undefined) out.push(...extended(`${folder}/${name}`, project));
  }
  return [...new Set(out)];
}

function extended(path: string, project: ProjectView): readonly string[] {
  const out = [path];
  for (const at of out) {
    const given = readConfiguration(at, project)?.extends;
    for (const name of Array.isArray(given) ? given : [given]) {
      if (typeof name !== "string" || !name.startsWith(".") || out.length > maxExtends) continue;
      const base = join(folderOf(at), name);
      const found = firstExisting([base, `${base}.json`], project)[0];
      if (found !== undefined && !out.includes(found)) out.push(found);
    }
  }
  return out;
}

interface Configuration {
  readonly compilerOptions?: unknown;
  readonly extends?: unknown;
}

function readConfiguration(path: string, project: ProjectView): Configuration | undefined {
  return project.memo(`configuration ${path}`, () => {
    const data = loose(project.text(path) ?? "");
    return typeof data === "object" && data !== null ? data : undefined;
  });
}

const packageName = /"name"\s*:\s*"([^"\n]+)"/;

/** `@acme/errors`, `@acme/errors/more`: the project of the workspace that has this name. */
function workspacePackage(source: string, project: ProjectView): readonly string[] {
  const steps = source.split("/");
  const length = source.startsWith("@") ? 2 : 1;
  const name = steps.slice(0, length).join("/");
  const inner = steps.slice(length).join("/");
  const folder = namedProjects("package.json", packageName, project).get(name) ?? besides(name, project);
  if (folder === undefined) return [];
  if (inner !== "") return [`${folder}/${inner}`, `${folder}/src/${inner}`];
  return [...entries(folder, project), `${folder}/src/index`, `${folder}/src/main`, `${folder}/index`, `${folder}/lib/index`, `${folder}/main`];
}

/** Where a package says that it begins, when that is a source and no outcome of its build. */
function entries(folder: string, project: ProjectView): readonly string[] {
  const data = loose(project.text(`${folder}/package.json`) ?? "") as Readonly<Record<string, unknown>> | undefined;
  return ["source", "types", "module", "main"].flatMap((key) => {
    const value = data?.[key];
    return typeof value === "string" ? [join(folder, value)] : [];
  });
}

/** As long as not all projects are known: a package stands beside this one, or in the usual folders above. */
function besides(name: string, project: ProjectView): string | undefined {
  const last = name.slice(name.lastIndexOf("/") + 1);
  const ups = [project.root, folderOf(project.root), folderOf(folderOf(project.root))];
  return ups
    .flatMap((up) => [`${up}/packages/${last}`, `${up}/libs/${last}`, `${up}/${last}`])
    .find((folder) => packageName.exec(project.text(`${folder}/package.json`) ?? "")?.[1] === name);
}

/** JSON with comments and trailing commas. What is never closed ends with its line, or the file: it isn't looked for again at every sign of it. */
function loose(text: string): unknown {
  const bare = text
    .replace(/"(?:[^"\\\n]|\\.)*"?|\/\/[^\n]*|\/\*[\s\S]*?(?:\*\/|$)/g, (m) => (m.startsWith('"') ? m : ""))
    .replace(/,(\s*[}\]])/g, "$1");
  try {
    return JSON.parse(bare);
  } catch {
    return undefined;
  }
}
