import type { Span } from "../text/span.ts";
import type { FixData } from "./data.ts";

/** Brackets that a language sets around conditions, and nothing but one condition stands in these here. */
export interface Brackets {
  readonly open: string;
  readonly close: string;
  readonly alone?: boolean;
}

type Ground = { readonly text: string; readonly data: Pick<FixData, "brackets"> | undefined };

/** The brackets right around a stretch of source, on both sides. */
export function bracketsAround(span: Span, ground: Ground): Brackets | undefined {
  const found = openedBefore(span, ground);
  return found && ground.text.slice(span.end).trimStart().startsWith(found.close) ? found : undefined;
}

/** How two conditions are joined where this one stands: `||`, or `] || [` where each has brackets of its own. */
export function jointAt(span: Span, sign: string, ground: Ground): string {
  const found = bracketsAround(span, ground);
  return found?.alone ? ` ${found.close} ${sign} ${found.open} ` : ` ${sign} `;
}

function openedBefore({ start }: Span, { text, data }: Ground): Brackets | undefined {
  const before = text.slice(Math.max(0, start - 40), start).trimEnd();
  return data?.brackets?.find((b) => before.endsWith(b.open));
}

/** A condition with the brackets that hold nothing but the one which stands at `span`. */
export function withBrackets(span: Span, condition: string, ground: Ground): string {
  const found = bracketsAround(span, ground);
  if (!found) return condition;
  const room = found.open.startsWith("(") ? "" : " ";
  return found.open + room + condition + room + found.close;
}
