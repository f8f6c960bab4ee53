import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { createEngine } from "../engine/engine.ts";
import { createNodeHost, findPackageRoot } from "../host/node.ts";
import { programIn } from "../host/program.ts";
import { optimiseLater, roomAtOnce, toSlashes } from "../host/system.ts";
import type { Severity } from "../rules/model.ts";
import { rules } from "../rules/rules.ts";
import { exit } from "./failure.ts";
import type { Machine, RuleInfo, Sink } from "./machine.ts";
import { run } from "./run.ts";

function sink(stream: NodeJS.WriteStream): Sink {
  return {
    write: (text) => void stream.write(text),
    isTerminal: stream.isTTY === true,
    get columns() {
      return stream.columns;
    },
  };
}

interface Manifest {
  readonly version: string;
  readonly homepage?: string;
}

function processMachine(): Machine {
  const root = findPackageRoot();
  const host = createNodeHost(root);
  const thread = join(root, "dist/survey-worker.mjs");
  const manifest: Manifest = JSON.parse(readFileSync(join(root, "package.json"), "utf8"));
  return {
    cwd: toSlashes(process.cwd()),
    env: process.env,
    stdout: sink(process.stdout),
    stderr: sink(process.stderr),
    host,
    rules: rules.map(({ id, severity }) => ruleInfo(root, id, severity, manifest.homepage)),
    ...(existsSync(thread) ? { surveyThread: thread } : {}),
    // Run from its source, the program changes without any of these files.
    ...(import.meta.url.endsWith(".ts") ? {} : { program: programIn(root) }),
    version: manifest.version,
    createEngine,
    // The importer and the server are programs of their own, so that other commands don't pay for loading them.
    loadImporter: () => bundled("../importer/importer.ts", "./importer.mjs"),
    async startServer() {
      await bundled("../lsp/main.ts", "./server.mjs");
    },
  };
}

/** A rule, whose page is read where a report tells of it. */
function ruleInfo(root: string, id: string, defaultSeverity: Severity, homepage: string | undefined): RuleInfo {
  let read: string | undefined;
  const page = (): string => {
    const path = join(root, "docs/rules", `${id}.md`);
    read ??= existsSync(path) ? readFileSync(path, "utf8") : "";
    return read;
  };
  return {
    id,
    defaultSeverity,
    get title() {
      return /^# (.*)$/m.exec(page())?.[1] ?? id.replaceAll("-", " ");
    },
    get help() {
      const sections = ["What it says", "Why", "How to mend it"].map((name) => new RegExp(`^## ${name}\n[^#]*`, "m").exec(page())?.[0].trim() ?? "");
      return sections.filter((it) => it !== "").join("\n\n");
    },
    ...(homepage === undefined ? {} : { page: `${homepage}/docs/rules/${id}.md` }),
  };
}

/** A module that lies elsewhere in the source than in the bundle. */
function bundled<T>(source: string, built: string): Promise<T> {
  return import(new URL(import.meta.url.endsWith(".ts") ? source : built, import.meta.url).href) as Promise<T>;
}

// Half of the processor's time is saved.
if (process.argv[2] === "check" || process.argv[2] === "codes") {
  optimiseLater(1_000_000);
  roomAtOnce();
}

process.once("SIGINT", () => {
  if (process.stderr.isTTY) process.stderr.write("\r\u001b[K");
  process.exit(exit.interrupted);
});

// A reader that has seen enough (`| head`) closes the pipe: nothing is left to say then, and the exit status stays what it is.
process.stdout.on("error", (error: NodeJS.ErrnoException) => {
  if (error.code !== "EPIPE") process.exit(exit.failure);
});

try {
  // Not process.exit: what was written to a pipe would be cut off.
  process.exitCode = await run(processMachine(), process.argv.slice(2));
} catch (error) {
  process.stderr.write(`faultline: internal error: ${error instanceof Error ? (error.stack ?? error.message) : error}\n`);
  process.exitCode = exit.failure;
}
