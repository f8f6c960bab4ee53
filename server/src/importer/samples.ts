import { isNumeric, trimCode } from "./codes.ts";
import type { Block, CodeField } from "./model.ts";

/** Names of fields that carry a code, in the order of how surely. */
const codeField =
  /^(?:err(?:or)?[-_.]?(?:code|no|num|key)|code|errno|error[-_]?type|error[-_]?name|status[-_]?code|sub[-_]?code|reason|error|type)$/i;
/** These carry codes in some APIs and sentences or kinds of things in most: taken only where nothing surer is there. */
const vague = /^(?:reason|error|type|status[-_]?code|error[-_]?name)$/i;

/** Fields that carry codes in the examples of answers on a page, surest first. Never throws: an example is often no whole JSON. */
export function codeFieldsIn(blocks: readonly Block[]): readonly CodeField[] {
  const fields = new Map<string, { type: "string" | "number"; values: Set<string>; sure: boolean }>();
  for (const block of blocks) if (block.kind === "sample") for (const hit of hitsIn(block.text)) add(fields, hit);
  const all = [...fields].map(([path, it]) => ({ path, type: it.type, values: [...it.values], sure: it.sure }));
  const sure = all.filter((it) => it.sure);
  return (sure.length > 0 ? sure : all).map(({ path, type, values }) => ({ path, type, values }));
}

/** A table's head may name the field beside its word: `错误码 err_code`. */
export function fieldsInHeads(blocks: readonly Block[]): readonly CodeField[] {
  return blocks.flatMap((block) => {
    if (block.kind !== "table") return [];
    return block.head.flatMap((cell, i): readonly CodeField[] => {
      const name = /[a-z]+(?:_[a-z]+)+/.exec(cell.text)?.[0] ?? "";
      if (!codeField.test(name)) return [];
      const values = block.rows.map((it) => trimCode(it[i]?.text ?? ""));
      return [{ path: name, type: values.every(isNumeric) ? "number" : "string", values }];
    });
  });
}

interface Hit {
  readonly path: string;
  readonly value: string | number;
  readonly sure: boolean;
}

function add(fields: Map<string, { type: "string" | "number"; values: Set<string>; sure: boolean }>, hit: Hit): void {
  const type = typeof hit.value === "number" ? "number" : "string";
  const field = fields.get(hit.path) ?? { type, values: new Set<string>(), sure: hit.sure };
  fields.set(hit.path, field);
  field.values.add(String(hit.value));
}

function hitsIn(text: string): readonly Hit[] {
  const start = text.search(/[{[]/);
  if (start < 0) return [];
  const parsed = parse(text.slice(start));
  return parsed === undefined ? hitsInPieces(text) : hitsUnder(parsed, "");
}

function parse(text: string): unknown {
  const end = Math.max(text.lastIndexOf("}"), text.lastIndexOf("]"));
  try {
    return JSON.parse(text.slice(0, end + 1));
  } catch {
    return undefined;
  }
}

/** Deeper than any answer; a page made to be deep is no reason to fail. */
const depthLimit = 40;

/** Code fields anywhere under a parsed value. */
export function hitsUnder(value: unknown, path: string, depth = 0): readonly Hit[] {
  if (depth > depthLimit) return [];
  if (Array.isArray(value)) return value.flatMap((it) => hitsUnder(it, `${path}[]`, depth + 1));
  if (typeof value !== "object" || value === null) return [];
  return Object.entries(value).flatMap(([key, inner]): readonly Hit[] => {
    const here = path === "" ? key : `${path}.${key}`;
    if ((typeof inner === "string" || typeof inner === "number") && isCodeField(key, inner))
      return [{ path: here, value: inner, sure: !vague.test(key) }];
    return hitsUnder(inner, here, depth + 1);
  });
}

export function isCodeField(key: string, value: string | number): boolean {
  // A sentence is no code, whatever its field is called.
  return codeField.test(key) && String(value).length <= 80 && !/\s/.test(String(value));
}

/** An example with dots or comments in it: its fields are read one by one, without their path. */
function hitsInPieces(text: string): readonly Hit[] {
  return [...text.matchAll(/"([\w.-]{1,40})"\s*:\s*(?:"([^"\s]{1,80})"|(-?\d{1,12}))/g)].flatMap(([, key = "", string, number]) => {
    const value = string ?? Number(number);
    return isCodeField(key, value) ? [{ path: key, value, sure: !vague.test(key) }] : [];
  });
}
