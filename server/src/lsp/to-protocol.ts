import {
  type CodeAction,
  type CompletionItem,
  CompletionItemKind,
  CompletionItemTag,
  type Diagnostic,
  DiagnosticSeverity,
  InsertTextFormat,
  type MarkupContent,
  MarkupKind,
  type Hover as ProtocolHover,
  type TextEdit as ProtocolTextEdit,
  type Range,
  type WorkspaceEdit,
} from "vscode-languageserver";
import type { Action } from "../features/code-actions.ts";
import type { Offer } from "../features/completion.ts";
import type { Hover } from "../features/hover.ts";
import { type Block, markdown, plain } from "../features/rich.ts";
import type { Why, WhyEvidence } from "../features/why.ts";
import type { Finding, Severity } from "../rules/model.ts";
import { LineMap } from "../text/line-map.ts";
import type { Span, TextEdit } from "../text/span.ts";
import type { ClientFeatures } from "./client-features.ts";
import { pathToUri } from "./uris.ts";

/** The only place where offsets become positions, paths become URIs, and our words become the protocol's. */

/** The document that an answer is about, and the way to others. */
export interface Place {
  readonly uri: string;
  readonly version: number;
  readonly lines: LineMap;
  /** Another file of the workspace, by the relative path that findings use; undefined where it can't be read. */
  other(path: string): OtherFile | undefined;
}

/** A file of the workspace; its version is null while it isn't open. */
export interface OtherFile {
  readonly uri: string;
  readonly version: number | null;
  readonly lines: LineMap;
}

const SOURCE = "faultline";

const SEVERITIES: Readonly<Record<Severity, DiagnosticSeverity>> = {
  error: DiagnosticSeverity.Error,
  warning: DiagnosticSeverity.Warning,
  information: DiagnosticSeverity.Information,
  hint: DiagnosticSeverity.Hint,
};

export function range(lines: LineMap, span: Span): Range {
  return { start: lines.position(span.start), end: lines.position(span.end) };
}

export function diagnostic(finding: Finding, place: Place, client: ClientFeatures): Diagnostic {
  const related = client.relatedInformation ? relatedInformation(finding, place) : [];
  return {
    range: range(place.lines, finding.span),
    ...saidOf(finding, client),
    ...(related.length === 0 ? {} : { relatedInformation: related }),
  };
}

/** What a diagnostic says wherever its finding stands. */
export function saidOf({ rule, severity, message, api, codes }: Finding, client: ClientFeatures): Omit<Diagnostic, "range" | "relatedInformation"> {
  const page = client.codeDescription ? rulePage(rule, client) : undefined;
  return {
    severity: SEVERITIES[severity],
    source: SOURCE,
    code: rule,
    message,
    ...(page === undefined ? {} : { codeDescription: { href: page } }),
    ...(client.diagnosticData ? { data: { api, codes } } : {}),
  };
}

export function hover(given: Hover, place: Place, client: ClientFeatures): ProtocolHover {
  return { range: range(place.lines, given.span), contents: content(given.blocks, client.markdownHover) };
}

export function completionItem(offer: Offer, place: Place, client: ClientFeatures): CompletionItem {
  const details: Partial<CompletionItem> = client.labelDetails
    ? { labelDetails: { detail: ` ${offer.title}`, description: offer.description } }
    : { detail: `${offer.title} · ${offer.description}` };
  return {
    label: offer.label,
    ...details,
    kind: CompletionItemKind.EnumMember,
    insertTextFormat: InsertTextFormat.PlainText,
    textEdit: { range: range(place.lines, offer.replace), newText: offer.text },
    filterText: offer.filter,
    sortText: offer.sort,
    data: { api: offer.api, code: offer.code, level: offer.level },
    ...(offer.deprecated ? { tags: [CompletionItemTag.Deprecated] } : {}),
  };
}

export function documentation(blocks: readonly Block[], client: ClientFeatures): MarkupContent {
  return content(blocks, client.markdownCompletion);
}

/** Undefined where the edit can't be said: a file it changes is not to be read. */
export function codeAction(action: Action, place: Place, client: ClientFeatures): CodeAction | undefined {
  const edit = action.fix === undefined ? workspaceEdit(action, place, client) : undefined;
  if (edit === undefined && action.fix === undefined) return undefined;
  return {
    title: action.title,
    kind: action.kind,
    diagnostics: action.findings.map((it) => diagnostic(it, place, client)),
    ...(action.preferred && client.preferredActions ? { isPreferred: true } : {}),
    ...(edit === undefined ? { data: { uri: place.uri, version: place.version, ...action.fix } } : { edit }),
    // A settings file counts once it is saved, which no edit can ask for.
    ...(action.settings && client.saveCommand !== undefined
      ? { command: { title: action.title, command: client.saveCommand, arguments: [pathToUri(action.settings.path)] } }
      : {}),
  };
}

export interface WhyAnswer {
  readonly uri: string;
  readonly apis: readonly {
    readonly id: string;
    readonly name: string;
    readonly shortName: string;
    readonly certain: boolean;
    readonly weight: number;
    readonly summary: string;
    readonly evidence: readonly WhyReason[];
  }[];
  /** What says which APIs it is not. */
  readonly denied: readonly WhyReason[];
}

export interface WhyReason {
  readonly kind: string;
  readonly text: string;
  readonly weight: number;
  readonly uri: string;
  readonly range?: Range;
}

export function whyAnswer(apis: readonly Why[], denied: readonly WhyEvidence[], place: Place): WhyAnswer {
  const told = (it: WhyEvidence): WhyReason => {
    const at = it.file === undefined ? place : place.other(it.file);
    const where = at !== undefined && it.span !== undefined ? { range: range(at.lines, it.span) } : {};
    return { kind: it.kind, text: it.text, weight: it.weight, uri: at?.uri ?? place.uri, ...where };
  };
  return {
    uri: place.uri,
    apis: apis.map(({ api, name, shortName, certain, weight, summary, evidence }) => ({
      id: api,
      name,
      shortName,
      certain,
      weight,
      summary,
      evidence: evidence.map(told),
    })),
    denied: denied.map(told),
  };
}

function rulePage(rule: string, client: ClientFeatures): string | undefined {
  return client.rulePages === undefined ? undefined : `${client.rulePages}${encodeURIComponent(rule)}.md`;
}

export function relatedInformation(finding: Finding, place: Place): NonNullable<Diagnostic["relatedInformation"]> {
  return finding.related.flatMap((it) => {
    const at = it.file === undefined ? place : place.other(it.file);
    return at === undefined ? [] : [{ location: { uri: at.uri, range: range(at.lines, it.span) }, message: it.message }];
  });
}

function workspaceEdit(action: Action, place: Place, client: ClientFeatures): WorkspaceEdit | undefined {
  const documents: { at: OtherFile; edits: readonly TextEdit[] }[] = [{ at: place, edits: action.edits }];
  const made = action.settings?.isNew === true ? pathToUri(action.settings.path) : undefined;
  if (made !== undefined && !(client.documentChanges && client.createFiles)) return undefined;
  for (const [path, edits] of Object.entries(action.otherFiles)) {
    const at = made !== undefined && path === action.settings?.path ? { uri: made, version: null, lines: new LineMap("") } : place.other(path);
    if (at === undefined) return undefined;
    documents.push({ at, edits });
  }
  const changed = documents.filter((it) => it.edits.length > 0);
  if (!client.documentChanges) return { changes: Object.fromEntries(changed.map(({ at, edits }) => [at.uri, textEdits(edits, at.lines)])) };
  const edits = changed.map(({ at, edits }) => ({ textDocument: { uri: at.uri, version: at.version }, edits: textEdits(edits, at.lines) }));
  return { documentChanges: made === undefined ? edits : [{ kind: "create", uri: made, options: { ignoreIfExists: true } }, ...edits] };
}

function textEdits(edits: readonly TextEdit[], lines: LineMap): ProtocolTextEdit[] {
  return edits.map((it) => ({ range: range(lines, it.span), newText: it.text }));
}

function content(blocks: readonly Block[], asMarkdown: boolean): MarkupContent {
  return asMarkdown ? { kind: MarkupKind.Markdown, value: markdown(blocks) } : { kind: MarkupKind.PlainText, value: plain(blocks) };
}
