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

/** Failures of one language that are worth printing: the tenth mostly says what the first did. */
const worthPrinting = 3;

/** Documents kept through random edits say what fresh ones say; one case for each language. */
export async function fuzzEdits(size: Size, seed: number): Promise<Outcome> {
  const languages = languageFolders();
  const differential = await Differential.over(languages.map((it) => it.id));
  const each = Math.ceil(size.edits / languages.length);
  const outcome = { passed: 0, failed: 0 };
  for (const [index, language] of languages.entries()) {
    const texts = textsOf(language);
    const path = `/w/src/marketo_client${language.extensions[0] ?? ""}`;
    let failures = 0;
    for (let done = 0, round = 0; done < each && failures < worthPrinting; done += editsADocument, round++) {
      const own = seed * 1_000_003 + index * 1009 + round;
      const draw = drawFrom(own);
      const text = someText(texts, draw);
      const edits = draws(text, draw, Math.min(editsADocument, each - done));
      const failure = failureOf(differential, { languageId: language.id, path, text, edits });
      if (failure === undefined) continue;
      failures++;
      console.log(
        `${language.id}, seed ${own}: ${failure}\n  smallest: ${JSON.stringify(smallest(differential, { languageId: language.id, path, text, edits }))}`,
      );
    }
    outcome[failures > 0 ? "failed" : "passed"]++;
  }
  console.log(`edits: ${each * languages.length} in ${languages.length} languages`);
  return outcome;
}

/** One fixture, or several behind each other: small texts break as a whole, long ones in one of their items. */
function someText(texts: readonly string[], draw: Draw): string {
  const count = draw.below(3) === 0 ? 1 + draw.below(12) : 1;
  return Array.from({ length: count }, () => draw.of(texts)).join(draw.of(["\n", "\r\n", "\n\n"]));
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
