import type { Part } from "../syntax/part.ts";
import { askedByPattern, patternText } from "./covers.ts";
import { literalLabel, literalOf } from "./literals.ts";
import type { Group, Label } from "./model.ts";
import { unwrap } from "./parts.ts";

/** What each of several rows has at one place. */
type Column = Pick<Group, "labels" | "values">;

/**
 * `[["606", "too many calls"], ["615", "…"]]`, `[[:RateLimit, 606], …]`, `[[/^10429$/, "…"], …]`: a table that is written in rows. Each column of
 * literals is one by itself, since nothing says which of them holds the codes; those with digits come first.
 */
export function columnsIn(at: Part): readonly Column[] {
  const rows: (readonly Part[])[] = [];
  let width = Number.POSITIVE_INFINITY;
  for (const row of at.kind === "list" ? at.parts : []) {
    if (row.kind === "comment") continue;
    const cells = cellsOf(row);
    // Most lists are none of rows, and some are long.
    if (cells.length < 2) return [];
    rows.push(cells);
    width = Math.min(width, cells.length);
  }
  if (rows.length < 2) return [];
  const columns: Column[] = [];
  for (let i = 0; i < width; i++) {
    const cells = rows.map((row) => row[i] as Part);
    const held = cells.map(heldBy);
    const labels = held.flatMap((it) => it ?? []);
    if (held.includes(undefined) || new Set(labels.map((l) => l.value)).size < 2) continue;
    columns.push({ labels, values: hasTexts(rows, i) ? "text" : "policy" });
  }
  const hasDigits = ({ labels }: Column): boolean => labels.every((l) => /\d/.test(l.value));
  return [...columns.filter(hasDigits), ...columns.filter((c) => !hasDigits(c))];
}

/** A row's cells; none where it is no row. */
function cellsOf(row: Part): readonly Part[] {
  const at = unwrap(row);
  return at.kind === "list" ? at.parts.filter((p) => p.kind !== "comment").map(unwrap) : [];
}

/** The values that a cell names; undefined where it is anything else. */
function heldBy(cell: Part): readonly Label[] | undefined {
  const literal = literalOf(cell);
  if (literal) return [literalLabel(literal, cell.span, "key")];
  // `["ask-admin", ["not-authorized", "not-found"]]`
  if (cell.kind === "list") {
    const inner = cell.parts.map(unwrap).map((p) => (p.kind === "list" ? undefined : heldBy(p)));
    return inner.includes(undefined) ? undefined : inner.flatMap((it) => it ?? []);
  }
  const pattern = patternText(cell);
  const asked = pattern.kind === "regex" ? askedByPattern(pattern) : undefined;
  // A pattern that lists no words is one all the same.
  return asked?.labels.map((l) => ({ ...l, role: "key" }));
}

/** Whether other cells of the rows hold texts for people. */
function hasTexts(rows: readonly (readonly Part[])[], but: number): boolean {
  return rows.every((row) => row.some((cell, i) => i !== but && literalOf(cell)?.type === "string"));
}
