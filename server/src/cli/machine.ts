import type { Engine, EngineOptions } from "../engine/model.ts";
import type { Logger } from "../host/host.ts";
import type { NodeHost } from "../host/node.ts";
import type { Severity } from "../rules/model.ts";

/** Where a command writes. */
export interface Sink {
  write(text: string): void;
  readonly isTerminal: boolean;
  /** Width in columns; undefined where nobody knows. */
  readonly columns?: number | undefined;
}

/** What of a rule a report about its findings needs. */
export interface RuleInfo {
  readonly id: string;
  /** A few words. */
  readonly title: string;
  /** What it says, why, and how to mend it, in Markdown; absent or empty where its page isn't there. */
  readonly help?: string;
  readonly defaultSeverity: Severity;
  /** Address of the rule's page on the network; absent where it has none. */
  readonly page?: string;
}

/** Everything outside a command that it touches: a test gives its own, `main.ts` the process. */
export interface Machine {
  /** The working folder: absolute, forward slashes. */
  readonly cwd: string;
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly stdout: Sink;
  readonly stderr: Sink;
  readonly host: NodeHost;
  readonly rules: readonly RuleInfo[];
  /** Rejects on a broken installation. */
  createEngine(options: EngineOptions): Promise<Engine>;
  /** Differs between any two builds of the program and its data; absent where that can't be told, and nothing may be remembered. */
  readonly program?: string;
  /** The program of the threads that look at files (`survey-worker.ts`), where there is one: a checkout that was not built has none. */
  readonly surveyThread?: string;
  /** The package's version. */
  readonly version: string;
  /** The importer, which no other command needs: loaded when it is asked for. */
  loadImporter(): Promise<typeof import("../importer/importer.ts")>;
  /** Starts the server, which ends the process when its client leaves. */
  startServer(): Promise<void>;
}

/** The logger of a command: what it passes over goes to stderr, so that machine formats stay clean. */
export function stderrLog(machine: Machine): Logger {
  return { info() {}, warn: (message) => machine.stderr.write(`faultline: ${message}\n`) };
}
