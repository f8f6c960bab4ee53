import type { Diagnostic, PublishDiagnosticsParams } from "vscode-languageserver";
import type { Findings } from "../engine/model.ts";
import type { Finding } from "../rules/model.ts";
import type { Sheet } from "./sheet.ts";
import { diagnostic, type Place } from "./to-protocol.ts";

/**
 * What is found in one version of a document, on its way to the editor. The protocol wants all of it with each key press, of which nearly
 * nothing is new: the bytes of the rest are those of the version before.
 */
export class Publication implements PublishDiagnosticsParams {
  readonly uri: string;
  readonly version: number;
  readonly #findings: Findings;
  readonly #place: Place;
  readonly #sheet: Sheet;

  constructor(findings: Findings, place: Place, sheet: Sheet) {
    this.uri = place.uri;
    this.version = place.version;
    this.#findings = findings;
    this.#place = place;
    this.#sheet = sheet;
  }

  get diagnostics(): Diagnostic[] {
    return this.#findings.marks.map((_, i) => diagnostic(this.#findings.at(i), this.#place, this.#sheet.client));
  }

  /** For those who write objects. */
  toJSON(): PublishDiagnosticsParams {
    const { uri, version, diagnostics } = this;
    return { uri, version, diagnostics };
  }

  /** The same as a notification with its header, in bytes. */
  message(method: string): Uint8Array {
    const before = `{"jsonrpc":"2.0","method":${JSON.stringify(method)},"params":{"uri":${JSON.stringify(this.uri)},"version":${this.version},"diagnostics":[`;
    return this.#sheet.write(this.#findings, this.#place, before, "]}}");
  }
}

/** Findings of which all are there. */
export function listed(findings: readonly Finding[]): Findings {
  return { marks: findings, at: (index) => findings[index] as Finding };
}
