import { fillText, indentAt, insertion, lineStart, write } from "../layout.ts";
import { wordsIn } from "../tree.ts";
import { wrapAround } from "./around.ts";
import { settled, triedAgain } from "./final.ts";
import { bringIn, type Cap, type Library, libraryLines, rebound } from "./library.ts";
import type { Needs } from "./needs.ts";
import { widenFunction } from "./recursion.ts";
import { renewalOf } from "./renew.ts";
import { keyFor } from "./safety.ts";
import { freeName, type Missing, type Scene } from "./scene.ts";
import { named, once, statementOf, type Writer } from "./writers.ts";

/** The project's library counts, waits longer each time, and stops; arms only say that it is worth another attempt. */
export function byLibrary(library: Library, scene: Scene, needs: Needs, missing: readonly Missing[]): Writer {
  const { data, ctx, layout, fn } = scene;
  const renewal = missing.some((m) => m.kind === "auth") ? renewalOf(scene) : undefined;
  const taken = wordsIn(fn ? ctx.text.slice(fn.span.start, fn.span.end) : ctx.text);
  const flag = freeName(named(["renewed", "tokenRenewed"], scene), taken);
  const jump = library.again.map((line) => line + triedAgain);
  const flagForm = library.use.flag ?? data.flag;
  const key = library.use.around ? keyFor(missing, scene, needs, false) : undefined;
  let most = 0;
  return {
    keyed: key !== undefined,
    counts: true,
    selfCalls: () => [],
    waiting(attempts) {
      most = Math.max(most, attempts);
      return { guards: [], before: [], jump, counter: undefined };
    },
    renewing() {
      if (!flagForm || !renewal) return undefined;
      const before = [fillText(flagForm.raise, { name: flag })];
      for (const name of flagForm.imports ?? []) needs.import(name);
      return { guards: once(flag, renewal, scene, flagForm), before, jump, renewal: statementOf(renewal, scene) };
    },
    edits() {
      const params = renewal?.form === "param" ? widenFunction(scene, [renewal.declare]) : [];
      return params && [...params, ...(key?.edits ?? [])];
    },
    finish(given) {
      const { above, around } = library.use;
      const edits = settled(given, library.final, library.package === undefined, scene);
      if (!edits) return undefined;
      if (library.package === undefined) return [...edits, ...needs.edits()];
      // The renewal takes one of the attempts: with two at least, there is one behind it.
      const count = Math.max(most, 2);
      const known = needs.knownCap(data.again?.counts);
      const retries = data.again?.retries ?? "{name} - 1";
      const cap = (name: string | undefined): Cap => ({
        attempts: name ?? String(count),
        retries: name === undefined ? String(count - 1) : fillText(retries, { name }),
      });
      const inFile = known !== undefined && /^\w+$/.test(known) ? known : undefined;
      bringIn(library, cap(inFile), scene, needs);
      const declared = [...(renewal && flagForm ? [fillText(flagForm.declare, { name: flag })] : []), ...(key ? [key.declare] : [])];
      const kept = renewal ? [flag, ...(renewal.form === "param" && renewal.target !== undefined ? [renewal.target] : [])] : [];
      if (around) {
        const names = [...new Set([...kept, ...rebound(scene)])];
        const body = libraryLines(around, library, names, cap(known));
        const whole = wrapAround(edits, declared, body, scene);
        return whole && [...whole, ...library.opens, ...needs.edits()];
      }
      const at = fn?.parts.find((p) => p.role === "function.name")?.span.start;
      if (!above || at === undefined) return undefined;
      const lines = write(libraryLines(above, library, [], cap(known)), indentAt(ctx.text, at), layout) + layout.eol;
      // What helps the function stands above all that belongs to it.
      return [...needs.edits(), ...library.opens, ...edits, insertion(lineStart(ctx.text, at), lines)];
    },
  };
}
