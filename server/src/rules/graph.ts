import type { Resolved } from "../resolve/resolved.ts";
import type { FunctionFact } from "../sites/model.ts";

/** Who calls or holds whom among the functions of a file, by their indices, each list in the order of the text. */
export interface CallGraph {
  /** What a function calls by name, and what is defined in it. */
  below(fn: number): readonly number[];
  /** Those that call it by name, and the one that it is defined in. */
  above(fn: number): readonly number[];
  /** Those that call it by name. */
  callers(fn: number): readonly number[];
  /** Those that call something by this name, whoever defines it. */
  calling(name: string): readonly number[];
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

function graphOf(functions: readonly FunctionFact[]): CallGraph {
  const named = new Map<string, number[]>();
  const children = new Map<number, number[]>();
  functions.forEach(({ name, parent }, i) => {
    if (name !== "") put(named, name, i);
    if (parent >= 0) put(children, parent, i);
  });
  const calling = new Map<string, number[]>();
  functions.forEach(({ calls }, i) => {
    for (const name of calls) put(calling, name, i);
  });
  const callers = (fn: number): readonly number[] => calling.get(functions[fn]?.name ?? "") ?? [];
  return {
    callers,
    calling: (name) => calling.get(name) ?? [],
    below: (fn) => merged([...(functions[fn]?.calls ?? []).flatMap((name) => named.get(name) ?? []), ...(children.get(fn) ?? [])]),
    above: (fn) => {
      const parent = functions[fn]?.parent ?? -1;
      return parent >= 0 ? merged([...callers(fn), parent]) : callers(fn);
    },
  };
}

function put<K>(map: Map<K, number[]>, key: K, value: number): void {
  const list = map.get(key);
  if (!list) map.set(key, [value]);
  else if (list[list.length - 1] !== value) list.push(value);
}

function merged(list: readonly number[]): readonly number[] {
  return list.length < 2 ? list : [...new Set(list)].sort((a, b) => a - b);
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
