import { marked } from "marked";
import { type DefaultTreeAdapterTypes, parse } from "parse5";
import { joinLooseTables } from "./loose.ts";
import type { Block, Cell, Item } from "./model.ts";

type Node = DefaultTreeAdapterTypes.ChildNode;
type Element = DefaultTreeAdapterTypes.Element;

export interface Page {
  readonly title: string;
  /** What the page says its language is. */
  readonly language?: string;
  readonly blocks: readonly Block[];
}

/** Reads a documentation page in HTML or Markdown, tables saved as text included. */
export function readPage(text: string): Page {
  const { front, body } = frontMatter(text);
  const html = isHtml(body) ? body : (marked.parse(joinLooseTables(body), { async: false, gfm: true }) as string);
  const document = parse(html);
  const blocks: Block[] = [];
  for (const node of document.childNodes) collect(node, blocks);
  const heading = blocks.find((it) => it.kind === "heading");
  const language = document.childNodes.filter(isElement)[0]?.attrs.find((it) => it.name === "lang")?.value;
  return {
    title: /^title:\s*["']?(.+?)["']?\s*$/m.exec(front)?.[1] ?? titleOf(document.childNodes) ?? (heading?.kind === "heading" ? heading.text : ""),
    ...(language ? { language } : {}),
    blocks,
  };
}

function isHtml(text: string): boolean {
  return /^\s*(?:<!doctype html|<html|<head|<body)/i.test(text);
}

function frontMatter(text: string): { readonly front: string; readonly body: string } {
  const match = /^\uFEFF?---\r?\n([\s\S]*?)\r?\n---\r?\n/.exec(text);
  return match ? { front: match[1] ?? "", body: text.slice(match[0].length) } : { front: "", body: text.replace(/^\uFEFF/, "") };
}

/** Never shown, or shown on every page alike. */
const silent = new Set(["script", "style", "noscript", "template", "nav", "footer", "svg", "head"]);

function collect(node: Node, into: Block[]): void {
  if (!isElement(node)) {
    const text = isText(node) ? node.value.trim() : "";
    if (text) into.push({ kind: "text", text });
    return;
  }
  const depth = /^h([1-6])$/.exec(node.tagName)?.[1];
  if (silent.has(node.tagName)) return;
  if (depth) into.push({ kind: "heading", depth: Number(depth), text: textOf(node).trim() });
  else if (node.tagName === "table") into.push(table(node));
  else if (node.tagName === "pre") into.push({ kind: "sample", text: textOf(node) });
  else if (node.tagName === "p") into.push({ kind: "text", text: textOf(node).trim() });
  else if (node.tagName === "ul" || node.tagName === "ol") list(node, into);
  else if (node.tagName === "dl") into.push({ kind: "items", items: glossary(node) });
  else for (const child of node.childNodes) collect(child, into);
}

/** A list is taken for its items' leading terms; what is nested in them is read by itself as well. */
function list(node: Element, into: Block[]): void {
  const entries = node.childNodes.filter(isElement).filter((it) => it.tagName === "li");
  into.push({ kind: "items", items: entries.map(item) });
  for (const entry of entries) for (const child of entry.childNodes) if (isElement(child) && isBlock(child.tagName)) collect(child, into);
}

function isBlock(tag: string): boolean {
  return tag === "table" || tag === "pre" || tag === "ul" || tag === "ol" || tag === "dl";
}

function item(entry: Element): Item {
  const inner = entry.childNodes.find((it): it is Element => isElement(it) && it.tagName === "p") ?? entry;
  const nodes = inner.childNodes.filter((it) => isElement(it) || (isText(it) && it.value.trim() !== ""));
  const first = nodes[0];
  if (first && isElement(first) && ["code", "strong", "b", "em"].includes(first.tagName)) {
    const rest = nodes
      .slice(1)
      .map(textOf)
      .join("")
      .replace(/^[\s:：–—-]+/, "");
    return { term: { text: textOf(first).trim(), literal: first.tagName === "code" }, rest: rest.trim() };
  }
  const text = textOf(inner).trim();
  const match = /^(\S+?)\s*(?:[:：–—]|\s-)\s+([\s\S]+)$/.exec(text);
  return { term: { text: match?.[1] ?? "", literal: false }, rest: match?.[2] ?? text };
}

function glossary(node: Element): readonly Item[] {
  const items: Item[] = [];
  for (const child of elementsUnder(node, new Set(["dt", "dd"]))) {
    if (child.tagName === "dt") items.push({ term: cell(child), rest: "" });
    const last = items.at(-1);
    if (child.tagName === "dd" && last) items[items.length - 1] = { ...last, rest: `${last.rest} ${textOf(child).trim()}`.trim() };
  }
  return items;
}

function table(node: Element): Block {
  const grid: Cell[][] = [];
  const heads: boolean[] = [];
  for (const [y, tr] of elementsUnder(node, new Set(["tr"])).entries()) {
    const cells = tr.childNodes.filter(isElement).filter((it) => it.tagName === "td" || it.tagName === "th");
    heads.push(cells.length > 0 && cells.every((it) => it.tagName === "th"));
    place(cells, y, grid);
  }
  // A table without a head of its own has it in its first row, where nothing looks like a value.
  const first = heads[0] || !(grid[0] ?? []).some((it) => it.literal || /^\d+$/.test(it.text)) ? 1 : 0;
  return { kind: "table", head: first ? (grid[0] ?? []) : [], rows: grid.slice(first).filter((_, i) => !heads[i + first]) };
}

/** Most rows of a span that a page needs; a larger one is a mistake or a trap. */
const spanLimit = 200;

function place(cells: readonly Element[], y: number, grid: Cell[][]): void {
  let x = 0;
  for (const it of cells) {
    while (grid[y]?.[x]) x++;
    const content = cell(it);
    for (let dy = 0; dy < span(it, "rowspan"); dy++) {
      const line = grid[y + dy] ?? [];
      grid[y + dy] = line;
      for (let dx = 0; dx < span(it, "colspan"); dx++) line[x + dx] = content;
    }
    x += span(it, "colspan");
  }
  grid[y] ??= [];
  // Holes of a ragged table are empty cells.
  const line = grid[y];
  for (let i = 0; i < line.length; i++) line[i] ??= { text: "", literal: false };
}

function span(node: Element, name: string): number {
  const value = Number(node.attrs.find((it) => it.name === name)?.value ?? 1);
  return Number.isInteger(value) && value > 0 ? Math.min(value, spanLimit) : 1;
}

function cell(node: Element): Cell {
  const text = textOf(node).trim();
  const codes = elementsUnder(node, new Set(["code", "tt", "kbd"])).map((it) => textOf(it).trim());
  return { text, literal: codes.length === 1 && codes[0] === text && text !== "" };
}

/** Elements of these names below `node`, in order; those inside a nested table belong to that one. */
function elementsUnder(node: Element, names: ReadonlySet<string>): readonly Element[] {
  return node.childNodes.filter(isElement).flatMap((it) => (names.has(it.tagName) ? [it] : it.tagName === "table" ? [] : elementsUnder(it, names)));
}

function textOf(node: Node): string {
  if (isText(node)) return node.value;
  if (!isElement(node) || node.tagName === "script" || node.tagName === "style") return "";
  if (node.tagName === "br") return "\n";
  const text = node.childNodes.map(textOf).join("");
  return /^(?:p|div|li|tr)$/.test(node.tagName) ? `${text}\n` : text;
}

function titleOf(nodes: readonly Node[]): string | undefined {
  for (const node of nodes.filter(isElement)) {
    const text = node.tagName === "title" ? textOf(node).trim() : titleOf(node.childNodes);
    if (text) return text;
  }
  return undefined;
}

function isElement(node: Node): node is Element {
  return "tagName" in node;
}

function isText(node: Node): node is DefaultTreeAdapterTypes.TextNode {
  return node.nodeName === "#text";
}
