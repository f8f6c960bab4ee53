import { grouped } from "../../text/grouped.ts";
import {
  broughtFrom,
  firstExisting,
  folderOf,
  type ImportStrategy,
  join,
  namedProjects,
  type ProjectView,
  type Reference,
  references,
} from "./strategy.ts";

/** Files of one folder are one package: nothing needs importing between them. */
function siblings(endings: readonly string[]): NonNullable<ImportStrategy["implicit"]> {
  return (from, project) => project.inFolder(folderOf(from)).filter((p) => p !== from && endings.some((e) => p.endsWith(e)));
}

/** `import com.acme.errors.Codes`, `import static com.acme.Codes.EXPIRED`: by the tail of the path. */
export const jvm: ImportStrategy = {
  scan: (text) =>
    [...text.matchAll(/^[ \t]*import[ \t]+(?:static[ \t]+)?([\w.]+\w)(?:\.\{([^}]*)\})?/gm)].map((m) => ({
      source: m[1] as string,
      names: (m[2] ?? "").split(",").flatMap((n) => /\w+/.exec(n)?.[0] ?? []),
    })),
  resolve({ source, names }, _from, project) {
    const steps = source.split(".");
    // Scala names what it takes apart from where it takes it.
    for (const full of [...(names ?? []).map((n) => [...steps, n]), steps]) {
      // A static import or a nested class names more than the file does.
      for (let n = full.length; n >= Math.max(2, full.length - 2); n--) {
        const tail = `/${full.slice(0, n).join("/")}`;
        const found = ["java", "kt", "scala"].flatMap((e) => project.endingWith(`${tail}.${e}`));
        if (found.length > 0) return found.slice(0, 3);
      }
    }
    // A function or constant of a package stands in any of its files.
    const inPackage = [steps, steps.slice(0, -1)].map((s) => project.declaring(s.join("."))).find((found) => found.length > 0) ?? [];
    return inPackage.length <= maxPerName ? inPackage : [];
  },
  implicit: siblings([".java", ".kt", ".scala"]),
  declares: (text) => references(text, /^[ \t]*package[ \t]+([\w.]+)/gm).map((r) => r.source),
};

const moduleName = /^[ \t]*module[ \t]+(\S+)/m;

/** Imports of packages of one's own module, or of another that is worked on beside it; the files of a folder are one package. */
export const go: ImportStrategy = {
  scan: (text) => references(text, /"((?:[\w.-]+\/)+[\w.-]+)"/g),
  resolve({ source }, from, project) {
    const modules = new Map(namedProjects("go.mod", moduleName, project));
    for (let folder = folderOf(from); folder.length >= project.root.length; folder = folderOf(folder)) {
      const own = moduleName.exec(project.text(`${folder}/go.mod`) ?? "")?.[1];
      if (own === undefined) continue;
      modules.set(own, folder);
      break;
    }
    // The longest name that the import begins with is the module's.
    const module = [...modules.keys()].filter((m) => source === m || source.startsWith(`${m}/`)).sort((a, b) => b.length - a.length)[0];
    if (module === undefined) return [];
    const folder = join(modules.get(module) as string, source.slice(module.length));
    return project.inFolder(folder).filter((p) => p.endsWith(".go") && !p.endsWith("_test.go"));
  },
  implicit: siblings([".go"]),
};

/** A namespace of more files than these says nothing about any of them. */
const maxPerName = 40;

/** `using Acme.Marketo.Errors`: the files of the namespace; those of one's own namespace and the ones around it are in view anyway. */
export const dotnet: ImportStrategy = {
  scan: (text) => references(text, /^[ \t]*(?:global[ \t]+)?using[ \t]+(?:static[ \t]+)?(?:\w+[ \t]*=[ \t]*)?([\w.]+)[ \t]*;/gm),
  resolve({ source }, _from, project) {
    const steps = source.split(".");
    const whole = project.declaring(source);
    if (whole.length > 0) return whole.length <= maxPerName ? whole : [];
    // `using static Acme.Errors.Codes`, `using Codes = Acme.Errors.Codes`: the last name is a class.
    const last = steps[steps.length - 1] as string;
    const around = project.declaring(steps.slice(0, -1).join("."));
    const named = around.filter((p) => p.endsWith(`/${last}.cs`));
    if (named.length > 0) return named;
    return around.length <= maxPerName ? around : [];
  },
  implicit(from, project) {
    const spaces = project.declaredBy(from).flatMap((name) => name.split(".").map((_, i, steps) => steps.slice(0, i + 1).join(".")));
    const inView = [...new Set(spaces)].map((s) => project.declaring(s)).filter((files) => files.length <= maxPerName);
    return [...new Set([...siblings([".cs"])(from, project), ...inView.flat()])].filter((p) => p !== from);
  },
  declares: (text) => references(text, /^[ \t]*namespace[ \t]+([\w.]+)/gm).map((r) => r.source),
};

/** The names that statements bring, the pattern's first group: each by its whole path, be it written by itself or in braces. */
function brought(text: string, pattern: RegExp, steps: string): readonly Reference[] {
  return [...text.matchAll(pattern)].flatMap((m) =>
    grouped(m[1] as string).map(({ path, name }) => ({ source: (name === "*" ? path : [...path, name]).join(steps) })),
  );
}

/** The path with each of the names behind it, then the path itself: a name may be a file's, or stand in the file. */
function eachWith(steps: readonly string[], names: readonly string[] = []): readonly (readonly string[])[] {
  return [...names.filter((n) => n !== "*" && n !== steps.at(-1)).map((n) => [...steps, n]), steps];
}

const isFile = /\.(?:php|inc)["']?$/;
const longestEnd = 8;

/** PSR-4 by the manifest, else by the tail of the name; `require` with a path, however its folder is found. */
export const php: ImportStrategy = {
  scan: (text) => [
    ...brought(text, /^[ \t]*use[ \t]+((?:function[ \t]+|const[ \t]+)?[\\\w][^;()$]{0,4000});/gm, "\\"),
    ...references(text, /\b(?:require|include)(?:_once)?\b[^;"'\n]{0,200}["'](?:\{?\$\w{1,60}\}?)?([^"'\n$]{1,300}\.(?:php|inc))["']/g),
  ],
  resolve({ source, names }, from, project) {
    if (isFile.test(source.slice(-longestEnd))) return broughtFrom(from, source.replace(/^["']?(?:\{?\$\w{1,60}\}?)?|["']$/g, ""), project);
    const paths = eachWith(
      source.split("\\").filter((s) => s !== ""),
      names,
    );
    const first = (find: (steps: readonly string[]) => readonly string[]): readonly string[] => paths.map(find).find((it) => it.length > 0) ?? [];
    for (const [prefix, folder] of psr4(project)) {
      const head = prefix.split("\\").filter((s) => s !== "");
      const found = first((steps) =>
        head.every((s, i) => steps[i] === s)
          ? firstExisting([`${join(project.root, folder)}/${steps.slice(head.length).join("/")}.php`], project)
          : [],
      );
      if (found.length > 0) return found;
    }
    const found = first((steps) => project.endingWith(`/${steps.slice(-2).join("/")}.php`));
    return (found.length > 0 ? found : first((steps) => project.endingWith(`/${steps.at(-1)}.php`))).slice(0, 2);
  },
  implicit: siblings([".php"]),
};

function psr4(project: ProjectView): readonly (readonly [string, string])[] {
  try {
    const data = JSON.parse(project.text(`${project.root}/composer.json`) ?? "{}") as { autoload?: { "psr-4"?: Record<string, unknown> } };
    return Object.entries(data.autoload?.["psr-4"] ?? {}).flatMap(([prefix, folder]) =>
      typeof folder === "string" ? [[prefix, folder] as const] : [],
    );
  } catch {
    return [];
  }
}

/** `require_relative "errors"`, `require "mrkt/errors"` found below `lib`. */
export const ruby: ImportStrategy = {
  scan: (text) => [
    ...constantsIn(text).map((name) => ({ source: `::${name}` })),
    ...references(text, /^[ \t]*require_relative[ \t(]+["']([^"'\n]+)["']/gm).map((r) => ({ source: `./${r.source}` })),
    ...references(text, /^[ \t]*(?:require|load|autoload[ \t]+:\w+,)[ \t(]+["']([^"'\n#]+)["']/gm),
    // `File.join(__dir__, "a")`, `File.expand_path("../a", __FILE__)`, `"#{__dir__}/a"`
    ...references(text, /^[ \t]*(?:require|load)[ \t(]+(?=[^\n]{0,200}(?:__FILE__|__dir__))[^\n]{0,200}["'}]\/?((?:\.\.\/)*\w[\w./-]*)["']/gm).map(
      (r) => ({
        source: `/${r.source}`,
      }),
    ),
  ],
  resolve({ source }, from, project) {
    if (source.startsWith("::")) return loadedByName(source.slice(2), from, project);
    const file = source.endsWith(".rb") ? source : `${source}.rb`;
    if (source.startsWith("./")) return firstExisting([join(folderOf(from), file)], project);
    // `File.expand_path("../a", __FILE__)` begins at the file itself.
    if (source.startsWith("..")) return firstExisting([join(from, file), join(folderOf(from), file)], project);
    if (source.startsWith("/")) return /^\/\.\./.test(source) ? firstExisting([join(from, file)], project) : broughtFrom(from, file, project);
    return firstExisting([`${project.root}/lib/${source}.rb`, `${project.root}/app/${source}.rb`, `${project.root}/${source}.rb`], project);
  },
  // A library requires its files in one place, and they see each other; an application's are loaded by the names of what they define.
  implicit: (from, project) => {
    const named = project.memo(`named in ${from}`, () =>
      loadsByName(from, project) ? constantsIn(project.text(from) ?? "").flatMap((it) => loadedByName(it, from, project)) : [],
    );
    return [...new Set([...siblings([".rb"])(from, project), ...named])];
  },
};

/** So many names of one file are looked for: one that writes more is none that calls an API. */
const maxConstants = 200;

/** `Marketo::Client` */
function constantsIn(text: string): readonly string[] {
  const found = new Set<string>();
  for (const [, name = ""] of text.matchAll(/(?<![\w.@$]|\w::)(?:::)?([A-Z]\w*(?:::[A-Z]\w*)*)/g)) {
    // `LIMIT` is a constant of its own file.
    if (!/^[A-Z0-9_]+$/.test(name)) found.add(name);
    if (found.size >= maxConstants) break;
  }
  return [...found];
}

/** Where an application keeps what it loads when it is named (Rails, by Zeitwerk). */
const loadedFolder = /^(?:app\/[^/]+(?:\/concerns)?|lib)\//;

function loadsByName(path: string, project: ProjectView): boolean {
  const isApplication = project.memo("loads by name", () => project.below(`${project.root}/app`).length > 0);
  return isApplication && path.startsWith(`${project.root}/`) && loadedFolder.test(path.slice(project.root.length + 1));
}

/** `Marketo::Client` stands in `app/services/marketo/client.rb`, and so does what is named in it. */
function loadedByName(name: string, from: string, project: ProjectView): readonly string[] {
  if (!loadsByName(from, project)) return [];
  const steps = name.split("::").map((it) =>
    it
      .replace(/([A-Z]+)([A-Z][a-z])/g, "$1_$2")
      .replace(/([a-z\d])([A-Z])/g, "$1_$2")
      .toLowerCase(),
  );
  for (let n = steps.length; n > 0; n--) {
    const tail = `${steps.slice(0, n).join("/")}.rb`;
    const found = project
      .endingWith(`/${tail}`)
      .filter((p) => p !== from && project.exists(p) && loadsByName(p, project) && rest(p, project) === tail);
    if (found.length > 0) return found.slice(0, 1);
  }
  return [];
}

/** A path below the folder that names begin at. */
function rest(path: string, project: ProjectView): string {
  return path.slice(project.root.length + 1).replace(loadedFolder, "");
}

/** The crates of one workspace by the names that code has for them. */
function crates(project: ProjectView): ReadonlyMap<string, string> {
  return project.memo("crates", () => {
    const named = namedProjects("Cargo.toml", /^[ \t]*name[ \t]*=[ \t]*"([\w-]+)"/m, project);
    return new Map([...named].map(([name, root]) => [name.replaceAll("-", "_"), root]));
  });
}

/** The folder that a crate begins in: that of its `lib.rs` or `main.rs`, or of a crate of several programs the one called `src`. */
function crateOf(folder: string, project: ProjectView): string {
  for (let at = folder; at.length >= project.root.length; at = folderOf(at))
    if (project.exists(`${at}/lib.rs`) || project.exists(`${at}/main.rs`)) return at;
  return /^.*\/src(?=\/|$)/.exec(folder)?.[0] ?? folder;
}

/** `mod errors;`, `use crate::api::errors::…`, `use super::errors`, `use acme_errors::…` of another crate of the workspace. */
export const rust: ImportStrategy = {
  scan: (text) => [
    ...references(text, /^[ \t]*(?:pub(?:\([^)]*\))?[ \t]+)?mod[ \t]+(\w+)[ \t]*;/gm),
    ...brought(text, /^[ \t]*(?:pub(?:\([^)]*\))?[ \t]+)?use[ \t]+([\w:{][^;]{0,4000});/gm, "::"),
  ],
  resolve({ source, names }, from, project) {
    const folder = folderOf(from);
    const stem = from.slice(from.lastIndexOf("/") + 1, -".rs".length);
    const own = /^(?:mod|lib|main)$/.test(stem) ? folder : `${folder}/${stem}`;
    const steps = source.split("::");
    // What stands in a module that has no path behind it stands in the file of the module itself.
    let isModule = true;
    let base = own;
    if (steps[0] === "crate") {
      base = crateOf(folder, project);
      steps.shift();
    } else if (steps[0] === "super" || steps[0] === "self") {
      base = steps[0] === "self" ? own : folderOf(own);
      steps.shift();
    } else {
      const crate = crates(project).get(steps[0] as string);
      if (crate !== undefined) {
        base = `${crate}/src`;
        steps.shift();
      } else isModule = false;
    }
    // The last names may be what stands in the file, not the file.
    for (const full of eachWith(steps, names))
      for (let n = full.length; n >= 1; n--) {
        const at = `${base}/${full.slice(0, n).join("/")}`;
        const found = firstExisting([`${at}.rs`, `${at}/mod.rs`], project);
        if (found.length > 0) return found;
      }
    return isModule && steps.length < 2 ? firstExisting([`${base}.rs`, `${base}/mod.rs`, `${base}/lib.rs`, `${base}/main.rs`], project) : [];
  },
};

/** `#include "errors.h"`, with the source file of the same name beside it. */
export const c: ImportStrategy = {
  scan: (text) => references(text, /^[ \t]*#[ \t]*include[ \t]+"([^"\n]+)"/gm),
  resolve({ source }, from, project) {
    const at = firstExisting(
      [join(folderOf(from), source), join(project.root, source), join(project.root, `include/${source}`), join(project.root, `src/${source}`)],
      project,
    );
    const paths = at.length > 0 ? at : project.endingWith(`/${source}`).slice(0, 2);
    return paths.flatMap((p) => [
      p,
      ...firstExisting(
        [".cpp", ".cc", ".cxx"].map((e) => p.replace(/\.\w+$/, e)),
        project,
      ),
    ]);
  },
};

/** A module of more files than these is taken folder by folder. */
const maxPerModule = 200;

/**
 * Swift: the files of one module see each other without an import. A package's modules are the folders of `Sources` and `Tests`; without them
 * the module is the folder below the project's own.
 */
export const swift: ImportStrategy = {
  scan: () => [],
  resolve: () => [],
  implicit(from, project) {
    const own = /^.*\/(?:Sources|Tests)\/[^/]+(?=\/)/.exec(from)?.[0] ?? `${project.root}/${from.slice(project.root.length + 1).split("/")[0]}`;
    const files = folderOf(from) === project.root ? [] : project.below(own).filter((p) => p.endsWith(".swift"));
    return files.length > 0 && files.length <= maxPerModule ? files.filter((p) => p !== from) : siblings([".swift"])(from, project);
  },
};

/** `source ./retry.sh`, `. "$DIR/retry.sh"`, `. .\retry.ps1`, `Import-Module (Join-Path $PSScriptRoot "x.psm1")`. */
export const shell: ImportStrategy = {
  scan: (text) =>
    references(
      text,
      /^[ \t]*(?:source|\.|Import-Module|using module)[ \t]+["']?(?:\$\{?\w+(?:\[\w*\])?\}?(?=[\\/])|\$\([^\n;#]{0,200}\)(?=[\\/])|\(?Join-Path[ \t]+\$\w+[ \t]+["']?)?([\w.\\/-]+\.(?:sh|bash|ps1|psm1))\b/gm,
    ),
  resolve: ({ source }, from, project) => broughtFrom(from, source.replaceAll("\\", "/"), project),
};
