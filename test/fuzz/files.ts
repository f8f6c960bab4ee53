import { spawn } from "node:child_process";
import { existsSync } from "node:fs";
import { homedir } from "node:os";
import { dirname, join } from "node:path";
import { createInterface } from "node:readline";
import { fileURLToPath } from "node:url";
import type { Outcome, Size } from "./main.ts";

const here = dirname(fileURLToPath(import.meta.url));
const cache = process.env.FAULTLINE_SILENCE ?? join(process.env.FAULTLINE_CACHE ?? join(homedir(), ".cache/faultline"), "silence");

/** No file of the bounded size takes a thousandth of this, in milliseconds; whatever does hangs. */
const hang = 120_000;

/**
 * Real files of other people's, whole and broken in two: none crashes the analysis, none hangs it. They are those that the silence test has
 * fetched; without them the part is skipped.
 */
export function fuzzFiles(size: Size, seed: number): Promise<Outcome> {
  if (!existsSync(cache)) {
    console.log("files: skipped, npm run test:silence has fetched none here");
    return Promise.resolve({ passed: 0, failed: 0, skipped: 1 });
  }
  const child = spawn(process.execPath, ["--import", "tsx", join(here, "read-files.ts"), cache, String(size.files), String(seed)], {
    stdio: ["ignore", "pipe", "inherit"],
  });
  let current = "";
  let read = 0;
  let failed = 0;
  let timer = setTimeout(() => child.kill("SIGKILL"), hang);
  createInterface({ input: child.stdout }).on("line", (line) => {
    clearTimeout(timer);
    timer = setTimeout(() => child.kill("SIGKILL"), hang);
    const [kind, rest] = [line.slice(0, 1), line.slice(2)];
    if (kind === "+") {
      current = rest;
      read++;
    } else {
      failed++;
      console.log(`files: ${rest}`);
    }
  });
  return new Promise((resolve) => {
    child.on("close", (code, signal) => {
      clearTimeout(timer);
      if (code !== 0) console.log(`files: ${signal === "SIGKILL" ? "hangs" : `ended with ${code ?? signal}`} in ${current}`);
      console.log(`files: ${read} files, each whole and in two broken halves`);
      const broken = failed > 0 || code !== 0 || read === 0;
      resolve({ passed: broken ? 0 : 1, failed: broken ? 1 : 0 });
    });
  });
}
