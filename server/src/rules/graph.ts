import type { Resolved } from "../resolve/resolved.ts";
import type { FunctionFact } from "../sites/model.ts";
import { ByName, Index } from "../text/alike.ts";

/** Who calls or holds whom among the functions of a file, by their indices, each once in a list. */
export interface CallGraph {
  /** What a function calls by name, and what is defined in it. */
  below(fn: number): readonly number[];
  /** Those that call it by name, and the one that it is defined in. */
  above(fn: number): readonly number[];
  /** Those that call it by name. */
  callers(fn: number): readonly number[];
  /** Those that call something by this name, whoever defines it. */
  calling(name: string): readonly number[];
  /** Those that have this name. */
  named(name: string): readonly number[];
}

const graphs = new WeakMap<readonly FunctionFact[], CallGraph>();

/** Follows from the functions alone; made once for a version of a file. */
export function callGraph({ facts: { functions } }: Pick<Resolved, "facts">): CallGraph {
  let graph = graphs.get(functions);
  if (!graph) {
    graph = graphOf(functions);
    graphs.set(functions, graph);
  }
  return graph;
}

/** Whether a function of a file that calls another one's name calls that one: not where it asks surely somebody else than its own object. */
export function leadsTo(caller: FunctionFact, target: FunctionFact): boolean {
  return caller.owner !== target.owner || !(caller.abroad?.includes(target.name) ?? false);
}

function graphOf(functions: readonly FunctionFact[]): CallGraph {
  const named = byName(functions);
  const calling = byCall(functions);
  const leads = (from: number, to: number): boolean => leadsTo(functions[from] as FunctionFact, functions[to] as FunctionFact);
  const callers = (fn: number): readonly number[] => calling(functions[fn]?.name ?? "").filter((i) => leads(i, fn));
  const called = (fn: number): number[] => {
    const out: number[] = [];
    for (const name of functions[fn]?.calls ?? []) for (const i of named(name)) if (leads(fn, i)) out.push(i);
    return out;
  };
  return {
    callers,
    calling,
    named,
    below: (fn) => {
      const out = called(fn);
      childrenOf(fn, functions, out);
      return merged(out);
    },
    above: (fn) => {
      const parent = functions[fn]?.parent ?? -1;
      return parent >= 0 ? merged([...callers(fn), parent]) : callers(fn);
    },
  };
}

const none: readonly number[] = [];

const named = new Index<FunctionFact, string>();

/** The functions that have a name, in the order of the text. */
function byName(functions: readonly FunctionFact[]): (name: string) => readonly number[] {
  let places: ReadonlyMap<string, readonly number[]> | undefined;
  // Looked for once in a version: the functions of another file may be asked for in between.
  return (name) => {
    places ??= named.of(functions, (f) => f.name);
    return name === "" ? none : (places.get(name) ?? none);
  };
}

/** So many names are looked for one by one: after an edit few are asked for. */
const few = 24;

/** Which functions call the names that were asked for last. */
const callersOf = new ByName<FunctionFact>(100);

/** Finds the functions that call a name, in the order of the text. Once many names are asked for, they are all put in order. */
function byCall(functions: readonly FunctionFact[]): (name: string) => readonly number[] {
  const found = new Map<string, number[]>();
  let asked = 0;
  return (name) => {
    const known = found.get(name);
    if (known || asked > few) return known ?? none;
    if (asked++ === few) {
      found.clear();
      for (let i = 0; i < functions.length; i++) for (const it of (functions[i] as FunctionFact).calls) put(found, it, i);
      return found.get(name) ?? none;
    }
    const list = [...callersOf.places(name, functions, (f) => f.calls.includes(name))];
    found.set(name, list);
    return list;
  };
}

/** Those that are defined in one follow it, before the next that is defined elsewhere. */
function childrenOf(fn: number, functions: readonly FunctionFact[], out: number[]): void {
  for (let i = fn + 1; i < functions.length && (functions[i] as FunctionFact).parent >= fn; i++) if (functions[i]?.parent === fn) out.push(i);
}

function put<K>(map: Map<K, number[]>, key: K, value: number): void {
  const list = map.get(key);
  if (!list) map.set(key, [value]);
  else if (list[list.length - 1] !== value) list.push(value);
}

function merged(list: readonly number[]): readonly number[] {
  return list.length < 2 ? list : [...new Set(list)];
}

/** All that can be reached from some functions, themselves included; bounded, since a generated file may define thousands. */
export function closure(from: Iterable<number>, leads: (at: number) => readonly number[]): ReadonlySet<number> {
  const found = new Set(from);
  const queue = [...found];
  for (let step = 0; queue.length > 0 && step < 500; step++) {
    for (const other of leads(queue.pop() as number)) {
      if (found.has(other)) continue;
      found.add(other);
      queue.push(other);
    }
  }
  return found;
}
