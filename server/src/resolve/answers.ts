/**
 * What catalogs said about facts of a file, to be taken again for the same facts of its next version. A fact is the same as long as it is the
 * same object; what else an answer depends on is its key.
 */
export class Answers {
  readonly #known = new WeakMap<object, Map<string, { readonly key: string; readonly answer: unknown }>>();

  #frame = "";

  /** The same text as the same object as before, which is compared in no time. */
  frame(text: string): string {
    if (text !== this.#frame) this.#frame = text;
    return this.#frame;
  }

  /** The answer to one of the questions about a fact. */
  get<T>(fact: object, question: string, key: string, work: () => T): T {
    let answers = this.#known.get(fact);
    if (!answers) {
      answers = new Map();
      this.#known.set(fact, answers);
    }
    const known = answers.get(question);
    if (known?.key === key) return known.answer as T;
    const answer = work();
    answers.set(question, { key, answer });
    return answer;
  }
}
