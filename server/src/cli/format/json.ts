import type { Scan } from "../scan.ts";
import { type Range, rangeOf } from "./places.ts";

/** The shapes that outsiders parse: nothing is renamed or left out within version 1. */
interface CheckReport {
  readonly version: 1;
  /** How many files were looked at. */
  readonly files: number;
  readonly findings: readonly {
    readonly file: string;
    readonly range: Range;
    readonly rule: string;
    readonly severity: string;
    readonly api: string;
    readonly codes: readonly string[];
    readonly message: string;
  }[];
}

interface CodesReport {
  readonly version: 1;
  readonly files: number;
  readonly sites: readonly {
    readonly file: string;
    readonly range: Range;
    readonly text: string;
    readonly api: string;
    readonly code: string;
    readonly role: string;
    readonly confidence: "certain" | "likely";
  }[];
}

export function findingsAsJson(scan: Scan): string {
  const findings = scan.kept.flatMap(({ file, analysis }) =>
    analysis.findings.map(({ span, rule, severity, api, codes, message }) => {
      return { file, range: rangeOf(analysis.lines, span), rule, severity, api, codes, message };
    }),
  );
  return print({ version: 1, files: scan.files, findings } satisfies CheckReport);
}

/** Literals alone: the uses of named constants are no places where a code is written. */
export function sitesAsJson(scan: Scan): string {
  const sites = scan.kept.flatMap(({ file, analysis }) =>
    analysis.sites
      .filter((it) => it.named === undefined)
      .map(({ span, text, api, code, role, confidence }) => {
        return { file, range: rangeOf(analysis.lines, span), text, api, code, role, confidence };
      }),
  );
  return print({ version: 1, files: scan.files, sites } satisfies CodesReport);
}

/** Well-formed JSON even where a literal holds half a surrogate pair. */
export function print(report: object): string {
  return `${JSON.stringify(report, undefined, 2)}\n`;
}
