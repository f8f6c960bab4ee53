import { pagesIn, rulePages } from "../support/pages.ts";
import { testPage } from "../support/run-page.ts";

for (const path of pagesIn(rulePages)) testPage(path, (page) => ({ sites: false, findings: [page.id, ...page.front.also] }));
