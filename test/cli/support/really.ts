/** The command line with the real engine, in this process. */
import assert from "node:assert/strict";
import type { Machine } from "../../../server/src/cli/machine.ts";
import { run } from "../../../server/src/cli/run.ts";
import { createEngine } from "../../../server/src/engine/engine.ts";
import { createNodeHost } from "../../../server/src/host/node.ts";
import { rules } from "../../../server/src/rules/rules.ts";

export interface Ran {
  readonly out: string;
  readonly err: string;
}

/** Runs a command that must be able to run. */
export async function runReally(cwd: string, args: readonly string[], more: Partial<Machine> = {}): Promise<Ran> {
  let out = "";
  let err = "";
  const sink = (write: (text: string) => void) => ({ write, isTerminal: false });
  const machine: Machine = {
    cwd,
    env: {},
    stdout: sink((text) => {
      out += text;
    }),
    stderr: sink((text) => {
      err += text;
    }),
    host: createNodeHost(),
    rules: rules.map((it) => ({ id: it.id, title: it.id, defaultSeverity: it.severity, page: "" })),
    version: "1.2.3",
    createEngine,
    startServer: async () => {},
    loadImporter: () => Promise.reject(new Error("not asked for")),
    ...more,
  };
  assert.notEqual(await run(machine, args), 2, err);
  return { out, err };
}
