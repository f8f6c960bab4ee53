import type { Lines } from "../layout.ts";
import type { Scene } from "./scene.ts";

const writes =
  /["'`](?:POST|PUT|PATCH|DELETE)["'`]|\.(?:post|put|patch|delete)\w*\(|\b(?:Post|Put|Patch|Delete)(?:Async|AsJsonAsync)?\(|Method(?:s)?\.?(?:Post|Put|Patch|Delete|POST|PUT|PATCH|DELETE)\b|-X\s+(?:POST|PUT|PATCH|DELETE)|-Method\s+["']?(?:Post|Put|Patch|Delete)/i;

/** A warning above an arm that repeats a write which may have been carried out already; nothing for codes and requests that are safe. */
export function safetyNote(codes: readonly string[], scene: Scene): Lines {
  const { catalog, fn, ctx } = scene;
  const unsafe = codes.filter((c) => catalog.index.entries.get(c)?.retry.executed === "unknown");
  if (unsafe.length === 0 || !fn || !writes.test(ctx.text.slice(fn.span.start, fn.span.end))) return [];
  const header = catalog.requests?.idempotencyHeader;
  const what = `after ${unsafe.join(", ")} the write may have been carried out`;
  return [`${ctx.language.comment} Careful: ${what}${header ? `. Send the same ${header} again` : ", and is made twice then"}.`];
}
