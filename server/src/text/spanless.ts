import type { Span } from "./span.ts";

/**
 * The same without its spans, wherever they stand in it. What stands at places can be asked so for all but where it stands, and needn't be made
 * anew for the text.
 */
export type Spanless<T> = T extends Span
  ? unknown
  : T extends readonly (infer Item)[]
    ? readonly Spanless<Item>[]
    : T extends ReadonlySet<unknown> | ReadonlyMap<unknown, unknown> | RegExp
      ? T
      : T extends object
        ? { readonly [K in keyof T as NonNullable<T[K]> extends Span ? never : K]: Spanless<T[K]> }
        : T;
