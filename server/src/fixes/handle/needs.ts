import type { Part } from "../../syntax/part.ts";
import type { TextEdit } from "../../text/span.ts";
import { fill, fillText, insertion, lineEnd, lineStart, nextLine, write } from "../layout.ts";
import { around, wordsIn } from "../tree.ts";
import { freeName, type Scene } from "./scene.ts";

/** What the written arms need elsewhere in the file: helpers, imports, a named cap. Each once, under a name that is free. */
export class Needs {
  readonly #scene: Scene;
  readonly #helpers = new Map<string, string>();
  /** Those that the file has already. */
  readonly #there = new Set<string>();
  readonly #imports = new Set<string>();
  readonly #taken: Set<string>;
  #cap: { readonly name: string; readonly count: number } | undefined;

  constructor(scene: Scene) {
    this.#scene = scene;
    this.#taken = new Set(wordsIn(scene.ctx.text));
  }

  /** The name of a helper that the file will have; undefined where the language has none of that kind. */
  helper(id: string): string | undefined {
    const known = this.#helpers.get(id);
    if (known !== undefined) return known;
    const { data, ctx } = this.#scene;
    const form = data.helpers[id];
    if (!form) return undefined;
    const there = ctx.resolved.facts.functions.some((f) => f.name === form.name && this.#same(form.lines, form.name, f.span.start, f.span.end));
    const name = there ? form.name : freeName([form.name, `${form.name}For`, `${form.name}Time`], this.#taken);
    this.#taken.add(name);
    this.#helpers.set(id, name);
    if (there) this.#there.add(id);
    else for (const i of form.imports ?? []) this.import(i);
    return name;
  }

  /** The very helper, put there by an earlier fix. */
  #same(lines: readonly string[], name: string, start: number, end: number): boolean {
    const bare = (source: string): string => source.replace(/\s+/g, "");
    const own = bare(fill(lines, { name }).join(""));
    return own.endsWith(bare(this.#scene.ctx.text.slice(start, end)));
  }

  import(name: string): void {
    this.#imports.add(name);
  }

  /** The name of the greatest number of attempts: one the file has already, or a new one. */
  cap(count: number): string {
    if (this.#cap) return this.#cap.name;
    const { ctx, data, fact } = this.#scene;
    const known = ctx.resolved.facts.constants.find(
      (c) =>
        /^max_?(?:attempts|retries|tries|retry_?attempts|retry_?count)$/i.test(c.name) &&
        c.label.type === "number" &&
        (c.owner === undefined || (data.place === "member" && c.owner === fact?.owner)) &&
        !around(ctx.parts, c.nameSpan).some((p) => p.kind === "function"),
    );
    if (known) return known.name;
    if (!data.cap) return String(count);
    const name = freeName(["MAX_ATTEMPTS", "MAX_RETRY_ATTEMPTS"], this.#taken);
    this.#taken.add(name);
    this.#cap = { name, count };
    return name;
  }

  edits(): readonly TextEdit[] {
    const { data, ctx, layout } = this.#scene;
    const cap = this.#cap && data.cap ? [[fillText(data.cap, { name: this.#cap.name, count: String(this.#cap.count) })]] : [];
    const helpers = [...this.#helpers].flatMap(([id, name]) => {
      const form = data.helpers[id];
      return form && !this.#there.has(id) ? [fill(form.lines, { name })] : [];
    });
    const blocks = [...cap, ...helpers];
    const imports = [...this.#imports].flatMap((name) => importEdit(name, this.#scene));
    if (blocks.length === 0) return imports;
    const gap = layout.eol.repeat(1 + (data.blank ?? 1));
    if (data.place === "end") {
      const end = ctx.text.trimEnd().length;
      return [...imports, insertion(end, blocks.map((b) => gap + write(b, "", layout)).join(""))];
    }
    if (data.place === "member" && this.#scene.fact?.owner !== undefined) return [...imports, this.#asMembers(blocks, gap)];
    return [...imports, insertion(top(this.#scene), blocks.map((b) => write(b, "", layout) + gap).join(""))];
  }

  #asMembers(blocks: readonly (readonly string[])[], gap: string): TextEdit {
    const { fn, layout, ctx } = this.#scene;
    const from = fn as Part;
    const indent = /^[ \t]*/.exec(ctx.text.slice(lineStart(ctx.text, from.span.start)))?.[0] ?? "";
    return insertion(lineEnd(ctx.text, from.span.end), blocks.map((b) => gap + write(b, indent, layout)).join(""));
  }
}

/** Above the outermost construct around the decision, its comments and decorators included. */
function top({ ctx, chain }: Scene): number {
  const { text } = ctx;
  let at = lineStart(text, chain[0]?.span.start ?? 0);
  for (;;) {
    const above = lineStart(text, Math.max(0, at - 1));
    if (at === 0) break;
    const line = text.slice(above, at).trim();
    const inComment = ctx.parts.some((p) => (p.kind === "comment" || p.kind === "decorator") && p.span.start < at && above < p.span.end);
    if (line === "" || !inComment || /^#!|^["'`]use strict/.test(line)) break;
    at = above;
  }
  return at;
}

function importEdit(name: string, { ctx, data, layout }: Scene): readonly TextEdit[] {
  const { text, resolved } = ctx;
  const line = data.imports?.[name];
  const { imports } = resolved.facts;
  if (
    line === undefined ||
    imports.some(
      (i) => text.slice(i.span.start, i.span.end).trim() === line.replace(/;$/, "") || (i.source === name && i.names.every((n) => n.name === "*")),
    )
  )
    return [];
  const top = imports.filter(
    (i) => !around(ctx.parts, i.span).some((p) => p.kind === "function" || p.kind === "class") && lineStart(text, i.span.start) === i.span.start,
  );
  const usual = top.filter((i) => !/__future__/.test(i.source));
  // In the order of the alphabet among the first block, where that is how they stand.
  const block = usual.filter(
    (i, n) =>
      n === 0 ||
      (text.slice((usual[n - 1] as typeof i).span.end, i.span.start).trim() === "" &&
        !/\n\s*\n/.test(text.slice((usual[n - 1] as typeof i).span.end, i.span.start))),
  );
  const behind = block.find((i) => sortKey(text.slice(i.span.start, i.span.end)) > sortKey(line));
  if (behind) return [insertion(behind.span.start, line + layout.eol)];
  const last = block[block.length - 1] ?? top[top.length - 1];
  if (last) return [insertion(lineEnd(text, last.span.end), layout.eol + line)];
  return [insertion(headEnd(text), line + layout.eol + layout.eol)];
}

function sortKey(line: string): string {
  return (line.startsWith("from ") ? "~" : "") + line.toLowerCase();
}

/** Behind the file's first comment or docstring. */
function headEnd(text: string): number {
  const head =
    /^(?:#!.*\r?\n)?(?:[ \t]*(?:#|\/\/).*\r?\n|\/\*[\s\S]*?\*\/[ \t]*\r?\n|(?:"""[\s\S]*?"""|'''[\s\S]*?''')[ \t]*\r?\n)*/.exec(text)?.[0] ?? "";
  const at = head.length;
  return text.slice(at).startsWith("\n") || text.slice(at).startsWith("\r") ? nextLine(text, at) : at;
}
