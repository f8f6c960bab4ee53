/** One of the names in a group, `c as d` within `{a, b::{c as d, e::*}}`. */
export interface Grouped {
  /** What stands in front of the name: `b`. */
  readonly path: readonly string[];
  /** `*` for all there is, and for what stands in front of the braces itself (`self`). */
  readonly name: string;
  /** What it is called here, `*` for all there is; undefined for `self` of the outermost braces, which doesn't say it. */
  readonly local: string | undefined;
  /** Where `local` stands in the text; where it isn't written, the name. */
  readonly start: number;
}

/** Groups within groups further in than this are left out: nobody writes them. */
const deepest = 16;

const tokens = /\/\/[^\n]*|\/\*[\s\S]*?\*\/|#[^\n]*|::|\\|[{},]|[^\s{},:\\/#]+/g;

/** Reads the names of a group in braces, as Rust and PHP write them: `{http::Client, codes::{self, LIMIT as MOST}}`, `{Marketo\Codes, const LIMIT}`. */
export function grouped(text: string): readonly Grouped[] {
  const out: Grouped[] = [];
  const around: string[][] = [];
  let steps: string[] = [];
  let local: string | undefined;
  let start = 0;
  let isJoined = false;
  let isRenamed = false;
  const take = (): void => {
    const last = steps.at(-1);
    if (last !== undefined && around.length <= deepest) {
      const path = [...around.flat(), ...steps.slice(0, -1)];
      if (last === "self") out.push({ path, name: "*", local: local ?? path.at(-1), start });
      else out.push({ path, name: last, local: local ?? last, start });
    }
    steps = [];
    local = undefined;
    isJoined = isRenamed = false;
  };
  for (const { 0: token, index } of text.matchAll(tokens)) {
    if (/^(?:\/[/*]|#)/.test(token)) continue;
    if (token === "::" || token === "\\") isJoined = true;
    else if (token === "{") {
      around.push(steps);
      steps = [];
      isJoined = false;
    } else if (token === ",") take();
    else if (token === "}") {
      take();
      around.pop();
    } else if (token === "as" && steps.length > 0) isRenamed = true;
    else {
      start = index;
      if (isRenamed) local = token;
      // A word in front of a name says what kind of thing it is: `const LIMIT`.
      else if (isJoined) steps.push(token);
      else steps = [token];
      isJoined = false;
    }
  }
  take();
  return out;
}
