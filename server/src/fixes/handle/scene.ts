import type { Catalog } from "../../catalogs/catalog.ts";
import type { ResolvedBranch, ResolvedLabel } from "../../resolve/resolved.ts";
import type { UnhandledData } from "../../rules/unhandled-report.ts";
import type { Arm, FunctionFact } from "../../sites/model.ts";
import { armsOf, child } from "../../sites/parts.ts";
import type { Part } from "../../syntax/part.ts";
import type { FixData } from "../data.ts";
import { type Layout, layoutOf } from "../layout.ts";
import type { FixContext } from "../model.ts";
import { remembering } from "../remember.ts";
import { functionAround, type Names } from "../tree.ts";

export type Missing = UnhandledData["missing"][number];

/** The decision that a fix is for, with everything around it that its code depends on. */
export interface Scene {
  readonly ctx: FixContext;
  readonly data: FixData;
  readonly layout: Layout;
  readonly catalog: Catalog;
  readonly resolved: ResolvedBranch;
  /** All decisions of the same function about the same API's codes. */
  readonly together: readonly ResolvedBranch[];
  /** The construct itself: a switch, or the first if of a chain. */
  readonly part: Part;
  /** What stands around it, the outermost first, itself included. */
  readonly chain: readonly Part[];
  /** The innermost function around it. */
  readonly fn: Part | undefined;
  readonly fact: FunctionFact | undefined;
}

export function sceneOf(data: UnhandledData, api: string, ctx: FixContext): Scene | undefined {
  const resolved = ctx.branchesAt(data.at.start).find((b) => b.catalog.id === api && codesIn(b) && decides(b));
  return resolved && sceneAt(resolved, ctx);
}

/** The same function's other decisions about the same codes: where the first has no room for an arm, one of them may have. */
export const otherScenes = remembering((scene: Scene): readonly Scene[] =>
  scene.together.filter((b) => b !== scene.resolved && codesIn(b) && decides(b)).flatMap((b) => sceneAt(b, scene.ctx, scene.layout) ?? []),
);

function sceneAt(resolved: ResolvedBranch, ctx: FixContext, layout?: Layout): Scene | undefined {
  const { branch, catalog } = resolved;
  if (!ctx.data) return undefined;
  const chain = ctx.around(branch.span);
  const kind = branch.kind === "switch" ? "switch" : "if";
  const at = chain.findLastIndex(
    (p) => p.span.start === branch.span.start && p.span.end === branch.span.end && (p.kind === kind || p.kind === "switch"),
  );
  const part = chain[at];
  if (!part) return undefined;
  const fn = functionAround(chain.slice(0, at)) ?? (ctx.data.script === undefined ? undefined : whole(ctx));
  return {
    ctx,
    data: ctx.data,
    layout: layout ?? layoutOf(ctx.text, ctx.data.indent, branch.span.start),
    catalog,
    resolved,
    together: ctx.branchesOf(branch.function).filter((b) => b.catalog.id === catalog.id && b.confidence === "certain"),
    part,
    chain: chain.slice(0, at + 1),
    fn,
    fact: fn && ctx.functionAt(fn.span),
  };
}

/** A script is run from its first statement to its last, as a function is. */
function whole({ parts, text }: FixContext): Part {
  return { kind: "function", span: { start: 0, end: text.length }, parts };
}

function codesIn(b: ResolvedBranch): boolean {
  return b.labels.some((l) => l.found) || b.branch.arms.some((a) => a.covers.length > 0);
}

function decides(b: ResolvedBranch): boolean {
  return b.branch.kind === "switch" || b.branch.kind === "chain";
}

/** An arm with its labels and the part of the tree that runs when it is taken. */
export interface Way {
  readonly arm: Arm;
  readonly labels: readonly ResolvedLabel[];
  readonly body: Part | undefined;
  readonly branch: ResolvedBranch;
}

/** All arms of the scene's decisions. */
export const waysOf = remembering((scene: Scene): readonly Way[] =>
  scene.together.flatMap((b) => b.branch.arms.map((arm, i): Way => ({ arm, labels: b.arms[i] ?? [], body: bodyOf(arm, b, scene), branch: b }))),
);

function bodyOf(arm: Arm, b: ResolvedBranch, { ctx }: Scene): Part | undefined {
  if (b.branch.kind === "switch") {
    const holder = ctx.around(b.branch.span).findLast((p) => p.kind === "switch" && p.span.start === b.branch.span.start);
    return holder && armsOf(holder).find((a) => a.span.end === arm.span.end);
  }
  const clause = ctx.around(arm.span).findLast((p) => (p.kind === "if" || p.kind === "elif") && p.span.start === arm.span.start);
  return clause && child(clause, clause.kind === "elif" ? "elif.then" : "if.then");
}

/** A switch that gives a value, in a language where it is left by that alone. */
export function isClosed({ part, data, ctx }: Scene): boolean {
  return part.kind === "switch" && data.closedSwitch !== undefined && new RegExp(data.closedSwitch).test(ctx.text.slice(0, part.span.start));
}

/** A name that nothing in the file has yet. */
export function freeName(wanted: readonly string[], taken: Names): string {
  for (const name of wanted) if (!taken.has(name)) return name;
  for (let i = 2; ; i++) if (!taken.has(`${wanted[0]}${i}`)) return `${wanted[0]}${i}`;
}
