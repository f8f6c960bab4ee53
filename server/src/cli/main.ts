import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { createEngine } from "../engine/engine.ts";
import { createNodeHost, findPackageRoot } from "../host/node.ts";
import { programIn } from "../host/program.ts";
import { optimiseLater, roomAtOnce, toSlashes } from "../host/system.ts";
import { rules } from "../rules/rules.ts";
import { exit } from "./failure.ts";
import type { Machine, Sink } from "./machine.ts";
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
  const pages = `${manifest.homepage ?? pathToFileURL(root).href}/docs/rules`;
  return {
    cwd: toSlashes(process.cwd()),
    env: process.env,
    stdout: sink(process.stdout),
    stderr: sink(process.stderr),
    host,
    rules: rules.map((it) => ({ id: it.id, title: it.id.replaceAll("-", " "), defaultSeverity: it.severity, page: `${pages}/${it.id}.md` })),
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
