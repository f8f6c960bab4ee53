import { literalOf } from "../../sites/literals.ts";
import { calleeOf, unwrap } from "../../sites/parts.ts";
import type { Part } from "../../syntax/part.ts";
import { contains } from "../../text/span.ts";
import { clone, membership, subjectOf } from "../beside-comparison.ts";
import { isOfWords } from "../beside-element.ts";
import { bracketsAround, jointAt, withBrackets } from "../brackets.ts";
import { fillText, whiteBefore } from "../layout.ts";
import { likeSibling, literalFor } from "../spelling.ts";
import { meaningOf, textOf } from "../tree.ts";
import type { Scene, Way } from "./scene.ts";

/** The codes of a new arm as the source is to write them, in the spelling of the codes that stand there. */
export function writtenCodes(codes: readonly string[], scene: Scene): readonly string[] {
  const { ctx, catalog, resolved } = scene;
  const sibling = resolved.labels.find((l) => l.found && !l.label.via);
  if (!sibling?.found) return codes.map((c) => literalFor(catalog, c, ctx.language.quote));
  const text = ctx.text.slice(sibling.label.span.start, sibling.label.span.end);
  const like = { text, value: sibling.label.value, code: sibling.found.code };
  return codes.map((c) => likeSibling(like, c));
}

/**
 * A condition that asks for these codes as an arm of the chain asks for its own; undefined where none can be repeated. `whole`: with what the
 * arm asks of its own counters as well.
 */
export function conditionFor(codes: readonly string[], scene: Scene, ways: readonly Way[], whole = false): string | undefined {
  for (const way of ways) {
    if (way.arm.negated || way.arm.covers.length > 0) continue;
    const label = way.labels.find((l) => l.found && !l.label.via && !l.label.group);
    if (!label?.found) continue;
    const found = repeat(label.label.span, { value: label.label.value, code: label.found.code }, codes, scene, whole);
    if (found !== undefined) return found;
  }
  return bySubject(codes, scene, ways);
}

/** `RETRYABLE.has(code)` and `isRetryable(error)` name their subject, though no code: then the language's own equality is asked. */
function bySubject(codes: readonly string[], scene: Scene, ways: readonly Way[]): string | undefined {
  const { data, ctx } = scene;
  if (!data.equal) return undefined;
  for (const way of ways) {
    if (way.arm.reversed || way.arm.negated) continue;
    const subject =
      way.arm.meets === "membership"
        ? textAt(way.branch.branch.subject.span, scene)
        : way.arm.meets === "call"
          ? throughPredicate(way, scene)
          : undefined;
    if (subject === undefined || !/^[\w$.?!@:>[\]{}"'()-]+$/.test(subject) || /\w\(.*\w.*\)/.test(subject)) continue;
    const written = writtenCodes(codes, scene);
    const together = membership(subject, written, way.branch.branch.subject.span, ctx);
    return together ?? written.map((code) => fillText(data.equal as string, { subject, code })).join(` ${data.or} `);
  }
  return undefined;
}

function textAt({ start, end }: { readonly start: number; readonly end: number }, { ctx }: Scene): string {
  return ctx.text.slice(start, end);
}

/** What a predicate of the file looks at, with the argument in the place of its parameter. */
function throughPredicate(way: Way, scene: Scene): string | undefined {
  const { facts } = scene.ctx.resolved;
  const name = way.arm.via[way.arm.via.length - 1];
  const predicate = facts.predicates.find((p) => p.name === name);
  const fn = predicate && facts.functions[predicate.function];
  const inside = predicate && scene.ctx.decidedIn(predicate.function).find((b) => b.subject.origin === "param");
  const call = scene.ctx.around(way.arm.head).findLast((p) => p.kind === "call" && calleeOf(p)?.name === name);
  const argument = call && calleeOf(call)?.args[0];
  const param = fn?.params.find((p) => !scene.ctx.language.self.includes(p));
  const source = inside && textAt(inside.subject.span, scene);
  if (!argument || param === undefined || source === undefined || !source.startsWith(param) || /^[\w$]/.test(source.slice(param.length)))
    return undefined;
  return textAt(argument.span, scene) + source.slice(param.length);
}

/** What stands in a condition beside the code, and belongs to the one arm alone: how often it was tried, whether it was renewed. */
const ofOneArm = /attempt|tries|retr(?:y|ies|ied)|renew|refresh|reauth|depth|count|logged|\btoken/i;

function repeat(
  at: { readonly start: number; readonly end: number },
  own: { readonly value: string; readonly code: string },
  codes: readonly string[],
  scene: Scene,
  whole: boolean,
): string | undefined {
  const { ctx } = scene;
  const chain = ctx.around(at);
  const from = chain.findLastIndex((p) => p.role === "if.condition" || p.role === "elif.condition");
  const leaf = chain.findLast((p) => p.span.start === at.start && p.span.end === at.end);
  if (from < 0 || !leaf || !literalOf(leaf)) return undefined;
  const written = codes.map((code) => likeSibling({ text: textOf(leaf, ctx.text), ...own }, code));
  const index = testAt(chain, chain.indexOf(leaf), scene);
  const test = index === undefined ? undefined : chain[index];
  if (index === undefined || !test || index < from) return undefined;
  const source = asked(test, leaf, written, chain, scene);
  if (source === undefined) return undefined;
  let { loose, text } = source;
  let inner = test;
  for (let i = index - 1; i >= from; i--) {
    const outer = chain[i] as Part;
    const meaning = outer.kind === "op" ? meaningOf(outer, ctx.language) : undefined;
    if (meaning === "not") return undefined;
    // Another code, or another test, beside this one: the new arm asks for its own codes only.
    if (meaning !== "or") {
      const other = meaning === "and" ? outer.parts.find((p) => p !== inner && (p.role === "op.left" || p.role === "op.right")) : undefined;
      if (!whole && other && ofOneArm.test(textOf(other, ctx.text))) text = withBrackets(inner.span, text, ctx);
      else {
        const own = bracketsAround(inner.span, ctx);
        if (loose && own?.alone) return undefined;
        const bracketed = loose && meaning === "and" && !own && !inBrackets(inner, ctx.text);
        text = ctx.text.slice(outer.span.start, inner.span.start) + (bracketed ? `(${text})` : text) + ctx.text.slice(inner.span.end, outer.span.end);
        loose = false;
      }
    } else text = withBrackets(inner.span, text, ctx);
    inner = outer;
  }
  text = withBrackets(inner.span, text, ctx);
  return text.includes("\n") ? undefined : text;
}

function inBrackets(part: Part, text: string): boolean {
  return text.charAt(whiteBefore(text, part.span.start) - 1) === "(" && /^\s*\)/.test(text.slice(part.span.end));
}

/** The comparison or membership test around a literal. */
function testAt(chain: readonly Part[], leaf: number, { ctx }: Scene): number | undefined {
  for (let i = leaf - 1; i >= 0; i--) {
    const part = chain[i] as Part;
    if (part.kind === "op") {
      const meaning = meaningOf(part, ctx.language);
      return meaning === "equal" || meaning === "looseEqual" || meaning === "in" ? i : undefined;
    }
    if (part.kind === "call") {
      const callee = calleeOf(part);
      const lexicon = <T>(table: Readonly<Record<string, T>>): T | undefined => table[callee?.dotted ?? ""] ?? table[callee?.name ?? ""];
      if (lexicon(ctx.language.equals) || lexicon(ctx.language.membership)) return i;
      if (!lexicon(ctx.language.collections)) return undefined;
    } else if (part.kind !== "list" && part.kind !== "table" && part.kind !== "other") return undefined;
  }
  return undefined;
}

/** A single code needs no list: `code in ("601", "602")` is `code == "606"` for one. */
function lone(test: Part, holder: Part, written: string, { ctx, data }: Pick<Scene, "ctx" | "data">): string | undefined {
  if (data.equal === undefined) return undefined;
  const callee = test.kind === "call" ? calleeOf(test) : undefined;
  const receiver = callee?.receiver && unwrap(callee.receiver);
  const other =
    test.kind === "op"
      ? test.parts.find((p) => (p.role === "op.left" || p.role === "op.right") && unwrap(p) !== holder && !contains(p.span, holder.span))
      : receiver === holder && callee?.args.length === 1
        ? callee.args[0]
        : undefined;
  const subject = other && textOf(other, ctx.text);
  return subject === undefined || /[\s]/.test(subject) ? undefined : fillText(data.equal, { subject, code: written });
}

/** The test with other codes. `loose`: several tests joined by `or`, which want brackets beside an `and`. */
function asked(
  test: Part,
  leaf: Part,
  written: readonly string[],
  chain: readonly Part[],
  { ctx, data }: Scene,
): { readonly text: string; readonly loose: boolean } | undefined {
  const { text } = ctx;
  const holder = chain.slice(chain.indexOf(test) + 1).findLast((p) => p.kind === "list" || p.kind === "table" || p.kind === "call");
  if (holder) {
    const elements = holder.parts.filter((p) => p.kind !== "comment" && (holder.kind !== "call" || p.role === "call.arg"));
    const [first, last] = [elements[0], elements[elements.length - 1]];
    if (!first || !last) return undefined;
    const words = isOfWords(holder, elements, text);
    const single = written.length === 1 && elements.length > 1 && !words ? lone(test, holder, written[0] as string, { ctx, data }) : undefined;
    if (single !== undefined) return { text: single, loose: false };
    const list = text.slice(holder.span.start, first.span.start).trimEnd() + written.join(words ? " " : ", ");
    const close = text.slice(last.span.end, holder.span.end).replace(/^\s*,?\s*/, "");
    // A tuple of one keeps its comma; where a bracket of one is a set, the comma does no harm.
    const tuple = written.length === 1 && list.startsWith("(") && elements.length > 1 ? "," : "";
    return { text: text.slice(test.span.start, holder.span.start) + list + tuple + close + text.slice(holder.span.end, test.span.end), loose: false };
  }
  const subject = test.kind === "op" ? subjectOf(test, leaf, ctx) : undefined;
  const together = subject === undefined ? undefined : membership(subject, written, leaf.span, ctx);
  if (together !== undefined) return { text: together, loose: false };
  return { text: written.map((w) => clone(test, leaf, w, ctx)).join(jointAt(test.span, data.or, ctx)), loose: written.length > 1 };
}
