import { alike, Tally } from "../text/alike.ts";

/**
 * What catalogs said about facts of a file, to be taken again for the same facts of its next version. A fact is the same as long as it is the
 * same object; what else an answer depends on is its key.
 */
export class Answers {
  readonly #known = new Map<string, WeakMap<object, { readonly key: string; readonly answer: unknown }>>();
  readonly #lists = new Map<string, { readonly key: string; readonly facts: readonly object[]; readonly answers: readonly unknown[] }>();
  readonly #joined = new Map<string, { readonly answers: readonly unknown[]; readonly all: readonly unknown[] }>();
  readonly #tallies = new Map<string, Tally<object, string>>();
  #frame = "";
  #thing: object | undefined;
  #things = 0;
  #keys = new Map<string, string>();

  /** What all answers depend on: a text, and something that is the same as long as it is the same object. */
  frame(text: string, thing?: object): void {
    if (thing !== this.#thing) {
      this.#thing = thing;
      this.#things++;
    }
    const frame = `${this.#things} ${text}`;
    if (frame === this.#frame) return;
    this.#frame = frame;
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
   * there are not looked for one by one; as long as all answers are the same objects, so is their list.
   */
  each<F extends object, T>(question: string, key: string, facts: readonly F[], work: (fact: F) => T): readonly T[] {
    const before = this.#lists.get(question);
    const known = before?.key === key ? before : undefined;
    if (known?.facts === facts) return known.answers as readonly T[];
    const [head, tail] = known ? alike(known.facts, facts) : [0, 0];
    const was = (known?.answers ?? []) as readonly T[];
    const come: T[] = [];
    for (let i = head; i < facts.length - tail; i++) {
      const fact = facts[i] as F;
      come.push(this.get(fact, question, key, () => work(fact)));
    }
    const isSame = known?.facts.length === facts.length && come.every((it, i) => it === was[head + i]);
    const answers = isSame ? was : was.slice(0, head).concat(come, was.slice(was.length - tail));
    this.#lists.set(question, { key, facts, answers });
    return answers;
  }

  /** The same where every answer is a list: all of them as one. */
  all<F extends object, T>(question: string, key: string, facts: readonly F[], work: (fact: F) => readonly T[]): readonly T[] {
    const answers = this.each(question, key, facts, work);
    const before = this.#joined.get(question);
    if (before?.answers === answers) return before.all as readonly T[];
    const was = (before?.answers ?? []) as readonly (readonly T[])[];
    const [head, tail] = alike(was, answers);
    const come = answers.slice(head, answers.length - tail).flat() as T[];
    const gone = was.slice(head, was.length - tail).flat().length;
    let from = 0;
    for (let i = 0; i < head; i++) from += (answers[i] as readonly T[]).length;
    const known = (before?.all ?? []) as readonly T[];
    const all = known.slice(0, from).concat(come, known.slice(from + gone));
    this.#joined.set(question, { answers, all });
    return all;
  }

  /** What the things of a list say, taken together, by a question that is asked of no other list. */
  together<T extends object>(question: string, list: readonly T[], says: (thing: T) => readonly string[]): ReadonlySet<string> {
    const tally = this.#tallies.get(question) ?? new Tally<object, string>();
    this.#tallies.set(question, tally);
    return tally.of(list, says as (thing: object) => readonly string[]);
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
