import type { GraftFile } from "./grafts.ts";

/** How the pieces of a file are parted, by the ending: what a piece of definitions begins with, and how another file asks for it. */
interface Manner {
  readonly constant: RegExp;
  /** Makes a piece visible to other files. */
  exported(piece: string): string;
  /** The head of a file that uses names of another. */
  uses(names: readonly string[], module: string): string;
}

const ecma: Manner = {
  constant: /^(?:export )?const ([A-Z][A-Z0-9_]*)\b/,
  exported: (piece) => piece.replace(/^(?:export )?/, "export "),
  uses: (names, module) => `import { ${names.join(", ")} } from "./${module}";\n`,
};

const manners: Readonly<Record<string, Manner>> = {
  ".ts": ecma,
  ".js": ecma,
  ".tsx": ecma,
  ".py": {
    constant: /^([A-Z][A-Z0-9_]*)\s*(?::[^=\n]*)?=/,
    exported: (piece) => piece,
    uses: (names, module) => `from .${module} import ${names.join(", ")}\n`,
  },
  ".go": { constant: /^(?:var|const)\s+([A-Za-z]\w*)\b/, exported: (piece) => piece, uses: () => "" },
};

/**
 * The constants of a file in a second and a third one, the rest where it was: undefined where it has none that its other pieces use. Notes
 * go along without their places.
 */
export function splitOverThree(path: string, file: GraftFile): ReadonlyMap<string, GraftFile> | undefined {
  const ending = path.slice(path.lastIndexOf("."));
  const manner = manners[ending];
  if (!manner) return undefined;
  const pieces = piecesOf(file.text);
  const constants = pieces.flatMap((text) => {
    const name = manner.constant.exec(text)?.[1];
    const others = pieces.filter((p) => p !== text);
    const isAlone = name !== undefined && !/\b[A-Z][A-Z0-9_]{2,}\b/.test(text.slice(text.indexOf(name) + name.length).replace(/(["'`]).*?\1/g, ""));
    return name !== undefined && isAlone && others.some((p) => new RegExp(`\\b${name}\\b`).test(p)) ? [{ name, text }] : [];
  });
  const hosts = constants.filter((c) => !/https?:\/\//.test(c.text));
  if (hosts.length === 0) return undefined;
  const folder = path.slice(0, path.lastIndexOf("/") + 1);
  const head = /^package [^\n]*\n/m.exec(file.text)?.[0] ?? "";
  const moved = new Map<string, { names: string[]; text: string }>();
  hosts.forEach((c, i) => {
    const module = i % 2 === 0 ? "parta" : "partb";
    const at = moved.get(module) ?? { names: [], text: head };
    at.names.push(c.name);
    at.text += `${manner.exported(c.text)}\n`;
    moved.set(module, at);
  });
  const rest = pieces.filter((p) => !hosts.some((c) => c.text === p));
  const imports = [...moved].map(([module, { names }]) => manner.uses(names, module)).join("");
  const files = new Map<string, GraftFile>([[path, { ...file, text: `${imports}${rest.join("\n")}` }]]);
  for (const [module, { text }] of moved) files.set(`${folder}${module}${ending}`, { text, notes: [], names: file.names });
  return files;
}

/** The top-level pieces of a text: what begins in the first column, with what is indented below it. */
function piecesOf(text: string): readonly string[] {
  const out: string[] = [];
  let open: string[] = [];
  for (const line of text.split("\n")) {
    const begins = /^(?:export |const |var |func |function |async |class |def |@|from |import |package |type |[A-Z][A-Z0-9_]*\b.*=|\/\/|#)/.test(
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
