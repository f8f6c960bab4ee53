import type { Trial } from "../fixes/model.ts";
import type { Proof } from "../rules/model.ts";
import type { TextEdit } from "../text/span.ts";

/** Each holds the findings of a whole file. */
const limit = 40;

/**
 * What came of trying edits on one version of a document. An editor asks for the fixes of one place several times: for its light bulb, for its
 * menu, and again as the cursor moves along the line.
 */
export class Trials {
  readonly #done = new Map<string, Trial>();

  of(edits: readonly TextEdit[], proof: Proof, work: () => Trial): Trial {
    const key = proof + JSON.stringify(edits);
    const known = this.#done.get(key);
    if (known) return known;
    const trial = work();
    if (this.#done.size >= limit) this.#done.clear();
    this.#done.set(key, trial);
    return trial;
  }

  /** The document has changed, or what is around it. */
  clear(): void {
    this.#done.clear();
  }
}
