import type { Catalog } from "../catalogs/catalog.ts";
import type { FileFacts, Label } from "../sites/model.ts";
import { companyOf } from "./judge.ts";
import type { Evidence } from "./model.ts";
import { positionOfName, positionOfPath } from "./position.ts";
import { certainAt, verdictsOf } from "./verdicts.ts";

/** How much a good company of codes adds to other evidence; alone it proves nothing. */
const weights = { two: 0.3, more: 0.4, many: 0.5 } as const;
const enough = 2;

/** Whether a file of which this is said is an API's beyond doubt, or would be in the best company of codes that there is for these APIs. */
export function mayBeCertain(evidence: readonly Evidence[], apis: readonly string[], mayHaveCompany: (api: string) => boolean = () => true): boolean {
  if (verdictsOf(evidence, apis, certainAt).some((v) => v.certain)) return true;
  const company = apis.filter(mayHaveCompany).map((api): Evidence => ({ api, kind: "codes", what: "", weight: weights.many }));
  return verdictsOf([...evidence, ...company], apis, certainAt).some((v) => v.certain);
}

/** A branch or collection in a telling position that holds nothing but this catalog's codes, and at least two of them. */
export function companyEvidence(facts: FileFacts, catalog: Catalog): Evidence | undefined {
  const none: ReadonlySet<string> = new Set();
  let best: Evidence | undefined;
  const take = (e: Evidence): void => {
    if (!best || e.weight > best.weight) best = e;
  };
  // Questions about one value in one function belong together, however they are strung.
  const asked = new Map<string, { labels: Label[]; span: Evidence["span"] }>();
  for (const branch of facts.branches) {
    const { meaning } = positionOfPath(branch.subject.names, catalog);
    if (meaning !== "code" && meaning !== "plain") continue;
    const key = `${branch.function}:${branch.subject.names.join(".")}`;
    const at = asked.get(key) ?? { labels: [], span: branch.head };
    at.labels.push(...branch.arms.flatMap((a) => a.labels));
    asked.set(key, at);
  }
  for (const { labels, span } of asked.values()) {
    const company = companyOf(labels, catalog, false);
    if (company.known >= enough && company.strange === 0 && !company.httpLike)
      take(
        evidence(
          catalog,
          labels.map((l) => l.value),
          span,
        ),
      );
  }
  for (const group of facts.groups) {
    const meaning = positionOfName(group.name, group.owner, none);
    if (meaning !== "code" && meaning !== "plain") continue;
    const company = companyOf(group.labels, catalog, false);
    if (company.known >= enough && company.strange === 0 && !company.httpLike)
      take(
        evidence(
          catalog,
          company.labels.map((l) => l.label.value),
          group.nameSpan,
        ),
      );
  }
  return best;
}

function evidence(catalog: Catalog, values: readonly string[], span: Evidence["span"]): Evidence {
  const shown = [...new Set(values)].slice(0, 3).join(", ");
  const distinct = new Set(values).size;
  return {
    api: catalog.id,
    kind: "codes",
    what: distinct > 3 ? `${shown} …` : shown,
    ...(span ? { span } : {}),
    weight: distinct > 4 ? weights.many : distinct > 2 ? weights.more : weights.two,
  };
}
