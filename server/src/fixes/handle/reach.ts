import { child } from "../../sites/parts.ts";
import { contains, type Span } from "../../text/span.ts";
import { remembering } from "../remember.ts";
import { own, textOf } from "../tree.ts";
import type { Scene } from "./scene.ts";

/** What stands of a function before its body: name, parameters, result. */
export function headText({ fn, ctx }: Pick<Scene, "fn" | "ctx">): string {
  if (!fn) return "";
  const body = fn.parts.find((p) => p.role === "function.body" || p.role === "function.value");
  return ctx.text.slice(fn.span.start, body?.span.start ?? fn.span.end);
}

/** What a method calls the object itself, and the object's type, where its head says so. */
export function selfOf(scene: Pick<Scene, "fn" | "ctx" | "data">): { readonly name: string; readonly type: string | undefined } | undefined {
  const { receiver } = scene.data;
  const found = receiver === undefined ? null : new RegExp(receiver).exec(headText(scene));
  return found ? { name: found[1] as string, type: found[2] } : undefined;
}

/** What cancels the function around, where its caller gives it that: a parameter, or a field of one that it looks at itself. */
export function signalOf({ fn, fact, ctx }: Pick<Scene, "fn" | "fact" | "ctx">): string | undefined {
  const own = fact?.params.find((p) => /^(?:abort_?)?signal$/i.test(p));
  if (own !== undefined || !fn) return own;
  const field = /(?<![\w$.])([A-Za-z_$][\w$]*)(\?\.|\.)signal\b/.exec(textOf(fn, ctx.text));
  return field && fact?.params.includes(field[1] as string) ? field[0] : undefined;
}

/** Names that the function around can give a new value at the decision: parameters, and variables given before it. */
export const localsOf = remembering(({ fn, fact, part, ctx }: Scene): readonly string[] => {
  if (!fn) return [];
  const given = [...own(fn)].flatMap((p) => {
    const target = p.kind === "assign" && p.span.end <= part.span.start && !p.flags?.includes("constant") ? child(p, "assign.target") : undefined;
    const fixed =
      /\b(?:const|val|final)\s+$|\blet\s+$/.test(ctx.text.slice(Math.max(0, p.span.start - 16), p.span.start)) && ctx.language.caseFalls !== true;
    return target && !fixed ? [textOf(target, ctx.text)] : [];
  });
  const constant = fn.parts
    .filter((p) => p.role === "function.param" && /^(?:const|final)\b/.test(textOf(p, ctx.text)))
    .map((p) => textOf(p, ctx.text));
  const kept = (name: string): boolean => constant.some((source) => new RegExp(`(?<![\\w$])${name.replaceAll("$", "\\$")}(?![\\w$])`).test(source));
  return [...(fact?.params ?? []).filter((p) => !ctx.language.self.includes(p) && !kept(p)), ...given];
});

/** Whether a stretch of source means the same in the scene's function: its own names, those of its object, those of the file. */
export function atHand(source: string, at: Span, scene: Scene): boolean {
  const { fact } = scene;
  return (fact !== undefined && contains(fact.span, at)) || saidIn(scene)(source);
}

/** The same of what stands elsewhere. A file says the same in a hundred places. */
const saidIn = remembering((scene: Scene): ((source: string) => boolean) => answering((source) => isSaid(source, scene)));

function isSaid(source: string, scene: Scene): boolean {
  const { data } = scene;
  // What a function was given by its place is another thing in the next one.
  if (data.positional !== undefined && new RegExp(data.positional).test(source)) return false;
  const names = source.replace(/(["'])(?:\\.|(?!\1).)*\1/g, "").match(/(?<![\w$.>:])[@$]?[A-Za-z_][\w$]*/g) ?? [];
  const isNamed = namedIn(scene);
  return names.every(isNamed);
}

/** The names that mean the same in the scene's function. */
const namedIn = remembering((scene: Scene): ((name: string) => boolean) => {
  const { ctx, fact } = scene;
  const { functions, imports } = ctx.said.facts;
  const locals = localsOf(scene);
  const isNamed = (n: string): boolean =>
    /^(?:await|try|this|self|new)$/.test(n) ||
    (n.startsWith("@") && fact?.owner !== undefined) ||
    (ctx.language.self.includes(n) && fact?.owner !== undefined) ||
    locals.includes(n) ||
    ctx.constantsThat((c) => c.name === n).some((c) => !ctx.around(c.nameSpan).some((p) => p.kind === "function")) ||
    functions.some((f) => f.name === n && f.parent < 0 && (f.owner === undefined || f.owner === fact?.owner)) ||
    imports.some((i) => i.names.some((x) => x.local === n)) ||
    /^[A-Z]/.test(n);
  return answering(isNamed);
});

/** The same question, each answer worked out once. */
function answering(question: (about: string) => boolean): (about: string) => boolean {
  const known = new Map<string, boolean>();
  return (about) => {
    const answer = known.get(about) ?? question(about);
    known.set(about, answer);
    return answer;
  };
}
