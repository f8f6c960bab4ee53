import type { Part } from "../syntax/part.ts";
import { child } from "./parts.ts";

/** What is asked whether it was read already. */
const asked: ReadonlySet<Part["kind"]> = new Set(["if", "op", "call", "index", "each", "function"]);

/** What was read already, as part of something around it: conditions, mostly. */
export class Marked {
  readonly #read = new Set<Part>();

  has(part: Part): boolean {
    return this.#read.has(part);
  }

  add(part: Part): void {
    this.#read.add(part);
  }

  /** A part with all that stands in it. */
  mark(part: Part): void {
    if (asked.has(part.kind)) this.#read.add(part);
    const { parts } = part;
    for (let i = 0; i < parts.length; i++) this.mark(parts[i] as Part);
  }

  /** The ifs of a chain, with everything in their conditions. */
  chain(part: Part): void {
    for (let at: Part | undefined = part; at; ) {
      this.#read.add(at);
      const condition = child(at, "if.condition");
      if (condition) this.mark(condition);
      for (const elif of at.parts.filter((p) => p.kind === "elif")) {
        const elsewise = child(elif, "elif.condition");
        if (elsewise) this.mark(elsewise);
      }
      const otherwise: Part | undefined = child(at, "if.else");
      at =
        otherwise?.kind === "if"
          ? otherwise
          : otherwise?.kind === "other" && otherwise.parts.length === 1 && otherwise.parts[0]?.kind === "if"
            ? otherwise.parts[0]
            : undefined;
    }
  }
}
