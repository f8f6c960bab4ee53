import { createHash } from "node:crypto";
import { readdirSync, statSync } from "node:fs";
import { join } from "node:path";

/** Differs between any two builds: a digest of the size and age of every file that the program consists of. */
export function programIn(root: string): string {
  const files = ["dist", "server/languages", "catalogs"].flatMap((folder) =>
    readdirSync(join(root, folder), { recursive: true, withFileTypes: true })
      .filter((it) => it.isFile())
      .map((it) => join(it.parentPath, it.name)),
  );
  const marks = files.sort().map((path) => {
    const { size, mtimeMs } = statSync(path);
    return `${path} ${size} ${mtimeMs}`;
  });
  return createHash("sha256").update(marks.join("\n")).digest("hex");
}
