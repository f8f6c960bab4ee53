import { cpSync, readdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";
import { type Outcome, run } from "../compilers/machine.ts";

/** How the client of a language is run with what a fix made of it. */
export interface Runtime {
  /** The client's file, in the language's folder. */
  readonly client: string;
  /** Programs that must be on the path, and Debian's packages that have them. */
  readonly programs: readonly string[];
  readonly packages: readonly string[];
  /** Another text that does the same against the test's clock. */
  readonly adapt?: (text: string) => string;
  /** Builds, where there is something to build; then `start` may be called. */
  readonly build?: (folder: string) => Promise<Outcome>;
  readonly start: (folder: string, args: readonly string[], env?: NodeJS.ProcessEnv) => Promise<Outcome>;
}

const tsx = pathToFileURL(fileURLToPath(new URL("../../node_modules/tsx/dist/loader.mjs", import.meta.url))).href;

/** Where Debian keeps what every Kotlin program needs. */
const kotlinLibrary = "/usr/share/java/kotlin-stdlib.jar";

export const runtimes: Readonly<Record<string, Runtime>> = {
  typescript: {
    client: "leads.ts",
    programs: [],
    packages: [],
    start: (folder, args, env = {}) => run(process.execPath, ["--import", tsx, join(folder, "main.mjs"), ...args], { cwd: folder, env }),
  },
  javascript: {
    client: "leads.mjs",
    programs: [],
    packages: [],
    start: (folder, args, env = {}) => run(process.execPath, [join(folder, "main.mjs"), ...args], { cwd: folder, env }),
  },
  python: {
    client: "leads.py",
    programs: ["python3"],
    packages: ["python3"],
    start: (folder, args, env = {}) => run("python3", ["-B", "main.py", ...args], { cwd: folder, env }),
  },
  java: {
    client: "Leads.java",
    programs: ["javac", "java"],
    packages: ["default-jdk-headless"],
    build: (folder) =>
      run("javac", ["-d", "out", "-proc:none", "-nowarn", "-sourcepath", ".", "Leads.java", "Main.java", "Thread.java"], { cwd: folder }),
    start: (folder, args, env = {}) => run("java", ["-cp", "out", "client.Main", ...args], { cwd: folder, env }),
  },
  kotlin: {
    client: "Leads.kt",
    programs: ["kotlinc", "java", "javac"],
    packages: ["kotlin", "default-jdk-headless"],
    build: async (folder) => {
      const sources = filesIn(folder);
      const java = sources.filter((name) => name.endsWith(".java"));
      const compiled = java.length === 0 ? undefined : await run("javac", ["-d", "out", "-proc:none", "-nowarn", ...java], { cwd: folder });
      if (compiled && compiled.status !== 0) return compiled;
      return run("kotlinc", ["-nowarn", "-jvm-target", "1.8", "-cp", "out", "-d", "out", ...sources.filter((name) => name.endsWith(".kt"))], {
        cwd: folder,
      });
    },
    start: (folder, args, env = {}) => run("java", ["-cp", `out:${kotlinLibrary}`, "client.MainKt", ...args], { cwd: folder, env }),
  },
  rust: {
    client: "leads.rs",
    programs: ["rustc"],
    packages: ["rustc"],
    adapt: (text) => text.replace(/^use std::thread;$/m, "use crate::clock as thread;"),
    build: async (folder) => {
      const library = ["--edition", "2021", "--crate-type", "lib", "--cap-lints", "allow"];
      const crates = readdirSync(folder).filter((name) => name.endsWith(".rs") && !["leads.rs", "clock.rs", "main.rs"].includes(name));
      for (const name of crates) {
        const made = await run("rustc", [...library, name], { cwd: folder });
        if (made.status !== 0) return made;
      }
      const known = crates.flatMap((name) => ["--extern", `${name.slice(0, -3)}=lib${name.slice(0, -3)}.rlib`]);
      return run("rustc", ["--edition", "2021", "--cap-lints", "allow", ...known, "-o", "leads", "main.rs"], { cwd: folder });
    },
    start: (folder, args, env = {}) => run(join(folder, "leads"), args, { cwd: folder, env }),
  },
  go: {
    client: "leads.go",
    programs: ["go"],
    packages: ["golang-go"],
    // Go has no way to stand before a package of the standard library but another one in its place.
    adapt: (text) => text.replace(/^(\s*(?:import )?)"time"$/m, '$1time "clients/clock"'),
    build: (folder) => {
      writeFileSync(join(folder, "go.mod"), "module clients\n\ngo 1.19\n");
      return run("go", ["build", "-o", "leads", "."], { cwd: folder, env: { GOPROXY: "off", GOFLAGS: "-mod=mod", GOTOOLCHAIN: "local" } });
    },
    start: (folder, args, env = {}) => run(join(folder, "leads"), args, { cwd: folder, env }),
  },
  php: {
    client: "Leads.php",
    programs: ["php"],
    packages: ["php-cli"],
    start: (folder, args, env = {}) => run("php", ["main.php", ...args], { cwd: folder, env }),
  },
  ruby: {
    client: "leads.rb",
    programs: ["ruby"],
    packages: ["ruby"],
    start: (folder, args, env = {}) => run("ruby", ["main.rb", ...args], { cwd: folder, env }),
  },
  bash: {
    client: "leads.sh",
    programs: ["bash", "curl", "jq", "awk"],
    packages: ["bash", "curl", "jq"],
    start: (folder, args, env = {}) => run("bash", [join(folder, "main.sh"), ...args], { cwd: folder, env }),
  },
};

/** All files below a folder, as the folder sees them. */
function filesIn(folder: string, below = ""): readonly string[] {
  return readdirSync(join(folder, below), { withFileTypes: true }).flatMap((entry) => {
    const name = join(below, entry.name);
    return entry.isDirectory() ? filesIn(folder, name) : [name];
  });
}

const clients = fileURLToPath(new URL("clients/", import.meta.url));

export function clientFolder(language: string): string {
  return join(clients, language);
}

/** The client's folder as it is to be run: with the fixed text in the place of its own. */
export function layOut(language: string, runtime: Runtime, text: string, folder: string): void {
  cpSync(clientFolder(language), folder, { recursive: true });
  writeFileSync(join(folder, runtime.client), runtime.adapt?.(text) ?? text);
}
