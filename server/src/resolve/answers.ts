/**
 * What catalogs said about facts of a file, to be taken again for the same facts of its next version. A fact is the same as long as it is the
 * same object; what else an answer depends on is its key.
 */
export class Answers {
  readonly #known = new Map<string, WeakMap<object, { readonly key: string; readonly answer: unknown }>>();

  #frame = "";
  #keys = new Map<string, string>();

  /** What all answers depend on. */
  frame(text: string): void {
    if (text === this.#frame) return;
    this.#frame = text;
    this.#keys = new Map();
  }

  /** What an answer depends on, the frame among it: the same text as the same object as before, which is compared in no time. */
  key(more: string): string {
    let key = this.#keys.get(more);
    if (key === undefined) {
      key = `${this.#frame} ${more}`;
      this.#keys.set(more, key);
    }
    return key;
  }

  /** The answer to one of the questions about a fact. */
  get<T>(fact: object, question: string, key: string, work: () => T): T {
    const answers = this.#answersTo(question);
    const known = answers.get(fact);
    if (known?.key === key) return known.answer as T;
    const answer = work();
    answers.set(fact, { key, answer });
    return answer;
  }

  /** The same for a question that is asked about one fact after the other. */
  asking<F extends object, T>(question: string, key: string, work: (fact: F) => T): (fact: F) => T {
    const answers = this.#answersTo(question);
    return (fact) => {
      const known = answers.get(fact);
      if (known?.key === key) return known.answer as T;
      const answer = work(fact);
      answers.set(fact, { key, answer });
      return answer;
    };
  }

  #answersTo(question: string): WeakMap<object, { readonly key: string; readonly answer: unknown }> {
    let answers = this.#known.get(question);
    if (!answers) {
      answers = new WeakMap();
      this.#known.set(question, answers);
    }
    return answers;
  }
}
