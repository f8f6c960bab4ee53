import type { Part } from "../../syntax/part.ts";
import { applyEdits, contains, type Span, type TextEdit } from "../../text/span.ts";
import type { ArmForm } from "../data.ts";
import { type Lines, taken } from "../layout.ts";
import { callsIn } from "../tree.ts";
import type { Needs } from "./needs.ts";
import type { Scene, Way } from "./scene.ts";
import { type Duration, durationOf, durationText, isWait, ownTime } from "./wait.ts";

/** Where the statements of an arm stand, without the head, and without the brackets around them. */
export function statementsSpan(body: Part, text: string, forms: readonly ArmForm[] = []): Span | undefined {
  let start = body.span.start;
  let end = body.span.end;
  if (body.kind === "arm") {
    const labels = body.parts.filter((p) => p.role === "arm.label" || p.role === "arm.guard");
    const head = labels[labels.length - 1]?.span.end ?? start;
    const behind = labels.length > 0 ? /^[\s)]*(?::|->|=>|then\b)?/.exec(text.slice(head, end)) : defaultHead(text.slice(head, end), forms);
    start = head + (behind?.[0].length ?? 0);
    const last = forms.find((form) => form.end !== undefined && text.slice(start, end).trimEnd().endsWith(form.end))?.end;
    if (last !== undefined) end = start + text.slice(start, end).trimEnd().length - last.length;
  }
  const trim = (): void => {
    start += /^\s*/.exec(text.slice(start, end))?.[0].length ?? 0;
    end = start + text.slice(start, end).trimEnd().length;
  };
  trim();
  // What parts an arm from the next is none of its statements.
  if (body.kind === "arm" && text[end - 1] === ",") end--;
  if (text[start] === "{" && text[end - 1] === "}" && closes(text.slice(start, end))) {
    start++;
    end--;
    trim();
  }
  return start < end ? { start, end } : undefined;
}

function defaultHead(source: string, forms: readonly ArmForm[]): RegExpExecArray | null {
  for (const form of forms) {
    const own = form.default === undefined ? null : new RegExp(form.default).exec(source);
    if (own) return own;
  }
  return /^[^\n:]*?(?:->|=>|:(?!:)|\b(?:else|default)\b(?!\s*(?:->|=>|:)))/.exec(source);
}

/** Whether the first bracket is closed by the last. */
function closes(source: string): boolean {
  let depth = 0;
  for (let i = 0; i < source.length; i++) {
    if (source[i] === "{") depth++;
    else if (source[i] === "}" && --depth === 0) return i === source.length - 1;
  }
  return false;
}

export function statementsOf(body: Part, scene: Scene): Lines | undefined {
  const span = statementsSpan(body, scene.ctx.text, scene.data.arms);
  return span && taken(scene.ctx.text, span, scene.layout);
}

const notes = /^\s*(?:console|log(?:ger|ging)?|Log|LOG|print(?:ln|f)?|puts|fmt\.Print\w*|echo|warn(?:ing)?s?|System\.out)\b/;

/**
 * What an arm beside does, with another time to wait: as its author tries again, so do the new arms. Undefined where it speaks of its own
 * code, or where its wait can't be told apart.
 */
export function likeNeighbour(way: Way, window: Duration | undefined, scene: Scene, needs: Needs, selfCalls: readonly TextEdit[]): Lines | undefined {
  const { body } = way;
  const { text } = scene.ctx;
  const span = body && statementsSpan(body, text, scene.data.arms);
  if (!body || !span) return undefined;
  const waits = callsIn(body).filter(isWait);
  const duration = waits.length === 1 && waits[0] ? durationOf(waits[0], scene) : undefined;
  if (!duration || !waits[0]) return undefined;
  const argument = { span: scene.data.positional === undefined ? duration.span : wordAt(duration.span, text) };
  const source = text.slice(argument.span.start, argument.span.end);
  // A backoff of the author's own is right for whatever has no window; a fixed time is not.
  if (!window && !/attempt|tr(?:y|ies)|retr|delay|\*\*|pow|<</i.test(ownTime(source))) return undefined;
  const more = window ? durationText(window, unitAround(source, scene), scene, needs) : source;
  if (more === undefined) return undefined;
  const inside = selfCalls.filter((e) => contains(span, e.span));
  const changed = applyEdits(text, [{ span: argument.span, text: more }, ...inside]);
  const lines = taken(changed, { start: span.start, end: span.end + changed.length - text.length }, scene.layout);
  const kept = lines.filter((line) => !line.trim().startsWith(scene.ctx.language.comment) && !notes.test(line));
  const codes = way.labels.map((l) => l.label.value);
  if (kept.some((line) => codes.some((code) => line.includes(code)))) return undefined;
  return kept;
}

/** The whole of a command's argument: what is written right before and behind an expression in it belongs to it. */
function wordAt({ start, end }: Span, text: string): Span {
  const before = /[^\s;]*$/.exec(text.slice(0, start))?.[0].length ?? 0;
  const behind = /^[^\s;]*/.exec(text.slice(end))?.[0].length ?? 0;
  return { start: start - before, end: end + behind };
}

function unitAround(source: string, { data }: Scene): Scene["data"]["unit"] {
  const number = /^[\d_.]+$/.test(source) ? Number(source.replaceAll("_", "")) : undefined;
  if (number !== undefined) return number >= 100 ? "ms" : "s";
  return data.unit;
}
