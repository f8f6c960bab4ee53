import { type Catalog, lookup, type Near, nearest } from "../catalogs/catalog.ts";
import type { Label } from "../sites/model.ts";
import type { Verdict } from "./model.ts";
import { isHttpStatus, type Meaning } from "./position.ts";
import type { ResolvedLabel } from "./resolved.ts";

/** What a set of labels is worth as codes of one catalog. */
export interface Company {
  readonly labels: readonly ResolvedLabel[];
  readonly known: number;
  readonly strange: number;
  /** All of them could be HTTP statuses, written as numbers. */
  readonly httpLike: boolean;
  /** At least one is spelt as only this API spells codes. */
  readonly distinctive: boolean;
  /** But those only begin as its codes do: `FLOW-1404` may be a ticket of a project that is called so. */
  readonly begun: boolean;
  /** Every one that is known is written in the other type than the one that arrives. */
  readonly mistyped: boolean;
  /** The codes are no bare numbers: a word or a compound proves more than three digits do. */
  readonly telling: boolean;
}

/** How the labels are asked: more may be a code, or less a stranger, than where a whole value is compared. */
export interface Asked {
  /** The name asks for the number in front of a code, `1404` of `FLOW-1404-412`. */
  readonly heads?: boolean;
  /** Only a piece of the value is compared: what is no code there is some other piece. */
  readonly piece?: boolean;
  /** So many numbers that stand in front of a code are codes together, where one of them might be a year or a width. */
  readonly together?: number | undefined;
  /** They stand among many others that are codes of the catalog. */
  readonly amongMany?: boolean;
  /** Those whose codes arrive in the same place. */
  readonly kin?: readonly Catalog[];
}

export function companyOf(labels: readonly Label[], catalog: Catalog, atHttp: boolean, asked: Asked = {}): Company {
  const single = labels.map((label) => resolveLabel(label, catalog, atHttp, asked));
  const whole = asked.together === undefined ? single : withHeads(single, catalog, asked.together);
  // Among many codes of the body, a status of the catalog's own is one more of them.
  const resolved = asked.amongMany && !atHttp ? whole.map((r) => withStatus(r, catalog)) : whole;
  const counted = distinct(resolved.filter((r) => !r.neutral));
  const known = counted.filter((r) => r.found).length;
  const spelt = resolved.flatMap((r) => (r.found?.distinctive ? [r.found.match] : []));
  return {
    labels: known >= enough && !atHttp ? resolved.map((r) => withStatus(r, catalog)) : resolved,
    known,
    strange: counted.length - known,
    httpLike: labels.length > 0 && labels.every((l) => isHttpStatus(l.value)) && labels.some((l) => l.type === "number" || labels.length > known),
    distinctive: spelt.length > 0,
    begun: spelt.length > 0 && spelt.every((match) => match === "prefix"),
    // What stands in front of a code was cut off: a number is as good as a text.
    mistyped:
      known > 0 && counted.every((r) => !r.found || (r.found.match !== "prefix" && r.label.type !== catalog.levels[r.found.entry.level]?.type)),
    telling: counted.some((r) => r.found && /[^\d]/.test(r.found.code)),
  };
}

const enough = 10;

function withStatus(given: ResolvedLabel, catalog: Catalog): ResolvedLabel {
  const found = given.neutral ? lookup(catalog, given.label.value) : undefined;
  return found && found.match !== "prefix" ? { label: given.label, found, neutral: false } : given;
}

/** Numbers in front of codes, where enough of them and nothing else stand together. */
function withHeads(single: readonly ResolvedLabel[], catalog: Catalog, enoughOfThem: number): readonly ResolvedLabel[] {
  if (single.some((r) => !r.found && !r.neutral)) return single;
  const resolved = single.map((r): ResolvedLabel => {
    const found = r.found || r.beside ? undefined : lookup(catalog, r.label.value);
    return found?.match === "prefix" ? { label: r.label, found, neutral: false } : r;
  });
  return distinct(resolved.filter((r) => r.found && !isYear(r.label.value))).length >= enoughOfThem ? resolved : single;
}

function isYear(value: string): boolean {
  return /^(?:19|20)\d\d$/.test(value);
}

function distinct(labels: readonly ResolvedLabel[]): readonly ResolvedLabel[] {
  const seen = new Set<string>();
  return labels.filter((l) => !seen.has(l.label.value) && seen.add(l.label.value));
}

function resolveLabel(label: Label, catalog: Catalog, atHttp: boolean, { heads, piece, kin = [] }: Asked): ResolvedLabel {
  const { value } = label;
  const found = lookup(catalog, value);
  // The beginning of a code is one as well, where nobody else's begins so or the name says that the number alone is meant.
  if (found && (found.match !== "prefix" || found.distinctive || heads)) {
    const levels = [found.entry.level, ...(found.entry.alsoLevels ?? [])];
    // A code of the body is no HTTP status, and the other way round.
    const fits = atHttp ? levels.includes("http") : levels.some((l) => l !== "http");
    if (fits) return { label, found, neutral: false };
    return { label, neutral: !atHttp };
  }
  for (const other of atHttp ? [] : kin) {
    const theirs = lookup(other, value);
    if (theirs && theirs.match !== "prefix") return { label, neutral: true, beside: { catalog: other, found: theirs } };
  }
  const neutral =
    piece === true ||
    isForeignWord(value, catalog) ||
    catalog.index.success.has(value) ||
    catalog.index.alsoSeen.has(value) ||
    value === "" ||
    /^-?[0-9]$/.test(value) ||
    (found !== undefined && found.match === "prefix");
  return { label, neutral };
}

const wordless = new WeakMap<Catalog, boolean>();

/** `ECONNRESET` among numbers: another kind of code under the same name, which says nothing of the numbers beside it. */
function isForeignWord(value: string, catalog: Catalog): boolean {
  let none = wordless.get(catalog);
  if (none === undefined) {
    none = [...catalog.index.entries.keys()].every((code) => /^[\d-]+$/.test(code));
    wordless.set(catalog, none);
  }
  return none && /^[A-Z][A-Z_]+$/.test(value);
}

/** From how many on numbers in front of codes are codes under a name of such a meaning. */
export function togetherAt(meaning: Meaning, verdict: Verdict | undefined): number | undefined {
  if (!verdict?.certain || !verdict.evidence.some((e) => proofs.has(e.kind))) return undefined;
  if (meaning === "code") return 1;
  if (meaning === "plain") return verdict.borrowed ? 3 : 2;
  return meaning === "open" ? (verdict.borrowed ? 8 : 5) : undefined;
}

/** Kinds of evidence that only a program which calls the API gives. */
const proofs = new Set(["host", "package", "manifest", "header", "field", "path", "codes", "neighbour", "directive", "setting"]);

/**
 * Whether labels in a position are codes of an API: surely, perhaps, or not. `named`: what they are asked through says that it holds codes.
 * `brought`: it stands in another file, where it surely is one.
 */
export function judge(
  company: Company,
  meaning: Meaning,
  verdict: Verdict | undefined,
  named: boolean,
  brought = false,
): "certain" | "likely" | undefined {
  const { known, strange, httpLike, distinctive, begun, telling, mistyped } = company;
  if (known === 0) return undefined;
  if (distinctive && (!begun || verdict?.certain)) return "certain";
  if (!verdict || meaning === "other") return undefined;
  if (meaning === "http") return verdict.certain && known > 0 ? "certain" : undefined;
  // Most of them must be the catalog's; otherwise somebody else's numbers happen to meet.
  if (strange > known) return undefined;
  if (httpLike && (strange > 0 || meaning !== "code")) return undefined;
  // A bare number under an unspeaking name is a width or a row as soon as a code that arrives as text.
  if (meaning === "open" && mistyped && !named && !brought) return undefined;
  if (!verdict.certain) return "likely";
  // Whoever calls a client asks other services too: a lone number under a common name may be theirs.
  if (verdict.borrowed && !brought && (mistyped || (meaning === "plain" && known < 2))) return "likely";
  // By its names alone a file may as well be about the API's forms and speak with a service of its own.
  if (meaning === "plain" && mistyped && known < 2 && !named && !verdict.evidence.some((e) => proofs.has(e.kind))) return "likely";
  if (meaning === "code" || meaning === "plain") return "certain";
  // An unspeaking name: only words of the catalog's own, or a good number of codes and nothing else, prove it.
  if (named || brought) return "certain";
  if (strange === 0 && ((telling && known >= 2) || known >= 3)) return "certain";
  return "likely";
}

/**
 * The codes that a value is surely a slip for. Among dense numbers every number has a neighbour, so that only swapped digits count; a word
 * that differs in case or dashes alone is another system's way to write.
 */
export function slipsFor(value: string, catalog: Catalog): readonly Near[] {
  return nearest(catalog, value).filter((n) => (/\d/.test(value) ? n.transposed : n.distance > 0));
}
