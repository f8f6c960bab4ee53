import { languagePages, pagesIn } from "../support/pages.ts";
import { testPage } from "../support/run-page.ts";

for (const path of pagesIn(languagePages)) testPage(path, (page) => ({ sites: true, findings: page.front.findings }));
