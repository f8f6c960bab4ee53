import type { PublishDiagnosticsParams } from "vscode-languageserver";
import type { Catalog } from "../catalogs/catalog.ts";
import type { Engine, EngineOptions } from "../engine/model.ts";
import type { Host, Logger } from "../host/host.ts";
import type { Work } from "./preparing.ts";
import type { Keeper } from "./remembered.ts";

/** What the server is made of, beside the protocol. */
export interface Services {
  readonly host: Host;
  createEngine(options: EngineOptions): Engine | Promise<Engine>;
  /** The built-in catalogs and those of the workspace folders. Rejects only on a broken installation. */
  loadCatalogs(roots: readonly string[]): Promise<LoadedCatalogs>;
  /** Where something is kept for the next start; absent where there is no place for it. */
  readonly keeper?: Keeper | undefined;
  /** Told of each change of a document, before it is followed. */
  typed?(): void;
  /** Where the pages of the rules lie, as a URI with a slash at its end, for clients that don't say it themselves. */
  readonly rulePages?: string;
}

interface LoadedCatalogs {
  readonly catalogs: readonly Catalog[];
  readonly problems: readonly string[];
  /** The workspace's own ones as they were read, to tell them from others. */
  readonly own?: unknown;
}

/** What the session tells the editor unasked. */
export interface Outlet {
  readonly log: Logger;
  /** Resolves when they are on their way, where that can be said. */
  diagnostics(params: PublishDiagnosticsParams): void | Promise<void>;
  status(params: StatusParams): void;
  /** For what the user must know, once. */
  showError(message: string): void;
  /** Shows a long piece of work; undefined, or absent, where the editor can't. */
  begin?(title: string): Work | undefined;
}

/** The APIs that a document is taken to call. */
export interface StatusParams {
  readonly uri: string;
  readonly apis: readonly { readonly id: string; readonly name: string; readonly certain: boolean }[];
}
