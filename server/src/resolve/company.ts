import type { Catalog } from "../catalogs/catalog.ts";
import type { Constant, FileFacts, Label } from "../sites/model.ts";
import { wordsOf } from "../text/identifiers.ts";
import { familyOf } from "./families.ts";
import { companyOf } from "./judge.ts";
import type { Evidence } from "./model.ts";
import { type Meaning, positionOfName, positionOfPath } from "./position.ts";
import { certainAt, verdictsOf } from "./verdicts.ts";

/** How much a good company of codes adds to other evidence; alone it proves nothing. */
const weights = { two: 0.3, more: 0.4, many: 0.5, most: 0.7 } as const;
const enough = 2;
/** So many of one catalog's codes meet by chance nowhere; then one in so many may be a stranger. */
const most = 10;
const strangers = 1 / 5;
/** And so many of which some are like nothing else. */
const several = 5;

/** Whether a file of which this is said is an API's beyond doubt, or would be in the best company of codes that there is for these APIs. */
export function mayBeCertain(
  evidence: readonly Evidence[],
  apis: readonly string[],
  mayHold: (api: string, codes: number) => boolean = () => true,
): boolean {
  if (verdictsOf(evidence, apis, certainAt).some((v) => v.certain)) return true;
  const company = apis.flatMap((api): readonly Evidence[] => {
    const weight = mayHold(api, several) ? weights.most : mayHold(api, 1) ? weights.many : 0;
    return weight > 0 ? [{ api, kind: "codes", what: "", weight }] : [];
  });
  return verdictsOf([...evidence, ...company], apis, certainAt).some((v) => v.certain);
}

/** A branch, a collection or a family of constants in a telling position that holds hardly anything but this catalog's codes, and at least two of them. */
export function companyEvidence(facts: FileFacts, catalog: Catalog): Evidence | undefined {
  const none: ReadonlySet<string> = new Set();
  let best: Evidence | undefined;
  const take = (labels: readonly Label[], meaning: Meaning, span: Evidence["span"]): void => {
    const weight = meaning === "other" || meaning === "http" ? 0 : worthOf(labels, catalog, meaning === "open");
    if (weight > (best?.weight ?? 0)) best = evidence(catalog, labels, span, weight);
  };
  // Questions about one value in one function belong together, however they are strung.
  const asked = new Map<string, { labels: Label[]; span: Evidence["span"]; meaning: Meaning }>();
  for (const branch of facts.branches) {
    const key = `${branch.function}:${branch.subject.names.join(".")}`;
    const at = asked.get(key) ?? { labels: [], span: branch.head, meaning: positionOfPath(branch.subject.names, catalog).meaning };
    at.labels.push(...branch.arms.flatMap((a) => a.labels));
    asked.set(key, at);
  }
  for (const { labels, meaning, span } of asked.values()) take(labels, meaning, span);
  for (const group of facts.groups) take(group.labels, positionOfName(group.name, group.owner, none), group.nameSpan);
  const families = new Map<string, Constant[]>();
  for (const constant of facts.constants) {
    const family = familyOf(constant);
    if (family === undefined) continue;
    const members = families.get(family);
    if (members) members.push(constant);
    else families.set(family, [constant]);
  }
  for (const members of families.values())
    take(
      members.map((c) => c.label),
      "plain",
      members[0]?.nameSpan,
    );
  return best;
}

/** What such a company is worth; 0 where it is none. */
function worthOf(labels: readonly Label[], catalog: Catalog, open: boolean): number {
  if (labels.length < (open ? most : enough)) return 0;
  const { known, strange, httpLike, labels: resolved } = companyOf(labels, catalog, false);
  if (known < enough || httpLike) return 0;
  const found = resolved.flatMap((l) => l.found?.code ?? []);
  if (known >= most && strange <= (open ? 0 : known * strangers) && isSpread(found)) return weights.most;
  if (open || strange > 0) return 0;
  // Nobody else has two codes of three words and more alike.
  if (known >= several && new Set(found.filter((code) => wordsOf(code).length > 2)).size >= 2) return weights.most;
  return known > 4 ? weights.many : known > 2 ? weights.more : weights.two;
}

/** Numbers in one dense row are somebody's ids as well. */
export function isSpread(codes: readonly string[]): boolean {
  if (!codes.every((code) => /^\d+$/.test(code))) return true;
  const numbers = codes.map(Number);
  return Math.max(...numbers) - Math.min(...numbers) > 3 * new Set(numbers).size;
}

function evidence(catalog: Catalog, labels: readonly Label[], span: Evidence["span"], weight: number): Evidence {
  const values = [...new Set(labels.map((l) => l.value))];
  const shown = values.slice(0, 3).join(", ");
  return { api: catalog.id, kind: "codes", what: values.length > 3 ? `${shown} …` : shown, ...(span ? { span } : {}), weight };
}
