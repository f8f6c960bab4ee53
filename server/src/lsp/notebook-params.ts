import { type ChangedDocument, changedItem, count, type OpenedDocument, openedItem, optionalRecord, record, text } from "./params.ts";

export interface OpenedNotebook {
  readonly uri: string;
  readonly cells: readonly string[];
  readonly documents: readonly OpenedDocument[];
}

export function openedNotebook(params: unknown): OpenedNotebook {
  const all = record(params, "params");
  const notebook = record(all.notebookDocument, "notebookDocument");
  return {
    uri: text(notebook.uri, "notebookDocument.uri"),
    cells: list(notebook.cells).map(cellUri),
    documents: list(all.cellTextDocuments).map(openedItem),
  };
}

export interface ChangedNotebook {
  readonly uri: string;
  /** The cells that others take the place of, where any came, went or moved. */
  readonly structure: { readonly start: number; readonly deleted: number; readonly cells: readonly string[] } | undefined;
  readonly opened: readonly OpenedDocument[];
  readonly closed: readonly string[];
  readonly changes: readonly ChangedDocument[];
}

export function changedNotebook(params: unknown): ChangedNotebook {
  const cells = optionalRecord(optionalRecord(record(params, "params").change)?.cells);
  const structure = optionalRecord(cells?.structure);
  const array = optionalRecord(structure?.array);
  return {
    uri: notebookUri(params),
    structure: array && {
      start: count(array.start, "array.start"),
      deleted: count(array.deleteCount, "array.deleteCount"),
      cells: list(array.cells).map(cellUri),
    },
    opened: list(structure?.didOpen).map(openedItem),
    closed: list(structure?.didClose).map((it) => text(record(it, "didClose").uri, "didClose.uri")),
    changes: list(cells?.textContent).map((it) => {
      const { document, changes } = record(it, "textContent");
      return changedItem(document, changes);
    }),
  };
}

export function notebookUri(params: unknown): string {
  return text(record(record(params, "params").notebookDocument, "notebookDocument").uri, "notebookDocument.uri");
}

function cellUri(json: unknown): string {
  return text(record(json, "cell").document, "cell.document");
}

function list(json: unknown): readonly unknown[] {
  return Array.isArray(json) ? json : [];
}
