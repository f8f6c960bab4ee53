import type { Resolved, ResolvedBranch } from "../resolve/resolved.ts";
import type { Branch, Constant, FunctionFact } from "../sites/model.ts";
import type { Part } from "../syntax/part.ts";
import { lastIndex } from "../text/alike.ts";
import type { Plain } from "../text/places.ts";
import { contains, overlaps, type Span } from "../text/span.ts";
import type { Spanless } from "../text/spanless.ts";
import { around } from "./tree.ts";

/** What a file says at one place of its text. It is looked for among what stands at places, so that of a large file nothing else is made for it. */
export interface ByPlace {
  /** The parts around a stretch of text, the outermost first; the last is the innermost that holds it whole. */
  around(span: Span): readonly Part[];
  /** Decisions that begin at an offset. */
  branchesAt(start: number): readonly ResolvedBranch[];
  /** Decisions of a function, by its number. */
  branchesOf(fn: number): readonly ResolvedBranch[];
  /** What is decided in a function, by its number, whether it is about codes or not. */
  decidedIn(fn: number): readonly Branch[];
  /** What is decided around a stretch of text, whether it is about codes or not. */
  decidedAround(span: Span): readonly Branch[];
  /** The function that covers just this stretch. */
  functionAt(span: Span): FunctionFact | undefined;
  /** The outermost function around a stretch. */
  outermostFunction(span: Span): FunctionFact | undefined;
  /** The innermost function around a place, for questions that don't ask where it stands. */
  innermostFunction(at: number): Spanless<FunctionFact> | undefined;
  /** Top-level parts that share something with a stretch. */
  topLevelIn(span: Span): readonly Part[];
  /** Functions and constants that are chosen by something else than their place. */
  functionsThat(fit: (fact: Spanless<FunctionFact>) => boolean): readonly FunctionFact[];
  constantsThat(fit: (constant: Spanless<Constant>) => boolean): readonly Constant[];
  /** All that the file says, for questions that ask for no place. */
  readonly said: Spanless<Resolved>;
}

/** `inText` gives what stands at places as it stands in the text, and the same for the same. */
export function byPlace(parts: readonly Part[], resolved: Resolved, { place, span: placed }: Plain, inText: <T>(value: T) => T): ByPlace {
  const { branches, facts } = resolved;
  const all = <T>(found: readonly T[]): readonly T[] => found.map((it) => inText(it));
  const one = <T>(found: T | undefined): T | undefined => found && inText(found);
  return {
    around: (span) => all(around(parts, placed(span))),
    branchesAt(start) {
      const at = place(start);
      return all(branches.filter((b) => b.branch.span.start === at));
    },
    branchesOf: (fn) => all(branches.filter((b) => b.branch.function === fn)),
    decidedIn: (fn) => all(facts.branches.filter((b) => b.function === fn)),
    decidedAround(span) {
      const at = placed(span);
      return all(facts.branches.filter((b) => contains(b.span, at)));
    },
    functionAt(span) {
      const at = placed(span);
      const { functions } = facts;
      // Those that begin at one place stand beside each other, the outermost first.
      let i = lastIndex(functions, (f) => f.span.start < at.start) + 1;
      while (functions[i]?.span.start === at.start && functions[i]?.span.end !== at.end) i++;
      return one(functions[i]?.span.start === at.start ? functions[i] : undefined);
    },
    outermostFunction(span) {
      const at = placed(span);
      const { functions } = facts;
      let i = lastIndex(functions, (f) => f.span.start <= at.start);
      while (i >= 0 && (functions[i] as FunctionFact).parent >= 0) i = (functions[i] as FunctionFact).parent;
      const outermost = functions[i];
      return one(outermost && contains(outermost.span, at) ? outermost : undefined);
    },
    innermostFunction(start) {
      const { functions } = facts;
      const at = place(start);
      // They stand in the order of the text, each behind the one around it.
      let i = lastIndex(functions, (f) => f.span.start <= at);
      while (i >= 0 && at >= (functions[i] as FunctionFact).span.end) i = (functions[i] as FunctionFact).parent;
      return functions[i];
    },
    topLevelIn(span) {
      const at = placed(span);
      return all(parts.filter((p) => overlaps(p.span, at)));
    },
    functionsThat: (fit) => all(facts.functions.filter(fit)),
    constantsThat: (fit) => all(facts.constants.filter(fit)),
    said: resolved,
  };
}
