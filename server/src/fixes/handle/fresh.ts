import type { TextEdit } from "../../text/span.ts";
import { merged } from "../layout.ts";
import type { NewArm } from "./arms.ts";
import { likeNeighbour } from "./bodies.ts";
import { conditionFor } from "./condition.ts";
import type { Needs } from "./needs.ts";
import { safetyNote } from "./safety.ts";
import type { Missing, Scene, Way } from "./scene.ts";
import { type Duration, waitFor } from "./wait.ts";
import { wrapBody } from "./wrapping.ts";
import type { Writer } from "./writers.ts";

/** New arms, and what has to stand around them. */
export interface Fresh {
  readonly arms: readonly NewArm[];
  readonly edits: readonly TextEdit[];
  /** All edits together, with what they need elsewhere in the file. */
  finish(edits: readonly TextEdit[]): readonly TextEdit[] | undefined;
}

/** Arms for codes that no arm takes yet, one for each way of trying again; undefined where one of them can't be written. */
export function freshArms(
  missing: readonly Missing[],
  scene: Scene,
  ways: readonly Way[],
  writer: Writer | undefined,
  needs: Needs,
): Fresh | undefined {
  const arms: NewArm[] = [];
  for (const group of groupsOf(missing, scene)) {
    const arm = group.kind === "auth" ? authArm(group, scene, ways, writer) : waitingArm(group, scene, ways, writer, needs);
    if (!arm || (arm.condition === undefined && scene.part.kind !== "switch")) return undefined;
    arms.push(arm);
  }
  const edits = writer ? writer.edits() : [];
  const finish = (all: readonly TextEdit[]): readonly TextEdit[] | undefined => {
    const whole = writer?.finish ? writer.finish(all) : [...needs.edits(), ...all];
    const wrap = writer?.wrap?.();
    return whole && wrap ? wrapBody(merged(whole) ?? [], wrap, scene) : whole;
  };
  return edits && { arms, edits: [...edits, ...(writer?.selfCalls() ?? [])], finish };
}

interface Group {
  readonly kind: Missing["kind"];
  readonly codes: readonly string[];
  /** In seconds; undefined where the catalog names no window. */
  readonly window?: number;
  readonly attempts: number;
}

const usualAttempts = 5;

/** Codes that want the same: by kind, throttled ones by their window. */
export function groupsOf(missing: readonly Missing[], { catalog }: Scene): readonly Group[] {
  const out = new Map<string, { kind: Missing["kind"]; codes: string[]; window?: number; attempts: number }>();
  for (const kind of ["throttled", "auth", "transient"] as const) {
    for (const { code } of missing.filter((m) => m.kind === kind)) {
      const retry = catalog.index.entries.get(code)?.retry;
      const window = kind === "throttled" ? retry?.afterSeconds : undefined;
      const key = `${kind} ${window ?? ""}`;
      const group = out.get(key) ?? { kind, codes: [], attempts: 0, ...(window === undefined ? {} : { window }) };
      out.set(key, group);
      group.codes.push(code);
      group.attempts = Math.max(group.attempts, retry?.maxAttempts ?? usualAttempts);
    }
  }
  return [...out.values()];
}

function authArm({ codes }: Group, scene: Scene, ways: readonly Way[], writer: Writer | undefined): NewArm | undefined {
  const turn = writer?.renewing();
  if (!turn) return undefined;
  const { guards, before, renewal, jump } = turn;
  return { codes, condition: conditionFor(codes, scene, ways), guards, body: [...before, ...renewal, ...jump] };
}

function waitingArm(group: Group, scene: Scene, ways: readonly Way[], writer: Writer | undefined, needs: Needs): NewArm | undefined {
  const { codes, window, attempts } = group;
  const note = writer?.keyed ? [] : safetyNote(codes, scene);
  const neighbour = writer?.counts ? undefined : ways.find((w) => w.arm.body?.action === "retry" && w.arm.body.waits && !w.arm.negated);
  // As the arm beside tries again, so does the new one: its counters, its caps and its way back are those of the author.
  const like = neighbour && likeNeighbour(neighbour, window === undefined ? undefined : { seconds: window }, scene, needs, writer?.selfCalls() ?? []);
  if (neighbour && like) return { codes, condition: conditionFor(codes, scene, [neighbour, ...ways], true), guards: [], body: [...note, ...like] };
  const turn = writer?.waiting(attempts);
  if (!turn) return undefined;
  const { guards, before, jump, counter } = turn;
  const duration: Duration | undefined = window !== undefined ? { seconds: window } : counter === undefined ? undefined : { attempt: counter };
  const wait = duration && waitFor(duration, scene, needs);
  if (duration && wait === undefined) return undefined;
  return { codes, condition: conditionFor(codes, scene, ways), guards, body: [...note, ...before, ...(wait ?? []), ...jump] };
}
