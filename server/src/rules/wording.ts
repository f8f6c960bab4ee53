import type { FunctionFact } from "../sites/model.ts";
import { ByName } from "../text/alike.ts";
import type { Source } from "../text/places.ts";
import { stands } from "../text/words.ts";

const word = /[\p{L}_$][\p{L}\p{N}_$]*/gu;
const plain = /^[A-Za-z_$][\w$]*$/;

/** So many names are remembered at once. */
const enough = 400;

/**
 * What the functions of a file say by their words. A function that an edit leaves as it is is the same object, and is looked through once: what
 * a key press costs doesn't grow with the text.
 */
export class Wording {
  readonly #words = new WeakMap<FunctionFact, readonly string[]>();
  readonly #names = new ByName<FunctionFact>(enough);
  #searched = 0;

  /** How often a function was looked through for a name. */
  get searched(): number {
    return this.#searched;
  }

  /** All words of a function, each once. */
  wordsOf(fact: FunctionFact, text: Source): readonly string[] {
    let words = this.#words.get(fact);
    if (!words) {
      words = [...new Set(text.slice(fact.span.start, fact.span.end).match(word) ?? [])];
      this.#words.set(fact, words);
    }
    return words;
  }

  /** The outermost functions in which a name stands, by itself and not as a piece of a longer one. */
  mentioning(name: string, functions: readonly FunctionFact[], text: Source): readonly number[] {
    return this.#names.places(name, functions, ({ parent, span }) => {
      if (parent >= 0) return false;
      this.#searched++;
      return stands(name, text.slice(span.start, span.end));
    });
  }
}

/** The first word of a name, which stands in the text wherever the name does: `retryable?`, `Get-Codes`. */
export function wordOf(name: string): string {
  return plain.test(name) ? name : (name.match(word)?.[0] ?? name);
}
