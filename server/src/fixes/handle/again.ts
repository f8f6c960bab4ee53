import { goesThrough } from "../../sites/loops.ts";
import { child } from "../../sites/parts.ts";
import type { Part } from "../../syntax/part.ts";
import { contains, type TextEdit } from "../../text/span.ts";
import { textOf, wordsIn } from "../tree.ts";
import { type Origin, originOf } from "./origin.ts";
import { type Recursion, recursionOf } from "./recursion.ts";
import { isClosed, type Scene } from "./scene.ts";
import { wrappable } from "./wrapping.ts";

/** How the request is made once more from the scene's arms. */
export type Again = LoopAgain | CallAgain | WrapAgain;

export interface LoopAgain {
  readonly form: "loop";
  readonly loop: Part;
  readonly jump: string;
  /** Counts the attempts; undefined where nothing does yet. */
  readonly counter: Counter | undefined;
}

export interface Counter {
  readonly name: string;
  /** The loop ends with it; else whoever tries again must look at it. */
  readonly bounded: boolean;
  /** It grows by itself from round to round. */
  readonly grows: boolean;
  /** What gives the counter its name, where it had none (`for _ in range(5)`). */
  readonly edits: readonly TextEdit[];
}

export interface CallAgain extends Recursion {
  readonly form: "call";
}

/** Nothing makes the request again yet, but the function's statements can stand in a loop. */
export interface WrapAgain {
  readonly form: "wrap";
  readonly jump: string;
}

const counting = /attempt|(?:^|_)tr(?:y|ies)(?:$|_)|tries|retr(?:y|ies)|\btry(?:No|Count|Num)/i;

/** Undefined where nothing makes the request again safely. */
export function againOf(scene: Scene, origin: Origin = originOf(scene)): Again | undefined {
  const { chain, fn } = scene;
  if (isClosed(scene) || !fn || origin.sends.length === 0) return undefined;
  const inner = chain.slice(chain.indexOf(fn) + 1);
  const loop = inner.findLast((p) => p.kind === "loop");
  if (loop && origin.sends.some((s) => contains(loop.span, s.span))) {
    const jump = jumpFor(inner.slice(inner.indexOf(loop)), loop, scene);
    if (jump === undefined || goesThroughData(loop, scene) || endsByItself(loop, scene)) return undefined;
    // Whatever else the round does would be done twice.
    if (origin.others.filter((o) => contains(loop.span, o.span)).length > 0) return undefined;
    return { form: "loop", loop, jump, counter: counterOf(loop, scene) };
  }
  if (origin.others.length > 0) return undefined;
  const recursion = recursionOf(scene);
  const jump = loop || recursion?.counter ? undefined : jumpFor(inner, fn, scene);
  if (jump !== undefined && wrappable(scene)) return { form: "wrap", jump };
  return recursion && { form: "call", ...recursion };
}

/** How the next round begins from the scene's arms: nothing need be said where whatever comes to their end comes to the end of the round. */
function jumpFor(within: readonly Part[], round: Part, { data, part, ctx }: Scene): string | undefined {
  if (data.continueAtEnd !== undefined && /^[\s}]*$/.test(ctx.text.slice(part.span.end, round.span.end))) return data.continueAtEnd;
  // An empty text says that no jump leads out of a switch to the next round.
  return (within.some((p) => p.kind === "switch") ? (data.continueInSwitch ?? data.continue) : data.continue) || undefined;
}

/** `for (const lead of leads)`, `for (let i = 0; i < leads.length; i++)`: the next round is for the next thing. */
function goesThroughData(loop: Part, scene: Scene): boolean {
  const source = child(loop, "loop.source");
  const local = child(loop, "loop.local");
  const { text } = scene.ctx;
  if (source) {
    const words = `${local ? textOf(local, text) : ""} ${textOf(source, text)}`;
    return !/\brange\b|\.\.|times|until|step|\bseq\b|attempt|retr|backoff|delays?\b|(?:^|\s)_+\s/i.test(words);
  }
  const head = headOf(loop, text);
  if (goesThrough(loop, scene.ctx.language.feeds) && !source) return true;
  return /\.length|\.size\b|\blen\(|\.Count\b|count\(/i.test(head) && !counting.test(head);
}

/** `do … while (answer.moreResult)`: going on asks the condition first, which says nothing of attempts. */
function endsByItself(loop: Part, scene: Scene): boolean {
  const { text } = scene.ctx;
  if (!/^do\b/.test(text.slice(loop.span.start))) return false;
  const condition = child(loop, "loop.condition");
  return !condition || !(counting.test(textOf(condition, text)) || /^\(?\s*true/i.test(textOf(condition, text)));
}

function headOf(loop: Part, text: string): string {
  const body = child(loop, "loop.body");
  return text.slice(loop.span.start, body ? body.span.start : loop.span.end);
}

function counterOf(loop: Part, scene: Scene): Counter | undefined {
  const { text } = scene.ctx;
  const local = child(loop, "loop.local");
  if (local) {
    const name = textOf(local, text);
    // The underscore says that nobody uses it, which is no longer so.
    if (/^_\w/.test(name))
      return { name: name.replace(/^_+/, ""), bounded: true, grows: true, edits: [{ span: local.span, text: name.replace(/^_+/, "") }] };
    if (/^_+$/.test(name)) return { name: "attempt", bounded: true, grows: true, edits: [{ span: local.span, text: "attempt" }] };
    return /^[$\w]+$/.test(name) ? { name, bounded: true, grows: true, edits: [] } : undefined;
  }
  const condition = child(loop, "loop.condition");
  const asked = condition ? [...wordsIn(textOf(condition, text))].map((w) => bareName(w, scene)) : [];
  const head = headOf(loop, text);
  const byHead =
    asked.find((w) => counting.test(w) && !/^MAX|max/.test(w)) ??
    asked.find((w) => new RegExp(`\\b(?:let|var|int|my)\\s+\\$?${escaped(w)}\\b`).test(head));
  const inside = countedInside(loop, scene);
  // What counts down says how often still, not how often so far: the new arms keep a count of their own beside it.
  if (byHead && new RegExp(`(?<![\\w$])${escaped(byHead)}\\s*(?:--|-=|=\\s*${escaped(byHead)}\\s*-)`).test(textOf(loop, text))) return undefined;
  if (byHead) return { name: byHead, bounded: true, grows: inside?.name !== byHead || inside.grows, edits: [] };
  return inside;
}

/** `while (true) { attempt++; … }`: a counter that the loop keeps without asking it. */
function countedInside(loop: Part, scene: Scene): Counter | undefined {
  const { text } = scene.ctx;
  const inside = text.slice(loop.span.start, loop.span.end);
  for (const match of inside.matchAll(/(?<![\w$.])(\$?[A-Za-z_]\w*)\s*(?:\+\+|\+=\s*1\b|=\s*(?:\$\(\(\s*\$?)?\1\s*\+\s*1\b)/g)) {
    const name = bareName(match[1] as string, scene);
    if (!counting.test(name)) continue;
    const at = loop.span.start + match.index;
    // What one arm asks of the count ends that arm's attempts alone.
    const less = "(?:[<>]=?|-[lg][te]\\b)";
    const asks = inside.matchAll(new RegExp(`(?<!\\w)${escaped(name)}["}]*\\s*${less}|${less}\\s*["{]*${escaped(name)}(?![\\w$])`, "g"));
    const decided = [scene.part.span, ...scene.together.map((b) => b.branch.span)];
    const asked = [...asks].some(({ index }) => !decided.some((s) => s.start <= loop.span.start + index && loop.span.start + index < s.end));
    const within = scene.part.span.start <= at && at < scene.part.span.end;
    return { name, bounded: asked && !within, grows: !within, edits: [] };
  }
  return undefined;
}

/** As it is counted: in a shell without the sign that only reads a variable. */
function bareName(name: string, { ctx }: Scene): string {
  return ctx.language.shell ? name.replace(/^\$/, "") : name;
}

function escaped(name: string): string {
  return name.replaceAll("$", "\\$");
}
