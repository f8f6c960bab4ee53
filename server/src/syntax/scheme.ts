/**
 * Query files as data: the part of tree-sitter's query language that captures need. Nodes with children in order, fields, absent fields,
 * alternatives, anchors, captures, and questions to the text of one capture. Compiling a query inside the parser's runtime costs a fifth of a
 * second at every start, and running it several times what a walk over the tree does; read here, both are a matter of milliseconds.
 */
export interface NodePattern {
  /** As the grammar calls it; undefined for any node. */
  readonly type?: string;
  /** A node of the grammar's, not a sign or keyword; of `type` undefined, whether signs are meant too. */
  readonly named: boolean;
  readonly captures: readonly string[];
  readonly children: readonly ChildPattern[];
  /** Fields that must not be there. */
  readonly absent: readonly string[];
  /** No node of the grammar's stands behind the last child. */
  readonly closed: boolean;
  readonly tests: readonly TextTest[];
}

export interface ChildPattern {
  readonly field?: string;
  /** No node of the grammar's stands between it and the child before, or the parent's beginning. */
  readonly anchored: boolean;
  readonly options: readonly NodePattern[];
}

/** A question to the text of a node. */
export interface TextTest {
  readonly negated: boolean;
  readonly texts?: ReadonlySet<string>;
  readonly pattern?: RegExp;
}

/** One pattern of a query file. */
export interface Form {
  readonly text: string;
  /** Alternatives at the top are several nodes. None where the pattern asks for more than is read here: repetition, two captures compared. */
  readonly nodes: readonly NodePattern[];
}

/** A pattern that is not read here. */
class Unread extends Error {}

type Mutable<T> = { -readonly [K in keyof T]: T[K] };
type Node = Mutable<Omit<NodePattern, "captures" | "children" | "tests">> & { captures: string[]; children: ChildPattern[]; tests: TextTest[] };

/** The patterns of a query file, in its order. */
export function readScheme(text: string): readonly Form[] {
  return formsOf(text).map((form) => {
    try {
      return { text: form, nodes: new Reader(form).top() };
    } catch (error) {
      if (!(error instanceof Unread)) throw error;
      return { text: form, nodes: [] };
    }
  });
}

/** The texts of the patterns: each with its captures and questions. What is left open at the end is one of them. */
function formsOf(text: string): readonly string[] {
  const forms: string[] = [];
  let depth = 0;
  let start = 0;
  let begun = false;
  for (const match of text.matchAll(/;[^\n]*|"(?:[^"\\]|\\.)*"|[()[\]]|[^\s;"()[\]]+/g)) {
    const found = match[0];
    if (found.startsWith(";")) continue;
    // A pattern begins where none is open, unless it is a capture or a sign of repetition behind the last one.
    if (depth === 0 && !/^[@*+?]/.test(found)) {
      if (begun) forms.push(text.slice(start, match.index));
      start = match.index;
      begun = true;
    }
    if (found === "(" || found === "[") depth++;
    else if (found === ")" || found === "]") depth--;
  }
  if (begun) forms.push(text.slice(start));
  return forms;
}

const token = /\s+|;[^\n]*|(?<string>"(?:[^"\\]|\\.)*")|(?<word>[@#!]?[\w.?!/-]*[\w?!/-]:?|\.|[()[\]*+?])/gy;

class Reader {
  readonly #tokens: readonly string[];
  #at = 0;

  constructor(text: string) {
    const tokens: string[] = [];
    token.lastIndex = 0;
    for (let end = 0; end < text.length; end = token.lastIndex) {
      const match = token.exec(text);
      if (!match) throw new Unread(`can't read ${text.slice(end, end + 40)}`);
      const found = match.groups?.string ?? match.groups?.word;
      if (found !== undefined) tokens.push(found);
    }
    this.#tokens = tokens;
  }

  top(): readonly NodePattern[] {
    const nodes = this.#grouped();
    if (this.#peek() !== undefined) throw new Unread(`${this.#peek()} stands behind the pattern`);
    return nodes;
  }

  /** `((node) (#eq? …))` is a pattern in parentheses with its questions. */
  #grouped(): readonly NodePattern[] {
    if (this.#peek() === "(" && (this.#peek(1) === "(" || this.#peek(1) === "[")) {
      this.#next();
      const nodes = this.#nodes();
      this.#tests(nodes);
      this.#take(")");
      return nodes;
    }
    return this.#nodes();
  }

  /** One node, or the alternatives in brackets, with what they are captured as. */
  #nodes(): readonly Node[] {
    const nodes = this.#peek() === "[" ? this.#alternatives() : [this.#node()];
    for (let next = this.#peek(); next !== undefined; next = this.#peek()) {
      if (next === "?" || next === "*" || next === "+") throw new Unread(`a repeated node (${next}) is not read`);
      if (!next.startsWith("@")) break;
      for (const node of nodes) node.captures.push(next.slice(1));
      this.#next();
    }
    return nodes;
  }

  #alternatives(): readonly Node[] {
    this.#take("[");
    const out: Node[] = [];
    while (this.#peek() !== "]") out.push(...this.#nodes());
    this.#next();
    return out;
  }

  #node(): Node {
    const first = this.#next();
    const node: Node = { named: false, captures: [], children: [], absent: [], closed: false, tests: [] };
    if (first.startsWith('"')) return { ...node, type: JSON.parse(first) as string };
    if (first === "_") return node;
    if (first !== "(") throw new Unread(`expected a node, found ${first}`);
    const type = this.#next();
    if (!/^\w+$/.test(type)) throw new Unread(`expected the type of a node, found ${type}`);
    node.named = true;
    if (type !== "_") node.type = type;
    this.#inside(node);
    return node;
  }

  #inside(node: Node): void {
    let anchored = false;
    const absent: string[] = [];
    for (;;) {
      const next = this.#peek();
      if (next === ")") break;
      if (next === undefined) throw new Unread("a parenthesis is not closed");
      if (next === ".") {
        this.#next();
        anchored = true;
      } else if (next.startsWith("!")) absent.push(this.#next().slice(1));
      else if (next === "(" && this.#peek(1)?.startsWith("#")) this.#tests([node]);
      else {
        const field = next.endsWith(":") ? this.#next().slice(0, -1) : undefined;
        node.children.push({ ...(field === undefined ? {} : { field }), anchored, options: this.#nodes() });
        anchored = false;
      }
    }
    node.absent = absent;
    node.closed = anchored && node.children.length > 0;
    this.#next();
  }

  /** `(#eq? @name "x")`, hung on the nodes that are captured so. */
  #tests(roots: readonly Node[]): void {
    while (this.#peek() === "(" && this.#peek(1)?.startsWith("#")) {
      this.#next();
      const name = this.#next().slice(1);
      const args: string[] = [];
      while (this.#peek() !== ")") args.push(this.#next());
      this.#next();
      // Directives (`#set!`) ask nothing.
      if (name.endsWith("!")) continue;
      const capture = args.shift() ?? "";
      const test = testOf(name, args);
      const found = roots.flatMap((root) => capturedAs(root, capture.slice(1)));
      if (found.length === 0) throw new Unread(`no node is captured as ${capture}`);
      for (const node of found) (node.tests as TextTest[]).push(test);
    }
  }

  #peek(ahead = 0): string | undefined {
    return this.#tokens[this.#at + ahead];
  }

  #next(): string {
    const next = this.#tokens[this.#at++];
    if (next === undefined) throw new Unread("the file ends too early");
    return next;
  }

  #take(wanted: string): void {
    const next = this.#next();
    if (next !== wanted) throw new Unread(`expected ${wanted}, found ${next}`);
  }
}

function testOf(name: string, args: readonly string[]): TextTest {
  if (args.some((a) => !a.startsWith('"'))) throw new Unread(`#${name} between two captures is not read`);
  const texts = args.map((a) => JSON.parse(a) as string);
  const negated = name.startsWith("not-");
  switch (name.replace(/^not-/, "").replace(/^any-(?!of)/, "")) {
    case "eq?":
    case "any-of?":
      return { negated, texts: new Set(texts) };
    case "match?":
      return { negated, pattern: new RegExp(texts[0] ?? "") };
    default:
      throw new Unread(`#${name} is not read`);
  }
}

function capturedAs(node: NodePattern, name: string): readonly NodePattern[] {
  const below = node.children.flatMap((c) => c.options.flatMap((o) => capturedAs(o, name)));
  return node.captures.includes(name) ? [node, ...below] : below;
}
