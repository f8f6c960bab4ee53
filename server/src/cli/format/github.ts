import type { Severity } from "../../rules/model.ts";
import type { Scan } from "../scan.ts";
import { rangeOf } from "./places.ts";

const commands: Record<Severity, string> = { error: "error", warning: "warning", information: "notice", hint: "notice" };

/** One workflow command a finding: GitHub shows them at the lines of a pull request. Lines and columns from 1, columns in UTF-16 units. */
export function findingsAsGithub(scan: Scan): string {
  let out = "";
  for (const { file, analysis } of scan.kept) {
    for (const finding of analysis.findings) {
      const { start, end } = rangeOf(analysis.lines, finding.span);
      const properties = {
        file,
        line: start.line + 1,
        endLine: end.line + 1,
        // GitHub takes columns only where the place is on one line.
        ...(start.line === end.line ? { col: start.character + 1, endColumn: end.character + 1 } : {}),
        title: `faultline: ${finding.rule}`,
      };
      const list = Object.entries(properties).map(([key, value]) => `${key}=${escapeProperty(String(value))}`);
      out += `::${commands[finding.severity]} ${list.join(",")}::${escapeData(finding.message)}\n`;
    }
  }
  return out;
}

function escapeData(text: string): string {
  return text.replaceAll("%", "%25").replaceAll("\r", "%0D").replaceAll("\n", "%0A");
}

function escapeProperty(text: string): string {
  return escapeData(text).replaceAll(":", "%3A").replaceAll(",", "%2C");
}
