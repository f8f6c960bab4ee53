import type { Part } from "../../syntax/part.ts";
import type { Span, TextEdit } from "../../text/span.ts";
import { fill, fillText, indentAt, insertion, type Lines, lineEnd, lineStart, nextLine, write } from "../layout.ts";
import { quoteLike } from "../replace.ts";
import { type Names, wordsOfFile } from "../tree.ts";
import { Beside } from "./beside.ts";
import { librariesOf, versionOf } from "./installed.ts";
import { freeName, type Scene } from "./scene.ts";

/** What the written arms need elsewhere in the file: helpers, imports, a named cap. Each once, under a name that is free. */
export class Needs {
  readonly #scene: Scene;
  readonly #helpers = new Map<string, string>();
  readonly #beside: Beside;
  /** Those that the file, or one that it is built with, has already. */
  readonly #there = new Set<string>();
  /** Lines of imports, by what they import. */
  readonly #imports = new Map<string, string>();
  readonly #blocks: { readonly lines: Lines; readonly behind: Span | undefined; readonly member: boolean }[] = [];
  readonly #taken = new Set<string>();
  readonly #inFile: Names;
  #cap: { readonly name: string; readonly count: number } | undefined;

  constructor(scene: Scene) {
    this.#scene = scene;
    this.#inFile = wordsOfFile(scene.ctx);
    this.#beside = new Beside(scene.ctx, scene.data);
  }

  /** The name of a helper that the file will have; undefined where the language has none of that kind. */
  helper(id: string): string | undefined {
    const known = this.#helpers.get(id);
    if (known !== undefined) return known;
    const { data, ctx } = this.#scene;
    const form = data.helpers[id];
    if (!form) return undefined;
    const there =
      ctx.functionsThat((f) => f.name === form.name).some((f) => this.#same(form.lines, form.name, f.span.start, f.span.end)) ||
      this.#beside.has(fill(form.lines, { name: form.name }));
    const name =
      there || form.lines.length === 0
        ? form.name
        : freeName([form.name, form.other ?? `${form.name}For`, `${form.name}Time`], this.#reserved(form.name));
    if (form.lines.length > 0) this.#taken.add(name);
    this.#helpers.set(id, name);
    if (there) this.#there.add(id);
    else for (const i of form.imports ?? []) this.import(i);
    return name;
  }

  /** The names that are taken; `wanted` too where a library of the project is called so. */
  #reserved(wanted: string): Names {
    const { data, ctx } = this.#scene;
    const named = librariesOf(data).filter((l) => Object.hasOwn(l.names, wanted));
    const there = named.some((l) => versionOf(l.package, data.manifests ?? [], ctx) !== undefined);
    return { has: (name) => (there && name === wanted) || this.#isTaken(name) };
  }

  #isTaken(name: string): boolean {
    return this.#taken.has(name) || this.#inFile.has(name) || this.#beside.declares(name);
  }

  /** The very helper, put there by an earlier fix. */
  #same(lines: readonly string[], name: string, start: number, end: number): boolean {
    const bare = (source: string): string => source.replace(/\s+/g, "");
    const own = bare(fill(lines, { name }).join(""));
    const there = bare(this.#scene.ctx.text.slice(start, end));
    // Some grammars count what follows to the function.
    const code = bare(
      fill(
        lines.filter((line) => !/^(?:\/\*|\/\/|#)/.test(line)),
        { name },
      ).join(""),
    );
    return own.endsWith(there) || there.startsWith(code);
  }

  import(name: string): void {
    const line = this.#scene.data.imports?.[name];
    if (line !== undefined) this.#imports.set(name, line);
  }

  importLine(source: string, line: string): void {
    this.#imports.set(source, line);
  }

  /** A declaration of the file: behind another one, or where helpers go; a `member` of the class goes behind the function. */
  block(lines: Lines, behind: Span | undefined, member = this.#scene.data.again?.member === true): void {
    this.#blocks.push({ lines, behind, member });
  }

  /** The name of the greatest number of attempts: one the file has already, or a new one. */
  cap(count: number): string {
    if (this.#cap) return this.#cap.name;
    const known = this.knownCap();
    if (known !== undefined) return known;
    const { data } = this.#scene;
    if (!data.cap) return String(count);
    const usual = data.capName ?? "MAX_ATTEMPTS";
    if (this.#beside.has([fillText(data.cap, { name: usual, count: String(count) })])) return usual;
    const name = freeName([usual, data.capName ? `${data.capName}Again` : "MAX_RETRY_ATTEMPTS"], {
      has: (it) => this.#isTaken(it),
    });
    this.#taken.add(name);
    this.#cap = { name, count };
    return name;
  }

  /** The greatest number of attempts that the file has named already; `shape`: a pattern on the line that names it. */
  knownCap(shape?: string): string | undefined {
    const { ctx, data, fact } = this.#scene;
    const fits = (at: number): boolean =>
      shape === undefined || new RegExp(shape).test(ctx.text.slice(lineStart(ctx.text, at), lineEnd(ctx.text, at)).trim());
    const named = ctx.constantsThat((c) => /^k?max_?(?:attempts|retries|tries|retry_?attempts|retry_?count)$/i.test(c.name));
    const known = named.find(
      (c) =>
        (c.label.type === "number" || (ctx.language.shell && /^\d+$/.test(c.label.value))) &&
        fits(c.nameSpan.start) &&
        (c.owner === undefined || (data.ownConstant !== undefined && c.owner === fact?.owner)) &&
        !ctx.around(c.nameSpan).some((p) => p.kind === "function"),
    );
    if (!known) return undefined;
    return known.owner === undefined ? known.name : fillText(data.ownConstant as string, { name: known.name });
  }

  edits(): readonly TextEdit[] {
    const { data, ctx, layout } = this.#scene;
    const cap = this.#cap && data.cap ? [[fillText(data.cap, { name: this.#cap.name, count: String(this.#cap.count) })]] : [];
    const helpers = [...this.#helpers].flatMap(([id, name]) => {
      const form = data.helpers[id];
      return form && form.lines.length > 0 && !this.#there.has(id) ? [inQuotes(fill(form.lines, { name }), this.#scene)] : [];
    });
    // A named number goes to the numbers that the file has named already.
    const numbers = data.place !== "end" && cap.length > 0 ? this.#behindConstants(cap.flat()) : undefined;
    const blocks = numbers ? helpers : [...cap, ...helpers];
    const imports = importEdits(this.#imports, this.#scene).slice();
    if (numbers) imports.push(numbers);
    const gap = layout.eol.repeat(1 + (data.blank ?? 1));
    imports.push(...this.#blocks.map((block) => this.#declared(block, gap)));
    if (blocks.length === 0) return imports;
    if (data.place === "end") {
      const end = ctx.text.trimEnd().length;
      return [...imports, insertion(end, blocks.map((b) => gap + write(b, "", layout)).join(""))];
    }
    if (data.place === "member" && this.#scene.fact?.owner !== undefined) return [...imports, this.#asMembers(blocks, gap)];
    return [...imports, insertion(top(this.#scene), blocks.map((b) => write(b, "", layout) + gap).join(""))];
  }

  #declared(
    { lines, behind, member }: { readonly lines: Lines; readonly behind: Span | undefined; readonly member: boolean },
    gap: string,
  ): TextEdit {
    const { ctx, data, layout, chain, fn } = this.#scene;
    if (behind) return insertion(lineEnd(ctx.text, behind.end), gap + write(lines, indentAt(ctx.text, behind.start), layout));
    if (member && this.#scene.fact?.owner !== undefined) return this.#asMembers([lines], gap);
    const holder = data.again?.nested ? chain.slice(0, fn && chain.indexOf(fn)).findLastIndex((p) => p.kind === "class") : 0;
    const inner = { ...this.#scene, chain: chain.slice(Math.max(0, holder)) };
    return insertion(top(inner), write(lines, indentAt(ctx.text, inner.chain[0]?.span.start ?? 0), layout) + gap);
  }

  /** Behind the last constant of the file, or of the class, that stands above the decision and has its line to itself. */
  #behindConstants(lines: Lines): TextEdit | undefined {
    const { ctx, data, layout, fact, fn } = this.#scene;
    const inClass = data.place === "member" && fact?.owner !== undefined;
    const limit = inClass ? (fn as Part).span.start : top(this.#scene);
    const word = data.cap?.startsWith("{name}") ? "" : (/^\w+/.exec(lines[0] ?? "")?.[0] ?? "");
    const last = ctx.resolved.facts.constants.findLast((c) => {
      const chain = ctx.around(c.nameSpan);
      const line = ctx.text.slice(lineStart(ctx.text, c.nameSpan.start), lineEnd(ctx.text, c.nameSpan.start)).trim();
      // Among variables, or in a block of its own, a constant would stand alone.
      const same = ["static", "final", "const", "val"].every((m) => !new RegExp(`\\b${m}\\b`).test(data.cap ?? "") || line.split(/\W+/).includes(m));
      const alike = line.startsWith(word) && same && (c.owner ?? "") === (inClass ? (fact?.owner ?? "") : "");
      return alike && c.label.span.end < limit && !chain.some((p) => p.kind === "function" || p.kind === "table" || p.kind === "list");
    });
    if (!last || lineStart(ctx.text, last.nameSpan.start) !== lineStart(ctx.text, last.label.span.start)) return undefined;
    const indent = indentAt(ctx.text, last.nameSpan.start);
    if (indent !== "" && !inClass) return undefined;
    return insertion(lineEnd(ctx.text, last.label.span.end), layout.eol + write(lines, indent, layout));
  }

  #asMembers(blocks: readonly (readonly string[])[], gap: string): TextEdit {
    const { fn, layout, ctx } = this.#scene;
    const from = fn as Part;
    const indent = /^[ \t]*/.exec(ctx.text.slice(lineStart(ctx.text, from.span.start)))?.[0] ?? "";
    return insertion(lineEnd(ctx.text, from.span.end), blocks.map((b) => gap + write(b, indent, layout)).join(""));
  }
}

/** With the quotes that the file's author uses. */
export function inQuotes(lines: Lines, { ctx }: Scene): Lines {
  const { quote } = ctx.language;
  const own = quoteLike(ctx, quote);
  return own === quote ? lines : lines.map((line) => (line.includes(own) || line.includes(quote.repeat(3)) ? line : line.replaceAll(quote, own)));
}

/** Above the outermost construct around the decision, its comments and decorators included. */
function top({ ctx, chain }: Scene): number {
  const { text } = ctx;
  let at = lineStart(text, chain[0]?.span.start ?? 0);
  for (;;) {
    const above = lineStart(text, Math.max(0, at - 1));
    if (at === 0) break;
    const line = text.slice(above, at).trim();
    const inComment = ctx.topLevelIn({ start: above, end: at }).some((p) => p.kind === "comment" || p.kind === "decorator");
    if (line === "" || !inComment || /^#!|^["'`]use strict/.test(line)) break;
    at = above;
  }
  return at;
}

/** Import lines that the file lacks, among those it has, or in front of them all. */
function importEdits(wanted: ReadonlyMap<string, string>, { ctx, data, layout }: Scene): readonly TextEdit[] {
  const { text, resolved } = ctx;
  const { imports } = resolved.facts;
  const there = (name: string, line: string): boolean =>
    imports.some(
      (i) => textAt(i.span, text).replace(/;$/, "") === line.replace(/;$/, "") || (i.source === name && i.names.every((n) => n.name === "*")),
    );
  const brought = (line: string): boolean => {
    const local = data.importName === undefined ? undefined : new RegExp(data.importName).exec(line)?.[1];
    return local !== undefined && imports.some((i) => i.names.some((n) => n.local === local));
  };
  // What a library needs may be several lines.
  const each = [...wanted].flatMap(([name, all]) => all.split("\n").map((line) => [name, line] as const));
  const lines = [...new Set(each.flatMap(([name, line]) => (there(name, line) || brought(line) ? [] : [line])))];
  if (lines.length === 0) return [];
  if (data.importBlock !== undefined) return [...wanted].flatMap(([name, line]) => inBlock(name, line, { ctx, data, layout } as Scene));
  const top = imports
    .filter((i) => !ctx.around(i.span).some((p) => p.kind === "function" || p.kind === "class"))
    .map((i) => ({ ...i, span: wholeImport(i.span, text, data) }))
    .filter((i) => lineStart(text, i.span.start) === i.span.start && !/__future__/.test(i.source));
  const standard = data.standard === undefined ? undefined : new RegExp(data.standard);
  const runs = top.filter((_, n) => n === 0 || top.slice(1, n + 1).every((b, k) => adjoins((top[k] as typeof b).span, b.span, text)));
  const first = top[0];
  const own = (line: string): boolean => standard?.test(line.replace(/^(?:import|from)\s+/, "")) ?? false;
  const parted = (line: string): boolean => standard !== undefined && !own(line);
  // Both may go to one place: then the language's own come first.
  const sorted = [...lines].sort((a, b) => Number(own(b)) - Number(own(a)) || (sortKey(a, data) < sortKey(b, data) ? -1 : 1));
  const lastOwn = sorted.findLast(own);
  return sorted.map((line) => {
    if (own(line) && first && !standard?.test(first.source)) return insertion(first.span.start, line + layout.eol.repeat(line === lastOwn ? 2 : 1));
    // What is others' stands in a block of its own, below the language's: one that is there, or a new one.
    const others = parted(line) ? top.filter((i) => !standard?.test(i.source) && !i.source.startsWith(".")) : runs;
    const behind = others.find((i) => sortKey(textAt(i.span, text), data) > sortKey(line, data));
    if (behind) return insertion(behind.span.start, line + layout.eol);
    const last = others[others.length - 1];
    if (last) return insertion(lineEnd(text, last.span.end), layout.eol + line);
    const before = parted(line) ? top.findLast((i) => standard?.test(i.source)) : undefined;
    if (before) return insertion(lineEnd(text, before.span.end), layout.eol.repeat(2) + line);
    const future = imports.findLast((i) => /__future__/.test(i.source));
    if (future) return insertion(lineEnd(text, future.span.end), layout.eol + line);
    const named = data.importsBehind === undefined ? null : new RegExp(data.importsBehind, "m").exec(text);
    if (named) return insertion(lineEnd(text, named.index), layout.eol + (line === sorted[0] ? layout.eol : "") + line);
    const at = headEnd(text);
    // The first import of a file stands by itself.
    const gap = line === sorted[sorted.length - 1] && /^[^\r\n]/.test(text.slice(at)) ? layout.eol : "";
    return insertion(at, line + layout.eol + gap);
  });
}

/** With what stands in front of its name on the line, and what ends it there. */
function wholeImport(span: Span, text: string, { importHead }: Scene["data"]): Span {
  const start = lineStart(text, span.start);
  if (importHead === undefined || !new RegExp(importHead).test(text.slice(start, span.start))) return span;
  return { start, end: lineEnd(text, span.end) };
}

/** `"time"` among the lines of an import block; an import of its own where there is none. What is others' stands in a part of its own. */
function inBlock(name: string, line: string, { ctx, layout }: Scene): readonly TextEdit[] {
  const { text, resolved } = ctx;
  const { imports } = resolved.facts;
  if (imports.some((i) => i.source === name)) return [];
  const block = imports.filter((i) => indentAt(text, i.span.start) !== "");
  const foreign = (source: string): boolean => /^[^/]+\.[^/]+\//.test(source);
  const alike = block.filter((i) => foreign(i.source) === foreign(name));
  const behind = alike.find((i) => i.source > name) ?? undefined;
  if (behind) return [insertion(lineStart(text, behind.span.start), indentAt(text, behind.span.start) + line + layout.eol)];
  const last = alike[alike.length - 1] ?? block[block.length - 1];
  if (last) {
    const gap = layout.eol.repeat(alike.length === 0 ? 2 : 1);
    return [insertion(lineEnd(text, last.span.end), gap + indentAt(text, last.span.start) + line)];
  }
  const single = imports[imports.length - 1];
  const at = single ? lineEnd(text, single.span.end) : lineEnd(text, text.search(/^package\b/m));
  return [insertion(at, `${layout.eol}${single ? "" : layout.eol}import ${line}`)];
}

function textAt(span: Span, text: string): string {
  return text.slice(span.start, span.end).trim();
}

function adjoins(a: Span, b: Span, text: string): boolean {
  return !/\n\s*\n/.test(text.slice(a.end, b.start)) && text.slice(a.end, b.start).trim() === "";
}

function sortKey(line: string, { importsFirst }: Scene["data"]): string {
  const first = importsFirst !== undefined && new RegExp(importsFirst).test(line);
  return (first ? " " : "") + (line.startsWith("from ") ? "~" : "") + line.toLowerCase().replace(/;$/, "");
}

/** Behind the file's first comment or docstring. */
function headEnd(text: string): number {
  const head =
    /^(?:#!.*\r?\n)?(?:[ \t]*(?:#|\/\/).*\r?\n|\/\*[\s\S]*?\*\/[ \t]*\r?\n|(?:"""[\s\S]*?"""|'''[\s\S]*?''')[ \t]*\r?\n)*/.exec(text)?.[0] ?? "";
  const at = head.length;
  return text.slice(at).startsWith("\n") || text.slice(at).startsWith("\r") ? nextLine(text, at) : at;
}
