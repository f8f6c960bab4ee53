import type { Embedding, Script } from "./view.ts";

/** Elements whose content is text, whatever tags it seems to hold. */
const rawElements = new Set(["script", "style", "textarea", "title", "xmp", "iframe", "noembed", "noframes"]);

/**
 * The scripts of a file of markup. Tags are read as browsers read them: comments hide, quotes hold a `>`, a script ends at the first end tag
 * whatever its strings say, and without one at the file's end. What lies elsewhere (`src`) has no text here.
 */
export function scriptsInMarkup(text: string, how: Embedding): readonly Script[] {
  const out: Script[] = [];
  let at = 0;
  const fenced = how.fence === undefined ? undefined : fence(text);
  if (fenced) {
    out.push({ ...fenced, name: how.fence as string });
    at = fenced.next;
  }
  let depth = 0;
  /** Scripts at the margin that seem to stand in the markup. */
  const hidden: Script[] = [];
  for (at = text.indexOf("<", at); at >= 0; at = text.indexOf("<", at)) {
    if (text.startsWith("<!--", at)) {
      at = after(text, "-->", at + 2);
      continue;
    }
    const tag = tagAt(text, at, how);
    at = tag.end;
    if (tag.name === "") continue;
    if (tag.closing) {
      if (tag.name === "template") depth = Math.max(0, depth - 1);
      continue;
    }
    if (tag.empty) continue;
    const markup = tag.name === "template" && how.blocks?.includes(tag.attributes.get("lang") ?? "");
    if (markup) depth++;
    // Beside the markup there are blocks of whatever their authors like, documentation with scripts in it among them.
    const raw = rawElements.has(tag.name) || (how.blocks !== undefined && depth === 0);
    if (!raw) continue;
    const end = contentEnd(text, tag.end, tag.name, how);
    if (tag.name === "script" && !tag.attributes.has("src")) {
      const script = { name: nameOf(tag, how), start: tag.end, end };
      if (depth === 0) out.push(script);
      else if (atMargin(text, tag.start)) hidden.push(script);
    }
    at = end;
  }
  // Markup that never ends is being typed: what stands at the margin is beside it all the same.
  return depth === 0 || hidden.length === 0 ? out : [...out, ...hidden].sort((a, b) => a.start - b.start);
}

interface Tag {
  readonly name: string;
  readonly closing: boolean;
  /** Closed by a slash, where that closes. */
  readonly empty: boolean;
  readonly attributes: ReadonlyMap<string, string>;
  readonly start: number;
  readonly end: number;
}

function nameOf({ attributes }: Tag, { attributes: telling = [] }: Embedding): string {
  const value = telling.map((name) => attributes.get(name)).find((v) => v !== undefined) ?? "";
  // `text/javascript; charset=utf-8`
  return value.replace(/;.*/s, "").trim().toLowerCase();
}

/** The tag that begins at `at`. Without a name where none does, or it isn't finished: then `end` is where the next may begin. */
function tagAt(text: string, at: number, how: Embedding): Tag {
  const head = /<(\/?)([a-zA-Z][^\s/><]*)/y;
  head.lastIndex = at;
  const match = head.exec(text);
  const none = { name: "", closing: false, empty: false, attributes: new Map(), start: at };
  if (!match) return { ...none, end: at + 1 };
  const name = match[2] as string;
  const attributes = new Map<string, string>();
  const tag = { name: how.components ? name : name.toLowerCase(), closing: match[1] !== "", attributes, start: at };
  let i = head.lastIndex;
  while (i < text.length) {
    const c = text[i] as string;
    if (/[\s/]/.test(c)) i++;
    else if (c === ">") return { ...tag, empty: how.components === true && text[i - 1] === "/", end: i + 1 };
    // Half-typed: another tag begins before this one has ended.
    else if (c === "<") return { ...none, end: i };
    else if (c === "{" && how.braces) i = braced(text, i);
    else i = attribute(text, i, how, attributes);
  }
  return { ...none, end: text.length };
}

/** Reads one attribute and tells where the next may begin. */
function attribute(text: string, at: number, how: Embedding, into: Map<string, string>): number {
  const pattern = /([^\s/>=<]+)(?:\s*=\s*)?/y;
  pattern.lastIndex = at;
  const match = pattern.exec(text);
  if (!match) return at + 1;
  const name = (match[1] as string).toLowerCase();
  let end = pattern.lastIndex;
  let value = "";
  if (match[0].trimEnd().endsWith("=")) {
    const first = text[end] as string;
    if (first === '"' || first === "'" || (first === "`" && how.braces)) {
      const close = text.indexOf(first, end + 1);
      value = text.slice(end + 1, close < 0 ? text.length : close);
      end = close < 0 ? text.length : close + 1;
    } else if (first === "{" && how.braces) {
      const close = braced(text, end);
      value = text.slice(end, close);
      end = close;
    } else {
      const bare = /[^\s>]*/y;
      bare.lastIndex = end;
      value = bare.exec(text)?.[0] ?? "";
      end += value.length;
    }
  }
  if (!into.has(name)) into.set(name, value);
  return Math.max(end, at + 1);
}

/** Where a value in braces ends, what is quoted in it passed over. */
function braced(text: string, at: number): number {
  let depth = 0;
  for (let i = at; i < text.length; i++) {
    const c = text[i] as string;
    if (c === "{") depth++;
    else if (c === "}" && --depth === 0) return i + 1;
    else if (c === '"' || c === "'" || c === "`") {
      const quoted = c === "`" ? /`(?:[^`\\]|\\[\s\S])*`/y : c === '"' ? /"(?:[^"\\\n]|\\.)*"/y : /'(?:[^'\\\n]|\\.)*'/y;
      quoted.lastIndex = i;
      // An apostrophe alone stands in a comment or a pattern.
      if (quoted.test(text)) i = quoted.lastIndex - 1;
    }
  }
  return text.length;
}

/** Where the content of an element that holds text ends: at its end tag, or at the end of the file. */
function contentEnd(text: string, from: number, name: string, how: Embedding): number {
  const quoted = name.replace(/[.*+?^${}()|[\]\\]/g, "\\$&");
  const flags = how.components && name !== "script" ? "g" : "gi";
  if (how.components || name !== "script") return search(text, new RegExp(`</${quoted}(?=[\\s/>])`, flags), from);
  // An end tag inside `<!-- <script> … -->` ends the inner script that it seems to have.
  const pattern = /<!--|-->|<(\/?)script(?=[\s/>])/gi;
  let hidden = false;
  let inner = false;
  pattern.lastIndex = from;
  for (let match = pattern.exec(text); match; match = pattern.exec(text)) {
    if (match[0] === "<!--") {
      hidden = true;
      // Its dashes may be those of the end as well: `<!-->`.
      pattern.lastIndex = match.index + 2;
    } else if (match[0] === "-->") hidden = inner = false;
    else if (match[1] === "/" && !inner) return match.index;
    else inner = hidden && match[1] === "";
  }
  // A comment that never ends hides nothing: the file is being typed.
  return hidden ? search(text, /<\/script(?=[\s/>])/gi, from) : text.length;
}

function atMargin(text: string, at: number): boolean {
  return at === 0 || /[\r\n\uFEFF]/.test(text[at - 1] as string);
}

function search(text: string, pattern: RegExp, from: number): number {
  pattern.lastIndex = from;
  return pattern.exec(text)?.index ?? text.length;
}

function after(text: string, sign: string, from: number): number {
  const at = text.indexOf(sign, from);
  return at < 0 ? text.length : at + sign.length;
}

/** What stands between the first line of three dashes, with nothing before it, and the next. */
function fence(text: string): { readonly start: number; readonly end: number; readonly next: number } | undefined {
  const open = /^[\uFEFF\s]*---/.exec(text);
  if (!open) return undefined;
  const start = open[0].length;
  const close = /(?:^|[\r\n])[ \t]*---/g;
  close.lastIndex = start;
  const match = close.exec(text);
  if (!match) return { start, end: text.length, next: text.length };
  const next = match.index + match[0].length;
  return { start, end: next - 3, next };
}
