import type { Part } from "../syntax/part.ts";
import { bodyOf } from "./bodies.ts";
import type { Place } from "./branches.ts";
import type { Context } from "./context.ts";
import { armsOf, child, children, descend, nameOf, statements, unwrap } from "./parts.ts";

/** The types that a catch names, also where it is a row of cases. */
export function caughtIn(part: Part): readonly Part[] {
  const cases = part.parts.filter((p) => p.kind === "switch").flatMap(armsOf);
  return [...children(part, "catch.type"), ...cases.flatMap((arm) => children(arm, "arm.label").flatMap((l) => children(unwrap(l), "assign.type")))];
}

/** The names of these types. */
export function caughtNames(part: Part): readonly string[] {
  return caughtIn(part).flatMap((type) => [...descend(type)].flatMap((q) => (/^\w+$/.test(q.text ?? "") ? [q.text as string] : [])));
}

/**
 * What a catch tries again whatever it is: the types that it names, or `*` where it names none. One that asks what it caught before it does
 * decides for itself, and is read as a decision.
 */
export function retriedBy(part: Part, place: Place, ctx: Context): readonly string[] {
  const bodies = children(part, "catch.body");
  const body = child(part, "catch.guard") ? undefined : bodyOf(bodies.flatMap(statements), place, ctx);
  if (body?.action !== "retry" || body.repeats.length === 0) return [];
  const caught = child(part, "catch.name");
  const name = caught && (nameOf(caught) ?? caught.text);
  if (name && bodies.some((b) => asksAbout(b, name))) return [];
  const types = caughtNames(part);
  return types.length > 0 ? types : ["*"];
}

/** Whether a condition inside speaks of what was caught. */
function asksAbout(part: Part, name: string): boolean {
  if (part.kind === "switch") return true;
  const condition = part.kind === "if" ? child(part, "if.condition") : part.kind === "elif" ? child(part, "elif.condition") : undefined;
  if (condition && [...descend(condition)].some((p) => p.text === name)) return true;
  return part.parts.some((p) => asksAbout(p, name));
}
