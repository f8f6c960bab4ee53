import type { Finding, Severity } from "../../rules/model.ts";
import { columnsOf } from "../../text/columns.ts";
import { printable } from "../printable.ts";
import type { Scan, Seen } from "../scan.ts";
import type { Style } from "../style.ts";
import { codeFrame } from "./frame.ts";
import { type Places, type Range, type RelatedPlace, rangeOf } from "./places.ts";

export interface PrettyOptions {
  readonly style: Style;
  readonly places: Places;
  /** Of the terminal, in columns. */
  readonly width: number;
  /** Whether messages are broken into lines of that width; in a file or a pipe a finding's message stays on one line. */
  readonly wrap: boolean;
}

/** Worst first, as the summary counts them. */
const order: readonly Severity[] = ["error", "warning", "information", "hint"];
const plural: Record<Severity, string> = { error: "errors", warning: "warnings", information: "informations", hint: "hints" };

/** Findings for people: file by file, each with its line of source, and a summary. */
export function findingsForPeople(scan: Scan, options: PrettyOptions): string {
  const files = scan.kept.map(({ file, analysis }) => {
    const findings = analysis.findings.map((it) => findingForPeople(file, analysis, it, options));
    return `${options.style.underline(printable(file))}\n${findings.join("\n\n")}\n`;
  });
  return [...files, summary(scan, options.style)].join("\n");
}

function findingForPeople(file: string, analysis: Seen, finding: Finding, options: PrettyOptions): string {
  const { style } = options;
  const range = rangeOf(analysis.lines, finding.span);
  const place = `${range.start.line + 1}:${range.start.character + 1}`;
  const indent = `  ${place}  ${finding.severity}  `.length;
  const message = wrapped(printable(finding.message), options.wrap ? options.width - indent : undefined).join(`\n${" ".repeat(indent)}`);
  const head = `  ${style.dim(place)}  ${style.severity(finding.severity, finding.severity)}  ${message}  ${style.dim(finding.rule)}`;
  const paint = (text: string) => style.severity(finding.severity, text);
  const related = options.places.related(file, analysis, finding).map((it) => relatedForPeople(file, it, range.start, style));
  return [head, codeFrame(analysis, range, { style, paint, width: options.width }), ...related].join("\n");
}

/** `at` is where the finding stands: what is said of that place needs none of its own. */
function relatedForPeople(file: string, related: RelatedPlace, at: Range["start"], style: Style): string {
  const { line, character } = related.range.start;
  const name = related.file === file ? "" : `${printable(related.file)}:`;
  const isThere = name === "" && line === at.line && character === at.character;
  return `    ${style.dim(isThere ? "→" : `→ ${name}${line + 1}:${character + 1} `)} ${printable(related.message)}`;
}

function summary(scan: Scan, style: Style): string {
  const findings = scan.kept.flatMap((it) => it.analysis.findings);
  const files = count(scan.files, "file", "files");
  if (findings.length === 0) return `${style.green("✔")} No findings in ${files}${calling(scan)}\n`;
  const parts = order.flatMap((severity) => {
    const number = findings.filter((it) => it.severity === severity).length;
    return number === 0 ? [] : [style.severity(severity, count(number, severity, plural[severity]))];
  });
  const worst = order.find((severity) => findings.some((it) => it.severity === severity)) ?? "hint";
  const total = `${count(findings.length, "finding", "findings")} in ${scan.kept.length} of ${files}`;
  return `${style.severity(worst, "✖")} ${style.bold(total)} (${parts.join(", ")})\n`;
}

/** That nothing was found says little where nothing was looked for: a catalog may be missing, or the files may not name their API. */
function calling({ files, callers }: Scan): string {
  if (files === 0) return "";
  if (callers === 0) return files === 1 ? ", which calls no API that is known" : ", none of which calls an API that is known";
  return files === 1 ? ", which calls a known API" : `, ${callers} of which ${callers === 1 ? "calls" : "call"} a known API`;
}

/** The words on as many lines as they need; on one where there is no width, or so little that a column of words would come of it. */
function wrapped(text: string, width: number | undefined): readonly string[] {
  if (width === undefined || width < 30) return [text];
  const lines: string[] = [];
  for (const word of text.split(" ")) {
    const last = lines.at(-1);
    if (last !== undefined && columnsOf(last) + 1 + columnsOf(word) <= width) lines[lines.length - 1] = `${last} ${word}`;
    else lines.push(word);
  }
  return lines;
}

/** `1 file`, `2 files`. */
export function count(number: number, one: string, many: string): string {
  return `${number} ${number === 1 ? one : many}`;
}
