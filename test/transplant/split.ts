import type { GraftFile } from "./grafts.ts";

/** How the pieces of a file are parted, by the ending: what a piece of definitions begins with, and how another file asks for it. */
interface Manner {
  /** A constant, with its name as the first group. Of members it matches the whole, line end included. */
  readonly constant: RegExp;
  /** What every file begins with. */
  readonly head?: RegExp;
  /** Makes a piece visible to other files. */
  exported(piece: string): string;
  /** The head of a file that uses names of another. */
  uses(names: readonly string[], module: string): string;
  /** Constants are members of classes: the class that holds those that were moved. */
  holder?(module: string, members: string): string;
}

const ecma: Manner = {
  constant: /^(?:export )?const ([A-Z][A-Z0-9_]*)\b/,
  exported: (piece) => piece.replace(/^(?:export )?/, "export "),
  uses: (names, module) => `import { ${names.join(", ")} } from "./${module}";\n`,
};

const packages = /^package [^\n]*\n/m;

const manners: Readonly<Record<string, Manner>> = {
  ".ts": ecma,
  ".js": ecma,
  ".tsx": ecma,
  ".py": {
    constant: /^([A-Z][A-Z0-9_]*)\s*(?::[^=\n]*)?=/,
    exported: (piece) => piece,
    uses: (names, module) => `from .${module} import ${names.join(", ")}\n`,
  },
  ".go": { constant: /^(?:var|const)\s+([A-Za-z]\w*)\b/, head: packages, exported: (piece) => piece, uses: () => "" },
  ".kt": {
    constant: /^(?:private |internal )?(?:const )?val ([A-Z][A-Z0-9_]*)\b(?=[^\n]*=)/,
    head: packages,
    exported: (piece) => piece.replace(/^(?:private |internal )/, ""),
    uses: () => "",
  },
  ".rb": {
    constant: /^([A-Z][A-Z0-9_]*)\s*=/,
    exported: (piece) => piece,
    uses: (_, module) => `require_relative "${module}"\n`,
  },
  ".php": {
    constant: /^const ([A-Z][A-Z0-9_]*)\b/,
    head: /^<\?php\n(?:namespace [^\n]*\n)?/,
    exported: (piece) => piece,
    uses: (_, module) => `require_once __DIR__ . '/${module}.php';\n`,
  },
  ".java": {
    constant: /^ +(?:(?:private|protected|public) )?static final [\w<>, [\]?]+ ([A-Z][A-Z0-9_]*) =[^;]*;\n/gm,
    head: packages,
    exported: (piece) => piece.replace(/(?:private|protected|public) /, ""),
    uses: () => "",
    holder: (module, members) => `final class ${module} {\n${members}}\n`,
  },
  ".cs": {
    constant: /^ +(?:(?:private|protected|public|internal) )?(?:static readonly|const) [\w<>, [\]?]+ ([A-Z]\w*) =[^;]*;\n/gm,
    head: /^namespace [^\n]*;\n/m,
    exported: (piece) => piece.replace(/(?:private|protected|public|internal) /, "").replace(/static readonly|const/, "internal $&"),
    uses: () => "",
    holder: (module, members) => `internal static class ${module}\n{\n${members}}\n`,
  },
};

/**
 * The constants of a file in a second and a third one, the rest where it was: undefined where it has none that its other pieces use. Notes
 * go along without their places.
 */
export function splitOverThree(path: string, file: GraftFile): ReadonlyMap<string, GraftFile> | undefined {
  const ending = path.slice(path.lastIndexOf("."));
  const manner = manners[ending];
  if (!manner) return undefined;
  const pieces = manner.holder ? membersOf(file.text, manner) : piecesOf(file.text);
  const constants = pieces.flatMap((text) => {
    const name = new RegExp(manner.constant.source, "m").exec(text)?.[1];
    const others = pieces.filter((p) => p !== text);
    const isAlone = name !== undefined && !/\b[A-Z][A-Z0-9_]{2,}\b/.test(text.slice(text.indexOf(name) + name.length).replace(/(["'`]).*?\1/g, ""));
    return name !== undefined && isAlone && others.some((p) => new RegExp(`\\b${name}\\b`).test(p)) ? [{ name, text }] : [];
  });
  const hosts = constants.filter((c) => !/https?:\/\//.test(c.text));
  if (hosts.length === 0) return undefined;
  const folder = path.slice(0, path.lastIndexOf("/") + 1);
  const head = (manner.head && new RegExp(manner.head.source, "m").exec(file.text)?.[0]) ?? "";
  const modules = manner.holder ? ["PartA", "PartB"] : ["parta", "partb"];
  const moved = new Map<string, { names: string[]; text: string }>();
  hosts.forEach((c, i) => {
    const module = modules[i % 2] as string;
    const at = moved.get(module) ?? { names: [], text: "" };
    at.names.push(c.name);
    at.text += manner.holder ? manner.exported(c.text) : `${manner.exported(c.text)}\n`;
    moved.set(module, at);
  });
  const rest = pieces.filter((p) => !hosts.some((c) => c.text === p));
  const imports = [...moved].map(([module, { names }]) => manner.uses(names, module)).join("");
  const left = manner.holder ? qualified(rest.join(""), moved) : behindHead(rest.join("\n"), imports, manner);
  const files = new Map<string, GraftFile>([[path, { ...file, text: left }]]);
  for (const [module, { text }] of moved)
    files.set(`${folder}${module}${ending}`, { text: head + (manner.holder?.(module, text) ?? text), notes: [], names: file.names });
  return files;
}

/** Imports stand behind what a file has to begin with. */
function behindHead(text: string, imports: string, { head }: Manner): string {
  const first = head && new RegExp(head.source).exec(text)?.[0];
  return first !== undefined && text.startsWith(first) ? first + imports + text.slice(first.length) : imports + text;
}

/** A text cut into the constants of its classes and what stands between them. */
function membersOf(text: string, { constant }: Manner): readonly string[] {
  const out: string[] = [];
  let at = 0;
  for (const match of text.matchAll(constant)) {
    out.push(text.slice(at, match.index), match[0]);
    at = match.index + match[0].length;
  }
  return [...out, text.slice(at)];
}

/** The names of members that were moved, with the class that holds them now. */
function qualified(text: string, moved: ReadonlyMap<string, { readonly names: readonly string[] }>): string {
  let out = text;
  for (const [module, { names }] of moved)
    for (const name of names) out = out.replace(new RegExp(`(?<![\\w."])(?:\\w+\\.)?${name}\\b(?!["(])`, "g"), `${module}.${name}`);
  return out;
}

/** The top-level pieces of a text: what begins in the first column, with what is indented below it. */
function piecesOf(text: string): readonly string[] {
  const out: string[] = [];
  let open: string[] = [];
  for (const line of text.split("\n")) {
    const begins =
      /^(?:export |const |var |val |private |internal |object |fun |suspend |func |function |async |class |enum |module |def |@|from |import |package |type |\$|<\?php|namespace |[A-Z][A-Z0-9_]*\b.*=|\/\/|#)/.test(
        line,
      );
    if (begins && open.length > 0) {
      out.push(`${open.join("\n")}\n`);
      open = [];
    }
    open.push(line);
  }
  out.push(open.join("\n"));
  return out;
}
