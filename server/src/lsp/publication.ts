import type { Diagnostic, PublishDiagnosticsParams } from "vscode-languageserver";
import type { Finding } from "../rules/model.ts";
import type { ClientFeatures } from "./client-features.ts";
import { diagnostic, type Place, range, relatedInformation, saidOf } from "./to-protocol.ts";

/**
 * What is found in one version of a document, on its way to the editor. The protocol wants all of it with each key press, of which nearly
 * nothing is new but where it stands: the rest of a finding is written once.
 */
export class Publication implements PublishDiagnosticsParams {
  readonly uri: string;
  readonly version: number;
  readonly #findings: readonly Finding[];
  readonly #place: Place;
  readonly #pen: Pen;

  constructor(findings: readonly Finding[], place: Place, pen: Pen) {
    this.uri = place.uri;
    this.version = place.version;
    this.#findings = findings;
    this.#place = place;
    this.#pen = pen;
  }

  get diagnostics(): Diagnostic[] {
    return this.#findings.map((it) => diagnostic(it, this.#place, this.#pen.client));
  }

  /** For those who write objects. */
  toJSON(): PublishDiagnosticsParams {
    const { uri, version, diagnostics } = this;
    return { uri, version, diagnostics };
  }

  /** The same, written. */
  get json(): string {
    let out = "";
    for (const it of this.#findings) out += `${out === "" ? "" : ","}${this.#pen.written(it, this.#place)}`;
    return `{"uri":${JSON.stringify(this.uri)},"version":${this.version},"diagnostics":[${out}]}`;
  }
}

interface Written extends Pick<Finding, "rule" | "severity" | "api" | "message"> {
  readonly json: string;
}

/** Writes findings, and remembers of each what stays the same wherever it comes to stand. */
export class Pen {
  readonly client: ClientFeatures;
  /** By the codes of a finding, which no other one shares and which stay the same object from version to version. */
  readonly #known = new WeakMap<readonly string[], Written>();
  #fresh = 0;

  constructor(client: ClientFeatures) {
    this.client = client;
  }

  /** How many findings were written that weren't known. */
  get fresh(): number {
    return this.#fresh;
  }

  written(finding: Finding, place: Place): string {
    const { start, end } = range(place.lines, finding.span);
    const related = this.client.relatedInformation ? relatedInformation(finding, place) : [];
    return `{"range":{"start":{"line":${start.line},"character":${start.character}},"end":{"line":${end.line},"character":${end.character}}},${
      related.length === 0 ? "" : `"relatedInformation":${JSON.stringify(related)},`
    }${this.#rest(finding)}`;
  }

  /** All but the beginning of the object. */
  #rest(finding: Finding): string {
    const { rule, severity, api, message, codes } = finding;
    const known = this.#known.get(codes);
    if (known?.message === message && known.rule === rule && known.severity === severity && known.api === api) return known.json;
    this.#fresh++;
    const json = JSON.stringify(saidOf(finding, this.client)).slice(1);
    this.#known.set(codes, { rule, severity, api, message, json });
    return json;
  }
}
