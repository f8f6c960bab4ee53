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

/** Whether a function of a file that calls another one's name calls that one: not where it asks surely somebody else than its own object. */
export function leadsTo(caller: FunctionFact, target: FunctionFact): boolean {
  return caller.owner !== target.owner || !(caller.abroad?.includes(target.name) ?? false);
}

function graphOf(functions: readonly FunctionFact[]): CallGraph {
  const named = index(functions, ({ name }) => (name === "" ? [] : [name]));
  const calling = index(functions, ({ calls }) => calls);
  const leads = (from: number, to: number): boolean => leadsTo(functions[from] as FunctionFact, functions[to] as FunctionFact);
  const callers = (fn: number): readonly number[] => calling(functions[fn]?.name ?? "").filter((i) => leads(i, fn));
  const called = (fn: number): readonly number[] => (functions[fn]?.calls ?? []).flatMap((name) => named(name).filter((i) => leads(fn, i)));
  return {
    callers,
    calling,
    below: (fn) => merged([...called(fn), ...childrenOf(fn, functions)]),
    above: (fn) => {
      const parent = functions[fn]?.parent ?? -1;
      return parent >= 0 ? merged([...callers(fn), parent]) : callers(fn);
    },
  };
}

/** So many names are looked for one by one: after an edit few are asked for. */
const few = 24;

/** Finds the functions that have a name, in the order of the text. Once many names are asked for, they are all put in order. */
function index(functions: readonly FunctionFact[], names: (f: FunctionFact) => readonly string[]): (name: string) => readonly number[] {
  const found = new Map<string, number[]>();
  let asked = 0;
  return (name) => {
    const known = found.get(name);
    if (known || asked > few) return known ?? [];
    if (asked++ === few) {
      found.clear();
      for (let i = 0; i < functions.length; i++) for (const it of names(functions[i] as FunctionFact)) put(found, it, i);
      return found.get(name) ?? [];
    }
    const list: number[] = [];
    for (let i = 0; i < functions.length; i++) if (names(functions[i] as FunctionFact).includes(name)) list.push(i);
    found.set(name, list);
    return list;
  };
}

/** Those that are defined in one follow it, before the next that is defined elsewhere. */
function childrenOf(fn: number, functions: readonly FunctionFact[]): readonly number[] {
  const out: number[] = [];
  for (let i = fn + 1; i < functions.length && (functions[i] as FunctionFact).parent >= fn; i++) if (functions[i]?.parent === fn) out.push(i);
  return out;
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
