import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { find } from "../compilers/machine.ts";
import { fixInTurn } from "../support/in-turn.ts";
import { testWorkspace } from "../support/workspace.ts";
import type { RetryLibrary } from "./libraries.ts";
import { clientFolder, layOut, type Runtime, runtimes } from "./runtimes.ts";
import { type Scenario, scenarios, type Told } from "./scenarios.ts";
import { ScriptedServer } from "./server.ts";

/** What a client is asked to do: each operation decides on codes in a shape of its own. */
export const operations = ["find", "describe", "count"] as const;

/** One scenario as it was run; without `told`, why it could not be. */
export interface Run {
  readonly operation: string;
  readonly scenario: Scenario;
  readonly told: Told;
}

export type Proof = { readonly runs: readonly Run[] } | { readonly skipped: string } | { readonly failed: string };

/**
 * Mends the language's client by what is offered for all codes at once, and runs it against the scripted server. A process is started once
 * for all scenarios: each takes a client of its own, so nothing is carried over. `library`: the project has it, and it is the real one.
 */
export async function prove(language: string, library?: RetryLibrary): Promise<Proof> {
  const runtime = runtimes[language];
  if (!runtime) return { failed: `${language} has no runtime here` };
  const missing = runtime.programs.find((it) => !find(it));
  if (missing) return { skipped: `${missing} is not here` };
  const mended = await mend(language, runtime, library);
  if ("skipped" in mended || "failed" in mended) return mended;
  const folder = mkdtempSync(join(tmpdir(), `faultline-running-${language}-`));
  const server = await ScriptedServer.start();
  try {
    layOut(language, runtime, library?.adapt?.(mended.text) ?? mended.text, folder);
    const env = (await library?.bring(folder)) ?? {};
    if (typeof env === "string") return { skipped: env };
    const built = await runtime.build?.(folder);
    if (built && built.status !== 0) return { failed: `the mended client does not compile:\n${built.output}` };
    return await play(runtime, folder, server, env);
  } finally {
    await server.stop();
    rmSync(folder, { recursive: true, force: true });
  }
}

async function mend(
  language: string,
  runtime: Runtime,
  library?: RetryLibrary,
): Promise<{ readonly text: string } | { readonly skipped: string } | { readonly failed: string }> {
  const workspace = await testWorkspace(["/w"]);
  const path = `/w/src/${runtime.client}`;
  const text = readFileSync(join(clientFolder(language), library?.client ?? runtime.client), "utf8");
  if (library) workspace.files.set(`/w/${library.manifest[0]}`, library.manifest[1]);
  if (workspace.engine.languageOf(path) === undefined) return { skipped: "the engine doesn't read it yet" };
  const { text: mended, applied, left } = await fixInTurn(workspace, path, text, (fix) => fix.id === "handle-all");
  if (applied.length === 0) return left.length > 0 ? { skipped: "no fix offered yet" } : { failed: "nothing is found in the client" };
  if (left.length > 0) return { failed: `no fix for: ${left.map((f) => f.message).join("; ")}` };
  if (applied.length !== operations.length) return { failed: `${applied.length} fixes for ${operations.length} operations` };
  if (library && !library.shows.test(mended)) return { failed: `the mended client does without ${library.id}:\n${mended}` };
  return { text: mended };
}

async function play(runtime: Runtime, folder: string, server: ScriptedServer, env: NodeJS.ProcessEnv): Promise<Proof> {
  const planned = operations.flatMap((operation) =>
    scenarios.map((scenario) => ({ operation, scenario, ...server.add(`${operation}-${scenario.id}`, scenario) })),
  );
  const { status, output } = await runtime.start(
    folder,
    planned.flatMap(({ operation, base }) => [operation, base]),
    env,
  );
  const told = outcomesIn(output);
  if (status !== 0 || told.length !== planned.length)
    return { failed: `the client ended with status ${status} after ${told.length} runs:\n${output}` };
  const runs = planned.map(({ operation, scenario, seen }, i) => ({ operation, scenario, told: { ...(told[i] as Ended), ...seen } }));
  return { runs };
}

type Ended = Pick<Told, "outcome" | "waits">;

/** Lines `waited <ms>` belong to the outcome that follows them. */
function outcomesIn(output: string): readonly Ended[] {
  const ended: Ended[] = [];
  let waits: number[] = [];
  for (const line of output.split(/\r?\n/)) {
    const wait = /^waited (\S+)$/.exec(line);
    if (wait) waits.push(Number(wait[1]));
    else if (/^(?:done|failed)\b/.test(line)) {
      ended.push({ outcome: line, waits });
      waits = [];
    }
  }
  return ended;
}
