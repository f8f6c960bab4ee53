import { createEngine } from "../engine/engine.ts";
import { createNodeHost, findPackageRoot, toSlashes } from "../host/node.ts";
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

function processMachine(): Machine {
  const host = createNodeHost();
  return {
    cwd: toSlashes(process.cwd()),
    env: process.env,
    stdout: sink(process.stdout),
    stderr: sink(process.stderr),
    host,
    rules: [],
    createEngine,
    async version() {
      const { version } = JSON.parse(new TextDecoder().decode(await host.resource("package.json")));
      return version;
    },
    async startServer() {
      // The server is a program of its own, so that other commands don't pay for loading it. It lies elsewhere in the source than in the bundle.
      const entry = import.meta.url.endsWith(".ts") ? "../lsp/main.ts" : "./server.mjs";
      await import(new URL(entry, import.meta.url).href);
    },
  };
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
