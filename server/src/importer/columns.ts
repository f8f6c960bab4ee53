import { codesOf, isNumeric, looksLikeCode, mayBeCode, statusOf, trimCode } from "./codes.ts";
import { causeHeads, codeHeads, errorWords, foreignHeads, messageHeads, nameHeads, remedyHeads, says, statusHeads, titleHeads } from "./lexicon.ts";
import type { Block, Cell, Found, LevelName } from "./model.ts";

type Table = Extract<Block, { kind: "table" }>;

/** Where in a table what stands. */
export interface Columns {
  readonly code: number;
  readonly status?: number;
  readonly alias?: number;
  readonly message?: number;
  readonly title?: number;
  readonly cause?: number;
  readonly remedy?: number;
  /** The codes are HTTP statuses themselves. */
  readonly http: boolean;
}

/** Of a column of cells, so many must look like codes before the column is taken for one. */
const mostly = 0.6;

/**
 * Which column of a table holds the codes, and what the others hold; undefined for a table of something else. `received` are values seen in
 * examples of answers: where a name and a number compete, the one a program receives is the code. `about` is what stands above the table: where
 * neither it nor the heads speak of failures, numbers and names are something else's.
 */
export function columnsOf(table: Table, received: ReadonlySet<string>, about: string): Columns | undefined {
  const width = Math.max(table.head.length, ...table.rows.map((it) => it.length));
  const indices = [...Array(width).keys()];
  const head = (i: number): string => table.head[i]?.text ?? "";
  const cells = (i: number): readonly Cell[] => table.rows.map((it) => it[i] ?? { text: "", literal: false }).filter((it) => it.text !== "");
  if (says(head(0), foreignHeads) && !says(head(0), codeHeads)) return undefined;

  if (!says(`${about} ${table.head.map((it) => it.text).join(" ")}`, [...errorWords, ...codeHeads])) return undefined;

  const statuses = indices.filter((i) => cells(i).length > 0 && cells(i).every((it) => statusOf(it.text) !== undefined));
  const named = (i: number): boolean => says(head(i), codeHeads) && !says(head(i), foreignHeads);
  const likely = (i: number): boolean => {
    const list = cells(i);
    const fits = list.filter((it) => (named(i) || it.literal ? codesOf(it.text).length > 0 : looksLikeCode(trimCode(it.text)))).length;
    return list.length > 0 && fits >= list.length * mostly && !isProse(list);
  };
  const candidates = indices.filter((i) => likely(i) && (named(i) || distinct(cells(i))) && !(says(head(i), foreignHeads) && !named(i)));
  const proper = candidates.filter((i) => !statuses.includes(i) || !says(head(i), statusHeads) || says(head(i), ["error", "错误", "錯誤"]));
  const code = best(proper.length > 0 ? proper : candidates.filter((i) => named(i) || says(head(i), statusHeads)), cells, named, received);
  if (code === undefined) return undefined;

  const rest = indices.filter((i) => i !== code);
  const status = rest.find((i) => statuses.includes(i) && (says(head(i), statusHeads) || distinctEnough(cells(i))));
  const free = rest.filter((i) => i !== status && cells(i).length > 0);
  const alias = free.find((i) => likely(i) && distinct(cells(i)) && (says(head(i), nameHeads) || named(i) || proper.includes(i)));
  const texts = free.filter((i) => i !== alias && !statuses.includes(i));
  return {
    code,
    ...roles(texts, head),
    ...(status === undefined ? {} : { status }),
    ...(alias === undefined ? {} : { alias }),
    http: statuses.includes(code),
  };
}

/** What each column of prose says: by its head, and where heads don't tell, by the order in which pages mostly write. */
function roles(texts: readonly number[], head: (i: number) => string): Pick<Columns, "message" | "title" | "cause" | "remedy"> {
  const cause = texts.find((i) => says(head(i), causeHeads));
  const remedy = texts.find((i) => i !== cause && says(head(i), remedyHeads));
  const message = texts.find((i) => i !== cause && i !== remedy && says(head(i), messageHeads));
  const left = texts.filter((i) => i !== cause && i !== remedy && i !== message);
  const title = left.find((i) => says(head(i), titleHeads)) ?? left[0] ?? message ?? (texts.length > 1 && cause !== texts[0] ? texts[0] : undefined);
  const meaning = cause ?? left.find((i) => i !== title) ?? (remedy === undefined ? undefined : title);
  const entries = Object.entries({ message, title, cause: meaning, remedy }).filter(([, i]) => i !== undefined);
  return Object.fromEntries(entries);
}

function best(
  columns: readonly number[],
  cells: (i: number) => readonly Cell[],
  named: (i: number) => boolean,
  received: ReadonlySet<string>,
): number | undefined {
  const score = (i: number): number => {
    const values = cells(i).flatMap((it) => codesOf(it.text));
    const seen = values.filter((it) => received.has(it)).length;
    return (seen > 0 ? 100 : 0) + (named(i) ? 10 : 0) + (values.every(isNumeric) ? 2 : 0) + (cells(i).every((it) => it.literal) ? 3 : 0) - i / 100;
  };
  return [...columns].sort((a, b) => score(b) - score(a))[0];
}

/** Rows of one table mostly name different codes; a column of types or methods repeats itself. */
function distinct(cells: readonly Cell[]): boolean {
  const values = new Set(cells.map((it) => it.text));
  return values.size >= cells.length * 0.7;
}

function distinctEnough(cells: readonly Cell[]): boolean {
  return cells.length > 1;
}

function isProse(cells: readonly Cell[]): boolean {
  return cells.filter((it) => /\s\S+\s\S+\s/.test(it.text) && codesOf(it.text).length === 0).length > cells.length / 3;
}

/** The rows of a table as codes. `level` is what the section around the table says. */
export function rowsOf(table: Table, columns: Columns, level: LevelName | undefined): readonly Found[] {
  return table.rows.flatMap((row) => {
    const text = (i: number | undefined): string => (i === undefined ? "" : clean(row[i]?.text ?? ""));
    const alias = trimCode(text(columns.alias));
    const httpStatus = columns.http ? statusOf(text(columns.code)) : statusOf(text(columns.status));
    const codes = columns.http && httpStatus !== undefined ? [String(httpStatus)] : codesOf(row[columns.code]?.text ?? "");
    const cause = text(columns.cause);
    return codes.map(
      (code): Found => ({
        code,
        ...(level ? { level } : {}),
        ...(httpStatus === undefined ? {} : { httpStatus }),
        ...(alias !== "" && mayBeCode(alias) && alias !== code ? { alias } : {}),
        ...(text(columns.message) === "" ? {} : { message: text(columns.message) }),
        title: text(columns.title) || firstSentence(cause),
        cause,
        remedy: text(columns.remedy),
      }),
    );
  });
}

/** On one line, without the spaces a page is laid out with. */
export function clean(text: string): string {
  return text.replace(/\s+/g, " ").trim();
}

/** Characters of a title that still reads as one. */
const titleLimit = 80;

export function firstSentence(text: string): string {
  const sentence = /^.*?[.。!！?？](?=\s|$|[^\d\s.a-z])/.exec(text)?.[0] ?? text;
  const plain = sentence.replace(/[.。!！]$/, "");
  return plain.length > titleLimit ? `${plain.slice(0, titleLimit - 1).trimEnd()}…` : plain;
}
