import type { Engine, EngineOptions } from "../engine/model.ts";
import type { Logger } from "../host/host.ts";
import type { NodeHost } from "../host/node.ts";

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
  /** One sentence. */
  readonly title: string;
  readonly defaultSeverity: string;
  /** Absolute address of the rule's page. */
  readonly page: string;
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
  createEngine(options: EngineOptions): Engine;
  /** The package's version. */
  version(): Promise<string>;
  /** Starts the server, which ends the process when its client leaves. */
  startServer(): Promise<void>;
}

/** The logger of a command: what it passes over goes to stderr, so that machine formats stay clean. */
export function stderrLog(machine: Machine): Logger {
  return { info() {}, warn: (message) => machine.stderr.write(`faultline: ${message}\n`) };
}
