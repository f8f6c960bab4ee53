import type { Kinds } from "./model.ts";

/** Sets of classes, as far as names tell them apart. Where that isn't far enough, the smaller set is given. */

export const none: Kinds = { types: [], except: [] };
export const any: Kinds = { types: ["*"], except: [] };

/** These classes and nothing else. */
export function sole(types: readonly string[]): Kinds {
  return { types: [...new Set(types)], except: [] };
}

export function isAny({ types }: Kinds): boolean {
  return types.includes("*");
}

export function or(a: Kinds, b: Kinds): Kinds {
  if (a.types.length === 0) return b;
  if (b.types.length === 0) return a;
  if (isAny(a) && isAny(b)) return { types: ["*"], except: a.except.filter((t) => b.except.includes(t)) };
  if (isAny(a)) return { types: ["*"], except: a.except.filter((t) => !b.types.includes(t)) };
  if (isAny(b)) return or(b, a);
  const except = [...a.except.filter((t) => !b.types.includes(t)), ...b.except.filter((t) => !a.types.includes(t))];
  return { types: [...new Set([...a.types, ...b.types])], except: [...new Set(except)] };
}

/** Of two named classes the second is taken for the more special one, as it is where one question stands within another. */
export function and(a: Kinds, b: Kinds): Kinds {
  if (a.types.length === 0 || b.types.length === 0) return none;
  const except = [...new Set([...a.except, ...b.except])];
  const types = (isAny(b) ? a : b).types.filter((t) => !except.includes(t));
  return types.length === 0 ? none : { types, except };
}

export function negated({ types, except }: Kinds): Kinds {
  if (types.length === 0) return any;
  if (types.includes("*")) return except.length === 0 ? none : sole(except);
  return except.length === 0 ? { types: ["*"], except: types } : none;
}
