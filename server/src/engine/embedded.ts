import type { Finding, Fix } from "../rules/model.ts";
import { type View, viewOf } from "../syntax/embedded/view.ts";
import type { LanguageData } from "../syntax/language.ts";
import { LineMap } from "../text/line-map.ts";
import { type Span, type TextEdit, touching } from "../text/span.ts";
import { settled } from "./embedded-fixes.ts";
import { lazilyOver } from "./lazily.ts";
import type { Analysis, Denial, HowToFix, OpenDocument, Slot } from "./model.ts";

/** Opens a text as a document of the language that its view is in. `whole` gives the file's own text as it is at any moment. */
export type OpenView = (view: View, whole: () => string | undefined) => OpenDocument;

/** A document that is read through a view: what the editor changes is the file, what is analysed are its scripts. */
export function openEmbedded(data: LanguageData, text: string, open: OpenView, closed: () => void): OpenDocument {
  let file = text;
  let view = viewOf(data, file);
  const whole = (): string | undefined => view.whole;
  let inner = open(view, whole);
  let shown = show(inner.analysis);

  function show(analysis: Analysis): { readonly of: Analysis; readonly analysis: Analysis } {
    return { of: analysis, analysis: inFile(analysis, data.id, file, view) };
  }
  function current(): Analysis {
    if (shown.of !== inner.analysis) shown = show(inner.analysis);
    return shown.analysis;
  }

  return {
    get analysis() {
      return current();
    },
    get following() {
      // Where both texts have the same offsets, what is found in one is found in the other.
      return view.places ? undefined : inner.following;
    },
    get work() {
      return inner.work;
    },
    edit(edits: readonly TextEdit[]): Analysis {
      for (const { span, text } of edits) file = file.slice(0, span.start) + text + file.slice(span.end);
      const before = view;
      view = viewOf(data, file);
      if (view.language !== before.language) {
        inner.close();
        inner = open(view, whole);
      } else inner.edit([difference(before.text, view.text)]);
      shown = show(inner.analysis);
      return shown.analysis;
    },
    refresh(): Analysis {
      inner.refresh();
      return current();
    },
    settle: () => inner.settle?.() ?? false,
    slotAt(offset: number): Slot | undefined {
      const { places } = view;
      const at = places ? places.read(offset) : offset;
      const slot = at === undefined ? undefined : inner.slotAt(at);
      return slot && places ? { ...slot, replace: places.inFile(slot.replace) } : slot;
    },
    fixes(finding: Finding, how?: HowToFix): readonly Fix[] {
      const at = current().findings.indexOf(finding);
      const own = inner.analysis.findings[at];
      // Where the two texts run apart, what a fix writes would have to be written otherwise.
      if (!own || view.places) return [];
      return inner.fixes(own, how).flatMap((fix) => settled(fix, { file, view, data, at: own.span.start }) ?? []);
    },
    denial(api: string, at: number): Denial | undefined {
      const given = view.places ? undefined : inner.denial(api, at);
      return given && settled(given, { file, view, data, at });
    },
    close(): void {
      inner.close();
      closed();
    },
  };
}

/** What was found in a view, as it stands in the file. */
export function inFile(analysis: Analysis, languageId: string, file: string, view: View): Analysis {
  const { places, problem } = view;
  const same = { languageId: () => languageId, text: () => file, ...(problem === undefined ? {} : { problem: () => problem }) };
  if (!places) return lazilyOver(analysis, same);
  const at = (span: Span): Span => places.inFile(span);
  const seen: Analysis = lazilyOver(analysis, {
    ...same,
    lines: () => new LineMap(file),
    sites: () => analysis.sites.map((s) => ({ ...s, span: at(s.span) })),
    sitesIn: () => (stretch) => touching(seen.sites, stretch),
    findingsIn: () => (stretch) => touching(seen.findings, stretch),
    findings: () =>
      analysis.findings.map((f) => ({
        ...f,
        span: at(f.span),
        related: f.related.map((r) => (r.file === undefined ? { ...r, span: at(r.span) } : r)),
      })),
    verdicts: () =>
      analysis.verdicts.map((v) => ({
        ...v,
        evidence: v.evidence.map((e) => (e.file === undefined && e.span ? { ...e, span: at(e.span) } : e)),
      })),
  });
  return seen;
}

/** The one edit that makes the second text of the first. */
export function difference(before: string, after: string): TextEdit {
  const shorter = Math.min(before.length, after.length);
  let start = 0;
  while (start < shorter && before.charCodeAt(start) === after.charCodeAt(start)) start++;
  let same = 0;
  while (same < shorter - start && before.charCodeAt(before.length - 1 - same) === after.charCodeAt(after.length - 1 - same)) same++;
  return { span: { start, end: before.length - same }, text: after.slice(start, after.length - same) };
}
