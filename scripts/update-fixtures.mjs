// Runs the literate fixtures and writes what was found into their pages. Read the difference before you keep it.
//   node scripts/update-fixtures.mjs
import { spawnSync } from "node:child_process";
import { fileURLToPath } from "node:url";

const files = ["test/languages/languages.test.ts", "test/rules/rules.test.ts", "test/resolve/resolve.test.ts"];
const { status } = spawnSync(process.execPath, ["--import", "tsx", "--test", "--test-reporter=dot", ...files], {
  cwd: fileURLToPath(new URL("../", import.meta.url)),
  env: { ...process.env, FAULTLINE_UPDATE: "1" },
  stdio: "inherit",
});
process.exitCode = status ?? 1;
