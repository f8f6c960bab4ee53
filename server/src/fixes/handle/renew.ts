import type { FunctionFact } from "../../sites/model.ts";
import { calleeOf, child, unwrap } from "../../sites/parts.ts";
import type { Part } from "../../syntax/part.ts";
import { fillText } from "../layout.ts";
import { argumentsOf, around, own, textOf } from "../tree.ts";
import { paramsOf, widenFunction } from "./recursion.ts";
import type { Scene } from "./scene.ts";
import { inReach, isAsync } from "./wait.ts";

/** How a credential is renewed: a statement, or a function that the caller is to hand in. */
export type Renewal =
  | { readonly form: "statement"; readonly text: string }
  | { readonly form: "param"; readonly declare: string; readonly name: string; readonly awaits: boolean; readonly target?: string };

const surely = /refresh|renew|re_?auth|re_?log_?in|regenerat|rotate/i;
const perhaps = /^(?:authenticat|authoriz(?!ation)|log_?in|sign_?in)/i;
const makes = /^(?:get|fetch|obtain|request|acquire|update|new|ensure|generate|create|issue|load)_?.*(?:token|credential|auth|session)/i;
const holds = /token|credential|session|auth/i;
const drops = /invalidat|reset|clear|forget|expire|drop/i;

/** The renewal that the code has: what it calls for the purpose already, else what it defines; undefined where neither is in reach. */
export function renewalOf(scene: Scene): Renewal | undefined {
  const found = calledRenewal(scene) ?? definedRenewal(scene);
  if (found !== undefined) return { form: "statement", text: found };
  const awaits = isAsync(scene);
  const template = awaits ? scene.data.param?.renewAsync : scene.data.param?.renew;
  if (template === undefined) return undefined;
  // The caller knows how: a parameter that may be left out changes nothing for those that don't give it.
  const credential = paramsOf(scene)?.find((p) => held.test(p.name) && !p.self);
  const what = credential?.name.replace(/^[$@]/, "") ?? "token";
  const name = scene.data.snake ? `renew_${what}` : `renew${what.charAt(0).toUpperCase()}${what.slice(1)}`;
  const declare = fillText(template, { name, type: credential?.type ?? scene.data.param?.nothing ?? "" });
  if (!widenFunction(scene, [declare])) return undefined;
  return { form: "param", declare, name, awaits, ...(credential ? { target: credential.name } : {}) };
}

const held = /^[$@]?(?:\w*token|headers|credentials?|session)$/i;

/** `await this.refreshToken();`, called somewhere in the file with nothing that isn't at hand here. */
function calledRenewal(scene: Scene): string | undefined {
  const { ctx, data, fact } = scene;
  const calls: { readonly text: string; readonly rank: number }[] = [];
  const visit = (part: Part): void => {
    const callee = part.kind === "call" ? calleeOf(part) : undefined;
    if (
      callee &&
      (surely.test(callee.name) || perhaps.test(callee.name)) &&
      !drops.test(callee.name) &&
      !/able$|^(?:is|should|needs|can|has)/i.test(callee.name)
    ) {
      const awaited = /\bawait\s+$/.test(ctx.text.slice(0, part.span.start));
      const plain = argumentsOf(part).every((a) => atHand(a, scene));
      if (
        plain &&
        inReach(callee.receiver, scene) &&
        mine(callee.receiver, part, scene) &&
        !textOf(part, ctx.text).includes("\n") &&
        (!awaited || isAsync(scene))
      ) {
        const call = textOf(part, ctx.text);
        calls.push({
          text: (awaited ? fillText(data.await ?? "{value}", { value: call }) : call) + data.end,
          rank: surely.test(callee.name) ? 0 : 1,
        });
      }
    }
    part.parts.forEach(visit);
  };
  ctx.parts.forEach(visit);
  const self = fact?.name;
  return calls
    .filter((c) => self === undefined || !new RegExp(`\\b${self.replace(/[$]/g, "\\$&")}\\(`).test(c.text))
    .sort((a, b) => a.rank - b.rank)[0]?.text;
}

/** A method of another class is no method of this one. */
function mine(receiver: Part | undefined, call: Part, { ctx, fact }: Scene): boolean {
  const root = receiver && unwrap(receiver).text;
  const first = receiver && child(unwrap(receiver), "member.object")?.text;
  const self = [root, first].some((name) => name !== undefined && ctx.language.self.includes(name));
  if (!self) return true;
  const owner = ctx.resolved.facts.functions.findLast((f) => f.span.start <= call.span.start && call.span.end <= f.span.end)?.owner;
  return owner === undefined || owner === fact?.owner;
}

/** An argument that means the same here: a literal, something of the object, a parameter of the same name, a name of the file. */
function atHand(argument: Part, { ctx, fact }: Scene): boolean {
  const names = textOf(argument, ctx.text).match(/(?<![\w$.])[@$]?[A-Za-z_][\w$]*/g) ?? [];
  const { functions, constants, imports } = ctx.resolved.facts;
  return names.every(
    (n) =>
      (ctx.language.self.includes(n) && fact?.owner !== undefined) ||
      fact?.params.includes(n) ||
      constants.some((c) => c.name === n && !around(ctx.parts, c.nameSpan).some((p) => p.kind === "function")) ||
      functions.some((f) => f.name === n && f.parent < 0) ||
      imports.some((i) => i.names.some((x) => x.local === n)),
  );
}

/** A function of the same class or of the file that renews when it is called without arguments. */
function definedRenewal(scene: Scene): string | undefined {
  const { ctx, data, fact } = scene;
  const { functions } = ctx.resolved.facts;
  const fits = functions
    .filter((f) => f !== fact && f.parent < 0 && (f.owner === undefined || f.owner === fact?.owner) && required(f, scene) === 0)
    .filter((f) => isAsyncFact(f, scene) === false || isAsync(scene))
    .flatMap((f) => {
      const rank = surely.test(f.name) ? 0 : perhaps.test(f.name) ? 1 : makes.test(f.name) && stores(f, scene) ? 2 : undefined;
      return rank === undefined || drops.test(f.name) || /able$|^(?:is|should|needs|can|has)[A-Z_]/.test(f.name) ? [] : [{ f, rank }];
    })
    .sort((a, b) => a.rank - b.rank);
  const best = fits[0]?.f;
  if (!best) return undefined;
  const call = `${best.owner === undefined ? best.name : fillText(data.own ?? "{name}", { name: best.name })}${data.bareCall ? "" : "()"}`;
  return (isAsyncFact(best, scene) ? fillText(data.await ?? "{value}", { value: call }) : call) + data.end;
}

function partOf(f: FunctionFact, { ctx }: Scene): Part | undefined {
  return around(ctx.parts, f.span).findLast((p) => p.kind === "function" && p.span.start === f.span.start && p.span.end === f.span.end);
}

function isAsyncFact(f: FunctionFact, scene: Scene): boolean {
  return isAsync({ ...scene, fn: partOf(f, scene) });
}

/** Parameters without a default, the object itself not counted. */
function required(f: FunctionFact, scene: Scene): number {
  const params = partOf(f, scene)?.parts.filter((p) => p.role === "function.param") ?? [];
  return params.filter((p) => {
    const source = textOf(p, scene.ctx.text);
    return !scene.ctx.language.self.includes(source) && !/[^=]=(?!=|>)|\?\s*:|\.\.\.|\*/.test(source);
  }).length;
}

/** It keeps what it got, and gets it anew whatever is kept: no early return of what is there. */
function stores(f: FunctionFact, scene: Scene): boolean {
  const part = partOf(f, scene);
  if (!part) return false;
  const { text } = scene.ctx;
  const assigns = [...own(part)].filter((p) => p.kind === "assign");
  const kept = assigns.find((a) => {
    const target = child(a, "assign.target");
    const name = target && textOf(target, text);
    return name !== undefined && holds.test(name) && (/[.@]|->/.test(name) || !/\b(?:const|let|var)\s+$/.test(text.slice(0, a.span.start)));
  });
  if (!kept) return false;
  return ![...own(part)].some((p) => p.kind === "return" && p.span.start < kept.span.start);
}
