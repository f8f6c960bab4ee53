import { nextLine } from "../fixes/layout.ts";
import type { Finding, Fix } from "../rules/model.ts";
import { joinable } from "../syntax/embedded/cells.ts";
import type { Magic } from "../syntax/embedded/view.ts";
import { LineMap } from "../text/line-map.ts";
import { type Span, shift, type TextEdit, touching } from "../text/span.ts";
import { difference } from "./embedded.ts";
import { lazilyOver } from "./lazily.ts";
import type { Analysis, Cell, Cells, Denial, HowToFix, OpenDocument, Slot } from "./model.ts";

/** A cell in the text of all. `read` is as long as `text`, but for a line end at its end. */
interface Placed extends Cell {
  readonly read: string;
  readonly start: number;
}

export class JoinedCells implements Cells {
  readonly #open: (text: string) => OpenDocument;
  readonly #magic: Magic | undefined;
  readonly #documents = new Map<string, OpenDocument>();
  #cells: readonly Placed[] = [];
  #joined = "";
  #inner: OpenDocument | undefined;

  /** `open` is asked for a document of all cells' text when there is a first one. */
  constructor(open: (text: string) => OpenDocument, magic: Magic | undefined) {
    this.#open = open;
    this.#magic = magic;
  }

  arrange(cells: readonly Cell[]): void {
    const placed: Placed[] = [];
    let joined = "";
    for (const { path, text } of cells) {
      const read = joinable(text, this.#magic);
      placed.push({ path, text, read, start: joined.length });
      joined += read;
    }
    const before = this.#joined;
    this.#cells = placed;
    this.#joined = joined;
    if (cells.length === 0) this.close();
    else if (!this.#inner) this.#inner = this.#open(joined);
    else this.#inner.edit([difference(before, joined)]);
  }

  document(path: string): OpenDocument | undefined {
    if (!this.#placed(path)) return undefined;
    let document = this.#documents.get(path);
    if (!document) {
      document = this.#documentOf(path);
      this.#documents.set(path, document);
    }
    return document;
  }

  close(): void {
    this.#inner?.close();
    this.#inner = undefined;
    this.#documents.clear();
    this.#joined = "";
  }

  #placed(path: string): Placed | undefined {
    return this.#cells.find((c) => c.path === path);
  }

  #documentOf(path: string): OpenDocument {
    let shown: { readonly of: Analysis; readonly cell: Placed; readonly analysis: Analysis } | undefined;
    const analysis = (): Analysis => {
      const cell = this.#placed(path);
      const of = this.#inner?.analysis;
      if (!cell || !of) throw new Error(`${path} is no longer a cell`);
      if (shown?.of !== of || shown.cell !== cell) shown = { of, cell, analysis: inCell(of, cell, this.#cells) };
      return shown.analysis;
    };
    return {
      get analysis() {
        return analysis();
      },
      edit: (edits: readonly TextEdit[]): Analysis => {
        this.arrange(this.#cells.map((c) => (c.path === path ? { path, text: edits.reduce(replaced, c.text) } : c)));
        return analysis();
      },
      refresh: (): Analysis => {
        this.#inner?.refresh();
        return analysis();
      },
      settle: () => this.#inner?.settle?.() ?? false,
      slotAt: (offset: number): Slot | undefined => {
        const start = this.#placed(path)?.start ?? 0;
        const slot = this.#inner?.slotAt(start + offset);
        return slot && { ...slot, replace: shift(slot.replace, -start) };
      },
      fixes: (finding: Finding, how?: HowToFix): readonly Fix[] => {
        const { findings } = analysis();
        const cell = this.#placed(path);
        if (!cell || !this.#inner) return [];
        const own = this.#inner.analysis.findings.filter((f) => holds(cell, f.span))[findings.indexOf(finding)];
        return own ? this.#inner.fixes(own, how).flatMap((fix) => this.#apart(fix, cell) ?? []) : [];
      },
      denial: (api: string, at: number): Denial | undefined => {
        const cell = this.#placed(path);
        const given = cell && this.#inner?.denial(api, cell.start + at);
        return given && this.#apart(given, cell);
      },
      // The notebook's others stay: who arranges the cells says which are gone.
      close: () => void this.#documents.delete(path),
    };
  }

  /** A fix of the joined text as fixes of cells; undefined where it would change what isn't the language's. */
  #apart<T extends Denial>(fix: T, own: Placed): T | undefined {
    const edits: TextEdit[] = [];
    const others = new Map<string, TextEdit[]>();
    for (const edit of fix.edits) {
      const cell = this.#cells.findLast((c) => c.start <= edit.span.start);
      if (!cell) return undefined;
      const moved = inText(shiftEdit(edit, -cell.start), cell);
      if (!moved) return undefined;
      const list = cell.path === own.path ? edits : (others.get(cell.path) ?? []);
      list.push(moved);
      if (cell.path !== own.path) others.set(cell.path, list);
    }
    return { ...fix, edits, ...(others.size > 0 ? { otherFiles: { ...fix.otherFiles, ...Object.fromEntries(others) } } : {}) };
  }
}

function replaced(text: string, edit: TextEdit): string {
  return text.slice(0, edit.span.start) + edit.text + text.slice(edit.span.end);
}

function shiftEdit(edit: TextEdit, by: number): TextEdit {
  return { span: shift(edit.span, by), text: edit.text };
}

/** An edit of what is read of a cell as one of its text. What belongs at the top stands below the notebook's own lines. */
function inText(edit: TextEdit, { text, read }: Placed): TextEdit | undefined {
  const { start, end } = edit.span;
  if (end > text.length) return undefined;
  if (start === end && read.slice(0, start).trim() === "" && text.slice(0, text.length).trim() !== "") {
    let at = start;
    while (at < text.length && isForeign(text, read, at)) at = nextLine(text, at);
    return { span: { start: at, end: at }, text: edit.text };
  }
  return text.slice(start, end) === read.slice(start, end) ? edit : undefined;
}

/** Whether the line at `at` is the notebook's own. */
function isForeign(text: string, read: string, at: number): boolean {
  const end = nextLine(text, at);
  return text.slice(at, end) !== read.slice(at, end);
}

function holds(cell: Placed, span: Span): boolean {
  return cell.start <= span.start && span.start < cell.start + cell.read.length;
}

/** What was found in all cells, as it is seen from one: what stands in others stands in another file. */
function inCell(all: Analysis, cell: Placed, cells: readonly Placed[]): Analysis {
  const at = <T extends { readonly span: Span }>(it: T): T => ({ ...it, span: shift(it.span, -cell.start) });
  const seen = <T extends { readonly span?: Span; readonly file?: string }>(it: T): T => {
    if (it.file !== undefined || !it.span) return it;
    const home = cells.find((c) => holds(c, it.span as Span)) ?? cell;
    return { ...it, span: shift(it.span, -home.start), ...(home === cell ? {} : { file: home.path }) };
  };
  const shown: Analysis = lazilyOver(all, {
    path: () => cell.path,
    text: () => cell.text,
    lines: () => new LineMap(cell.text),
    sites: () => all.sites.filter((s) => holds(cell, s.span)).map(at),
    sitesIn: () => (stretch) => touching(shown.sites, stretch),
    findingsIn: () => (stretch) => touching(shown.findings, stretch),
    findings: () => all.findings.filter((f) => holds(cell, f.span)).map((f) => ({ ...at(f), related: f.related.map(seen) })),
    verdicts: () => all.verdicts.map((v) => ({ ...v, evidence: v.evidence.map(seen) })),
  });
  return shown;
}
