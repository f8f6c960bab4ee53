import { execFileSync } from "node:child_process";
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { dirname, join, posix } from "node:path";
import { fileURLToPath } from "node:url";

export const root = join(dirname(fileURLToPath(import.meta.url)), "../..");

/** A TypeScript file of the product. */
export interface Source {
  /** From the repository's root, forward slashes. */
  readonly path: string;
  /** The folder below `src/`; empty for files that stand in `src/` itself. */
  readonly layer: string;
  readonly text: string;
  readonly generated: boolean;
  /** What it imports: paths below `src/` for its own, names for packages. */
  readonly imports: readonly string[];
}

const importPattern = /^(?:import|export|\}).*\bfrom "([^"]+)"|^import "([^"]+)"|\bimport\("([^"]+)"\)/gm;

/** The TypeScript files below a folder such as `server/src`. */
export function sourcesIn(folder: string): readonly Source[] {
  if (!existsSync(join(root, folder))) return [];
  return readdirSync(join(root, folder), { recursive: true, encoding: "utf8" })
    .map((name) => name.replaceAll("\\", "/"))
    .filter((name) => name.endsWith(".ts"))
    .sort()
    .map((name) => {
      const text = readFileSync(join(root, folder, name), "utf8");
      const imports = [...text.matchAll(importPattern)].map((m) => target(name, (m[1] ?? m[2] ?? m[3]) as string));
      return {
        path: `${folder}/${name}`,
        layer: name.includes("/") ? name.slice(0, name.indexOf("/")) : "",
        text,
        generated: name.endsWith(".generated.ts"),
        imports,
      };
    });
}

function target(from: string, specifier: string): string {
  return specifier.startsWith(".") ? posix.join(posix.dirname(from), specifier) : specifier;
}

/** The text without comments; what stands in strings stays, and so do line ends. */
export function withoutComments(text: string): string {
  return text.replace(/"(?:[^"\\\n]|\\.)*"|'(?:[^'\\\n]|\\.)*'|`(?:[^`\\]|\\.)*`|\/\*[\s\S]*?\*\/|\/\/[^\n]*/g, (piece) =>
    piece.startsWith("/*") || piece.startsWith("//") ? piece.replace(/[^\n]/g, "") : piece,
  );
}

/** The plain string literals of a text. */
export function stringsIn(text: string): readonly string[] {
  return [...withoutComments(text).matchAll(/"((?:[^"\\\n]|\\.)*)"|'((?:[^'\\\n]|\\.)*)'|`((?:[^`\\]|\\.)*)`/g)].map(
    (m) => (m[1] ?? m[2] ?? m[3]) as string,
  );
}

/** Files that git knows, from the repository's root; none outside of a checkout. */
export function trackedFiles(): readonly string[] {
  try {
    return execFileSync("git", ["ls-files", "-z"], { cwd: root, encoding: "utf8", stdio: ["ignore", "pipe", "ignore"], maxBuffer: 1 << 26 })
      .split("\0")
      .filter((path) => path !== "" && existsSync(join(root, path)));
  } catch {
    return [];
  }
}
