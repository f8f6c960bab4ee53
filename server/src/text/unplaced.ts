import type { Places } from "./places.ts";
import type { Span } from "./span.ts";

/** What belongs to others and holds no spans of the text. */
const foreign = new Set(["catalog", "found"]);

/** What is only worked out when it is asked for, which looking at it would be. */
const late = new Set(["sites", "uses", "mentions"]);

/** What was seen to hold no spans at all, and holds none in the next version either. */
const spanless = new WeakSet<object>();

/**
 * The same value with its spans in offsets of the text, wherever they stand in it. Objects that hold none stay what they are; those that are
 * met twice stay one.
 */
export class Unplacer {
  readonly #places: Places;
  readonly #known = new Map<object, unknown>();
  /** How many objects and lists were looked at to stand in the text. */
  made = 0;

  constructor(places: Places) {
    this.#places = places;
  }

  span({ start, end }: Span): Span {
    return { start: this.#places.offset(start), end: this.#places.offset(end) };
  }

  /** How far the text stands before the places of the stretch that holds all of a span; undefined where more than one does. */
  shift({ start, end }: Span): number | undefined {
    const places = this.#places;
    const by = places.offset(start) - start;
    return places.offset(end) - end === by && places.stretch(start) === places.stretch(Math.max(start, end - 1)) ? by : undefined;
  }

  value<T>(value: T): T {
    if (typeof value !== "object" || value === null || (Array.isArray(value) && !value.some(isObject))) return value;
    const known = this.#known.get(value);
    if (known !== undefined) return known as T;
    this.made++;
    const made = this.#made(value);
    this.#known.set(value, made);
    return made as T;
  }

  /** The same, made at once: for what is small and wanted. */
  whole<T>(value: T): T {
    if (typeof value !== "object" || value === null || spanless.has(value)) return value;
    if (isSpan(value)) return this.span(value) as T;
    const made = this.#wholly(value);
    if (made === value) spanless.add(value);
    return made as T;
  }

  #wholly(value: object): unknown {
    if (Array.isArray(value)) {
      const out = value.map((v) => this.whole(v));
      return out.some((v, i) => v !== value[i]) ? out : value;
    }
    if (Object.getPrototypeOf(value) !== Object.prototype || typeof (value as { file?: unknown }).file === "string") return value;
    let out: Record<string, unknown> | undefined;
    for (const key in value) {
      const inner = (value as Record<string, unknown>)[key];
      if (typeof inner !== "object" || inner === null || foreign.has(key)) continue;
      const made = this.whole(inner);
      if (made === inner) continue;
      out ??= { ...value };
      out[key] = made;
    }
    return out ?? value;
  }

  #made(value: object): unknown {
    if (Array.isArray(value)) {
      let changed = false;
      const out = value.map((v) => {
        const made = this.value(v);
        if (made !== v) changed = true;
        return made;
      });
      return changed ? out : value;
    }
    if (isSpan(value)) return this.span(value);
    // What elsewhere begins as data of its own kind (maps, patterns) holds no spans.
    if (Object.getPrototypeOf(value) !== Object.prototype) return value;
    // Spans beside the name of a file are that file's.
    const elsewhere = typeof (value as { file?: unknown }).file === "string";
    let changed = false;
    const out: Record<string, unknown> = {};
    for (const key in value) {
      if (late.has(key)) {
        this.#later(out, key, value);
        changed = true;
        continue;
      }
      const inner = (value as Record<string, unknown>)[key];
      // A tree, like the facts of a file, is walked along one path mostly: what hangs on the others isn't made.
      if (!foreign.has(key) && !elsewhere && holdsObjects(inner)) {
        this.#later(out, key, value);
        changed = true;
        continue;
      }
      const made = foreign.has(key) || elsewhere ? inner : this.value(inner);
      if (made !== inner) changed = true;
      out[key] = made;
    }
    return changed ? out : value;
  }

  #later(out: Record<string, unknown>, key: string, made: object): void {
    if (!(origin in out)) Object.defineProperty(out, origin, { value: { unplacer: this, made } satisfies Origin });
    Object.defineProperty(out, key, lateKey(key));
  }
}

/** All spans of the text that `whole` would find in a value. */
export function* spansIn(value: unknown): Generator<Span> {
  if (typeof value !== "object" || value === null || spanless.has(value)) return;
  if (isSpan(value)) yield value;
  else if (Array.isArray(value)) for (const it of value) yield* spansIn(it);
  else if (Object.getPrototypeOf(value) === Object.prototype && typeof (value as { file?: unknown }).file !== "string")
    for (const key in value) if (!foreign.has(key)) yield* spansIn((value as Record<string, unknown>)[key]);
}

/** What something with keys that are worked out later was made of: no key that anybody sees. */
const origin = Symbol("origin");

interface Origin {
  readonly unplacer: Unplacer;
  readonly made: object;
}

/** One for each key, so that objects with the same keys stay alike to the engine, which makes thousands of them for a large file. */
const lateKeys = new Map<string, PropertyDescriptor>();

function lateKey(key: string): PropertyDescriptor {
  const known = lateKeys.get(key);
  if (known) return known;
  function get(this: { readonly [origin]: Origin }): unknown {
    const { unplacer, made } = this[origin];
    return unplacer.value((made as Record<string, unknown>)[key]);
  }
  const descriptor = { get, enumerable: true, configurable: true };
  lateKeys.set(key, descriptor);
  return descriptor;
}

function isObject(value: unknown): boolean {
  return typeof value === "object" && value !== null;
}

function holdsObjects(value: unknown): boolean {
  if (Array.isArray(value)) return typeof value[0] === "object";
  return typeof value === "object" && value !== null && Object.getPrototypeOf(value) === Object.prototype && !isSpan(value);
}

function isSpan(value: object): value is Span {
  return typeof (value as Partial<Span>).start === "number" && typeof (value as Partial<Span>).end === "number";
}
