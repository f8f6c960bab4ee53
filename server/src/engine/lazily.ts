/** Each is made when it is asked for, and then once. */
export function lazily<T extends Record<string, () => unknown>>(makers: T): { readonly [K in keyof T]: ReturnType<T[K]> } {
  const made: Partial<Record<keyof T, unknown>> = {};
  const out = {};
  for (const key of Object.keys(makers) as (keyof T)[])
    Object.defineProperty(out, key, {
      enumerable: true,
      get() {
        if (!(key in made)) made[key] = makers[key]?.();
        return made[key];
      },
    });
  return out as { readonly [K in keyof T]: ReturnType<T[K]> };
}

/** What it is but for some of it, which is made when it is asked for. Of the rest nothing is asked before somebody does. */
export function lazilyOver<T extends object>(under: T, makers: { readonly [K in keyof T]?: () => T[K] }): T {
  const rest: Record<string, () => unknown> = {};
  for (const key of Object.keys(under) as (keyof T & string)[]) rest[key] = () => under[key];
  return lazily({ ...rest, ...makers }) as T;
}
