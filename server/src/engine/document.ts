import { byPlace } from "../fixes/by-place.ts";
import { CallsByPart, callsIn } from "../fixes/calls.ts";
import { fixesFor } from "../fixes/fixes.ts";
import { denialEdit } from "../fixes/note.ts";
import { words } from "../l10n/words.ts";
import type { Finding, Fix } from "../rules/model.ts";
import { decidedAt } from "../rules/unhandled-report.ts";
import { readOn } from "../sites/reading.ts";
import type { Grammar } from "../syntax/grammar.ts";
import { LiveTree } from "../syntax/tree.ts";
import type { EditedText } from "../text/line-map.ts";
import { plainOf } from "../text/places.ts";
import type { Change, Span, TextEdit } from "../text/span.ts";
import { analyseTree, findingsOf, type Whereabouts } from "./kept.ts";
import type { Analysis, Denial, HowToFix, OpenDocument, Slot } from "./model.ts";
import { alone } from "./pipeline.ts";
import { findSlot } from "./slot.ts";
import { Trials } from "./trials.ts";
import type { Workshop } from "./workshop.ts";

export type Document = OpenDocument;

/** What stands near nothing: of functions that an edit leaves as they are none is read again. */
const nowhere: Span = { start: -1, end: -1 };

/** Opens a document: parses it and keeps its tree until `close`. `whole`: the text of the file around it, where it is only a part of one. */
export function openDocument(
  shop: Workshop,
  grammar: Grammar,
  path: string,
  text: string,
  closed: () => void,
  whole: () => string | undefined = () => undefined,
): Document {
  const tree = new LiveTree(grammar, text);
  const where = (): Whereabouts => ({ path, grammar, whole: whole() });
  let kept = analyseTree(shop, where(), tree);
  const trials = new Trials();
  const called = new CallsByPart();
  let tried = 0;
  let parsed = 0;
  const analyse = (change?: Change): Analysis => {
    kept = analyseTree(shop, where(), tree, { kept, change });
    trials.clear();
    return kept.analysis;
  };
  /** What would be with some edits made, seen by `see` before it is given back. */
  const would = <T>(edits: readonly TextEdit[], see: (copy: LiveTree, change: Change | undefined) => T): T => {
    const { copy, change } = tree.fork(edits);
    try {
      return see(copy, change);
    } finally {
      copy.free();
    }
  };
  return {
    get analysis() {
      return kept.analysis;
    },
    get following() {
      return kept.following;
    },
    get work() {
      const { second, checking } = kept.placed;
      const { asked } = checking.work;
      return {
        ...tree.work,
        read: second.work.read,
        functions: second.work.units,
        asked,
        searched: checking.version.wording.searched,
        tried,
        parsed,
        made: kept.made,
        uses: second.kept.usesRead,
      };
    },
    edit(edits: readonly TextEdit[], after?: EditedText): Analysis {
      if (edits.length === 0) return kept.analysis;
      return analyse(tree.edit(edits, after));
    },
    refresh(): Analysis {
      return analyse();
    },
    settle(): boolean {
      const isOther = tree.settle();
      if (isOther) analyse();
      return isOther;
    },
    slotAt(offset: number): Slot | undefined {
      return findSlot(
        {
          analysis: kept.analysis,
          catalogs: shop.options.catalogs,
          quote: grammar.data.quote,
          repair: grammar.data.repair,
          standing: (literal) => ({ facts: kept.placed.first.facts, span: plainOf(tree.source).span(literal) }),
          probe: (replace, by) =>
            would([{ span: replace, text: by }], (copy) => {
              const { facts, work } = readOn(copy.parts, grammar.data, alone.foreign, copy.source, kept.placed.first, nowhere);
              tried += work.read;
              return { facts, at: copy.places.place(replace.start) };
            }),
        },
        offset,
      );
    },
    fixes(finding: Finding, { proof = "whole", only }: HowToFix = {}): readonly Fix[] {
      const version = kept;
      const { text: now, lines } = version.analysis;
      const { catalogs, settings } = shop.frameAt(path);
      return fixesFor(finding, {
        path,
        text: now,
        lines,
        // A large file is not made anew for a fix: what a fix asks for is.
        get parts() {
          return version.parts;
        },
        get resolved() {
          return version.resolved;
        },
        ...byPlace(tree.parts, version.placed.resolved, plainOf(tree.source), version.inText),
        calls: callsIn(tree.parts, called, { text: now, inText: version.inText, offset: (place) => tree.places.offset(place) }),
        get findings() {
          return version.analysis.findings;
        },
        sitesIn: version.analysis.sitesIn,
        catalogs,
        language: grammar.data,
        data: shop.fixData(grammar.data.id),
        words: words(settings.locale),
        host: shop.options.host,
        roots: shop.options.roots,
        proof,
        only,
        errorsAfter(edits) {
          parsed++;
          return tree.errorsAfter(edits);
        },
        trial: (edits) =>
          trials.of(edits, proof, () =>
            edits.length === 0
              ? { errors: tree.errors, findings: version.analysis.findings }
              : would(edits, (copy, change) => {
                  const near = proof === "near" ? plainOf(tree.source).span(decidedAt(finding)) : undefined;
                  const { findings, read } = findingsOf(shop, where(), copy, { kept, change }, near);
                  tried += read;
                  return { errors: copy.errors, findings };
                }),
          ),
      });
    },
    denial(api: string): Denial | undefined {
      const edit = denialEdit(kept.analysis.text, api, grammar.data);
      return edit && { edits: [edit] };
    },
    close(): void {
      tree.free();
      closed();
    },
  };
}
