import { questionAt } from "../rules/unhandled-report.ts";
import type { Seen } from "./scan.ts";

/** What a finding is known by when lines above it come and go, and messages are worded anew. */
export interface Fingerprint {
  readonly file: string;
  readonly rule: string;
  readonly codes: readonly string[];
  /** Its first line, without indentation. Of what a list leaves out that of who asks it, since the list's own is what will be mended. */
  readonly text: string;
  /** A hash of the lines next to it that hold something. */
  readonly near: string;
}

/** More of a line, in characters, or more empty lines than these say nothing more. */
const longest = 160;
const reach = 20;

/** Of each finding of a file, in their order. */
export function fingerprints(file: string, { text, lines, findings }: Pick<Seen, "text" | "lines" | "findings">): readonly Fingerprint[] {
  const all = findings.length === 0 ? [] : text.split("\n");
  return findings.map((finding) => {
    const { rule, codes } = finding;
    const at = lines.position(questionAt(finding).start).line;
    const above = all.slice(Math.max(0, at - reach), at).findLast((it) => it.trim() !== "") ?? "";
    const below = all.slice(at + 1, at + 1 + reach).find((it) => it.trim() !== "") ?? "";
    return { file, rule, codes, text: plain(all[at] ?? ""), near: hash(`${plain(above)}\n${plain(below)}`) };
  });
}

/**
 * Whether a finding is the one that was written down. A decision that leaves out fewer codes than it did is still the same one, only better.
 * `exactly`: the lines around it are the same, too.
 */
export function isSame(known: Fingerprint, found: Fingerprint, exactly: boolean): boolean {
  return (
    known.file === found.file &&
    known.rule === found.rule &&
    known.text === found.text &&
    (!exactly || known.near === found.near) &&
    found.codes.every((code) => known.codes.includes(code)) &&
    (found.codes.length > 0 || known.codes.length === 0)
  );
}

function plain(line: string): string {
  return line.trim().replace(/\s+/g, " ").slice(0, longest);
}

/** FNV-1a over UTF-16 units, as eight hexadecimal digits. */
function hash(text: string): string {
  let value = 0x811c9dc5;
  for (let i = 0; i < text.length; i++) value = Math.imul(value ^ text.charCodeAt(i), 0x01000193);
  return (value >>> 0).toString(16).padStart(8, "0");
}
