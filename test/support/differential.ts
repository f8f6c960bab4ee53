import { deepEqual, equal } from "node:assert/strict";
import type { Analysis, OpenDocument } from "../../server/src/engine/model.ts";
import { unreadable } from "../../server/src/text/bounds.ts";
import { applyInOrder, type Span, type TextEdit, touching } from "../../server/src/text/span.ts";
import { drawFrom } from "./random.ts";
import { RandomEdits } from "./random-edits.ts";
import { type TestWorkspace, testWorkspace } from "./workspace.ts";

/**
 * The differential: a document that is kept through its edits must say, after each of them, what one that was opened just now says: facts,
 * sites, verdicts, findings, and what is asked of it at a place: slots and fixes.
 */
export interface Case {
  readonly languageId: string;
  /** Absolute; below `/w` for a file with a project around it. */
  readonly path: string;
  readonly text: string;
  /** Edits by chance, or those given, batch by batch. */
  readonly edits: { readonly seed: number; readonly count: number } | readonly (readonly TextEdit[])[];
  /** After every so many edits slots and fixes are compared as well, which cost more; 0 for never. By default 5. */
  readonly deep?: number;
  /** How many edits are made before somebody pauses, and only then is anything compared: for large texts, which are read as fresh ones are in a pause. */
  readonly paused?: number;
}

/** Two engines that know the same and share nothing: one keeps the document, one opens it anew after each edit. */
export class Differential {
  readonly #kept: TestWorkspace;
  readonly #fresh: TestWorkspace;

  private constructor(kept: TestWorkspace, fresh: TestWorkspace) {
    this.#kept = kept;
    this.#fresh = fresh;
  }

  /** `files` stand beside the document: what it may import. */
  static async over(languageIds: readonly string[], files: Readonly<Record<string, string>> = {}): Promise<Differential> {
    const [kept, fresh] = [await testWorkspace(["/w"]), await testWorkspace(["/w"])];
    for (const workspace of [kept, fresh]) {
      for (const [path, text] of Object.entries(files)) workspace.files.set(path, text);
      for (const id of languageIds) await workspace.engine.load(id);
      await workspace.engine.prepare("/w/none");
    }
    return new Differential(kept, fresh);
  }

  /** Throws an `AssertionError` that names the seed and the edits where the two differ. Gives the text that is left. */
  run({ languageId, path, text, edits, deep = 5, paused = 1 }: Case): string {
    const document = this.#kept.engine.open(path, languageId, text);
    const byChance = "seed" in edits;
    const draw = drawFrom(byChance ? edits.seed : text.length);
    const random = new RandomEdits(draw);
    const count = byChance ? edits.count : edits.length;
    let now = text;
    try {
      for (let step = 0; step < count; step++) {
        const batch = byChance ? random.next(now) : (edits[step] as readonly TextEdit[]);
        now = applyInOrder(now, batch);
        const where = `${path}, ${byChance ? `seed ${edits.seed}, ` : ""}edit ${step + 1}: ${JSON.stringify(batch)}`;
        document.edit(batch);
        if (step % paused !== paused - 1) continue;
        // At rest it is tried from scratch, less and less often; until that works there is nothing to compare.
        if (paused > 1 || isLost(document, now)) document.settle?.();
        if (isLost(document, now)) continue;
        this.#compare(
          document,
          path,
          languageId,
          now,
          where,
          deep > 0 && step % deep === deep - 1 ? [draw.below(now.length + 1), draw.below(99)] : [],
        );
      }
    } finally {
      document.close();
    }
    return now;
  }

  #compare(kept: OpenDocument, path: string, languageId: string, text: string, where: string, places: readonly number[]): void {
    const fresh = this.#fresh.engine.open(path, languageId, text);
    try {
      equal(kept.analysis.text, text, `the text, ${where}`);
      const [a, b] = [kept.analysis, fresh.analysis];
      // Asked before all are known, of which the answer would be a part.
      for (const stretch of stretches(b, places)) {
        same(a.sitesIn(stretch), touching(b.sites, stretch), `the sites at ${stretch.start}, ${where}`);
        same(a.findingsIn(stretch), touching(b.findings, stretch), `the findings at ${stretch.start}, ${where}`);
      }
      for (const part of ["problem", "findings", "sites", "facts", "verdicts", "retries"] as const) same(a[part], b[part], `${part}, ${where}`);
      sameLines(a, b, places[0] ?? 0, where);
      const [offset, pick] = places;
      if (offset === undefined || pick === undefined) return;
      const site = a.sites.length > 0 ? a.sites[pick % a.sites.length] : undefined;
      for (const at of [offset, ...(site ? [site.span.start + 1] : [])]) same(kept.slotAt(at), fresh.slotAt(at), `the slot at ${at}, ${where}`);
      const finding = b.findings.length > 0 ? pick % b.findings.length : -1;
      if (finding < 0) return;
      const [mine, theirs] = [a.findings[finding], b.findings[finding]];
      const near = { proof: "near" } as const;
      if (mine && theirs) same(kept.fixes(mine, near), fresh.fixes(theirs, near), `the fixes that are listed for finding ${finding}, ${where}`);
      if (mine && theirs) same(kept.fixes(mine), fresh.fixes(theirs), `the fixes of finding ${finding}, ${where}`);
    } finally {
      fresh.close();
    }
  }
}

/** The parser couldn't be got through the text, or through one before it: which texts these are depends on the machine. */
function isLost({ analysis }: OpenDocument, text: string): boolean {
  return analysis.problem !== undefined && unreadable(text) === undefined;
}

/** A place by chance, and those in and at a site. */
function stretches({ sites, text }: Analysis, [offset, pick = 0]: readonly number[]): readonly Span[] {
  if (offset === undefined) return [];
  const site = sites[pick % sites.length];
  const starts = [offset, ...(site ? [site.span.start, site.span.start + 1, site.span.end] : [])];
  return starts.map((start) => ({ start, end: Math.min(start + (pick % 3), text.length) }));
}

function sameLines(a: Analysis, b: Analysis, offset: number, where: string): void {
  equal(a.lines.lineCount, b.lines.lineCount, `the number of lines, ${where}`);
  same(a.lines.position(offset), b.lines.position(offset), `the position of ${offset}, ${where}`);
}

/** As everybody sees it who gets it over a wire: first quickly, then, where that differs, with a readable difference. */
function same(kept: unknown, fresh: unknown, message: string): void {
  const [a, b] = [JSON.stringify(kept), JSON.stringify(fresh)];
  if (a === b) return;
  try {
    deepEqual(parsed(a), parsed(b));
  } catch (error) {
    throw new Error(`kept (actual) and fresh (expected) differ in ${message}`, { cause: error });
  }
}

function parsed(json: string | undefined): unknown {
  return json === undefined ? undefined : JSON.parse(json);
}
