import { applyInOrder, type TextEdit } from "../../server/src/text/span.ts";
import { type Case, Differential } from "../support/differential.ts";
import { languageFolders } from "../support/language-folders.ts";
import { textsOf } from "../support/pages.ts";
import { type Draw, drawFrom } from "../support/random.ts";
import { RandomEdits } from "../support/random-edits.ts";
import type { Outcome, Size } from "./main.ts";

type Batch = readonly TextEdit[];

/** A document is edited so often before it is thrown away. */
const editsADocument = 60;
/** To read and to compare a long one takes as many times longer. */
const editsALongOne = 12;

/** Failures of one language that are worth printing: the tenth mostly says what the first did. */
const worthPrinting = 3;

/** How often, in milliseconds, a long run says how far it is. */
const progressEvery = 60_000;

/** In UTF-16 units: what is longer, or may become so, waits for a pause to be read from scratch while it is broken. */
const long = 60_000;

/** What one of several processes does of the documents, and from which round on. A round is one document of every language. */
export interface Share {
  readonly index: number;
  readonly of: number;
  readonly from: number;
}

/**
 * Documents kept through random edits say what fresh ones say. Round after round has one document of each language, so that a run which is
 * ended early has seen them all; with the seed and the round that it printed last, another one goes on from there.
 */
export async function fuzzEdits(size: Size, seed: number, share: Share): Promise<Outcome> {
  const languages = languageFolders();
  const differential = await Differential.over(languages.map((it) => it.id));
  const texts = languages.map((it) => textsOf(it, languages));
  const failures = languages.map(() => 0);
  const rounds = Math.ceil(size.edits / languages.length / editsADocument);
  let done = 0;
  let said = Date.now();
  for (let round = share.from; round < rounds; round++) {
    for (const [index, language] of languages.entries()) {
      // The next round gives another process this language: some take ten times as long as others.
      if ((round + index) % share.of !== share.index || (failures[index] ?? 0) >= worthPrinting) continue;
      const own = seed * 1_000_003 + index * 1009 + round;
      const draw = drawFrom(own);
      const text = someText(texts[index] ?? [], draw);
      const isLong = text.length > long;
      const count = Math.min(isLong ? editsALongOne : editsADocument, Math.ceil(size.edits / languages.length) - round * editsADocument);
      const it = {
        languageId: language.id,
        path: `/w/src/marketo_client${language.extensions[0] ?? ""}`,
        text,
        edits: draws(text, draw, count),
        deep: size.deep,
        ...(isLong ? { paused: editsALongOne / 3 } : {}),
      };
      done += count;
      const failure = failureOf(differential, it);
      if (failure === undefined) continue;
      failures[index] = (failures[index] ?? 0) + 1;
      console.log(`${language.id}, seed ${own}: ${failure}\n  smallest: ${JSON.stringify(smallest(differential, it))}`);
    }
    if (Date.now() - said < progressEvery) continue;
    said = Date.now();
    console.log(`edits: ${done} done${share.of > 1 ? ` by process ${share.index + 1}` : ""}, go on with --seed ${seed} --from ${round + 1}`);
  }
  const failed = failures.filter((it) => it > 0).length;
  console.log(`edits: ${done} in ${languages.length} languages`);
  return { passed: languages.length - failed, failed };
}

/**
 * One fixture, or several behind each other: small texts break as a whole, long ones in one of their items. Now and then there are so many that a
 * broken text waits for a pause to be read from scratch.
 */
function someText(texts: readonly string[], draw: Draw): string {
  const count = draw.below(4) === 0 ? 2 + draw.below(8) : 1;
  const parts = Array.from({ length: count }, () => draw.of(texts));
  if (draw.below(40) === 0) for (let length = 0; length <= long; length += 1 + (parts.at(-1) ?? "").length) parts.push(draw.of(texts));
  return parts.join(draw.of(["\n", "\r\n", "\n\n"]));
}

function draws(text: string, draw: Draw, count: number): readonly Batch[] {
  const random = new RandomEdits(draw);
  const edits: Batch[] = [];
  let now = text;
  for (let i = 0; i < count; i++) {
    const batch = random.next(now);
    edits.push(batch);
    now = applyInOrder(now, batch);
  }
  return edits;
}

interface Failing extends Case {
  readonly edits: readonly Batch[];
}

function failureOf(differential: Differential, it: Failing): string | undefined {
  try {
    differential.run(it);
    return undefined;
  } catch (error) {
    return error instanceof Error
      ? `${error.message}${error.cause instanceof Error ? `\n${error.cause.message.slice(0, 2000)}` : ""}`
      : String(error);
  }
}

/** The same failure with less before it: the shortest history that still shows it, begun from the text it leaves. */
function smallest(differential: Differential, it: Failing): Pick<Failing, "text" | "edits"> {
  let last = it.edits.length;
  for (let low = 1, high = it.edits.length; low < high; ) {
    const middle = (low + high) >> 1;
    if (failureOf(differential, { ...it, edits: it.edits.slice(0, middle), deep: 1 })) last = high = middle;
    else low = middle + 1;
  }
  for (let history = 1; history < last; history *= 2) {
    const text = it.edits.slice(0, last - history).reduce(applyInOrder, it.text);
    const edits = it.edits.slice(last - history, last);
    if (failureOf(differential, { ...it, text, edits, deep: 1 })) return { text, edits };
  }
  return { text: it.text, edits: it.edits.slice(0, last) };
}
