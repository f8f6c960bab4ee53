/**
 * Globs that come from users' files: each is read as a machine with as many states as it has signs, and a path is run through it once. So the
 * time is bounded by the one's length times the other's, whatever stands in them; a regular expression made from a glob has no such bound.
 */
export interface GlobOptions {
  /** `{a,b}` is a choice; git knows none. */
  readonly braces?: boolean;
}

/** A glob that is longer, in UTF-16 units, means no path that a system has. */
const maxLength = 4096;
/** Braces within braces, so deep: nobody writes more. */
const maxDepth = 20;

/**
 * What tells paths with forward slashes: `*` and `?` stand for what has no slash in it, a `**` between slashes for any folders, `[a-z]` and
 * `[!a-z]` for one sign, `\` makes the next sign itself. `undefined` for a glob that is too long or too deep.
 */
export function globMatcher(glob: string, options: GlobOptions = {}): ((path: string) => boolean) | undefined {
  if (glob.length > maxLength) return undefined;
  const machine = new Machine();
  const reader = new Reader(glob, machine, options.braces ?? false);
  try {
    const end = reader.sequence(machine.state(), 0);
    return (path) => machine.run(path, end);
  } catch (error) {
    if (error instanceof TooDeep) return undefined;
    throw error;
  }
}

class TooDeep extends Error {}

type Takes = (unit: number) => boolean;

const slash = 47;
const any: Takes = () => true;
const noSlash: Takes = (unit) => unit !== slash;
const isSlash: Takes = (unit) => unit === slash;

interface State {
  readonly steps: { readonly takes: Takes; readonly to: number }[];
  /** States that are reached without a sign. */
  readonly free: number[];
}

class Machine {
  readonly #states: State[] = [];

  state(): number {
    return this.#states.push({ steps: [], free: [] }) - 1;
  }

  step(from: number, takes: Takes, to = this.state()): number {
    this.#states[from]?.steps.push({ takes, to });
    return to;
  }

  free(from: number, to = this.state()): number {
    this.#states[from]?.free.push(to);
    return to;
  }

  /** All ways at once, from the first state on. */
  run(path: string, end: number): boolean {
    const seen = new Int32Array(this.#states.length).fill(-1);
    let now: number[] = [];
    const reach = (first: number, at: number, into: number[]): void => {
      const pending = [first];
      for (let it = pending.pop(); it !== undefined; it = pending.pop()) {
        if (seen[it] === at) continue;
        seen[it] = at;
        into.push(it);
        pending.push(...(this.#states[it] as State).free);
      }
    };
    reach(0, 0, now);
    for (let at = 0; at < path.length && now.length > 0; at++) {
      const unit = path.charCodeAt(at);
      const next: number[] = [];
      for (const it of now) for (const { takes, to } of (this.#states[it] as State).steps) if (takes(unit)) reach(to, at + 1, next);
      now = next;
    }
    return now.includes(end);
  }
}

class Reader {
  readonly #glob: string;
  readonly #machine: Machine;
  readonly #braces: boolean;
  #at = 0;

  constructor(glob: string, machine: Machine, braces: boolean) {
    this.#glob = glob;
    this.#machine = machine;
    this.#braces = braces;
  }

  /** Reads on until the end or, within braces, until what ends a choice; the state it ends in. */
  sequence(from: number, depth: number): number {
    if (depth > maxDepth) throw new TooDeep();
    const glob = this.#glob;
    let now = from;
    while (this.#at < glob.length) {
      const sign = glob[this.#at] as string;
      if (depth > 0 && (sign === "," || sign === "}")) return now;
      if (sign === "*") now = this.#stars(now);
      else if (sign === "?") now = this.#take(now, noSlash);
      else if (sign === "[") now = this.#set(now);
      else if (sign === "{" && this.#braces && closes(glob, this.#at)) now = this.#choice(now, depth);
      else {
        if (sign === "\\" && this.#at + 1 < glob.length) this.#at++;
        const unit = glob.charCodeAt(this.#at);
        now = this.#take(now, (it) => it === unit);
      }
    }
    return now;
  }

  #take(from: number, takes: Takes): number {
    this.#at++;
    return this.#machine.step(from, takes);
  }

  #stars(from: number): number {
    const glob = this.#glob;
    const start = this.#at;
    while (glob[this.#at] === "*") this.#at++;
    const [before, behind] = [glob[start - 1], glob[this.#at]];
    const machine = this.#machine;
    const opens = before === undefined || before === "/" || (this.#braces && (before === "{" || before === ","));
    if (this.#at - start === 2 && opens && behind === "/") {
      // Any folders, or none.
      this.#at++;
      const end = machine.free(from);
      const within = machine.free(from);
      machine.step(within, any, within);
      machine.step(within, isSlash, end);
      return end;
    }
    const whole = this.#at - start === 2 && opens && (behind === undefined || (this.#braces && (behind === "}" || behind === ",")));
    const takes = whole ? any : noSlash;
    // All that lies in a folder is not the folder itself.
    const first = whole && before === "/" ? machine.step(from, any) : machine.free(from);
    machine.step(first, takes, first);
    return machine.free(first);
  }

  /** One sign of several; a bracket that nothing closes is a bracket. */
  #set(from: number): number {
    const match = /^\[([!^]?)((?:\]|\\.|\[:[a-z]+:\]|[^\]\\])(?:\\.|\[:[a-z]+:\]|[^\]\\])*)\]/s.exec(this.#glob.slice(this.#at));
    if (!match) return this.#take(from, (it) => it === 91);
    const members = membersOf(match[2] as string);
    const denied = match[1] !== "";
    this.#at += match[0].length - 1;
    return this.#take(from, (unit) => unit !== slash && members.some((it) => it(unit)) !== denied);
  }

  #choice(from: number, depth: number): number {
    const end = this.#machine.state();
    for (;;) {
      this.#at++;
      this.#machine.free(this.sequence(this.#machine.free(from), depth + 1), end);
      if (this.#glob[this.#at] !== ",") break;
    }
    this.#at++;
    return end;
  }
}

/** Whether the brace at a place is closed, with a comma between. */
function closes(glob: string, start: number): boolean {
  let depth = 0;
  let comma = false;
  for (let at = start; at < glob.length; at++) {
    const sign = glob[at];
    if (sign === "\\") at++;
    else if (sign === "{") depth++;
    else if (sign === "," && depth === 1) comma = true;
    else if (sign === "}" && --depth === 0) return comma;
  }
  return false;
}

const classes: Readonly<Record<string, RegExp>> = {
  alnum: /[A-Za-z0-9]/,
  alpha: /[A-Za-z]/,
  blank: /[ \t]/,
  digit: /[0-9]/,
  lower: /[a-z]/,
  punct: /[!-/:-@[-`{-~]/,
  space: /\s/,
  upper: /[A-Z]/,
  xdigit: /[A-Fa-f0-9]/,
};

function membersOf(text: string): readonly Takes[] {
  const out: Takes[] = [];
  const signs = text.match(/\[:[a-z]+:\]|\\.|./gs) ?? [];
  const unitOf = (sign: string): number => sign.charCodeAt(sign.length === 2 ? 1 : 0);
  for (let i = 0; i < signs.length; i++) {
    const sign = signs[i] as string;
    const name = sign.length > 2 ? sign.slice(2, -2) : undefined;
    if (name !== undefined) {
      const pattern = Object.hasOwn(classes, name) ? classes[name] : undefined;
      out.push((unit) => pattern?.test(String.fromCharCode(unit)) ?? false);
      continue;
    }
    const until = signs[i + 1] === "-" ? signs[i + 2] : undefined;
    const first = unitOf(sign);
    const last = until === undefined ? first : unitOf(until);
    if (until !== undefined) i += 2;
    out.push((unit) => unit >= first && unit <= last);
  }
  return out;
}
