import type { FileFacts } from "../sites/model.ts";
import { Unparsable } from "../syntax/grammar.ts";
import { unreadable } from "../text/bounds.ts";
import { type EditedText, LineMap } from "../text/line-map.ts";
import type { Content } from "../text/pieced.ts";
import { applyInOrder, type TextEdit } from "../text/span.ts";
import type { Analysis, OpenDocument } from "./model.ts";

/** In UTF-16 units, written or taken away: less than this makes no other text of one that couldn't be got through. */
const leastChange = 1000;

/**
 * A text that couldn't be got through, which costs a parser, or much time, each time. It is tried again once about half of it was changed, or
 * when there is time after an edit; after each failure twice as much must have been changed, or twice as many rests have gone by.
 */
class Lost {
  readonly problem: string;
  readonly #failures: number;
  readonly #length: number;
  #changed = 0;
  #rests = 0;

  constructor(problem: string, length: number, before?: Lost) {
    this.problem = problem;
    this.#length = length;
    this.#failures = (before?.failures ?? 0) + 1;
  }

  get failures(): number {
    return this.#failures;
  }

  /** Whether the text has become another one by these edits and those before. */
  isOtherAfter(edits: readonly TextEdit[]): boolean {
    for (const { span, text } of edits) this.#changed += span.end - span.start + text.length;
    return this.#changed >= Math.max(leastChange, this.#length / 2) * this.#patience;
  }

  /** There is time now; whether to try what was edited meanwhile. */
  isDueAtRest(): boolean {
    return this.#changed > 0 && ++this.#rests >= this.#patience;
  }

  get #patience(): number {
    return 2 ** (this.#failures - 1);
  }
}

/**
 * A document that is read only while its text keeps within bounds, and can be got through. Else it says nothing, names the reason in its analysis,
 * and is opened again when an edit brings it back.
 */
export function openBounded(path: string, languageId: string, text: string, open: (text: string) => OpenDocument, closed: () => void): OpenDocument {
  let inner: OpenDocument | undefined;
  let lost: Lost | undefined;
  /** The text that was got through last, before it was lost: whoever takes an edit back has it again. */
  let readable: string | undefined;
  let analysis = look(text);

  function look(next: string): Analysis {
    const problem = unreadable(next);
    if (problem !== undefined) return giveUp(next, problem);
    return attempt(
      () => next,
      () => {
        inner = open(next);
        lost = undefined;
        return inner.analysis;
      },
    );
  }

  /** What the parser can't be got through shows only when it is at work. */
  function attempt(next: () => Content, work: () => Analysis): Analysis {
    try {
      return work();
    } catch (error) {
      const problem = tooMuch(error);
      if (problem === undefined) throw error;
      readable = inner?.analysis.text ?? readable;
      lost = new Lost(problem, next().length, lost);
      return giveUp(next(), problem);
    }
  }

  function giveUp(next: Content, problem: string): Analysis {
    inner?.close();
    inner = undefined;
    return nothing(path, languageId, next.toString(), problem);
  }

  return {
    get work() {
      return inner?.work;
    },
    get analysis() {
      return inner ? inner.analysis : analysis;
    },
    get following() {
      return inner?.following;
    },
    edit(edits: readonly TextEdit[], after?: EditedText): Analysis {
      const next = after?.content ?? applyInOrder(this.analysis.text, edits);
      // Taking away can do it as well: line ends, or what stood in front of zeros.
      const problem = unreadable(next);
      const kept = inner;
      const isOther = !lost || lost.isOtherAfter(edits) || next.toString() === readable;
      if (problem !== undefined) analysis = giveUp(next, problem);
      else if (kept)
        analysis = attempt(
          () => next,
          () => kept.edit(edits, after),
        );
      else analysis = isOther ? look(next.toString()) : giveUp(next, lost?.problem ?? "");
      return analysis;
    },
    refresh() {
      const kept = inner;
      if (kept)
        analysis = attempt(
          () => kept.analysis.text,
          () => kept.refresh(),
        );
      return analysis;
    },
    settle() {
      const kept = inner;
      if (!kept) {
        if (lost?.isDueAtRest() && unreadable(analysis.text) === undefined) analysis = look(analysis.text);
        return inner !== undefined;
      }
      let isOther = false;
      analysis = attempt(
        () => kept.analysis.text,
        () => {
          isOther = kept.settle?.() ?? false;
          return kept.analysis;
        },
      );
      return isOther || inner === undefined;
    },
    denial: (api, at) => inner?.denial(api, at),
    // They try other texts, which may be what can't be got through: the document itself is none the worse for it.
    slotAt: (offset) => unlessTooMuch(() => inner?.slotAt(offset)),
    fixes: (finding, how) => unlessTooMuch(() => inner?.fixes(finding, how)) ?? [],
    close() {
      inner?.close();
      closed();
    },
  };
}

export const noFacts: FileFacts = {
  functions: [],
  branches: [],
  groups: [],
  predicates: [],
  constants: [],
  fields: [],
  uses: [],
  imports: [],
  mentions: [],
  classes: [],
  families: [],
  conditions: [],
  broken: [],
};

/** What is known of a file that is not read. */
export function nothing(path: string, languageId: string, text: string, problem: string): Analysis {
  // Nobody asks for a place in it, and the lines of a hundred megabytes needn't be counted.
  return {
    path,
    languageId,
    text,
    lines: new LineMap(""),
    facts: noFacts,
    verdicts: [],
    sites: [],
    sitesIn: () => [],
    findings: [],
    findingsIn: () => [],
    retries: [],
    problem,
  };
}

/** Does what reads a text; undefined for one that can't be got through. */
export function unlessTooMuch<T>(work: () => T): T | undefined {
  try {
    return work();
  } catch (error) {
    if (tooMuch(error) !== undefined) return undefined;
    throw error;
  }
}

/**
 * Why a text can't be got through, in a few words for a log, where that is what an error says: the parser gave up on it, or our own stack ended.
 * What was being made for it is thrown away by whoever asks.
 */
export function tooMuch(error: unknown): string | undefined {
  if (error instanceof Unparsable) return error.message;
  return error instanceof RangeError && error.message.includes("call stack") ? "nested too deeply" : undefined;
}
