import type { Analysis, OpenDocument } from "../engine/model.ts";
import type { Notebook } from "./notebooks.ts";
import type { OpenedDocument } from "./params.ts";
import { type Pen, Sheet } from "./sheet.ts";
import { SyncedText } from "./text-sync.ts";
import { uriToPath } from "./uris.ts";

/** A document the editor has open. Its text is right from the first moment; its analysis follows when the engine and the language are loaded. */
export class ServedDocument {
  readonly uri: string;
  /** Of a notebook's cell, that of the notebook with the cell's number behind it. */
  path: string;
  /** As the editor calls it. */
  readonly editorLanguageId: string;
  readonly text: SyncedText;
  /** What was last told of it. */
  readonly sheet: Sheet;
  /** Settled once the analysis is there, or is known never to come. */
  attached: Promise<void> = Promise.resolve();
  /** The language as the engine calls it; undefined while unknown, and for languages that aren't ours. */
  languageId: string | undefined;
  engine: OpenDocument | undefined;
  /** The editor shows what was found in it before the server was started. */
  recalled = false;
  /** The notebook that it is a cell of. */
  notebook: Notebook | undefined;
  /** Why the file is not read, as it was last told. */
  problem: string | undefined;
  /** The APIs last told to the client, to tell only what is new. */
  status = "";

  constructor(item: OpenedDocument, pen: Pen) {
    this.uri = item.uri;
    this.path = uriToPath(item.uri);
    this.editorLanguageId = item.languageId;
    this.text = new SyncedText(item.text, item.version);
    this.sheet = new Sheet(pen, this.text);
  }

  /** Where it lies on disk, or the notebook that it is a part of; undefined for what was never saved. */
  get file(): string | undefined {
    const uri = this.notebook?.uri ?? this.uri;
    return uri.startsWith("file:") ? (this.notebook?.path ?? this.path) : undefined;
  }

  get version(): number {
    return this.text.version;
  }

  get analysis(): Analysis | undefined {
    return this.engine?.analysis;
  }

  /** Gives the tree back. */
  detach(): void {
    this.engine?.close();
    this.engine = undefined;
  }
}
