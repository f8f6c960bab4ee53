import { child, children } from "../../sites/parts.ts";
import type { Part } from "../../syntax/part.ts";
import type { Span, TextEdit } from "../../text/span.ts";
import { fillText, insertion } from "../layout.ts";
import { argumentsOf, calleeName, callsIn, textOf, wordsIn } from "../tree.ts";
import { fitted } from "../wrap.ts";
import { headText } from "./reach.ts";
import { freeName, type Scene } from "./scene.ts";

/** A function that can be called again from within, with everything it was given. */
export interface Recursion {
  /** The call, with further arguments behind its own; `counted` is what the counter among its own is given. */
  readonly call: (more: readonly string[], counted?: string) => string;
  /** A parameter that counts already, up or, from its default, down. */
  readonly counter: { readonly name: string; readonly from: number; readonly down: boolean } | undefined;
  /** The calls of itself that it makes already, with further arguments. */
  readonly handOn: (more: readonly string[]) => readonly TextEdit[];
  readonly names: { readonly counter: string; readonly flag: string };
}

export function recursionOf(scene: Scene): Recursion | undefined {
  const { fn, fact, data, ctx } = scene;
  const { text } = ctx;
  if (!fn || !fact || fact.name === "" || fact.passedTo !== undefined || !data.own || !data.param || !data.return) return undefined;
  if (data.param.unless !== undefined && new RegExp(data.param.unless).test(headText(scene))) return undefined;
  if (/^(?:constructor|__init__|initialize|init)$/.test(fact.name)) return undefined;
  const own = paramsOf(scene);
  if (!own || own.at(-1)?.last) return undefined;
  const callee = calleeText(scene);
  if (callee === undefined) return undefined;
  const taken = wordsIn(text.slice(fn.span.start, fn.span.end));
  const counter = own.find((p) => /attempt|tries|retries|retry_?(?:count|no)$/i.test(p.name) && /^\d+$/.test(p.value ?? ""));
  const sigil = data.sigil ?? "";
  const passed = own.filter((p) => !p.self && p.name !== "");
  // Behind a lone star, or behind what takes the rest, arguments go by their names.
  const star = own.findIndex((p) => data.byName !== undefined && new RegExp(data.byName).test(p.source));
  const keyword = data.keyword === undefined ? undefined : new RegExp(data.keyword);
  const named = (p: Param): boolean => (star >= 0 && own.indexOf(p) > star && !p.keep) || keyword?.test(p.source) === true;
  return {
    call: (more, counted) => {
      const args = passed.map((p) => ({
        keep: p.keep,
        text: argumentFor(p, p === counter && counted !== undefined ? counted : p.name, scene, named(p)),
      }));
      const kept = args.filter((a) => a.keep).map((a) => a.text);
      return `${callee}(${[...args.filter((a) => !a.keep).map((a) => a.text), ...more, ...kept].join(", ")})`;
    },
    counter: counter && { name: counter.name, from: Number(counter.value), down: countsDown(counter.name, text.slice(fn.span.start, fn.span.end)) },
    handOn: (more) =>
      callsIn(fn).flatMap((call) => {
        const args = argumentsOf(call);
        const last = args[args.length - 1];
        // Arguments that are left out leave no place for one behind them, unless it goes by its name.
        const complete = args.length === passed.length || /[=:]/.test(more[0] ?? "");
        const same = calleeName(call) === fact.name && last !== undefined && complete && !passed.some((p) => p.keep);
        return same ? [insertion(last.span.end, `, ${more.join(", ")}`)] : [];
      }),
    names: { counter: freeName([`${sigil}attempt`], taken), flag: freeName([`${sigil}renewed`], taken) },
  };
}

function countsDown(name: string, source: string): boolean {
  return new RegExp(`(?<![\\w$])${name.replaceAll("$", "\\$")}\\s*(?:-\\s*1|--|-=)|--\\s*${name.replaceAll("$", "\\$")}`).test(source);
}

export interface Param {
  readonly name: string;
  readonly span: Span;
  /** Its type, where one is written behind the name. */
  readonly type: string | undefined;
  /** Its default, as written. */
  readonly value: string | undefined;
  readonly source: string;
  readonly self: boolean;
  /** Nothing may stand behind it. */
  readonly last: boolean;
  /** It stays the last. */
  readonly keep: boolean;
}

/** A parameter that a plain name hands on; undefined for patterns, whose value has no name. */
function paramOf(part: Part, { ctx, data }: Scene): Param | undefined {
  // What only marks the parameter (a star, dots, an ampersand) is no part of its own.
  const mark = /(?:\*{1,2}|\.\.\.|&)\s*$/.exec(ctx.text.slice(Math.max(0, part.span.start - 40), part.span.start))?.[0].length ?? 0;
  // Some grammars leave the default beside its parameter.
  const beside = /^\s*=\s*(?:[^,()\n]|\([^()\n]*\))+/.exec(ctx.text.slice(part.span.end, part.span.end + 200))?.[0].trimEnd().length ?? 0;
  const span = { start: part.span.start - mark, end: part.span.end + beside };
  const source = ctx.text.slice(span.start, span.end);
  const bare = source.replace(/^(?:@\w+(?:\([^)]*\))?\s*|(?:public|private|protected|readonly|final|const|var|val)\s+)+/g, "");
  const last = data.lastParam !== undefined && new RegExp(data.lastParam).test(bare);
  const keep = data.keepLast !== undefined && new RegExp(data.keepLast).test(bare);
  // `{ verbose = false, limit }` is handed on as `{ verbose, limit }`; deeper patterns are not.
  const pattern = /^\{((?:\s*[A-Za-z_$][\w$]*(?:\s*=\s*[^,{}=]+)?\s*,?)+)\}/.exec(bare);
  if (pattern) {
    const names = (pattern[1] as string).split(",").flatMap((p) => /^\s*([\w$]+)/.exec(p)?.[1] ?? []);
    return { name: `{ ${names.join(", ")} }`, span, type: undefined, value: undefined, source: bare, self: false, last, keep };
  }
  const named = child(part, "param.name");
  const name = named ? ctx.text.slice(span.start, part.span.start) + textOf(named, ctx.text) : /^(\*{0,2}&?\$?[A-Za-z_][\w$]*)/.exec(bare)?.[1];
  if (name === undefined)
    return bare === "*" || bare === "/" ? { name: "", span, type: undefined, value: undefined, source: bare, self: false, last, keep } : undefined;
  const value = /[^=!<>]=(?![=>])\s*([\s\S]+)$/.exec(bare)?.[1]?.trim();
  const type = /^[$\w]+\??\s*:\s*([^=]+?)\s*(?:=|$)/.exec(bare)?.[1];
  const self = ctx.language.self.includes(name) && /^\w+$/.test(bare);
  return { name, span, type, value, source: bare, self, last, keep };
}

export function paramsOf(scene: Scene): readonly Param[] | undefined {
  const params = scene.fn ? children(scene.fn, "function.param") : [];
  const given = params.map((p) => paramOf(p, scene));
  return given.some((g) => g === undefined) ? undefined : (given as readonly Param[]);
}

function argumentFor(param: Param, value: string, { data }: Scene, byName: boolean): string {
  const label = data.labels === undefined ? undefined : new RegExp(data.labels).exec(param.source)?.[1];
  if (label !== undefined && label !== "_") return `${label}: ${value}`;
  return byName ? fillText(data.param?.pass ?? "{value}", { name: param.name, value }) : value;
}

/** Gives the function around further parameters; undefined where they have no place. */
export function widenFunction(scene: Scene, wanted: readonly string[]): readonly TextEdit[] | undefined {
  if (wanted.length === 0) return [];
  const own = paramsOf(scene);
  if (!scene.fn || !own || own.at(-1)?.last) return undefined;
  return widen(scene.fn, own, wanted, scene);
}

function widen(fn: Part, own: readonly Param[], wanted: readonly string[], { ctx }: Scene): readonly TextEdit[] | undefined {
  const { text } = ctx;
  if (wanted.length === 0) return [];
  const behind = own.findLast((p) => !p.keep);
  const kept = own.find((p) => p.keep);
  if (!behind && kept) return [insertion(kept.span.start, `${wanted.join(", ")}, `)];
  if (behind) {
    const before = own[own.indexOf(behind) - 1];
    const joint = before && /^,\s*$/.test(text.slice(before.span.end, behind.span.start)) ? text.slice(before.span.end, behind.span.start) : ", ";
    // A lone parameter without brackets (`async id => …`) has no room for a second.
    if (!/[(,]\s*$/.test(text.slice(fn.span.start, behind.span.start))) return undefined;
    return fitted([insertion(behind.span.end, wanted.map((w) => joint + w).join(""))], ctx);
  }
  const nameEnd = fn.parts.find((p) => p.role === "function.name")?.span.end ?? fn.span.start;
  const open = /^[^({]*?\(\s*\)/.exec(text.slice(nameEnd));
  return open ? [insertion(nameEnd + open[0].length - 1, wanted.join(", "))] : undefined;
}

/** How the function calls itself: `this.find`, `self.find`, `find`. */
function calleeText({ fn, fact, data, ctx }: Scene): string | undefined {
  if (!fn || !fact) return undefined;
  const { text } = ctx;
  const name = fact.name;
  const named = fn.parts.find((p) => p.role === "function.name");
  const generic = named && data.generic ? (new RegExp(data.generic).exec(text.slice(named.span.end))?.[0] ?? "") : "";
  // Bounds (`<T extends object>`) belong to the declaration alone.
  const types = generic.replace(/\s+(?:extends|=)\s+[^,>]+/g, "");
  if (fact.owner === undefined) return name + types;
  return fillText(data.own as string, { name }) + types;
}
