import { setFlagsFromString } from "node:v8";
import { runInNewContext } from "node:vm";
import { applyInOrder } from "../../server/src/text/span.ts";
import { languageFolders } from "../support/language-folders.ts";
import { textsOf } from "../support/pages.ts";
import { drawFrom } from "../support/random.ts";
import { RandomEdits } from "../support/random-edits.ts";
import { testWorkspace } from "../support/workspace.ts";
import type { Outcome, Size } from "./main.ts";

/** What a process may gain between its half and its end, in bytes: a tree that isn't given back costs tens of kilobytes each time. */
const allowance = 64 * 1024 * 1024;

/** Memory is flat: over edits of one kept document, and over documents that are opened and closed. */
export async function fuzzLeaks(size: Size, seed: number): Promise<Outcome> {
  const language = languageFolders().find((it) => it.id === "typescript") ?? languageFolders()[0];
  if (!language) return { passed: 0, failed: 1 };
  const { engine } = await testWorkspace(["/w"]);
  await engine.load(language.id);
  const texts = textsOf(language);
  const text = texts.slice(0, 12).join("\n");
  const path = `/w/src/marketo_client${language.extensions[0] ?? ""}`;
  const draw = drawFrom(seed);

  const edited = flat("edits of a kept document", size.keptEdits, (count) => {
    const document = engine.open(path, language.id, text);
    let random = new RandomEdits(draw);
    let now = text;
    for (let i = 0; i < count; i++) {
      // Long before chance has made one large heap of it, the text starts over.
      const batch = i % 200 === 199 ? [{ span: { start: 0, end: now.length }, text }] : random.next(now);
      if (i % 200 === 199) random = new RandomEdits(draw);
      now = applyInOrder(now, batch);
      document.edit(batch);
    }
    document.close();
  });
  const opened = flat("openings and closings", size.openings, (count) => {
    for (let i = 0; i < count; i++) engine.open(`/w/src/marketo_${i % 50}${language.extensions[0] ?? ""}`, language.id, draw.of(texts)).close();
  });
  const failed = [edited, opened].filter((it) => !it).length;
  return { passed: 2 - failed, failed };
}

/** Runs half of the work to warm up, then the other half, which must leave memory as it was. */
function flat(what: string, count: number, work: (count: number) => void): boolean {
  work(Math.ceil(count / 2));
  const before = memory();
  work(Math.ceil(count / 2));
  const gained = memory() - before;
  console.log(`leaks: ${count} ${what}: ${(gained / 1e6).toFixed(1)} MB gained in the second half`);
  return gained < allowance;
}

/** Bytes held by this process's heap and by WebAssembly, after what is garbage has gone. */
function memory(): number {
  setFlagsFromString("--expose-gc");
  const collect = runInNewContext("gc") as () => void;
  collect();
  collect();
  const { heapUsed, external, rss } = process.memoryUsage();
  // The resident set holds what the parser's runtime took, which V8 doesn't count; it is never given back, so that only its growth tells.
  return Math.max(heapUsed + external, rss);
}
