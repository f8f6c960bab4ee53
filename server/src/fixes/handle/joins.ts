import type { Retry } from "../../catalogs/schema.generated.ts";
import type { ResolvedLabel } from "../../resolve/resolved.ts";
import type { Anchor } from "../spelling.ts";
import { callsIn, textOf } from "../tree.ts";
import type { Origin } from "./origin.ts";
import type { Missing, Scene, Way } from "./scene.ts";
import { durationOf, isWait, ownTime } from "./wait.ts";

/** The code beside which a missing one is best put: in an arm that already does what its kind asks for. */
export function anchorFor(missing: Missing, scene: Scene, ways: readonly Way[], origin: Origin): Anchor | undefined {
  // An arm for the same kind first, whatever order they stand in.
  const ranked = [...ways].sort((a, b) => Number(has(b, missing)) - Number(has(a, missing)));
  for (const way of ranked) {
    if (way.arm.negated || !suits(missing, way, scene, origin)) continue;
    const own = way.labels.filter((l) => l.found && kindOf(l) === missing.kind);
    for (const label of [...own, ...way.labels.filter((l) => l.found && !own.includes(l))].reverse()) {
      const anchor = placeOf(label, scene, 0);
      if (anchor) return anchor;
    }
  }
  return undefined;
}

function has(way: Way, { kind }: Missing): boolean {
  return way.labels.some((l) => kindOf(l) === kind);
}

function kindOf(label: ResolvedLabel): Retry["kind"] | undefined {
  return label.found?.entry.retry.kind;
}

function suits(missing: Missing, way: Way, scene: Scene, origin: Origin): boolean {
  const action = way.arm.body?.action;
  const same = way.labels.filter((l) => kindOf(l) === missing.kind);
  // What only says what a code is, to a caller who acts on it, says the same of its like.
  const maps = origin.sends.length === 0 && same.length > 0 && !gaveUpOnPurpose(way);
  if (missing.kind === "auth") return same.length > 0 && (action === "renew" || action === "retry" || maps);
  if (action !== "retry" && action !== "renew") return maps;
  if (action === "renew" && same.length === 0) return false;
  const entry = scene.catalog.index.entries.get(missing.code);
  const window = entry?.retry.afterSeconds ?? 0;
  const wait = waitOf(way, scene);
  if (missing.kind === "transient") return same.length > 0 || wait === "handed on" || wait === "growing";
  const windows = same.map((l) => l.found?.entry.retry.afterSeconds ?? 0);
  if (wait === "handed on") return true;
  // A second or two is what any backoff begins with; a long window wants a wait of its own.
  if (wait === "growing") return window <= 2 || windows.some((w) => w >= window);
  if (typeof wait === "number") return wait >= window && same.length > 0;
  return same.length > 0 && windows.some((w) => w >= window);
}

/** A plain error for one code of a kind is a decision about that code. */
function gaveUpOnPurpose({ arm }: Way): boolean {
  if (arm.body?.action === "message" || arm.body?.action === "empty") return true;
  if (arm.body?.action !== "fail") return false;
  const { throws } = arm.body;
  return throws.length === 0 || throws.every((t) => /^(?:\w*\.)?(?:Error|Exception|RuntimeError|RuntimeException|ValueError)$/.test(t));
}

/** How an arm waits: so many seconds, longer with each attempt, somewhere else, or not at all. */
function waitOf({ body, arm }: Way, scene: Scene): number | "growing" | "handed on" | "none" {
  const calls = body ? callsIn(body).filter(isWait) : [];
  const durations = calls.flatMap((c) => durationOf(c, scene) ?? []);
  if (durations.length > 0) {
    const texts = durations.map((d) => ownTime(textOf(d, scene.ctx.text)));
    const fixed = texts.map((t) => secondsOf(t, scene));
    if (fixed.every((f) => f !== undefined)) return Math.max(...(fixed as number[]));
    return texts.some((t) => /attempt|tr(?:y|ies)|retr|backoff|delay|\*\*|pow|<<|\bi\b|\bn\b/i.test(t)) ? "growing" : "none";
  }
  if (arm.body?.waits) return "growing";
  if (waitsElsewhere(scene)) return "growing";
  const jumps = body && /^(?:.*\n)*\s*(?:continue|next|redo)\b/m.test(textOf(body, scene.ctx.text));
  const again = scene.fact !== undefined && scene.fact.name !== "" && arm.body?.calls.includes(scene.fact.name);
  return jumps || again ? "none" : "handed on";
}

function secondsOf(source: string, { data }: Scene): number | undefined {
  const bare = source.replaceAll("_", "").replace(/\s/g, "");
  const product = /^\d+(?:\.\d+)?(?:\*\d+(?:\.\d+)?)*$/.test(bare) ? bare.split("*").reduce((n, f) => n * Number(f), 1) : undefined;
  if (product === undefined) return undefined;
  return data.unit === "ms" ? product / 1000 : product;
}

/** The loop around waits at its beginning or end, whatever arm came before. */
function waitsElsewhere({ chain, part, fn }: Scene): boolean {
  const loop = chain.findLast((p) => p.kind === "loop" && (!fn || p.span.start > fn.span.start));
  return loop ? callsIn(loop).some((c) => isWait(c) && (c.span.end <= part.span.start || c.span.start >= part.span.end)) : false;
}

/** Where the code of a label really stands: in the arm, in the set or predicate that the arm asks, or as a named constant. */
export function placeOf(label: ResolvedLabel, scene: Pick<Scene, "ctx">, depth: number): Anchor | undefined {
  if (!label.found || depth > 3) return undefined;
  const { code } = label.found;
  const { ctx } = scene;
  const { via, group, value, span } = label.label;
  if (via?.file !== undefined) return undefined;
  if (!via) return { span, value, code };
  if (group !== undefined) {
    const g = ctx.resolved.groups.find((it) => it.group.name === group && it.labels.some((l) => l.found?.code === code));
    const own = g?.labels.find((l) => l.found?.code === code && l !== label);
    return own && placeOf(own, scene, depth + 1);
  }
  const leaf = ctx.around(span).findLast((p) => p.span.start === span.start && p.span.end === span.end);
  if (leaf?.kind === "name" || leaf?.kind === "member") {
    const constant = ctx.said.constants.some((c) => c.constant.name === via.name);
    if (constant) return { span, value, code };
  }
  const predicate =
    ctx.resolved.facts.predicates.find((p) => p.span.start <= via.definition.start && via.definition.end <= p.span.end) ??
    ctx.resolved.facts.predicates.find((p) => p.name === via.name);
  const inside = predicate ? ctx.branchesOf(predicate.function) : [];
  for (const own of inside.flatMap((b) => b.labels).filter((l) => l.found?.code === code)) {
    const found = placeOf(own, scene, depth + 1);
    if (found) return found;
  }
  return undefined;
}
