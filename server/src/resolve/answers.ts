import { alike } from "../text/alike.ts";

/**
 * What catalogs said about facts of a file, to be taken again for the same facts of its next version. A fact is the same as long as it is the
 * same object; what else an answer depends on is its key.
 */
export class Answers {
  readonly #known = new Map<string, WeakMap<object, { readonly key: string; readonly answer: unknown }>>();
  readonly #lists = new Map<string, { readonly key: string; readonly facts: readonly object[]; readonly answers: readonly unknown[] }>();
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

  /**
   * The same for a question that is asked about a whole list. Where the list begins and ends as it did when it was asked about last, the answers
   * there are not looked for one by one.
   */
  each<F extends object, T>(question: string, key: string, facts: readonly F[], work: (fact: F) => T): readonly T[] {
    const before = this.#lists.get(question);
    const known = before?.key === key ? before : undefined;
    if (known?.facts === facts) return known.answers as readonly T[];
    const [head, tail] = known ? alike(known.facts, facts) : [0, 0];
    const answers = (known?.answers.slice(0, head) ?? []) as T[];
    for (let i = head; i < facts.length - tail; i++) {
      const fact = facts[i] as F;
      answers.push(this.get(fact, question, key, () => work(fact)));
    }
    if (known) for (let i = known.answers.length - tail; i < known.answers.length; i++) answers.push(known.answers[i] as T);
    this.#lists.set(question, { key, facts, answers });
    return answers;
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
