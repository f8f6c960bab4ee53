import type { Span } from "../text/span.ts";
import { valuesOf } from "./collections.ts";
import type { Context } from "./context.ts";
import { define } from "./definitions.ts";
import type { Constant, Use } from "./model.ts";
import { nameOf } from "./parts.ts";
import type { Run } from "./units.ts";

/** The constants of a file, by name and by place. */
export interface KnownConstants {
  readonly names: ReadonlySet<string>;
  readonly starts: ReadonlySet<number>;
}

export function knownConstants(constants: readonly Constant[]): KnownConstants {
  return { names: new Set(constants.map((c) => c.name)), starts: new Set(constants.map((c) => c.nameSpan.start)) };
}

const namesIn = new WeakMap<Run, ReadonlySet<string>>();

/** Whether one of the names of a run, by its last word, is this one. */
export function mentions(run: Run, name: string): boolean {
  let names = namesIn.get(run);
  if (!names) {
    names = new Set(run.names.flatMap(({ parts }) => parts.map((part) => nameOf(part) ?? "")));
    namesIn.set(run, names);
  }
  return names.has(name);
}

/** The names of constants where they are given. */
export function givings(constants: readonly Constant[]): readonly Use[] {
  return constants.map((constant) => ({
    span: constant.nameSpan,
    label: { ...constant.label, span: constant.nameSpan, via: { name: constant.name, definition: constant.label.span } },
  }));
}

/** Names elsewhere that stand for a constant: what a hover explains. */
export function usesIn({ names: written }: Run, { names, starts }: KnownConstants, ctx: Context): readonly Use[] {
  const uses: Use[] = [];
  const covered: Span[] = [];
  for (const { scope, parts } of written) {
    for (const part of parts) {
      const name = nameOf(part);
      if (!name || starts.has(part.span.start) || covered.some((c) => c.start <= part.span.start && part.span.end <= c.end)) continue;
      if (!names.has(name) && !(define(part, scope, ctx)?.kind === "foreign")) continue;
      const values = valuesOf(part, scope, ctx, "comparison");
      const label = values?.single ? values.labels[0] : undefined;
      if (!label?.via) continue;
      covered.push(part.span);
      if (covered.length > 64) covered.shift();
      uses.push({ span: part.span, label });
    }
  }
  return uses;
}
