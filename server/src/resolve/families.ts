import { type Catalog, lookup } from "../catalogs/catalog.ts";
import type { Constant, Group } from "../sites/model.ts";
import { wordsOf } from "../text/identifiers.ts";
import { isErrorWord, positionOfName } from "./position.ts";

/** So many codes make a family of constants one of codes, with a stranger for each four of them. */
const enough = 3;
const strangers = 1 / 4;
/** Among so many of them a status of the API's own is one more. */
const many = 10;

/**
 * Constants that no class holds, and that say of themselves that they belong together: `codeTimeout`, `codeInUse`; all of the type `Code`.
 * What each of them is called besides says less than what they are.
 */
export function familyOf({ name, owner, declared }: Constant): string | undefined {
  if (owner !== undefined) return undefined;
  if (declared !== undefined && ["code", "plain"].includes(positionOfName(declared, undefined, none))) return `: ${declared}`;
  const words = wordsOf(name);
  return words.length > 1 && isErrorWord(words[0] ?? "") ? words[0] : undefined;
}

const none: ReadonlySet<string> = new Set();

/** What a constant says of its family, by itself. */
export function sayingOfFamily(constant: Constant, catalogs: readonly Catalog[]): readonly string[] {
  const family = familyOf(constant);
  if (family === undefined) return [];
  const { value } = constant.label;
  // What its name says to be something else proves nothing, where it may be one of them all the same.
  if (positionOfName(constant.name, constant.declared, none) === "other") return [];
  if (value === "" || /^-?[0-9]$/.test(value)) return [];
  return sayings(family, [value], catalogs);
}

/** What a short list says of those that are called as it is: each of a row of classes has its own `codes`. */
export function sayingOfList(group: Group, catalogs: readonly Catalog[]): readonly string[] {
  if (group.form !== "list" || group.owner === undefined || group.labels.length > 8) return [];
  if (positionOfName(group.name, undefined, none) !== "plain") return [];
  return sayings(
    `= ${group.name}`,
    group.labels.map((l) => l.value),
    catalogs,
  );
}

/** Whether a list is one of several that hold an API's codes. */
export function isAmong(group: Group, api: string, families: ReadonlySet<string>): boolean {
  return families.size > 0 && group.owner !== undefined && families.has(`${api} = ${group.name}`);
}

function sayings(family: string, values: readonly string[], catalogs: readonly Catalog[]): readonly string[] {
  return values.flatMap((value) =>
    catalogs.flatMap((c) => (c.index.success.has(value) ? [] : [[c.id, family, lookup(c, value) ? "+" : "-", value].join("\n")])),
  );
}

const read = new WeakMap<ReadonlySet<string>, ReadonlySet<string>>();

/** The families that hold an API's codes, as `isFamily` asks for them. The same sayings are the same object. */
export function familiesIn(sayings: ReadonlySet<string>): ReadonlySet<string> {
  let families = read.get(sayings);
  if (!families) {
    const counts = new Map<string, { known: number; strange: number }>();
    for (const saying of sayings) {
      const [api, family, sign] = saying.split("\n");
      const key = `${api} ${family}`;
      const count = counts.get(key) ?? { known: 0, strange: 0 };
      if (sign === "+") count.known++;
      else count.strange++;
      counts.set(key, count);
    }
    const sure = [...counts].filter(([, { known, strange }]) => known >= enough && strange <= known * strangers);
    families = new Set(sure.flatMap(([key, { known }]) => (known < many ? [key] : [key, large(key)])));
    read.set(sayings, families);
  }
  return families;
}

function large(family: string): string {
  return `${family} *`;
}

/** What a constant's family, or the row that it stands in, says of it. */
export type Kinship = "one of many" | "one of some" | "in a row" | undefined;

/** Whether a constant is one of a family of an API's codes. */
export function kinshipOf(constant: Constant, api: string, families: ReadonlySet<string>): Kinship {
  const family = families.size === 0 ? undefined : familyOf(constant);
  const key = `${api} ${family}`;
  if (family === undefined || !families.has(key)) return undefined;
  return families.has(large(key)) ? "one of many" : "one of some";
}

/** So many constants one after the other, of which half are asked for, are codes all of them. */
const row = 5;

/** Constants of one type that no class holds and whose names say nothing, each of a code's value, among others of a row that the file asks about as codes. */
export function inRows(constants: readonly Constant[], catalog: Catalog, asked: ReadonlySet<string>): ReadonlySet<Constant> {
  const out = new Set<Constant>();
  let begun: Constant[] = [];
  const end = (): void => {
    if (begun.length >= row && begun.filter((k) => asked.has(k.name)).length * 2 >= begun.length) for (const k of begun) out.add(k);
    begun = [];
  };
  if (asked.size === 0 || constants.length < row) return out;
  for (const k of constants) {
    const found = k.owner === undefined && !catalog.index.success.has(k.label.value) ? lookup(catalog, k.label.value) : undefined;
    const isOne = found !== undefined && found.entry.level !== "http" && positionOfName(k.name, k.declared, none) !== "other";
    if (!isOne || (begun[0] && begun[0].label.type !== k.label.type)) end();
    if (isOne) begun.push(k);
  }
  end();
  return out;
}
