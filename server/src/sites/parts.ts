import type { Flag, Kind, Part } from "../syntax/part.ts";

/** Small questions to a part, so that the rest reads like the grammar. */

/** A part, or what is known of one beside its place. */
interface Below<P> {
  readonly kind: Kind;
  readonly role?: string;
  readonly parts: readonly P[];
}

export function child<P extends Below<P>>(part: P, role: string): P | undefined {
  const { parts } = part;
  for (let i = 0; i < parts.length; i++) if ((parts[i] as P).role === role) return parts[i];
  return undefined;
}

const none: readonly Part[] = [];

export function children(part: Part, role: string): readonly Part[] {
  const { parts } = part;
  let found: Part[] | undefined;
  for (let i = 0; i < parts.length; i++) {
    if ((parts[i] as Part).role !== role) continue;
    if (found) found.push(parts[i] as Part);
    else found = [parts[i] as Part];
  }
  return found ?? none;
}

export function has(part: Part, flag: Flag): boolean {
  return part.flags?.includes(flag) ?? false;
}

/** Steps through wrappers that hold one thing only. */
export function unwrap<P extends Below<P>>(part: P): P {
  let at = part;
  while (at.kind === "other" && at.parts.length === 1) at = at.parts[0] as P;
  return at;
}

/** What a text inserts when it is nothing but that: `"$code"` is `code`. */
export function bare(part: Part): Part {
  const at = unwrap(part);
  const only = (at.kind === "string" || at.kind === "template") && at.parts.length === 1 ? at.parts[0] : undefined;
  if (!only) return at;
  const around = (at.text ?? "").slice(0, only.span.start - at.span.start) + (at.text ?? "").slice(only.span.end - at.span.start);
  return /^[\s"'`${}:?=-]*$/.test(around) ? unwrap(only) : at;
}

/** The parts that an arm or a body runs: everything but labels, guards and notes. */
export function statements(part: Part): readonly Part[] {
  if (part.kind === "arm") {
    const own = part.parts.filter((p) => p.role !== "arm.label" && p.role !== "arm.guard" && p.kind !== "comment");
    const only = own.length === 1 ? own[0] : undefined;
    return only?.kind === "block" ? statements(only) : own;
  }
  if (part.kind === "block" || (part.kind === "other" && part.parts.length > 0)) return part.parts.filter((p) => p.kind !== "comment");
  return [part];
}

/** What a call calls: its last name, its whole dotted name, its receiver and arguments. */
export interface Callee {
  readonly name: string;
  readonly dotted: string;
  readonly receiver?: Part;
  readonly args: readonly Part[];
}

export function calleeOf(call: Part): Callee | undefined {
  const known = callees.get(call);
  if (known !== undefined) return known ?? undefined;
  const callee = readCallee(call);
  callees.set(call, callee ?? null);
  return callee;
}

/** Follows from the part alone, of which everybody asks it who meets the part. */
const callees = new WeakMap<Part, Callee | null>();

function readCallee(call: Part): Callee | undefined {
  let callee: Part | undefined;
  let receiver: Part | undefined;
  let args: readonly Part[] | undefined;
  const { parts } = call;
  for (let i = 0; i < parts.length; i++) {
    const { role } = parts[i] as Part;
    if (role === "call.arg") args ??= children(call, role);
    else if (role === "call.callee") callee ??= parts[i];
    else if (role === "call.receiver") receiver ??= parts[i];
  }
  args ??= none;
  if (!callee) return receiver ? { name: "", dotted: "", receiver, args } : undefined;
  callee = unwrap(callee);
  // `retry(5) { … }`: a call that is given a block behind its arguments.
  if (callee.kind === "call" && args.length > 0 && args.every((a) => unwrap(a).kind === "function")) {
    const inner = calleeOf(callee);
    return inner && { ...inner, args: [...inner.args, ...args] };
  }
  if (callee.kind === "index" && isType(child(callee, "index.key"))) callee = unwrap(child(callee, "index.object") ?? callee);
  if (callee.kind === "member") {
    receiver ??= child(callee, "member.object");
    callee = child(callee, "member.key") ?? callee;
  }
  const name = callee.text ?? "";
  const owner = receiver ? nameOf(receiver) : undefined;
  return receiver ? { name, dotted: owner ? `${owner}.${name}` : name, receiver, args } : { name, dotted: name, args };
}

/** The class that a call makes something of: `new ApiError(…)`, `ApiError.new(…)`, `ApiError.from(body)`; else what it calls. */
export function madeOf(call: Part): string | undefined {
  const callee = calleeOf(call);
  const owner = callee?.receiver && unwrap(callee.receiver);
  const word = owner && (nameOf(owner) ?? /^\[(?:\w+\.)*(\w+)\]$/.exec(owner.text ?? "")?.[1]);
  const isMaker = word !== undefined && (callee?.name === "new" ? /^[A-Z]/ : /^[A-Z]\w*(?:Error|Exception)$/).test(word);
  return isMaker ? word : callee?.name;
}

/** `NewSet[string]("606")`: what stands in the brackets of a callee is a type, and no key. */
function isType(key: Part | undefined): boolean {
  return key?.kind === "name" && /^(?:string|int(?:32|64)?|[A-Z]\w*)$/.test(key.text ?? "");
}

/** The last name of a name or an access by name. */
export function nameOf(part: Part): string | undefined {
  const at = unwrap(part);
  if (at.kind === "name") return at.text;
  if (at.kind === "bind" && at.parts.length === 0) return at.text;
  if (at.kind === "member") {
    const key = child(at, "member.key");
    return key ? nameOf(key) : undefined;
  }
  return undefined;
}

/** `a.b.c` as its names; undefined where something else than names stands in it. */
export function dotted(part: Part): readonly string[] | undefined {
  const at = unwrap(part);
  if (at.kind === "name") return at.text === undefined ? undefined : [at.text];
  if (at.kind === "member") {
    const object = child(at, "member.object");
    const key = child(at, "member.key");
    const head = object ? dotted(object) : [];
    const tail = key ? dotted(key) : undefined;
    return head && tail ? [...head, ...tail] : undefined;
  }
  if (at.kind === "index") {
    // `CODES["RATE_LIMIT"]` names a place as `CODES.RATE_LIMIT` does.
    const object = child(at, "index.object");
    const head = object && dotted(object);
    const key = child(at, "index.key");
    const word = key?.kind === "string" && key.parts.length === 0 ? /^\W?([A-Za-z_]\w*)\W?$/.exec(key.text ?? "")?.[1] : undefined;
    return head && word ? [...head, word] : undefined;
  }
  return undefined;
}

/** Every part below, itself included, in the order of the text; `into` says where not to go further. */
export function descend(part: Part, into?: (p: Part) => boolean): readonly Part[] {
  const out: Part[] = [];
  descendInto(part, into, out);
  return out;
}

function descendInto(part: Part, into: ((p: Part) => boolean) | undefined, out: Part[]): void {
  out.push(part);
  if (into && !into(part)) return;
  const { parts } = part;
  for (let i = 0; i < parts.length; i++) descendInto(parts[i] as Part, into, out);
}

/** The arms of a switch, also where a block stands around them. */
export function armsOf(part: Part): readonly Part[] {
  const out: Part[] = [];
  for (const p of part.parts) {
    if (p.kind === "arm") out.push(p);
    else if (p.kind === "block" || (p.kind === "other" && p.role === undefined)) for (const arm of armsOf(p)) out.push(arm);
  }
  return out;
}
