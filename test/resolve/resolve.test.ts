import { fileURLToPath } from "node:url";
import { pagesIn } from "../support/pages.ts";
import { testPage } from "../support/run-page.ts";

const pages = fileURLToPath(new URL("./", import.meta.url));

// Findings are shown everywhere: a finding in the wrong place is the worst that a page about recognition can overlook.
for (const path of pagesIn(pages))
  testPage(path, (page) => ({ sites: page.id !== "handled", findings: page.id === "handled" ? ["unhandled-retryable"] : true }));
