import type { Node } from "web-tree-sitter";
import type { FlatTree } from "./flat.ts";
import type { Grammar } from "./grammar.ts";
import { type Flag, flags, type Kind, kinds } from "./part.ts";

/** Two roles or two kinds on one node: a query says two things at once. Tests make it throw. */
export class CaptureClash extends Error {}

/** What a capture's name says: a kind, a role (`switch.subject`) or a flag (`is.negated`). */
interface Meaning {
  readonly kind: number;
  readonly role: number;
  readonly flag: number;
}

const ranks = new Map<string, number>(kinds.map((kind, index) => [kind, index]));

/** What the captures say of each node, in columns beside those of the tree. */
export class Marks {
  readonly flat: FlatTree;
  readonly #clash: ((capture: number, node: number) => never) | undefined;
  readonly #meanings: readonly Meaning[];
  readonly #roles: string[] = [""];
  /** By node: one more than the rank of its kind, the number of its role, its flags as bits. */
  readonly #kind: Uint8Array;
  readonly #role: Uint8Array;
  readonly #flags: Uint32Array;
  readonly #lists = new Map<number, readonly Flag[]>();

  constructor({ matcher, language }: Grammar, flat: FlatTree, strict: boolean) {
    this.flat = flat;
    this.#meanings = matcher.captures.map((name) => this.#meaningOf(name));
    this.#kind = new Uint8Array(flat.count);
    this.#role = new Uint8Array(flat.count);
    this.#flags = new Uint32Array(flat.count);
    if (strict)
      this.#clash = (capture, node) => {
        const before = [kinds[(this.#kind[node] as number) - 1], this.#roles[this.#role[node] as number]].filter(Boolean);
        const type = language.nodeTypeForId(flat.type[node] as number);
        throw new CaptureClash(`@${before.join(" @")} and @${matcher.captures[capture]} on one ${type}`);
      };
  }

  #meaningOf(name: string): Meaning {
    const none = { kind: 0, role: 0, flag: 0 };
    if (name.startsWith("is.")) return { ...none, flag: 1 << flags.indexOf(name.slice(3) as Flag) };
    if (!name.includes(".")) return { ...none, kind: 1 + (ranks.get(name) ?? (ranks.get("other") as number)) };
    const known = this.#roles.indexOf(name);
    return { ...none, role: known >= 0 ? known : this.#roles.push(name) - 1 };
  }

  /** Where captures displace each other, the first stays. */
  take(capture: number, node: number): void {
    const { start, end } = this.flat;
    // A node the parser made up to go on has no text, and nothing to say.
    if (end[node] === start[node]) return;
    const { kind, role, flag } = this.#meanings[capture] as Meaning;
    if (flag !== 0) this.#flags[node] = (this.#flags[node] as number) | flag;
    else if (kind !== 0) {
      if (this.#kind[node] === 0) this.#kind[node] = kind;
      else if (this.#kind[node] !== kind) this.#clash?.(capture, node);
    } else if (this.#role[node] === 0) this.#role[node] = role;
    else if (this.#role[node] !== role) this.#clash?.(capture, node);
  }

  /** A capture that the parser's runtime found: the node is looked up by its place and type. */
  takeOther(capture: number, { typeId, startIndex, endIndex }: Node): void {
    const { start, end, type, count, next } = this.flat;
    for (let node = 0; node < count && (start[node] as number) <= startIndex; ) {
      if ((end[node] as number) < endIndex) node = next[node] as number;
      else if (start[node] !== startIndex || end[node] !== endIndex || type[node] !== typeId) node++;
      else {
        this.take(capture, node);
        return;
      }
    }
  }

  /** The nodes that are called anything, outer ones first; among nodes on the same stretch the kinds decide which is the outer. */
  all(): readonly number[] {
    const { count, start, end } = this.flat;
    const out: number[] = [];
    for (let node = 0; node < count; node++) {
      if (this.#kind[node] === 0 && this.#role[node] === 0 && this.#flags[node] === 0) continue;
      out.push(node);
      // The order of the tree is nearly the order wanted.
      for (let i = out.length - 1; i > 0; i--) {
        const before = out[i - 1] as number;
        // A node with a role alone stands around the node that has the kind.
        if (start[before] !== start[node] || end[before] !== end[node] || (this.#kind[before] as number) <= (this.#kind[node] as number)) break;
        out[i] = before;
        out[i - 1] = node;
      }
    }
    return out;
  }

  kindOf(node: number): Kind | undefined {
    const kind = this.#kind[node] as number;
    return kind === 0 ? undefined : kinds[kind - 1];
  }

  roleOf(node: number): string | undefined {
    const role = this.#role[node] as number;
    return role === 0 ? undefined : this.#roles[role];
  }

  /** The same flags are the same list. */
  flagsOf(node: number): readonly Flag[] | undefined {
    const bits = this.#flags[node] as number;
    if (bits === 0) return undefined;
    let list = this.#lists.get(bits);
    if (!list) {
      list = flags.filter((_, i) => (bits & (1 << i)) !== 0);
      this.#lists.set(bits, list);
    }
    return list;
  }
}
