import type { Span } from "../text/span.ts";
import type { Evidence } from "./model.ts";
import type { Needle } from "./needles.ts";

/** At most so many places of one needle are looked at: more of the same proves nothing more. */
const enough = 24;

const commentLead = /(?:^|\s)(?:\/\/|\/\*|#(?!!)|--|;;)|^\s*\*/;

/** What a text says for and against each API. A needle gives one piece of evidence, at its best place. */
export function evidenceIn(text: string, needles: readonly Needle[], lower: string = text.toLowerCase()): readonly Evidence[] {
  const out: Evidence[] = [];
  for (const needle of needles) {
    let best: Evidence | undefined;
    let times = 0;
    let at = lower.indexOf(needle.seek);
    for (let n = 0; at >= 0 && n < enough; n++, at = lower.indexOf(needle.seek, at + 1)) {
      const end = matchEnd(text, at, needle);
      if (end === undefined) continue;
      const comment = inComment(text, at);
      // A value like any other: one of the systems that a program knows, the key of a setting.
      const quoted = needle.kind === "identifier" && /["'`]/.test(text[at - 1] ?? "") && text[at - 1] === text[end];
      const weight =
        quoted && !comment
          ? needle.weight * 0.6
          : needle.weight < 0
            ? needle.weight * (comment ? 0.25 : 1)
            : comment
              ? Math.min(needle.weight * 0.5, 0.4)
              : needle.weight;
      if (!comment) times++;
      if (!best || Math.abs(weight) > Math.abs(best.weight)) {
        best = { api: needle.api, kind: comment && needle.weight > 0 ? "comment" : needle.kind, what: needle.what, span: { start: at, end }, weight };
      }
      if (!comment && (needle.kind !== "identifier" || times >= 3)) break;
    }
    // A name that keeps coming back says a little more than one that stands there once; alone it never suffices.
    if (best && best.kind === "identifier" && best.weight > 0) best = { ...best, weight: best.weight + 0.1 * Math.max(0, times - 1) };
    if (best) out.push(best);
  }
  return out;
}

/** Where a needle that begins at `at` ends; undefined where it is only a piece of another word. */
function matchEnd(text: string, at: number, needle: Needle): number | undefined {
  needle.pattern.lastIndex = at;
  const match = needle.pattern.exec(text);
  if (!match) return undefined;
  const end = at + match[0].length;
  if (!needle.word) return /[\w]/.test(text[end] ?? "") && !needle.open ? undefined : end;
  const before = text[at - 1] ?? "";
  const first = text[at] as string;
  const hump = /[A-Z]/.test(first) && /[a-z0-9]/.test(before);
  if (/[A-Za-z]/.test(before) && !hump) return undefined;
  const after = text[end] ?? "";
  const last = text[end - 1] as string;
  if (needle.open || !/[A-Za-z0-9]/.test(after)) return end;
  return /[A-Z]/.test(after) && /[a-z0-9]/.test(last) ? end : undefined;
}

/** Every place of a needle, up to a number that is enough to know. */
export function occurrences(text: string, needle: Needle, lower: string): readonly Span[] {
  const out: Span[] = [];
  for (let at = lower.indexOf(needle.seek); at >= 0 && out.length < 200; at = lower.indexOf(needle.seek, at + 1)) {
    const end = matchEnd(text, at, needle);
    if (end !== undefined) out.push({ start: at, end });
  }
  return out;
}

export function inComment(text: string, at: number): boolean {
  const line = text.slice(text.lastIndexOf("\n", at - 1) + 1, at);
  if (line.length > 400) return false;
  // A double slash behind a colon is an address, not a comment.
  return commentLead.test(line.replace(/:\/\//g, ""));
}

/** What a file's own path says. Folders above the project say nothing. */
export function evidenceInPath(path: string, needles: readonly Needle[]): readonly Evidence[] {
  return evidenceIn(
    path,
    needles.filter((n) => n.kind === "identifier" || n.kind === "package"),
  ).map((e) => ({ ...e, kind: "name" as const, what: path, span: { start: 0, end: 0 } }));
}

const directive = /\bfaultline(?:-api)?\s*:\s*([a-z][a-z0-9-]*(?:\s*,\s*[a-z][a-z0-9-]*)*)/gi;

/** `faultline: marketo-rest` in a comment; `faultline: none` says that the file belongs to no API. */
export function directives(
  text: string,
): readonly { readonly apis: readonly string[]; readonly span: { readonly start: number; readonly end: number } }[] {
  const out: { apis: readonly string[]; span: { start: number; end: number } }[] = [];
  // Cheap first: nearly no file has one.
  if (!/faultline/i.test(text)) return out;
  for (const match of text.matchAll(directive)) {
    const names = (match[1] as string).split(",").map((n) => n.trim().toLowerCase());
    out.push({ apis: names, span: { start: match.index, end: match.index + match[0].length } });
  }
  return out;
}
