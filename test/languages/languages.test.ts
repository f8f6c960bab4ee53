import { readdirSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { testPage } from "../support/run-page.ts";

const folder = fileURLToPath(new URL(".", import.meta.url));

for (const name of readdirSync(folder).filter((n) => n.endsWith(".md"))) {
  testPage(folder + name, (page) => ({ sites: true, findings: page.front.findings }));
}
