import { columnsOf } from "../../text/columns.ts";
import { printable } from "../printable.ts";
import type { Seen } from "../scan.ts";
import type { Style } from "../style.ts";
import type { Range } from "./places.ts";

export interface FrameOptions {
  readonly style: Style;
  /** For the line under the place. */
  readonly paint: (text: string) => string;
  /** Of the whole frame, in columns. */
  readonly width: number;
}

const tab = "  ";

/** How much of a line stands before the place where not all of it has room. */
const lead = 24;

/** The line of source at a place, with the place underlined; of a place over several lines the first. */
export function codeFrame(analysis: Seen, range: Range, options: FrameOptions): string {
  const { style, paint } = options;
  const number = String(range.start.line + 1);
  const gutter = `    ${number} `;
  const line = lineText(analysis, range.start.line);
  const from = range.start.character;
  const to = range.end.line === range.start.line ? Math.max(range.end.character, from + 1) : Math.max(line.length, from + 1);
  const { before, marked, after } = clip(line, from, to, Math.max(40, options.width - gutter.length - 3));
  const under = " ".repeat(columnsOf(before)) + paint("━".repeat(Math.max(1, columnsOf(marked))));
  return [`${style.dim(`${gutter}│`)} ${before}${marked}${after}`.trimEnd(), `${style.dim(`${" ".repeat(gutter.length)}│`)} ${under}`].join("\n");
}

/** The three pieces of a line, as the terminal may have them, in no more than `room` columns or so. */
function clip(line: string, from: number, to: number, room: number): { before: string; marked: string; after: string } {
  const start = to <= room ? 0 : Math.max(0, from - lead);
  const end = start + room;
  const shown = (text: string) => printable(text).replaceAll("\t", tab);
  const indent = start === 0 ? 0 : 1;
  return {
    before: `${"…".repeat(indent)}${shown(line.slice(start, from))}`,
    marked: shown(line.slice(from, Math.min(to, end))),
    after: `${shown(line.slice(to, Math.max(to, end)))}${Math.max(to, end) < line.length || to > end ? "…" : ""}`,
  };
}

function lineText(analysis: Seen, line: number): string {
  const start = analysis.lines.offset({ line, character: 0 });
  const end = analysis.lines.offset({ line: line + 1, character: 0 });
  return analysis.text.slice(start, end).replace(/[\r\n]+$/, "");
}
