import type { Language } from "web-tree-sitter";
import type { Content } from "../text/pieced.ts";
import type { FlatTree } from "./flat.ts";
import type { Form, NodePattern, TextTest } from "./scheme.ts";

/** Patterns with the grammar's own numbers, ready to be tried. `emit` is called with every capture of every match. */
export interface Matcher {
  run(tree: FlatTree, text: Content, emit: (capture: number, node: number) => void): void;
  /** The names behind the numbers that `emit` gets. */
  readonly captures: readonly string[];
  /** By type: 1 for signs and words that no pattern can mean but by their field, which a walk may leave out. */
  readonly left: Uint8Array;
  /** The text of the patterns that are left to the parser's runtime; empty where there are none. */
  readonly rest: string;
}

/** A pattern names a class of nodes (`expression`) of which the grammar doesn't say what belongs to it. */
class Unknowable extends Error {}

/** Errors are nodes of this type, in every grammar; no pattern for any node means them. */
const errorType = 65_535;

interface Shape {
  /** The types it stands for; undefined for any. */
  readonly types: ReadonlySet<number> | undefined;
  readonly namedOnly: boolean;
  readonly captures: readonly number[];
  readonly children: readonly Child[];
  readonly absent: readonly number[];
  readonly closed: boolean;
  readonly tests: readonly TextTest[];
  /** Nothing is asked beyond the type. */
  readonly plain: boolean;
  /** Each child has a field of its own, and may stand anywhere behind the one before. */
  readonly fielded: boolean;
  /** Where the children stand at the node that is being tried; written over at the next. */
  readonly found: Int32Array;
}

interface Child {
  readonly field: number;
  readonly anchored: boolean;
  readonly options: readonly Shape[];
}

/** Throws where a pattern names a node or a field that the grammar doesn't have. */
export function compileMatcher(forms: readonly Form[], language: Language): Matcher {
  const captures: string[] = [];
  const captureIds = new Map<string, number>();
  const idOf = (name: string): number => {
    let id = captureIds.get(name);
    if (id === undefined) {
      id = captures.push(name) - 1;
      captureIds.set(name, id);
    }
    return id;
  };
  const fieldOf = (name: string): number => {
    const id = language.fieldIdForName(name);
    if (id === null) throw new Error(`the grammar has no field ${name}`);
    return id;
  };
  const shapeOf = (pattern: NodePattern): Shape => {
    const shape = {
      types: pattern.type === undefined ? undefined : typesOf(pattern.type, pattern.named, language),
      namedOnly: pattern.named,
      // A name that begins with an underscore is for the questions alone.
      captures: pattern.captures.filter((c) => !c.startsWith("_")).map(idOf),
      children: pattern.children.map((c) => ({
        field: c.field === undefined ? 0 : fieldOf(c.field),
        anchored: c.anchored,
        options: c.options.map(shapeOf),
      })),
      absent: pattern.absent.map(fieldOf),
      closed: pattern.closed,
      tests: pattern.tests,
    };
    const fields = new Set(shape.children.map((c) => c.field));
    return {
      ...shape,
      found: new Int32Array(shape.children.length),
      plain: shape.children.length === 0 && shape.absent.length === 0 && shape.tests.length === 0,
      fielded: !shape.closed && !fields.has(0) && fields.size === shape.children.length && shape.children.every((c) => !c.anchored),
    };
  };
  const named = new Uint8Array(65_536);
  for (let id = 0; id < language.types.length; id++) named[id] = language.nodeTypeIsNamed(id) ? 1 : 0;
  named[errorType] = 1;
  const byType: Shape[][] = [];
  const anywhere: Shape[] = [];
  let rest = "";
  for (const { text, nodes } of forms) {
    const shapes = nodes.length > 0 ? shapesOf(nodes) : undefined;
    if (!shapes) {
      rest += `${text}\n`;
      for (const [, name] of text.matchAll(/@([\w.]+)/g)) idOf(name as string);
    }
    for (const shape of shapes ?? []) {
      if (shape.types === undefined) anywhere.push(shape);
      else for (const type of shape.types) byType[type] = [...(byType[type] ?? []), shape];
    }
  }
  const left = leftOut([...byType.flat(), ...anywhere], named, rest);
  return { captures, left, rest, run: (tree, text, emit) => new Run(tree, text, named, emit).all(byType, anywhere) };

  function shapesOf(nodes: readonly NodePattern[]): readonly Shape[] | undefined {
    try {
      return nodes.map(shapeOf);
    } catch (error) {
      if (error instanceof Unknowable) return undefined;
      throw error;
    }
  }
}

/** Nothing where a pattern means any node whatever, or where the parser's runtime may capture a sign. */
function leftOut(shapes: readonly Shape[], named: Uint8Array, rest: string): Uint8Array {
  const left = named.map((isNamed) => 1 - isNamed);
  let isAny = /"|[\s:[]_[\s)\]]/.test(rest);
  const take = ({ types, namedOnly, children }: Shape, field: number): void => {
    for (const type of types ?? []) left[type] = 0;
    if (types === undefined && !namedOnly && field === 0) isAny = true;
    for (const child of children) for (const option of child.options) take(option, child.field);
  };
  for (const shape of shapes) take(shape, 0);
  return isAny ? left.fill(0) : left;
}

function typesOf(type: string, isNamed: boolean, language: Language): ReadonlySet<number> {
  if (type === "ERROR") return new Set([errorType]);
  const id = language.idForNodeType(type, isNamed);
  if (id === null) throw new Error(`the grammar has no node ${type}`);
  const supertypes = new Set(language.supertypes);
  // What no tree shows is a class of nodes; grammars of the older form keep to themselves what it consists of.
  if (!supertypes.has(id) && !language.nodeTypeIsVisible(id)) throw new Unknowable(type);
  const found = new Set<number>();
  const take = (one: number): void => {
    if (found.has(one)) return;
    found.add(one);
    if (supertypes.has(one)) for (const sub of language.subtypes(one)) take(sub);
  };
  take(id);
  return found;
}

class Run {
  readonly #tree: FlatTree;
  readonly #text: Content;
  readonly #named: Uint8Array;
  readonly #emit: (capture: number, node: number) => void;

  constructor(tree: FlatTree, text: Content, named: Uint8Array, emit: (capture: number, node: number) => void) {
    this.#tree = tree;
    this.#text = text;
    this.#named = named;
    this.#emit = emit;
  }

  all(byType: readonly (readonly Shape[] | undefined)[], anywhere: readonly Shape[]): void {
    const { type, count } = this.#tree;
    for (let node = 0; node < count; node++) {
      const shapes = byType[type[node] as number];
      if (shapes !== undefined) for (let i = 0; i < shapes.length; i++) this.#run(shapes[i] as Shape, node);
      for (let i = 0; i < anywhere.length; i++) this.#run(anywhere[i] as Shape, node);
    }
  }

  /** Tries a shape at a node, and captures where it fits. What stands around the node is known to fit. */
  #run(shape: Shape, node: number): boolean {
    if (!this.#fits(shape, node)) return false;
    const { children, captures } = shape;
    if (children.length === 1 && !shape.closed && !(children[0] as Child).anchored) {
      // The usual case: one child, wherever it stands. Each that fits is captured.
      const { next } = this.#tree;
      const child = children[0] as Child;
      let found = false;
      for (let at = node + 1, end = next[node] as number; at < end; at = next[at] as number) if (this.#runChild(child, at)) found = true;
      if (!found) return false;
    } else if (children.length > 0) {
      const single = shape.fielded ? this.#byField(shape, node) : "several";
      if (single === "none") return false;
      if (single === "one") for (let i = 0; i < children.length; i++) this.#runChild(children[i] as Child, shape.found[i] as number);
      else {
        const ways = this.#anyWay(shape, node);
        if (ways === undefined) return false;
        for (let i = 0; i < children.length; i++) for (const at of ways[i] as readonly number[]) this.#runChild(children[i] as Child, at);
      }
    }
    for (let i = 0; i < captures.length; i++) this.#emit(captures[i] as number, node);
    return true;
  }

  #runChild(child: Child, node: number): boolean {
    if (child.field !== 0 && this.#tree.field[node] !== child.field) return false;
    let found = false;
    for (let i = 0; i < child.options.length; i++) if (this.#run(child.options[i] as Shape, node)) found = true;
    return found;
  }

  /** Everything but the children. */
  #fits(shape: Shape, node: number): boolean {
    const type = this.#tree.type[node] as number;
    if (shape.types === undefined ? type === errorType || (shape.namedOnly && this.#named[type] === 0) : !shape.types.has(type)) return false;
    if (shape.plain) return true;
    for (const field of shape.absent) if (this.#hasField(node, field)) return false;
    for (const test of shape.tests) if (!this.#says(test, node)) return false;
    return true;
  }

  #hasField(node: number, field: number): boolean {
    const { next, field: fields } = this.#tree;
    for (let at = node + 1, end = next[node] as number; at < end; at = next[at] as number) if (fields[at] === field) return true;
    return false;
  }

  #says({ negated, texts, pattern }: TextTest, node: number): boolean {
    const text = this.#text.slice(this.#tree.start[node], this.#tree.end[node]);
    return (texts ? texts.has(text) : (pattern?.test(text) ?? false)) !== negated;
  }

  /** Whether a shape fits, without capturing anything. */
  #test(shape: Shape, node: number): boolean {
    if (!this.#fits(shape, node)) return false;
    if (shape.children.length === 0) return true;
    const single = shape.fielded ? this.#byField(shape, node) : "several";
    return single === "several" ? this.#anyWay(shape, node) !== undefined : single === "one";
  }

  #testChild(child: Child, node: number): boolean {
    if (child.field !== 0 && this.#tree.field[node] !== child.field) return false;
    const { options } = child;
    for (let i = 0; i < options.length; i++) if (this.#test(options[i] as Shape, node)) return true;
    return false;
  }

  /**
   * The usual case, each child in a field of its own: where every field is there once, there is one way at most, and it stands in the shape's
   * `found`. No shape stands in itself, so that nobody writes over it as long as it is needed.
   */
  #byField({ children, found }: Shape, node: number): "none" | "one" | "several" {
    const { next, field } = this.#tree;
    found.fill(0);
    let count = 0;
    for (let at = node + 1, end = next[node] as number; at < end; at = next[at] as number) {
      const own = field[at] as number;
      if (own === 0) continue;
      for (let i = 0; i < children.length; i++) {
        if ((children[i] as Child).field !== own) continue;
        // There again, or before the one it should stand behind: no way, unless that is there again.
        if (found[i] !== 0 || i > count) return "several";
        found[i] = at;
        count++;
      }
    }
    if (count < children.length) return "none";
    for (let i = 0; i < children.length; i++) if (!this.#testChild(children[i] as Child, found[i] as number)) return "none";
    return "one";
  }

  /**
   * For each child pattern the nodes it stands for in one way or another in which all of them, in order, find their place; undefined where
   * there is no way.
   */
  #anyWay(shape: Shape, node: number): readonly (readonly number[])[] | undefined {
    const { next } = this.#tree;
    const nodes: number[] = [];
    for (let at = node + 1, end = next[node] as number; at < end; at = next[at] as number) nodes.push(at);
    const { children } = shape;
    // Forward: whether the patterns up to `i` find places so that the last stands at `k`.
    const reached: boolean[][] = [];
    for (let i = 0; i < children.length; i++) {
      const child = children[i] as Child;
      const before = reached[i - 1];
      const row: boolean[] = [];
      // Whether the pattern before can end to the left: `open` for any distance, `near` with no named node between.
      let open = i === 0;
      let near = i === 0;
      for (let k = 0; k < nodes.length; k++) {
        const at = nodes[k] as number;
        row.push((child.anchored ? near : open) && this.#testChild(child, at));
        if (before?.[k]) {
          open = true;
          near = true;
        } else if (this.#isNamed(at)) near = false;
      }
      if (!row.includes(true)) return undefined;
      reached.push(row);
    }
    // Backward: of those, the ones from which the rest finds its places too.
    const out: number[][] = children.map(() => []);
    let behind: readonly boolean[] | undefined;
    for (let i = children.length - 1; i >= 0; i--) {
      const row = reached[i] as boolean[];
      const anchored = i === children.length - 1 ? shape.closed : (children[i + 1] as Child).anchored;
      let open = behind === undefined;
      let near = behind === undefined;
      for (let k = nodes.length - 1; k >= 0; k--) {
        const at = nodes[k] as number;
        const fits = row[k] === true && (anchored ? near : open);
        if (behind?.[k]) {
          open = true;
          near = true;
        } else if (this.#isNamed(at)) near = false;
        row[k] = fits;
        if (fits) (out[i] as number[]).push(at);
      }
      if (!row.includes(true)) return undefined;
      behind = row;
    }
    return out;
  }

  #isNamed(node: number): boolean {
    return this.#named[this.#tree.type[node] as number] === 1;
  }
}
