import { literalOf } from "../../sites/literals.ts";
import { calleeOf, child, unwrap } from "../../sites/parts.ts";
import type { LanguageData } from "../../syntax/language.ts";
import type { Part } from "../../syntax/part.ts";
import { contains } from "../../text/span.ts";
import { remembering } from "../remember.ts";
import { argumentsOf, callsIn, own } from "../tree.ts";
import type { Scene } from "./scene.ts";
import { isAsync } from "./wait.ts";

/** Where the answer comes from that the scene decides on. */
export interface Origin {
  /** The calls that made the request, as far as the function itself made it. */
  readonly sends: readonly Part[];
  /** Further calls in the function, before the decision, that look as if they changed something elsewhere. */
  readonly others: readonly Part[];
}

const sending =
  /request|fetch|send|exec|invoke|post|query|perform|dispatch|submit|upload|axios|curl|wget|urlopen|^(?:get|put|patch|delete|head|call|do|api|http|run|load|list|find|search|create|update|read|sync|import|export|push|pull|write|save)(?:[A-Z_-]|$)/i;
const reading =
  /^(?:json|text|body|parse\w*|decode\w*|loads?|dumps|read_?(?:all|text|json|body|tree|value|entity)?|get_?(?:json|body|contents|err(?:or)?\w*|code|string|value|message|status\w*)|headers?|raise_for_status|to\w*|as\w*|error|errors|code|keys|values|items|first|last|map|filter|some|every|find)$/i;

/** Follows the names of what is decided on back to the calls that they come from. */
export const originOf = remembering((scene: Scene): Origin => {
  const { fn, chain, part, ctx } = scene;
  if (!fn) return { sends: [], others: [] };
  const before = callsIn(fn).filter((c) => c.span.end <= part.span.start && isSend(c, scene));
  const caught = chain.findLastIndex((p) => p.kind === "catch");
  if (caught > chain.indexOf(fn)) {
    const tried = chain[caught - 1] ?? fn;
    // Where what is tried is no body of its own, it is what stands in front of the first catch.
    const first = tried.parts.find((p) => p.kind === "catch");
    const body = child(tried, "try.body");
    const calls = body ? callsIn(body) : first ? callsIn(tried).filter((c) => c.span.end <= first.span.start) : [];
    const sends = calls.filter((c) => isSend(c, scene));
    return { sends, others: before.filter((c) => !sends.includes(c)) };
  }
  const names = new Set(freeWords(headText(scene), ctx.language));
  const assigns = [...own(fn)].filter((p) => (p.kind === "assign" || p.kind === "loop") && p.span.start < part.span.start);
  const fills = callsIn(fn).filter((c) => c.span.start < part.span.start && filledBy(c, ctx.text).length > 0);
  const sends = new Set<Part>();
  for (let grown = true; grown; ) {
    grown = false;
    for (const assign of assigns) {
      const target = child(assign, assign.kind === "loop" ? "loop.local" : "assign.target");
      const value = child(assign, assign.kind === "loop" ? "loop.source" : "assign.value");
      if (!target || !value || !freeWords(ctx.text.slice(target.span.start, target.span.end), ctx.language).some((w) => names.has(w))) continue;
      for (const word of freeWords(ctx.text.slice(value.span.start, value.span.end), ctx.language))
        if (!names.has(word) && names.add(word)) grown = true;
      for (const call of callsIn(value)) if (isSend(call, scene)) sends.add(call);
    }
    for (const call of fills) {
      if (!filledBy(call, ctx.text).some((w) => names.has(w))) continue;
      for (const word of freeWords(ctx.text.slice(call.span.start, call.span.end), ctx.language))
        if (!names.has(word) && names.add(word)) grown = true;
      for (const inner of callsIn(call)) if (isSend(inner, scene)) sends.add(inner);
    }
  }
  // A name that nothing in view gives (`with session.get(url) as response`): then it is the requests made on the way that count.
  if (sends.size === 0 && [...names].some((n) => isUnknown(n, assigns, scene))) for (const call of before) sends.add(call);
  // The request may stand in the condition or subject itself.
  for (const call of callsIn(part)) if (contains(scene.resolved.branch.head, call.span) && isSend(call, scene)) sends.add(call);
  return { sends: [...sends], others: before.filter((c) => ![...sends].some((s) => contains(s.span, c.span))) };
});

/** `decoder.Decode(&body)`, `TryParse(text, out body)`: variables that a call gives their value. */
function filledBy(call: Part, text: string): readonly string[] {
  const marked = /(?:&(?:mut\s+)?|\bout\s+(?:var\s+)?|\bref\s+)([A-Za-z_]\w*)$/;
  return argumentsOf(call).flatMap((a) => marked.exec(text.slice(Math.max(call.span.start, a.span.start - 9), a.span.end))?.[1] ?? []);
}

function isUnknown(name: string, assigns: readonly Part[], { fact, ctx }: Scene): boolean {
  const { functions, constants, imports, groups } = ctx.said.facts;
  if (fact?.params.includes(name) || ctx.language.self.includes(name)) return false;
  if (functions.some((f) => f.name === name) || constants.some((c) => c.name === name) || groups.some((g) => g.name === name)) return false;
  if (imports.some((i) => i.source === name || i.names.some((n) => n.local === name))) return false;
  const bound = new RegExp(`\\b(?:as|in|is)\\s+${name.replace(/[$]/g, "\\$&")}\\b`);
  return (
    !assigns.some((a) => {
      const target = child(a, a.kind === "loop" ? "loop.local" : "assign.target");
      return target !== undefined && freeWords(ctx.text.slice(target.span.start, target.span.end), ctx.language).includes(name);
    }) && bound.test(ctx.text)
  );
}

/** What the decision looks at: a switch's subject, a chain's conditions. */
function headText({ resolved, ctx }: Scene): string {
  const { branch } = resolved;
  const heads = branch.kind === "switch" ? [branch.head] : [branch.head, ...branch.arms.map((a) => a.head)];
  return heads.map((h) => ctx.text.slice(h.start, h.end)).join(" ");
}

/** Names that are not the property of another; texts are left out, but for those that a language looks for names in. */
function freeWords(source: string, { shell }: Pick<LanguageData, "shell">): readonly string[] {
  const bare = source.replace(/(["'`])(?:\\.|(?!\1).)*\1/g, (t) => (t.startsWith("`") || (shell && t.startsWith('"')) ? t : '""'));
  const names = bare.match(/(?<![\w$.@])[@$]?[A-Za-z_][\w$]*/g) ?? [];
  return shell ? names.map((name) => name.replace(/^\$/, "")) : names;
}

/** So far before a call, in UTF-16 units, the word is looked for that waits for it: more white space than that nobody writes. */
const reach = 200;

export function isSend(call: Part, scene: Scene): boolean {
  const { fact, ctx, data } = scene;
  const callee = calleeOf(call);
  if (!callee) return false;
  const { name } = callee;
  // Where requests are waited for, what nobody waits for is none.
  // A grammar may take `await` into the call, where type arguments stand before the brackets.
  const awaited =
    /(?:\bawait|\basync with|\bin)\s+\(*$/.test(ctx.text.slice(Math.max(0, call.span.start - reach), call.span.start)) ||
    /^\(*await\b/.test(ctx.text.slice(call.span.start)) ||
    /^\.await\b/.test(ctx.text.slice(call.span.end));
  if (data.await && isAsync(scene) && !awaited) return false;
  if (/^(?:push|append|add|write|print)$/.test(name) && !/^(?:\w*client|\w*api)$/i.test(callee.receiver ? lastWord(callee.receiver) : ""))
    return false;
  if (fact?.params.includes(name) && !callee.receiver) return true;
  const { convert, collections, reads } = ctx.language;
  const converts = (convert[name] ?? convert[callee.dotted]) !== undefined && !(reads?.includes(name) && callee.args.length > 0);
  if (converts || collections[name]) return false;
  if (
    reading.test(name) &&
    !(callee.receiver && /^(?:axios|http|https|client|api|requests|session|got|ky|\w*client|\w*api|\w*http)$/i.test(lastWord(callee.receiver)))
  )
    return false;
  if (readsLocal(call, callee.receiver, scene)) return false;
  // `answer.get("err_code")` reads a field: an address has a slash, or is no plain word.
  const first = ctx.language.shell ? undefined : argumentsOf(call)[0];
  const key = first && literalOf(unwrap(first));
  if (key && name.length <= 4 && (key.type === "number" || !/[/:]/.test(key.value))) return false;
  return sending.test(name);
}

/** `reply.getData()`, where `reply` is what the function got: a getter. */
function readsLocal(call: Part, receiver: Part | undefined, { fn }: Scene): boolean {
  if (!fn || !receiver || argumentsOf(call).length > 0 || !/^(?:get|is|has)(?:[A-Z_]|$)/.test(calleeOf(call)?.name ?? "")) return false;
  const name = unwrap(receiver).text;
  return name !== undefined && [...own(fn)].some((p) => p.kind === "assign" && child(p, "assign.target")?.text === name);
}

function lastWord(part: Part): string {
  const at = unwrap(part);
  return at.text ?? child(at, "member.key")?.text ?? "";
}
