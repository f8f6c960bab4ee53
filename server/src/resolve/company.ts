import type { Catalog } from "../catalogs/catalog.ts";
import type { FileFacts } from "../sites/model.ts";
import { companyOf } from "./judge.ts";
import type { Evidence } from "./model.ts";
import { positionOfName, positionOfPath } from "./position.ts";

/** How much a good company of codes adds to other evidence; alone it proves nothing. */
const weight = 0.4;
const enough = 3;

/** A branch or collection in a telling position that holds nothing but this catalog's codes, and at least three of them. */
export function companyEvidence(facts: FileFacts, catalog: Catalog): Evidence | undefined {
  const none: ReadonlySet<string> = new Set();
  for (const branch of facts.branches) {
    const { meaning } = positionOfPath(branch.subject.names, catalog);
    if (meaning !== "code" && meaning !== "plain") continue;
    const company = companyOf(
      branch.arms.flatMap((a) => a.labels),
      catalog,
      false,
    );
    if (company.known >= enough && company.strange === 0 && !company.httpLike)
      return evidence(
        catalog,
        company.labels.map((l) => l.label.value),
        branch.head,
      );
  }
  for (const group of facts.groups) {
    const meaning = positionOfName(group.name, group.owner, none);
    if (meaning !== "code" && meaning !== "plain") continue;
    const company = companyOf(group.labels, catalog, false);
    if (company.known >= enough && company.strange === 0 && !company.httpLike)
      return evidence(
        catalog,
        company.labels.map((l) => l.label.value),
        group.nameSpan,
      );
  }
  return undefined;
}

function evidence(catalog: Catalog, values: readonly string[], span: Evidence["span"]): Evidence {
  const shown = [...new Set(values)].slice(0, 3).join(", ");
  return { api: catalog.id, kind: "codes", what: values.length > 3 ? `${shown} …` : shown, ...(span ? { span } : {}), weight };
}
