import type { Findings } from "../engine/model.ts";
import type { Finding } from "../rules/model.ts";
import type { TouchedLines } from "../text/touched-lines.ts";
import type { ClientFeatures } from "./client-features.ts";
import { type Place, range, relatedInformation, saidOf } from "./to-protocol.ts";

/** A diagnostic as it stands on a sheet. */
interface Item {
  readonly startLine: number;
  readonly startCharacter: number;
  readonly endLine: number;
  readonly endCharacter: number;
  /** What it refers to elsewhere; undefined where it refers to nothing. */
  readonly related: string | undefined;
  readonly rest: string;
  /** How many bytes it takes, with the comma behind it. */
  readonly size: number;
}

/** What the sheet is about: the text as the editor has it now. */
interface Subject {
  readonly version: number;
  /** Since the sheet was written last. */
  readonly touched: TouchedLines;
}

const COMMA = 0x2c;

/**
 * The diagnostics of one document as they were last written. Those before an edit and those after it are copied as they stand: of a large file
 * most are not even looked at.
 */
export class Sheet {
  readonly #pen: Pen;
  readonly #subject: Subject;
  #marks: readonly object[] = [];
  #items: readonly Item[] = [];
  /** The last message, in which the items stand from `#start` up to `#end`. */
  #bytes = Buffer.alloc(0);
  #start = 0;
  #end = 0;
  #written = 0;

  constructor(pen: Pen, subject: Subject) {
    this.#pen = pen;
    this.#subject = subject;
  }

  get client(): ClientFeatures {
    return this.#pen.client;
  }

  /** How many diagnostics were not copied so far. */
  get written(): number {
    return this.#written;
  }

  /** A message with its header. `before` and `after` are what stands around the diagnostics. */
  write(findings: Findings, place: Place, before: string, after: string): Uint8Array {
    const { marks } = findings;
    const { version, touched } = this.#subject;
    // What was touched is known of the text as it is now: of another version nothing can be taken over, nor from it.
    const isNow = place.version === version;
    if (!isNow) this.#forget();
    const [head, tail] = this.#kept(findings, place);
    const known = this.#items;
    const fresh: Item[] = [];
    for (let i = head; i < marks.length - tail; i++) fresh.push(this.#pen.item(findings.at(i), place));
    const behind = tail === 0 ? [] : known.slice(known.length - tail);
    const moved = touched.more === 0 ? [] : behind.map((it) => this.#pen.moved(it, touched.more));
    const copied = moved.length > 0 ? 0 : tail;
    this.#written += fresh.length + moved.length;

    const items = [...known.slice(0, head), ...fresh, ...(moved.length > 0 ? moved : behind)];
    const headSize = sizeOf(known, 0, head);
    const tailSize = sizeOf(known, known.length - copied, known.length);
    const text = [...fresh, ...moved].map(textOf).join("");
    const freshSize = Buffer.byteLength(text);
    // No comma stands behind the last one.
    const size = Math.max(0, headSize + freshSize + tailSize - 1);
    const opening = `Content-Length: ${Buffer.byteLength(before) + size + Buffer.byteLength(after)}\r\n\r\n${before}`;
    const start = Buffer.byteLength(opening);
    const bytes = Buffer.allocUnsafe(start + size + 1 + Buffer.byteLength(after));
    bytes.write(opening, 0);
    this.#bytes.copy(bytes, start, this.#start, this.#start + headSize);
    // What was the last one has no comma yet.
    if (headSize > 0) bytes[start + headSize - 1] = COMMA;
    bytes.write(text, start + headSize);
    this.#bytes.copy(bytes, start + headSize + freshSize, this.#end - tailSize, this.#end);
    const end = start + size + bytes.write(after, start + size);
    this.#marks = marks;
    this.#items = items;
    this.#bytes = bytes;
    this.#start = start;
    this.#end = start + headSize + freshSize + tailSize;
    touched.clear();
    if (!isNow) this.#forget();
    return bytes.subarray(0, end);
  }

  /** How many of the last ones say the same and stand in lines that no edit touched: from the start, and from the end. */
  #kept({ marks, at }: Findings, place: Place): readonly [head: number, tail: number] {
    const { from, to } = this.#subject.touched;
    const [known, items] = [this.#marks, this.#items];
    // What is referred to may have moved where the finding itself has not.
    const refersTheSame = (item: Item, i: number): boolean => item.related === undefined || item.related === this.#pen.related(at(i), place);
    const most = Math.min(marks.length, known.length);
    let head = 0;
    for (; head < most && marks[head] === known[head]; head++) {
      const item = items[head] as Item;
      if (item.endLine >= from || !refersTheSame(item, head)) break;
    }
    let tail = 0;
    for (; tail < most - head; tail++) {
      const [i, j] = [marks.length - 1 - tail, known.length - 1 - tail];
      const item = items[j] as Item;
      if (marks[i] !== known[j] || item.startLine <= to || !refersTheSame(item, i)) break;
    }
    return [head, tail];
  }

  #forget(): void {
    this.#marks = [];
    this.#items = [];
  }
}

function sizeOf(items: readonly Item[], from: number, to: number): number {
  let size = 0;
  for (let i = from; i < to; i++) size += (items[i] as Item).size;
  return size;
}

function textOf({ startLine, startCharacter, endLine, endCharacter, related, rest }: Omit<Item, "size">): string {
  const around = related ? `"relatedInformation":${related},` : "";
  return `{"range":{"start":{"line":${startLine},"character":${startCharacter}},"end":{"line":${endLine},"character":${endCharacter}}},${around}${rest},`;
}

function sized(item: Omit<Item, "size">): Item {
  const { startLine, startCharacter, endLine, endCharacter, related, rest } = item;
  return { startLine, startCharacter, endLine, endCharacter, related, rest, size: Buffer.byteLength(textOf(item)) };
}

interface Written extends Pick<Finding, "rule" | "severity" | "api" | "message"> {
  readonly json: string;
}

/** Writes findings, and remembers of each what stays the same wherever it comes to stand. */
export class Pen {
  readonly client: ClientFeatures;
  /** By the codes of a finding, which no other one shares and which stay the same object from version to version. */
  readonly #known = new WeakMap<readonly string[], Written>();
  #fresh = 0;

  constructor(client: ClientFeatures) {
    this.client = client;
  }

  /** How many findings were written that weren't known. */
  get fresh(): number {
    return this.#fresh;
  }

  item(finding: Finding, place: Place): Item {
    const { start, end } = range(place.lines, finding.span);
    return sized({
      startLine: start.line,
      startCharacter: start.character,
      endLine: end.line,
      endCharacter: end.character,
      related: this.related(finding, place),
      rest: this.#rest(finding),
    });
  }

  /** The same, some lines further down. */
  moved(item: Item, lines: number): Item {
    return sized({ ...item, startLine: item.startLine + lines, endLine: item.endLine + lines });
  }

  /** What a finding refers to; undefined where there is nothing or the client doesn't show it, empty where it can't be told. */
  related(finding: Finding, place: Place): string | undefined {
    if (!this.client.relatedInformation || finding.related.length === 0) return undefined;
    const related = relatedInformation(finding, place);
    return related.length === 0 ? "" : JSON.stringify(related);
  }

  /** All but the beginning of the object. */
  #rest(finding: Finding): string {
    const { rule, severity, api, message, codes } = finding;
    const known = this.#known.get(codes);
    if (known?.message === message && known.rule === rule && known.severity === severity && known.api === api) return known.json;
    this.#fresh++;
    const json = JSON.stringify(saidOf(finding, this.client)).slice(1);
    this.#known.set(codes, { rule, severity, api, message, json });
    return json;
  }
}
