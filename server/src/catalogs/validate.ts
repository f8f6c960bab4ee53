/**
 * Checks data against a JSON Schema and says in plain sentences what is wrong.
 *
 * Only the part of draft-07 that `catalogs/*.schema.json` uses. An interpreter instead of ajv, because ajv compiles
 * with `new Function`, which the content security policy of a web extension forbids, and outweighs all of this folder.
 */
import type { Path, Step } from "./json.ts";

export { printPath } from "./json.ts";

/** The keywords understood; `unknownKeywords` tells whether a schema uses others. */
export interface Schema {
  readonly $ref?: string;
  readonly type?: "object" | "array" | "string" | "number" | "integer" | "boolean";
  readonly enum?: readonly unknown[];
  readonly pattern?: string;
  readonly required?: readonly string[];
  readonly properties?: { readonly [name: string]: Schema };
  readonly additionalProperties?: boolean | Schema;
  readonly minProperties?: number;
  readonly items?: Schema;
  readonly definitions?: { readonly [name: string]: Schema };
}

export interface Violation {
  readonly path: Path;
  /** What is wrong there; a sentence's end that reads well after the place: 'must be a number, but is "x"'. */
  readonly message: string;
}

const KEYWORDS = new Set([
  "$ref",
  "type",
  "enum",
  "pattern",
  "required",
  "properties",
  "additionalProperties",
  "minProperties",
  "items",
  "definitions",
]);
const REMARKS = new Set(["$schema", "title", "description"]);

/** A file with more faults than this is better read from the top again than listed. */
const MAX_VIOLATIONS = 20;

/** What is wrong with `data`, in the order of the schema; empty where it is valid. At most 20. Never throws on data. */
export function validate(schema: Schema, data: unknown): readonly Violation[] {
  const result: Violation[] = [];
  check({ root: schema, result, path: [] }, schema, data);
  return result;
}

/** Keywords of a schema that `validate` would pass over in silence, as paths. */
export function unknownKeywords(schema: Schema): readonly string[] {
  return Object.entries(schema).flatMap(([keyword, value]) => {
    if (REMARKS.has(keyword)) return [];
    if (!KEYWORDS.has(keyword)) return [keyword];
    if (keyword === "properties" || keyword === "definitions")
      return Object.entries(value as Record<string, Schema>).flatMap(([name, inner]) =>
        unknownKeywords(inner).map((it) => `${keyword}.${name}.${it}`),
      );
    if (keyword === "items" || (keyword === "additionalProperties" && typeof value === "object"))
      return unknownKeywords(value as Schema).map((it) => `${keyword}.${it}`);
    return [];
  });
}

interface Run {
  readonly root: Schema;
  readonly result: Violation[];
  readonly path: Step[];
}

function check(run: Run, schema: Schema, data: unknown): void {
  if (run.result.length >= MAX_VIOLATIONS) return;
  const rule = resolve(run.root, schema);
  const wanted = unmet(rule, data);
  if (wanted !== undefined) report(run, `must ${wanted}, but is ${show(data)}`);
  else if (Array.isArray(data)) checkItems(run, rule, data);
  else if (isObject(data)) checkProperties(run, rule, data);
}

/** What a value by itself would have to be and isn't. */
function unmet(rule: Schema, data: unknown): string | undefined {
  if (rule.type && !hasType(rule.type, data)) return `be ${article(rule.type)}`;
  if (rule.enum && !rule.enum.includes(data)) return `be ${oneOf(rule.enum)}`;
  if (rule.pattern === undefined || typeof data !== "string") return undefined;
  return new RegExp(rule.pattern, "u").test(data) ? undefined : `look like ${rule.pattern}`;
}

function checkItems(run: Run, rule: Schema, data: readonly unknown[]): void {
  if (!rule.items) return;
  for (const [index, item] of data.entries()) inside(run, index, rule.items, item);
}

function checkProperties(run: Run, rule: Schema, data: Readonly<Record<string, unknown>>): void {
  for (const name of rule.required ?? []) if (!Object.hasOwn(data, name)) report(run, `has no ${JSON.stringify(name)}, which is required`);
  const keys = Object.keys(data);
  if (keys.length < (rule.minProperties ?? 0)) report(run, "must not be empty");
  for (const key of keys) {
    const known = rule.properties && Object.hasOwn(rule.properties, key) ? rule.properties[key] : undefined;
    if (known) inside(run, key, known, data[key]);
    else if (typeof rule.additionalProperties === "object") inside(run, key, rule.additionalProperties, data[key]);
    else if (rule.additionalProperties === false) report(run, `has ${show(key)}, which is not known here${hint(rule, key)}`);
  }
}

function inside(run: Run, step: Step, schema: Schema, data: unknown): void {
  run.path.push(step);
  check(run, schema, data);
  run.path.pop();
}

function report(run: Run, message: string): void {
  if (run.result.length < MAX_VIOLATIONS) run.result.push({ path: [...run.path], message });
}

function resolve(root: Schema, schema: Schema): Schema {
  const name = schema.$ref?.match(/^#\/definitions\/(.+)$/)?.[1];
  return (name !== undefined && root.definitions?.[name]) || schema;
}

function hasType(type: NonNullable<Schema["type"]>, data: unknown): boolean {
  if (type === "object") return isObject(data);
  if (type === "array") return Array.isArray(data);
  if (type === "integer") return Number.isInteger(data);
  if (type === "number") return typeof data === "number" && Number.isFinite(data);
  return typeof data === type;
}

function isObject(data: unknown): data is Readonly<Record<string, unknown>> {
  return typeof data === "object" && data !== null && !Array.isArray(data);
}

function article(type: string): string {
  return /^[aeiou]/.test(type) ? `an ${type}` : `a ${type}`;
}

function oneOf(values: readonly unknown[]): string {
  const words = values.map((it) => JSON.stringify(it));
  return words.length === 1 ? `${words[0]}` : `one of ${words.slice(0, -1).join(", ")} or ${words.at(-1)}`;
}

function hint(rule: Schema, key: string): string {
  const folded = key.toLowerCase().replace(/[-_]/g, "");
  const meant = Object.keys(rule.properties ?? {}).find((it) => it.toLowerCase() === folded);
  return meant ? ` (did you mean ${JSON.stringify(meant)}?)` : "";
}

/** A value in few words: a whole object would drown the sentence. */
function show(data: unknown): string {
  if (Array.isArray(data)) return "a list";
  if (isObject(data)) return "an object";
  const text = JSON.stringify(data) ?? typeof data;
  return text.length > 60 ? `${text.slice(0, 60)}…` : text;
}
