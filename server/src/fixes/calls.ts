import { type Callee, calleeOf } from "../sites/parts.ts";
import type { Part } from "../syntax/part.ts";
import { contains } from "../text/span.ts";
import type { Spanless } from "../text/spanless.ts";
import type { FixContext, FoundCall } from "./model.ts";

/** Whether calls of a name are looked for. The same function for the same names. */
export type Wanted = (name: string) => boolean;

/** The calls that were looked for within parts: kept as long as a part is, through all versions of a file that have it. */
export class CallsByPart {
  readonly #known = new Map<Wanted, WeakMap<Part, readonly Part[]>>();

  of(part: Part, wanted: Wanted): readonly Part[] {
    let known = this.#known.get(wanted);
    if (!known) {
      known = new WeakMap();
      this.#known.set(wanted, known);
    }
    let calls = known.get(part);
    if (!calls) {
      calls = [];
      collect(part, wanted, calls as Part[]);
      known.set(part, calls);
    }
    return calls;
  }
}

/** Looks for calls in parts, which may stand at places; `inText` gives what stands at places as it stands in the text. */
export function callsIn(parts: readonly Part[], known: CallsByPart, inText: <T>(value: T) => T = (value) => value): FixContext["calls"] {
  return (wanted) => {
    const out: FoundCall[] = [];
    const visit = (part: Part, chain: readonly Part[]): void => {
      if (holdsMembers(part)) for (const member of part.parts) visit(member, [...chain, part]);
      else for (const call of known.of(part, wanted)) out.push(new Found(call, part, chain, inText));
    };
    for (const part of parts) visit(part, []);
    return out;
  };
}

/** An edit in one member of a class leaves the others what they are. */
function holdsMembers({ kind, role }: Part): boolean {
  return kind === "class" || (role === "class.body" && (kind === "other" || kind === "block"));
}

function collect(part: Part, wanted: Wanted, out: Part[]): void {
  const callee = part.kind === "call" ? calleeOf(part) : undefined;
  if (callee && wanted(callee.name)) out.push(part);
  for (const inner of part.parts) collect(inner, wanted, out);
}

/** Most are told from where they begin, or from what they call, not to be the one that is looked for. */
class Found implements FoundCall {
  readonly #call: Part;
  readonly #within: Part;
  readonly #chain: readonly Part[];
  readonly #inText: <T>(value: T) => T;

  constructor(call: Part, within: Part, chain: readonly Part[], inText: <T>(value: T) => T) {
    this.#call = call;
    this.#within = within;
    this.#chain = chain;
    this.#inText = inText;
  }

  get start(): number {
    return this.#inText(this.#call.span).start;
  }

  get callee(): Spanless<Callee> | undefined {
    return calleeOf(this.#call);
  }

  get part(): Part {
    return this.#inText(this.#call);
  }

  *outward(): Iterable<Part> {
    for (const part of [...this.#chain, ...wayTo(this.#call, this.#within)].reverse()) yield this.#inText(part);
  }
}

/** The parts from one down to another, which is left out. */
function wayTo(part: Part, from: Part): readonly Part[] {
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
