import { fileURLToPath } from "node:url";
import { pagesIn } from "../support/pages.ts";
import { type Shown, testPage } from "../support/run-page.ts";

const folder = fileURLToPath(new URL("./", import.meta.url));
const missing = ["unhandled-retryable"];

/** What each page is about; where nothing may be found, everything is shown. */
const shown: Readonly<Record<string, Shown>> = {
  evidence: { sites: true, findings: false },
  files: { sites: true, findings: missing },
  names: { sites: true, findings: false },
  together: { sites: true, findings: false },
  told: { sites: true, findings: false },
  caught: { sites: false, findings: missing },
  handled: { sites: false, findings: missing },
  traps: { sites: true, findings: true },
};

for (const path of pagesIn(folder)) testPage(path, (page) => shown[page.id] ?? { sites: true, findings: true });
