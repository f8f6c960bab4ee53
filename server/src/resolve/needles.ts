import { type Catalog, headOf } from "../catalogs/catalog.ts";
import type { Evidence } from "./model.ts";

/** Something a text may hold that speaks for an API, or against it. */
export interface Needle {
  readonly api: string;
  readonly kind: Evidence["kind"];
  /** As the catalog writes it, for people. */
  readonly what: string;
  readonly weight: number;
  /** Lower case; what is looked for first. */
  readonly seek: string;
  /** The whole, tried where `seek` begins. */
  readonly pattern: RegExp;
  /** Part of a word is enough behind the match (`marketoapi`). */
  readonly open: boolean;
  readonly word: boolean;
  /** Of a phrase its words, lower case: between two of them up to two spaces or signs may stand. */
  readonly words?: readonly string[];
}

const weights = {
  host: 1,
  package: 1,
  header: 0.8,
  field: 0.6,
  path: 0.7,
  identifier: 0.7,
  weak: 0.3,
  not: -0.8,
  spelling: 1,
  beginning: 0.5,
} as const;

/** Everything to look for, for all catalogs. Worked out once for a set of catalogs. */
export function needlesOf(catalogs: readonly Pick<Catalog, "id" | "recognition" | "wireForms" | "index">[]): readonly Needle[] {
  return catalogs.flatMap((catalog) => {
    const { id, recognition: r } = catalog;
    const out: Needle[] = [];
    const add = (kind: Evidence["kind"], what: string, weight: number, shape: "text" | "word" | "phrase"): void => {
      out.push(needle(id, kind, what, weight, shape));
    };
    for (const host of r.hosts ?? []) add("host", host, weights.host, "text");
    for (const names of Object.values(r.packages ?? {})) for (const name of names ?? []) add("package", name, weights.package, "text");
    for (const header of r.headers ?? []) add("header", header, weights.header, "text");
    for (const field of r.fields ?? []) add("field", field, weights.field, "word");
    for (const path of r.paths ?? []) add("path", path, weights.path, "text");
    for (const word of r.identifiers ?? []) add("identifier", word, weights.identifier, "phrase");
    for (const word of r.weakIdentifiers ?? []) add("identifier", word, weights.weak, "phrase");
    for (const word of r.not ?? []) add("name", word, weights.not, /[./@]/.test(word) ? "text" : "phrase");
    for (const form of catalog.wireForms ?? []) {
      const text = form.form.slice(0, form.form.indexOf("{"));
      if (!form.distinctive || text.length < 4) continue;
      const whole = form.form.includes("{code}");
      out.push({
        api: id,
        kind: "codes",
        what: form.form,
        weight: whole ? weights.spelling : weights.beginning,
        seek: text.toLowerCase(),
        pattern: new RegExp(`${literally(text)}${shapeOf(catalog, whole)}${whole ? "" : "(?![\\w-])"}`, "y"),
        open: true,
        word: true,
      });
      // `/FLOW-(\d+-\d+)/`: a pattern that takes the code out says by itself hardly more than a word does.
      if (whole && /^[A-Z]/.test(text))
        out.push({
          api: id,
          kind: "identifier",
          what: text,
          weight: weights.weak,
          seek: text.toLowerCase(),
          pattern: new RegExp(`${literally(text)}(?=[(\\[\\\\])`, "y"),
          open: true,
          word: true,
        });
    }
    return out;
  });
}

/** How a catalog's codes look, or the part of each before its first dash: `\d\d\d\d-\d\d\d`. Where they look in many ways, it is a digit that begins one. */
function shapeOf({ index }: Pick<Catalog, "index">, whole: boolean): string {
  const shapes = new Set<string>();
  for (const code of index.entries.keys()) {
    shapes.add(literally(whole ? code : headOf(code)).replace(/\d/g, "\\d"));
    if (shapes.size > manyShapes) return "\\d";
  }
  return shapes.size === 0 ? "\\d" : `(?:${[...shapes].join("|")})`;
}

const manyShapes = 8;

function needle(api: string, kind: Evidence["kind"], what: string, weight: number, shape: "text" | "word" | "phrase"): Needle {
  if (shape === "phrase") {
    const words = what.toLowerCase().split(/[\s_-]+/);
    const pattern = new RegExp(words.map(literally).join("[\\s_.\\-/]{0,2}"), "iy");
    // A single long word may be run together with the next (`marketoapi`); a short one stands alone.
    return { api, kind, what, weight, seek: words[0] as string, words, pattern, open: what.length >= 6, word: true };
  }
  if (kind === "host" && what.startsWith("*")) {
    const tail = what.slice(1);
    return { api, kind, what, weight, seek: tail.toLowerCase(), pattern: new RegExp(literally(tail), "iy"), open: false, word: false };
  }
  return {
    api,
    kind,
    what,
    weight,
    seek: what.toLowerCase(),
    pattern: new RegExp(literally(what), "iy"),
    open: kind === "path",
    word: kind !== "path",
  };
}

function literally(text: string): string {
  return text.replace(/[.*+?^${}()|[\]\\/-]/g, "\\$&");
}
