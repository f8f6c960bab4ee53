import { type Callee, calleeOf, children } from "../sites/parts.ts";
import type { Part } from "../syntax/part.ts";
import { contains, type Span } from "../text/span.ts";
import type { Spanless } from "../text/spanless.ts";
import { whiteBefore } from "./layout.ts";
import type { FixContext, FoundCall } from "./model.ts";

/** Whether calls of a name are looked for. The same function for the same names. */
export type Wanted = (name: string) => boolean;

/** Of so many names it is remembered whether they are wanted; then it begins anew. */
const enough = 2000;

/** What is wanted of names, and where it was looked for. */
interface Search {
  readonly names: Map<string, boolean>;
  readonly found: WeakMap<Part, readonly Part[]>;
}

/** The calls within parts, and those that were looked for: kept as long as a part is, through all versions of a file that have it. */
export class CallsByPart {
  readonly #all = new WeakMap<Part, readonly Part[]>();
  readonly #searches = new Map<Wanted, Search>();

  of(part: Part, wanted: Wanted): readonly Part[] {
    let search = this.#searches.get(wanted);
    if (!search) {
      search = { names: new Map(), found: new WeakMap() };
      this.#searches.set(wanted, search);
    }
    let calls = search.found.get(part);
    if (!calls) {
      calls = this.#allIn(part).filter((call) => isWanted(calleeOf(call)?.name ?? "", wanted, search.names));
      search.found.set(part, calls);
    }
    return calls;
  }

  /** A part is gone through once, however many searches there are. */
  #allIn(part: Part): readonly Part[] {
    let all = this.#all.get(part);
    if (!all) {
      const calls: Part[] = [];
      collect(part, calls);
      all = calls;
      this.#all.set(part, all);
    }
    return all;
  }
}

/** Names are the same all over a file. */
function isWanted(name: string, wanted: Wanted, known: Map<string, boolean>): boolean {
  let answer = known.get(name);
  if (answer === undefined) {
    answer = wanted(name);
    if (known.size >= enough) known.clear();
    known.set(name, answer);
  }
  return answer;
}

/** How what stands at places stands in the text. */
export interface Standing {
  readonly text: string;
  inText<T>(value: T): T;
  offset(place: number): number;
}

/** For parts that stand in a text as they are. */
export function asItStands(text: string): Standing {
  return { text, inText: (value) => value, offset: (place) => place };
}

/** Looks for calls in parts, which may stand at places. */
export function callsIn(parts: readonly Part[], known: CallsByPart, standing: Standing): FixContext["calls"] {
  let members: readonly Member[] | undefined;
  return function* (wanted) {
    members ??= membersIn(parts, []);
    for (const { part, chain } of members) for (const call of known.of(part, wanted)) yield new Found(call, part, chain, standing);
  };
}

/** What stands in a file or in a class of it, with the classes around it. */
interface Member {
  readonly part: Part;
  readonly chain: readonly Part[];
}

function membersIn(level: readonly Part[], chain: readonly Part[]): readonly Member[] {
  return level.flatMap((part) => (holdsMembers(part) ? membersIn(part.parts, [...chain, part]) : [{ part, chain }]));
}

/** An edit in one member of a class leaves the others what they are. */
function holdsMembers({ kind, role }: Part): boolean {
  return kind === "class" || (role === "class.body" && (kind === "other" || kind === "block"));
}

function collect(part: Part, out: Part[]): void {
  if (part.kind === "call" && calleeOf(part)) out.push(part);
  for (const inner of part.parts) collect(inner, out);
}

/** Most are told from where they begin, or from what they call, not to be the one that is looked for. */
class Found implements FoundCall {
  readonly #call: Part;
  readonly #within: Part;
  readonly #chain: readonly Part[];
  readonly #standing: Standing;

  constructor(call: Part, within: Part, chain: readonly Part[], standing: Standing) {
    this.#call = call;
    this.#within = within;
    this.#chain = chain;
    this.#standing = standing;
  }

  get start(): number {
    return this.#standing.offset(this.#call.span.start);
  }

  get head(): string {
    const { start } = this;
    const { text, offset } = this.#standing;
    const known = heads.get(this.#call);
    if (known !== undefined && text.startsWith(known, start)) return known;
    const [first] = children(this.#call, "call.arg");
    const head = text.slice(start, offset(first ? first.span.start : this.#call.span.end));
    heads.set(this.#call, head);
    return head;
  }

  get awaited(): boolean {
    return isAwaited(this.start, this.#standing.text);
  }

  get callee(): Spanless<Callee> | undefined {
    return calleeOf(this.#call);
  }

  get part(): Part {
    return this.#standing.inText(this.#call);
  }

  outward(): readonly Spanless<Part>[] {
    return [this.#call, ...wayTo(this.#call, this.#within).reverse(), ...[...this.#chain].reverse()];
  }

  spanOf(part: Spanless<Part>): Span {
    const { start, end } = (part as Part).span;
    return { start: this.#standing.offset(start), end: this.#standing.offset(end) };
  }
}

/** As it was written last: to see that it still is, nothing is cut out of the text. */
const heads = new WeakMap<Part, string>();

/** Whether `await` stands in front of a place. */
export function isAwaited(at: number, text: string): boolean {
  const end = whiteBefore(text, at);
  return end < at && text.endsWith("await", end) && !/\w/.test(text.charAt(end - "await".length - 1));
}

/** The parts from one down to another, which is left out. */
function wayTo(part: Part, from: Part): Part[] {
  const way: Part[] = [];
  const visit = (at: Part): boolean => {
    if (at === part) return true;
    if (!contains(at.span, part.span)) return false;
    way.push(at);
    if (at.parts.some(visit)) return true;
    way.pop();
    return false;
  };
  visit(from);
  return way;
}
