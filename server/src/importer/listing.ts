import { codesOf, looksLikeCode, trimCode } from "./codes.ts";
import { clean, columnsOf, firstSentence, rowsOf } from "./columns.ts";
import { codeHeads, delayedWords, errorWords, foreignHeads, httpWords, recordWords, says } from "./lexicon.ts";
import type { Block, Cell, Found, Item, LevelName } from "./model.ts";

/** A list with fewer codes than this is an example in passing. */
const fewest = 3;

/** Every code that a page lists: in tables, lists, glossaries, or one heading each. */
export function listedIn(blocks: readonly Block[], received: ReadonlySet<string>): readonly Found[] {
  const found: Found[] = [];
  const sections: string[] = [];
  for (const block of blocks) {
    if (block.kind === "heading") {
      sections.length = block.depth - 1;
      sections[block.depth - 1] = block.text;
    }
    if (block.kind === "table") found.push(...inTable(block, sections, received));
    if (block.kind === "items") found.push(...inItems(block.items, sections));
  }
  return [...found, ...inHeadings(blocks)];
}

function inTable(block: Extract<Block, { kind: "table" }>, sections: readonly string[], received: ReadonlySet<string>): readonly Found[] {
  const columns = columnsOf(block, received, sections.join(" "));
  if (!columns) return [];
  const rows = rowsOf(block, columns, undefined);
  // A table of statuses in a section about HTTP lists the answers' own statuses; elsewhere its numbers are codes in the body.
  const level = levelOf(sections) ?? (columns.http && says(block.head[columns.code]?.text ?? "", httpWords) ? "http" : undefined);
  const fits = level !== "http" || rows.every((it) => /^[1-5]\d\d$/.test(it.code));
  return level && fits ? rows.map((it) => ({ ...it, level })) : rows;
}

/** What the innermost telling section says of where its codes arrive. */
function levelOf(sections: readonly string[]): LevelName | undefined {
  for (const section of [...sections].reverse()) {
    if (!section) continue;
    if (says(section, recordWords)) return "record";
    if (says(section, delayedWords)) return "delayed";
    if (says(section, httpWords)) return "http";
    if (/response|body|回應|响应|응답|レスポンス/i.test(section)) return "response";
  }
  return undefined;
}

function inItems(items: readonly Item[], sections: readonly string[]): readonly Found[] {
  const nearest = sections.filter(Boolean).at(-1) ?? "";
  if (says(nearest, foreignHeads) || !says(sections.join(" "), [...errorWords, ...codeHeads])) return [];
  const fits = (term: Cell): boolean =>
    looksLikeCode(trimCode(term.text)) || (term.literal && says(nearest, [...codeHeads, "error"]) && codesOf(term.text).length > 0);
  const coded = items.filter((it) => fits(it.term));
  if (coded.length < fewest || coded.length < items.length * 0.8) return [];
  const level = levelOf(sections);
  return coded.flatMap(({ term, rest }) => codesOf(term.text).map((code) => described(code, clean(rest), level)));
}

/** Headings that each begin with a code: `### 10001 No Permission`, `### rate_limited`. */
function inHeadings(blocks: readonly Block[]): readonly Found[] {
  const depths = new Map<number, Found[]>();
  const about = blocks.flatMap((it) => (it.kind === "heading" ? [it.text] : [])).join(" ");
  for (const [i, block] of blocks.entries()) {
    if (block.kind !== "heading") continue;
    const match = /^(?:error\s+|code\s+)?(\S+?)(?:\s*[:：]\s*|\s+[–—-]\s+|\s+|$)(.*)$/i.exec(clean(block.text));
    const code = trimCode(match?.[1] ?? "");
    if (!looksLikeCode(code) || /^\d{1,2}$/.test(code) || /^\d+(?:\.\d+)+$/.test(code)) continue;
    const next = blocks[i + 1];
    const cause = next?.kind === "text" ? clean(next.text) : "";
    const one = described(code, cause, undefined);
    depths.set(block.depth, [...(depths.get(block.depth) ?? []), { ...one, title: clean(match?.[2] ?? "") || one.title }]);
  }
  return says(about, [...errorWords, ...codeHeads]) ? [...depths.values()].filter((it) => it.length >= fewest).flat() : [];
}

function described(code: string, text: string, level: LevelName | undefined): Found {
  return { code, ...(level ? { level } : {}), title: firstSentence(text) || code, cause: text, remedy: "" };
}
