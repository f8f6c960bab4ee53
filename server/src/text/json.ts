/** JSON whose texts know where they stand. Numbers, true, false and null are told apart by nobody who reads this. */
export type Json =
  /** `start` and `end` hold the braces. */
  | { readonly kind: "object"; readonly members: ReadonlyMap<string, Json>; readonly start: number; readonly end: number }
  | { readonly kind: "array"; readonly items: readonly Json[] }
  /** `start` and `end` hold the quotes. */
  | { readonly kind: "text"; readonly pieces: readonly TextPiece[]; readonly start: number; readonly end: number }
  | { readonly kind: "other" };

/** A run of characters that stand for themselves, or one escape. */
export interface TextPiece {
  readonly text: string;
  readonly from: number;
  readonly fromEnd: number;
}

/** What a text says. Undefined for anything else. */
export function textIn(json: Json | undefined): string | undefined {
  return json?.kind === "text" ? json.pieces.map((p) => p.text).join("") : undefined;
}

/** Deeper than this is nobody's notebook, and a call stack has an end. */
const maxDepth = 200;

/** Reads a whole text as JSON. A problem is said in a few words, with the line where it shows. */
export function readJson(text: string): { readonly json: Json } | { readonly problem: string } {
  const reader = new Reader(text);
  try {
    return { json: reader.whole() };
  } catch (error) {
    if (error instanceof Unreadable) return { problem: `not valid JSON: line ${text.slice(0, error.at).split("\n").length}: ${error.message}` };
    throw error;
  }
}

class Unreadable extends Error {
  readonly at: number;

  constructor(at: number, message: string) {
    super(message);
    this.at = at;
  }
}

const short: Readonly<Record<string, string>> = { '"': '"', "\\": "\\", "/": "/", b: "\b", f: "\f", n: "\n", r: "\r", t: "\t" };

class Reader {
  readonly #text: string;
  #at = 0;

  constructor(text: string) {
    this.#text = text;
  }

  whole(): Json {
    if (this.#text.startsWith("\uFEFF")) this.#at = 1;
    const json = this.#value(0);
    this.#space();
    if (this.#at < this.#text.length) throw this.#unexpected();
    return json;
  }

  #value(depth: number): Json {
    if (depth > maxDepth) throw new Unreadable(this.#at, "nested too deeply");
    this.#space();
    const c = this.#text[this.#at];
    if (c === "{") return this.#object(depth);
    if (c === "[") return this.#array(depth);
    if (c === '"') {
      const start = this.#at;
      return { kind: "text", pieces: this.#string(), start, end: this.#at };
    }
    const word = /true|false|null|-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?/y;
    word.lastIndex = this.#at;
    if (!word.test(this.#text)) throw this.#unexpected();
    this.#at = word.lastIndex;
    return { kind: "other" };
  }

  #object(depth: number): Json {
    const members = new Map<string, Json>();
    const start = this.#at;
    this.#at++;
    if (!this.#closes("}"))
      do {
        this.#space();
        if (this.#text[this.#at] !== '"') throw this.#unexpected();
        const key = this.#string();
        this.#expect(":");
        members.set(key.map((p) => p.text).join(""), this.#value(depth + 1));
      } while (this.#goesOn("}"));
    return { kind: "object", members, start, end: this.#at };
  }

  #array(depth: number): Json {
    const items: Json[] = [];
    this.#at++;
    if (!this.#closes("]"))
      do items.push(this.#value(depth + 1));
      while (this.#goesOn("]"));
    return { kind: "array", items };
  }

  #string(): readonly TextPiece[] {
    const text = this.#text;
    const pieces: TextPiece[] = [];
    this.#at++;
    for (;;) {
      const plain = /[^"\\\t\n\r]+/y;
      plain.lastIndex = this.#at;
      const run = plain.exec(text)?.[0];
      if (run !== undefined) {
        pieces.push({ text: run, from: this.#at, fromEnd: this.#at + run.length });
        this.#at += run.length;
      }
      const c = text[this.#at];
      if (c === '"') {
        this.#at++;
        return pieces;
      }
      if (c !== "\\") throw this.#unexpected();
      const from = this.#at;
      const hex = /u([0-9a-fA-F]{4})/y;
      hex.lastIndex = from + 1;
      const unit = hex.exec(text)?.[1];
      const meant = unit === undefined ? short[text[from + 1] ?? ""] : String.fromCharCode(Number.parseInt(unit, 16));
      if (meant === undefined) throw this.#unexpected();
      this.#at = from + (unit === undefined ? 2 : 6);
      pieces.push({ text: meant, from, fromEnd: this.#at });
    }
  }

  #closes(sign: string): boolean {
    this.#space();
    if (this.#text[this.#at] !== sign) return false;
    this.#at++;
    return true;
  }

  #goesOn(close: string): boolean {
    if (this.#closes(close)) return false;
    this.#expect(",");
    return true;
  }

  #expect(sign: string): void {
    this.#space();
    if (this.#text[this.#at] !== sign) throw this.#unexpected();
    this.#at++;
  }

  #space(): void {
    const white = /[ \t\r\n]*/y;
    white.lastIndex = this.#at;
    white.test(this.#text);
    this.#at = white.lastIndex;
  }

  #unexpected(): Unreadable {
    const c = this.#text[this.#at];
    return new Unreadable(this.#at, c === undefined ? "it ends too early" : `unexpected ${JSON.stringify(c)}`);
  }
}
