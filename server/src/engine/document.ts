import { fixesFor } from "../fixes/fixes.ts";
import { denialEdit } from "../fixes/note.ts";
import { words } from "../l10n/words.ts";
import type { Finding, Fix } from "../rules/model.ts";
import type { Grammar } from "../syntax/grammar.ts";
import type { Part } from "../syntax/part.ts";
import { LiveTree } from "../syntax/tree.ts";
import type { TextEdit } from "../text/span.ts";
import type { Analysis, Denial, OpenDocument, Slot } from "./model.ts";
import { findSlot } from "./slot.ts";
import type { Analysed, Workshop } from "./workshop.ts";

export type Document = OpenDocument;

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
  const look = (t: string, parts: readonly Part[]): Analysed => shop.analyseParts(shop.input(path, grammar, { text: t, whole: whole() }), parts);
  let analysed = look(tree.text, tree.parts());
  const analyse = (): Analysis => {
    analysed = look(tree.text, tree.parts());
    return analysed.analysis;
  };
  return {
    get analysis() {
      return analysed.analysis;
    },
    edit(edits: readonly TextEdit[]): Analysis {
      if (edits.length === 0) return analysed.analysis;
      tree.edit(edits);
      return analyse();
    },
    refresh(): Analysis {
      return analyse();
    },
    slotAt(offset: number): Slot | undefined {
      return findSlot(
        {
          analysis: analysed.analysis,
          catalogs: shop.options.catalogs,
          quote: grammar.data.quote,
          repair: grammar.data.repair,
          probe: (replace, by) => shop.facts(grammar, tree.probe({ span: replace, text: by })),
        },
        offset,
      );
    },
    fixes(finding: Finding): readonly Fix[] {
      const { text: now, lines, findings } = analysed.analysis;
      const { catalogs, settings } = shop.frameAt(path);
      return fixesFor(finding, {
        path,
        text: now,
        lines,
        parts: tree.parts(),
        resolved: analysed.resolved,
        findings,
        catalogs,
        language: grammar.data,
        data: shop.fixData(grammar.data.id),
        words: words(settings.locale),
        host: shop.options.host,
        roots: shop.options.roots,
        trial(edits) {
          const after = tree.trial(edits);
          return { errors: after.errors, findings: look(after.text, after.parts).analysis.findings };
        },
      });
    },
    denial(api: string): Denial | undefined {
      const edit = denialEdit(analysed.analysis.text, api, grammar.data);
      return edit && { edits: [edit] };
    },
    close(): void {
      tree.free();
      closed();
    },
  };
}
