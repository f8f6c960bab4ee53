import { Console } from "node:console";
import { pathToFileURL } from "node:url";
import { type Connection, createConnection, ProposedFeatures } from "vscode-languageserver/node";
import { loadCatalogs } from "../catalogs/load.ts";
import { createEngine } from "../engine/engine.ts";
import { provenCatalogs, userCatalogFolder, userCatalogs } from "../host/catalog-files.ts";
import type { Host } from "../host/host.ts";
import { createNodeHost, findPackageRoot } from "../host/node.ts";
import { programIn } from "../host/program.ts";
import { standing } from "../host/standing.ts";
import { cacheFolder, keep, nameOf, recall } from "../host/store.ts";
import { toSlashes } from "../host/system.ts";
import type { Keeper } from "./remembered.ts";
import { serve } from "./server.ts";
import type { Services } from "./services.ts";
import { PromptWriter } from "./writer.ts";

/**
 * Serves the protocol over what the command line names (`--stdio`, `--node-ipc`, `--socket`, `--pipe`). The process ends with the client:
 * status 0 after an orderly shutdown, else 1. Throws where the command line names no transport.
 */
export function startServer(overrides: Partial<Services> = {}): void {
  const root = findPackageRoot();
  const host = createNodeHost(root);
  const connection = process.argv.includes("--stdio") ? standardStreams() : createConnection(ProposedFeatures.all);
  process.on("unhandledRejection", (reason) => connection.console.error(`unexpected: ${reason instanceof Error ? reason.stack : String(reason)}`));
  // A client at the other end of a Node channel that dies closes nothing but the channel.
  process.on("disconnect", () => process.exit(1));
  serve(connection, {
    host,
    createEngine,
    loadCatalogs: (roots) => catalogsOf(host, roots),
    keeper: keeperOf(root),
    rulePages: `${pathToFileURL(root).href}/docs/rules/`,
    ...overrides,
  });
}

const limits = { records: 100, bytes: 50 * 1024 * 1024 };

/** None for a program that runs from its source and changes without a mark, nor where the environment names no place or the user wants none. */
function keeperOf(root: string): Keeper | undefined {
  const isWanted = !import.meta.url.endsWith(".ts") && !process.argv.includes("--no-cache");
  const folder = isWanted ? cacheFolder(process.env, "opened") : undefined;
  if (folder === undefined) return undefined;
  const program = programOf(root);
  if (program === undefined) return undefined;
  return {
    nameOf,
    recall: (name) => recall(folder, name),
    keep: (name, value) => keep(folder, name, value, limits),
    standing: (roots, since) => {
      // Who opens the cache changes it by looking.
      const isWithin = roots.some((it) => `${toSlashes(folder)}/`.startsWith(it.endsWith("/") ? it : `${it}/`));
      const around = isWithin ? "many" : standing(roots, since);
      return typeof around === "object" ? { ...around, digest: `${program} ${around.digest}` } : around;
    },
  };
}

/** Undefined where it can't be told from others: the server starts all the same. */
function programOf(root: string): string | undefined {
  try {
    return programIn(root);
  } catch {
    return undefined;
  }
}

/** The standard streams, with our own way of writing. */
function standardStreams(): Connection {
  // Whoever prints, prints beside the protocol.
  Object.assign(console, new Console(process.stderr));
  // The library takes a writer in a stream's place, and then still watches the other stream's end; its types know either two of one or two of the other.
  const output = new PromptWriter(process.stdout) as unknown as NodeJS.WritableStream;
  return createConnection(ProposedFeatures.all, process.stdin, output);
}

async function catalogsOf(host: Host, roots: readonly string[]): ReturnType<Services["loadCatalogs"]> {
  const users = roots.map((it) => userCatalogs(host, `${it}/${userCatalogFolder}`));
  const loaded = loadCatalogs([...(await provenCatalogs(host)), ...users.flatMap((it) => it.inputs)]);
  const unreadable = users.flatMap((it) => it.unreadable).map((it) => `${it} can't be read`);
  const problems = loaded.problems.filter((it) => it.severity !== "information").map((it) => it.message);
  return { catalogs: loaded.catalogs, problems: [...unreadable, ...problems], own: nameOf(users) };
}
