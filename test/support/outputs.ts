import type { Analysis, OpenDocument } from "../../server/src/engine/model.ts";
import { completion } from "../../server/src/features/completion.ts";
import { hover } from "../../server/src/features/hover.ts";
import { plain } from "../../server/src/features/rich.ts";
import { why } from "../../server/src/features/why.ts";
import { words } from "../../server/src/l10n/words.ts";
import type { Finding, Fix } from "../../server/src/rules/model.ts";
import { applyEdits } from "../../server/src/text/span.ts";
import type { Block, Output } from "./literate.ts";
import type { TestWorkspace } from "./workspace.ts";

export interface Printed {
  /** What the page would hold. */
  readonly lines: readonly string[];
  /** Whether what the page holds says the same. */
  readonly fits: boolean;
  /** What is wrong beyond the text. */
  readonly fault?: string;
}

interface Asked {
  readonly block: Block;
  readonly path: string;
  readonly language: string;
  readonly document: OpenDocument;
  readonly workspace: TestWorkspace;
}

const english = words("en");
const gap = "…";
/** How many offers a page is given when it is written anew. */
const shownOffers = 6;

/** What stands in the output of a block: completion, hover, or the text after a fix. */
export function outputOf(output: Output, asked: Asked): Printed {
  if (output.kind === "fix") return fixed(output, asked);
  const { block, document, workspace } = asked;
  if (output.kind === "why") return reasons(output, document, workspace);
  if (block.cursor === undefined) return { lines: [], fits: false, fault: `${output.kind} needs a cursor in the block before it` };
  if (output.kind === "hover") {
    const said = hover(document.analysis, block.cursor, workspace.catalogs, english);
    const lines = said ? plain(said.blocks).split("\n") : [];
    return { lines, fits: holds(output.lines, lines, (line, found) => found.includes(line.trim())) };
  }
  const slot = document.slotAt(block.cursor);
  const offers = slot ? [...completion(slot, workspace.catalogs, english)].sort((a, b) => (a.sort < b.sort ? -1 : 1)) : [];
  const lines = offers.map((o) => `${o.text} ${o.title} · ${o.description}`);
  const fits = holds(output.lines, lines, (line, found) => found === line || found.startsWith(`${line} `) || startsSo(line, found));
  return { lines: lines.length > shownOffers ? [...lines.slice(0, shownOffers), gap] : lines, fits };
}

/** `marketo-rest certain`, and below it what speaks for it and against it. */
function reasons(output: Output, document: OpenDocument, workspace: TestWorkspace): Printed {
  const lines = why(document.analysis, workspace.catalogs, english).flatMap((it) => [
    `${it.api} ${it.certain ? "certain" : "perhaps"}`,
    ...it.evidence.map((e) => `  ${e.weight < 0 ? "against: " : ""}${e.text}`),
  ]);
  return { lines, fits: holds(output.lines, lines, (line, found) => line.trim() === found.trim()) };
}

/** `"606" max rate`: the text to be written, then any part of what is said of it. */
function startsSo(line: string, found: string): boolean {
  const at = line.indexOf(" ");
  return at > 0 && found.startsWith(line.slice(0, at + 1)) && found.slice(at + 1).includes(line.slice(at + 1));
}

/**
 * Whether `found` is as `wanted` says: the same lines in the same order, where a gap stands for any number of lines, and `! text` for one that
 * is nowhere.
 */
export function holds(wanted: readonly string[], found: readonly string[], same: (wanted: string, found: string) => boolean): boolean {
  const never = wanted.filter((w) => w.startsWith("! ")).map((w) => w.slice(2));
  if (never.some((n) => found.some((f) => same(n, f)))) return false;
  const rest = wanted.filter((w) => !w.startsWith("! "));
  if (never.length > 0 && rest.length === 0) return true;
  const match = (i: number, j: number): boolean => {
    if (i === rest.length) return j === found.length;
    const line = rest[i] as string;
    if (line.trim() === gap) {
      for (let k = j; k <= found.length; k++) if (match(i + 1, k)) return true;
      return false;
    }
    return j < found.length && same(line, found[j] as string) && match(i + 1, j + 1);
  };
  return match(0, 0);
}

function fixed(output: Output, { block, path, language, document, workspace }: Asked): Printed {
  const found = firstFix(document, output.argument);
  if (!found) return { lines: [], fits: false, fault: `no finding of the block offers the fix "${output.argument}": ${offered(document)}` };
  const { finding, fix } = found;
  const text = applyEdits(block.text, fix.edits);
  const lines = text.split("\n");
  if (lines.at(-1) === "") lines.pop();
  const others = Object.entries(fix.otherFiles ?? {}).flatMap(([file, edits]) => otherFile(file, edits, path, workspace));
  const after = workspace.engine.analyse(path, language, text);
  const fault = faultOf(document.analysis, after, finding);
  const all = [...lines, ...others];
  const fits = fault === undefined && holds(output.lines, all, (a, b) => a === b);
  return {
    lines: output.lines.includes(gap) || output.lines.length === 0 ? excerpt(block.text.split("\n"), all) : all,
    fits,
    ...(fault ? { fault } : {}),
  };
}

function firstFix(document: OpenDocument, id: string): { readonly finding: Finding; readonly fix: Fix } | undefined {
  for (const finding of document.analysis.findings) {
    const fix = document.fixes(finding).find((f) => f.id === id);
    if (fix) return { finding, fix };
  }
  return undefined;
}

function offered(document: OpenDocument): string {
  const ids = document.analysis.findings.flatMap((f) => document.fixes(f).map((fix) => `${f.rule}/${fix.id}`));
  return ids.length === 0 ? "there is none" : `there are ${ids.join(", ")}`;
}

function otherFile(file: string, edits: Parameters<typeof applyEdits>[1], path: string, workspace: TestWorkspace): readonly string[] {
  const root = /^\/[^/]+/.exec(path)?.[0] ?? "";
  const before = workspace.files.get(`${root}/${file}`) ?? "";
  return [`+++ ${file}`, ...applyEdits(before, edits).trimEnd().split("\n")];
}

/** A fix leaves text that parses, and without what it mends. */
function faultOf(before: Analysis, after: Analysis, finding: Finding): string | undefined {
  if (after.facts.broken.length > before.facts.broken.length) return "the text doesn't parse after the fix";
  const same = (f: Finding): boolean => f.rule === finding.rule && f.message === finding.message;
  const left = after.findings.filter(same).length;
  return left < before.findings.filter(same).length ? undefined : "the finding is still there after the fix";
}

/** The lines that changed with one around them. */
function excerpt(before: readonly string[], after: readonly string[]): readonly string[] {
  const old = new Set(before);
  const kept = after.map((line, i) => [i - 1, i, i + 1].some((k) => after[k] !== undefined && !old.has(after[k] as string)) || !old.has(line));
  const out: string[] = [];
  for (const [i, line] of after.entries()) {
    if (kept[i]) out.push(line);
    else if (out.at(-1) !== gap) out.push(gap);
  }
  return out;
}
