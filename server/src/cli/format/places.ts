import type { Host } from "../../host/host.ts";
import type { Finding, Related } from "../../rules/model.ts";
import { LineMap, type Position } from "../../text/line-map.ts";
import type { Span } from "../../text/span.ts";
import { relativePath, resolvePath } from "../paths.ts";
import type { Seen } from "../scan.ts";

/** Zero-based lines and UTF-16 columns, the end exclusive: as in LSP. */
export interface Range {
  readonly start: Position;
  readonly end: Position;
}

export function rangeOf(lines: LineMap, span: Span): Range {
  return { start: lines.position(span.start), end: lines.position(span.end) };
}

/** A place that belongs to a finding, in the same file or another. */
export interface RelatedPlace {
  /** Relative to the working folder. */
  readonly file: string;
  readonly range: Range;
  readonly message: string;
}

/** Where a report's findings and the places that belong to them are; reads other files once each. */
export class Places {
  readonly #host: Host;
  readonly #cwd: string;
  readonly #lines = new Map<string, LineMap | undefined>();

  constructor(host: Host, cwd: string) {
    this.#host = host;
    this.#cwd = cwd;
  }

  /** The places of a finding in `file`; one in a file that has gone meanwhile is left out. */
  related(file: string, analysis: Seen, finding: Finding): readonly RelatedPlace[] {
    return finding.related.flatMap((it) => {
      const lines = it.file === undefined ? analysis.lines : this.#linesOf(it.file);
      return lines ? [{ file: this.#nameOf(it, file), range: rangeOf(lines, it.span), message: it.message }] : [];
    });
  }

  #nameOf(related: Related, file: string): string {
    return related.file === undefined ? file : relativePath(this.#cwd, resolvePath(this.#cwd, related.file));
  }

  #linesOf(file: string): LineMap | undefined {
    if (!this.#lines.has(file)) {
      const text = this.#host.readText(resolvePath(this.#cwd, file));
      this.#lines.set(file, text === undefined ? undefined : new LineMap(text));
    }
    return this.#lines.get(file);
  }
}
