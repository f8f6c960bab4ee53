import { existsSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import type { Outcome } from "./machine.ts";
import { run } from "./machine.ts";

/** A language's own compiler or checker. */
export interface Checker {
  /** For people: what looks at the text. */
  readonly name: string;
  /** The program that must be on the path, and Debian's package that has it. */
  readonly program: string;
  /** Several, with a space between. */
  readonly package: string;
  /** The text as it goes to the compiler: each lies in a folder of its own, and some languages want it to say so. */
  readonly adapt?: (text: string, folder: string) => string;
  /** Looks at one file. */
  readonly each?: (file: string, cwd: string) => Promise<Outcome>;
  /** Looks at many files at once: a compiler that takes seconds to start is started once. Complaints name the file. */
  readonly together?: (files: readonly string[], cwd: string) => Promise<Outcome>;
}

const tsc = fileURLToPath(new URL("../../node_modules/typescript/bin/tsc", import.meta.url));
const types = fileURLToPath(new URL("../../node_modules/@types", import.meta.url));
const pythonNames = fileURLToPath(new URL("python_names.py", import.meta.url));

const strictTsc = (files: readonly string[], cwd: string, ...more: readonly string[]): Promise<Outcome> => {
  const options = ["--noEmit", "--target", "ES2022", "--module", "ESNext", "--moduleResolution", "bundler", "--lib", "ES2022,DOM", "--skipLibCheck"];
  return run(process.execPath, [tsc, ...options, "--typeRoots", types, "--types", "node", "--pretty", "false", ...more, ...files], { cwd });
};

/** `package client` becomes the folder's own name, so that one run of the compiler takes all variants of a file. */
const ownPackage = (text: string, folder: string): string => text.replace(/^package client\b/m, `package ${folder}`);

/** Mono's compiler knows C# 7: a namespace has braces there, and `Random.Shared` is the stub's. */
const olderSharp = (text: string, folder: string): string => {
  const own = text.replace(/^namespace Client\b/m, `namespace ${folder}`).replaceAll("Random.Shared", "Stubs.Newer.Random");
  return /^namespace \w+;$/m.test(own) ? `${own.replace(/^(namespace \w+);$/m, "$1 {")}\n}\n` : own;
};

const sharpStubs = fileURLToPath(new URL("stubs/csharp/*.cs", import.meta.url));

/** By the folder in clients/. A language that is missing here has no compiler in Debian or npm, and is checked by its grammar alone. */
export const checkers: Readonly<Record<string, Checker>> = {
  typescript: {
    name: "tsc --strict",
    program: "node",
    package: "nodejs",
    together: (files, cwd) => strictTsc(files, cwd, "--strict"),
  },
  javascript: {
    name: "node --check, names by tsc --checkJs",
    program: "node",
    package: "nodejs",
    each: (file, cwd) => run(process.execPath, ["--check", file], { cwd }),
    together: (files, cwd) => strictTsc(files, cwd, "--allowJs", "--checkJs", "--strict", "false"),
  },
  python: {
    name: "python3 -m py_compile, names by symtable",
    program: "python3",
    package: "python3",
    // Python itself finds a forgotten import only when it gets there.
    together: async (files, cwd) => {
      const compiled = await run("python3", ["-m", "py_compile", ...files], { cwd });
      return compiled.status === 0 ? run("python3", [pythonNames, ...files], { cwd }) : compiled;
    },
  },
  java: {
    name: "javac",
    program: "javac",
    package: "default-jdk-headless",
    adapt: ownPackage,
    together: (files, cwd) => run("javac", ["-d", "out", "-proc:none", "-nowarn", "-Xmaxerrs", "10000", ...files], { cwd }),
  },
  go: {
    name: "gofmt, go vet",
    program: "go",
    package: "golang-go",
    together: async (files, cwd) => {
      writeFileSync(join(cwd, "go.mod"), "module clients\n\ngo 1.19\n");
      const folders = files.map((file) => `./${file.slice(0, file.indexOf("/"))}`);
      const unformatted = await run("gofmt", ["-l", ...files.slice(0, -1)], { cwd });
      if (unformatted.output !== "") return { status: 1, output: unformatted.output.replaceAll("\n", " would be formatted otherwise\n") };
      return run("go", ["vet", ...folders], { cwd, env: { GOPROXY: "off", GOFLAGS: "-mod=mod", GOTOOLCHAIN: "local" } });
    },
  },
  php: { name: "php -l", program: "php", package: "php-cli", each: (file, cwd) => run("php", ["-l", file], { cwd }) },
  ruby: { name: "ruby -wc", program: "ruby", package: "ruby", each: (file, cwd) => run("ruby", ["-wc", file], { cwd }) },
  bash: { name: "bash -n", program: "bash", package: "bash", each: (file, cwd) => run("bash", ["-n", file], { cwd }) },
  cpp: {
    name: "g++ -fsyntax-only",
    program: "g++",
    package: "g++",
    each: (file, cwd) => run("g++", ["-fsyntax-only", "-std=c++17", "-Wall", "-Werror=return-type", file], { cwd }),
  },
  csharp: {
    name: "mcs, with stubs of what Mono and Debian lack",
    program: "mcs",
    package: "mono-mcs libmono-system-net-http4.0-cil",
    adapt: olderSharp,
    together: async (files, cwd) => {
      const stubs = join(cwd, "stubs.dll");
      if (!existsSync(stubs)) {
        const made = await run("mcs", ["-t:library", "-r:System.Net.Http", `-out:${stubs}`, sharpStubs], { cwd });
        if (made.status !== 0) return made;
      }
      return run("mcs", ["-t:library", "-nowarn:1998", "-r:System.Net.Http", `-r:${stubs}`, "-out:out/all.dll", ...files], { cwd });
    },
  },
  rust: {
    name: "rustc",
    program: "rustc",
    package: "rustc",
    together: (files, cwd) => {
      const modules = files.map((file) => `#[path = "${file}"]\npub mod ${file.replace(/\W/g, "_")};`);
      writeFileSync(join(cwd, "lib.rs"), `${modules.join("\n")}\n`);
      return run("rustc", ["--edition", "2021", "--crate-type", "lib", "--emit=metadata", "--cap-lints", "allow", "lib.rs"], { cwd });
    },
  },
  kotlin: {
    name: "kotlinc",
    program: "kotlinc",
    package: "kotlin",
    adapt: ownPackage,
    together: (files, cwd) => run("kotlinc", ["-nowarn", "-d", "out", ...files], { cwd }),
  },
  scala: {
    name: "scalac",
    program: "scalac",
    package: "scala",
    adapt: ownPackage,
    together: (files, cwd) => run("scalac", ["-nowarn", "-Ystop-after:refchecks", "-usejavacp", ...files], { cwd }),
  },
};
