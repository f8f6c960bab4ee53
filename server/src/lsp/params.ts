import { ErrorCodes, type Position, type Range, ResponseError, type TextDocumentContentChangeEvent } from "vscode-languageserver";

/**
 * Params as they arrive are whatever a client sent. These read what a handler needs and throw an `InvalidParams` answer where it is missing,
 * so that nothing further in has to doubt its types.
 */
export type Params = Readonly<Record<string, unknown>>;

export function documentUri(params: unknown): string {
  return text(record(record(params, "params").textDocument, "textDocument").uri, "textDocument.uri");
}

export function position(params: unknown): Position {
  return positionOf(record(params, "params").position, "position");
}

export function range(params: unknown): Range {
  return rangeOf(record(params, "params").range, "range");
}

/** `context.only` of a code action request. */
export function wantedKinds(params: unknown): readonly string[] | undefined {
  const only = optionalRecord(record(params, "params").context)?.only;
  return Array.isArray(only) ? only.filter((it): it is string => typeof it === "string") : undefined;
}

export interface OpenedDocument {
  readonly uri: string;
  readonly languageId: string;
  readonly version: number;
  readonly text: string;
}

export function openedDocument(params: unknown): OpenedDocument {
  return openedItem(record(params, "params").textDocument);
}

/** A text document as a client opens it, alone or as a cell of a notebook. */
export function openedItem(json: unknown): OpenedDocument {
  const item = record(json, "textDocument");
  return {
    uri: text(item.uri, "textDocument.uri"),
    languageId: typeof item.languageId === "string" ? item.languageId : "",
    version: typeof item.version === "number" ? item.version : 0,
    text: text(item.text, "textDocument.text"),
  };
}

export interface ChangedDocument {
  readonly uri: string;
  readonly version: number | undefined;
  readonly changes: readonly TextDocumentContentChangeEvent[];
}

export function changedDocument(params: unknown): ChangedDocument {
  const all = record(params, "params");
  return changedItem(all.textDocument, all.contentChanges);
}

/** The changes of one document, whichever notification they came with. */
export function changedItem(document: unknown, changes: unknown): ChangedDocument {
  const { uri, version } = record(document, "textDocument");
  if (!Array.isArray(changes)) throw invalid("contentChanges");
  return {
    uri: text(uri, "textDocument.uri"),
    version: typeof version === "number" ? version : undefined,
    changes: changes.map(changeOf),
  };
}

/** URIs of a watched-files notification; what isn't understood is left out. */
export function changedFiles(params: unknown): readonly string[] {
  const changes = optionalRecord(params)?.changes;
  if (!Array.isArray(changes)) return [];
  return changes.flatMap((it: unknown) => {
    const uri = optionalRecord(it)?.uri;
    return typeof uri === "string" ? [uri] : [];
  });
}

/** URIs of folders that came and went. */
export function changedFolders(params: unknown): { readonly added: readonly string[]; readonly removed: readonly string[] } {
  const event = optionalRecord(optionalRecord(params)?.event);
  return { added: folderUris(event?.added), removed: folderUris(event?.removed) };
}

export function folderUris(json: unknown): readonly string[] {
  if (!Array.isArray(json)) return [];
  return json.flatMap((it: unknown) => {
    const uri = optionalRecord(it)?.uri;
    return typeof uri === "string" ? [uri] : [];
  });
}

export function optionalRecord(json: unknown): Params | undefined {
  return typeof json === "object" && json !== null && !Array.isArray(json) ? (json as Params) : undefined;
}

function changeOf(json: unknown): TextDocumentContentChangeEvent {
  const change = record(json, "contentChanges[]");
  const inserted = text(change.text, "contentChanges[].text");
  return change.range === undefined || change.range === null
    ? { text: inserted }
    : { range: rangeOf(change.range, "contentChanges[].range"), text: inserted };
}

function rangeOf(json: unknown, name: string): Range {
  const given = record(json, name);
  return { start: positionOf(given.start, `${name}.start`), end: positionOf(given.end, `${name}.end`) };
}

function positionOf(json: unknown, name: string): Position {
  const given = record(json, name);
  return { line: count(given.line, `${name}.line`), character: count(given.character, `${name}.character`) };
}

export function count(json: unknown, name: string): number {
  if (typeof json !== "number" || !Number.isFinite(json)) throw invalid(name);
  return Math.min(Math.max(0, Math.trunc(json)), Number.MAX_SAFE_INTEGER);
}

export function text(json: unknown, name: string): string {
  if (typeof json !== "string") throw invalid(name);
  return json;
}

export function record(json: unknown, name: string): Params {
  const found = optionalRecord(json);
  if (found === undefined) throw invalid(name);
  return found;
}

export function invalid(name: string): ResponseError<void> {
  return new ResponseError(ErrorCodes.InvalidParams, `${name} is missing or of the wrong type`);
}
