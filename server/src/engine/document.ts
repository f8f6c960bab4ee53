import { fixesFor } from "../fixes/fixes.ts";
import type { Finding, Fix } from "../rules/model.ts";
import type { Grammar } from "../syntax/grammar.ts";
import { LiveTree } from "../syntax/tree.ts";
import type { TextEdit } from "../text/span.ts";
import type { Workshop } from "./engine.ts";
import type { Analysis, OpenDocument, Slot } from "./model.ts";
import { findSlot } from "./slot.ts";

export type Document = OpenDocument;

/** Opens a document: parses it and keeps its tree until `close`. */
export function openDocument(shop: Workshop, grammar: Grammar, path: string, text: string, closed: () => void): Document {
  const tree = new LiveTree(grammar, text);
  const analyse = (): Analysis => shop.analyseParts(shop.input(path, grammar, tree.text), tree.parts());
  let analysis = analyse();
  return {
    get analysis() {
      return analysis;
    },
    edit(edits: readonly TextEdit[]): Analysis {
      if (edits.length > 0) {
        tree.edit(edits);
        analysis = analyse();
      }
      return analysis;
    },
    refresh(): Analysis {
      analysis = analyse();
      return analysis;
    },
    slotAt(offset: number): Slot | undefined {
      return findSlot(
        {
          analysis,
          catalogs: shop.options.catalogs,
          quote: grammar.data.quote,
          repair: grammar.data.repair,
          probe: (replace, by) => shop.facts(grammar, tree.probe({ span: replace, text: by })),
        },
        offset,
      );
    },
    fixes(finding: Finding): readonly Fix[] {
      return fixesFor(finding, { analysis, language: grammar.data, frame: shop.frame, host: shop.options.host });
    },
    close(): void {
      tree.free();
      closed();
    },
  };
}
