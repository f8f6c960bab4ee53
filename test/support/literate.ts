/**
 * Literate fixtures: Markdown pages that are tests and documentation at once.
 *
 * A page is prose with fenced blocks of code. `test/languages/<language>.md` shows which literals are recognised as codes,
 * `test/rules/<rule>.md` what a rule reports. How a page is written:
 *
 * **Front matter** (between `---` lines, all of it optional):
 * - `api: marketo-rest`: the API that every block is taken for, as if the workspace setting said so. Without it a block has to say itself what
 *   it talks to, as real code does.
 * - `findings: true`: on a language page, findings are shown beside the sites.
 * - `also: never-matches duplicate-code`: on a rule's page, further rules whose findings are shown. Other rules are left out.
 * - `repeats: typescript`: the blocks of that page are run once more as files of this page's language; `extension: .tsx` is their ending here.
 * - `as: typescript`: this page shows only what differs from that one.
 * - `absent:` followed by indented lines `shape-id: why the language doesn't have it`.
 *
 * **Headings** begin sections. `## membership: Membership in a set` shows the shape `membership` of `shapes.json`; what follows the colon is the
 * title. A section is asked to show the shape, and a look-alike of it: a block in which nothing may be found.
 *
 * **Blocks** are analysed when their first word is the ending or the id of a language (`ts`, `python`), or when they name a path. Behind it may
 * stand, in any order: `path=src/client.ts` (blocks of one section with different paths are one project, so that imports work; `new` begins
 * another one), `api=reactor` and `noapi` (in place of the page's), `names` (names that stand for a code are shown too, not literals only), and
 * last `settings={…}` (any settings, as JSON). Everything else is prose.
 *
 * **Expectations** stand in comment lines below the code they speak of, which are taken out before the text is analysed:
 *
 *     if (RETRYABLE.includes(code) || code === "606") {
 *     //                                      ^^^^^ 606 marketo-rest comparison
 *
 * The carets cover exactly what is found; `~~~~~` in their place says that it is found but only likely. Where columns leave no room the
 * comment sign is left out. What spans lines is covered to the end of its first line, and `+2:14` behind the carets says that it ends two lines
 * below, before column 14. Behind the carets stands
 * - for a site: its code, its API, its level where that isn't `response`, its role, then `named` when a constant's name stands there and
 *   `unknown` when the catalog doesn't have the code. Several sites of a line that differ only in the code may share a line:
 *   `//  ^^^^^  ^^^^^ 601 602 marketo-rest member`;
 * - for a finding: its severity, its rule, its codes, and behind ` — ` a part of its message.
 * Matching goes both ways: what is not annotated must not be found.
 *
 * **A cursor** `¦` in a block asks for completion or hover there: the block is followed by one marked `completion` or `hover`. Completion lists
 * what would be written, best first, with a part of the title behind it; a hover lists lines of its text. `…` on a line of its own stands for
 * anything, `! "412"` for what may not be there. A block with a cursor is not asked for its sites.
 *
 * **Why**: a block marked `why` behind a block of code lists, API by API, whether its file is certainly one of that API, and the evidence.
 *
 * **A fix**: a block marked `fix handle-all` shows the text of the block before it, once that fix was applied to its first finding that has it.
 * `…` stands for what is left out. After a fix the text must parse and the finding must be gone.
 *
 * `npm run test:update` writes what was found into the pages; read the difference before you keep it.
 */
import { basename } from "node:path";
import { type Note, readNotes } from "./notes.ts";

export interface Page {
  /** The file's name without its ending: a language or a rule. */
  readonly id: string;
  readonly title: string;
  readonly front: Front;
  readonly lines: readonly string[];
  readonly sections: readonly Section[];
}

export interface Front {
  readonly api?: string;
  readonly findings: boolean;
  readonly also: readonly string[];
  readonly repeats?: string;
  readonly extension?: string;
  readonly as?: string;
  /** Shape to the reason why it is missing. */
  readonly absent: Readonly<Record<string, string>>;
  /** Index of the first line behind it. */
  readonly end: number;
}

export interface Section {
  readonly heading: string;
  readonly shape?: string;
  /** Index of the heading's line; -1 before the first one. */
  readonly line: number;
  readonly projects: readonly Project[];
}

/** Blocks that are analysed together. */
export interface Project {
  readonly name: string;
  readonly blocks: readonly Block[];
  readonly api?: string;
  readonly settings: Readonly<Record<string, unknown>>;
}

export interface Block {
  /** The first word of the info string. */
  readonly word: string;
  readonly path?: string;
  /** Sites that are names of constants are shown. */
  readonly names: boolean;
  /** Indices of the first line of the content and of the closing fence. */
  readonly first: number;
  readonly end: number;
  /** The code without expectations and cursor. */
  readonly text: string;
  readonly cursor?: number;
  readonly notes: readonly Note[];
  readonly outputs: readonly Output[];
}

export interface Output {
  readonly kind: "completion" | "hover" | "fix" | "why";
  /** Of a fix, its id. */
  readonly argument: string;
  readonly first: number;
  readonly end: number;
  readonly lines: readonly string[];
}

export const cursorSign = "¦";

interface Fence {
  readonly info: string;
  readonly first: number;
  readonly end: number;
}

/** Reads a page. `isLanguage` says whether the first word of an info string is a language's. Throws on a page that breaks the format. */
export function readPage(path: string, source: string, isLanguage: (word: string) => boolean): Page {
  const lines = source.split("\n");
  const id = basename(path, ".md");
  const front = readFront(lines, path);
  const sections: Section[] = [];
  let open: { heading: string; shape?: string; line: number; fences: Fence[] } = { heading: id, line: -1, fences: [] };
  let title = id;
  const close = (): void => {
    const { fences, ...section } = open;
    sections.push({ ...section, projects: projectsOf(fences, lines, open.heading, front, isLanguage, path) });
  };
  for (let i = front.end; i < lines.length; i++) {
    const line = lines[i] as string;
    const fence = /^(`{3,})(.*)$/.exec(line);
    if (fence) {
      const end = lines.findIndex((l, j) => j > i && l.trimEnd() === fence[1]);
      if (end < 0) throw new Error(`${path}:${i + 1}: a block that is never closed`);
      open.fences.push({ info: (fence[2] as string).trim(), first: i + 1, end });
      i = end;
      continue;
    }
    const heading = /^(#{1,4})\s+(.*\S)\s*$/.exec(line);
    if (!heading) continue;
    const words = heading[2] as string;
    if (heading[1] === "#") title = words;
    const shape = /^([a-z]+(?:-[a-z]+)*):\s+(.*)$/.exec(words);
    close();
    open = { heading: shape ? (shape[2] as string) : words, ...(shape ? { shape: shape[1] as string } : {}), line: i, fences: [] };
  }
  close();
  return { id, title, front, lines, sections };
}

function readFront(lines: readonly string[], path: string): Front {
  const values = new Map<string, string>();
  const absent: Record<string, string> = {};
  let end = 0;
  if (lines[0] === "---") {
    end = lines.indexOf("---", 1) + 1;
    if (end === 0) throw new Error(`${path}: front matter that is never closed`);
    for (const line of lines.slice(1, end - 1)) {
      const pair = /^(\s*)([\w-]+):\s*(.*?)\s*$/.exec(line);
      if (!pair) throw new Error(`${path}: front matter "${line}" is no "key: value"`);
      if (pair[1]) absent[pair[2] as string] = (pair[3] as string).replace(/^"(.*)"$/, "$1");
      else values.set(pair[2] as string, pair[3] as string);
    }
  }
  const one = (key: "api" | "repeats" | "extension" | "as") => (values.has(key) ? { [key]: values.get(key) as string } : {});
  const unknown = [...values.keys()].find((k) => !["api", "findings", "also", "repeats", "extension", "as", "absent"].includes(k));
  if (unknown) throw new Error(`${path}: front matter has an unknown key "${unknown}"`);
  return {
    ...one("api"),
    ...one("repeats"),
    ...one("extension"),
    ...one("as"),
    findings: values.get("findings") === "true",
    also: (values.get("also") ?? "").split(/[\s,]+/).filter((w) => w !== ""),
    absent,
    end,
  };
}

interface Attributes {
  readonly word: string;
  readonly path?: string;
  readonly api?: string;
  readonly noapi: boolean;
  readonly fresh: boolean;
  readonly names: boolean;
  readonly settings: Readonly<Record<string, unknown>>;
}

function readInfo(info: string, where: string): Attributes {
  const json = /\ssettings=(\{.*\})$/.exec(info);
  const words = (json ? info.slice(0, json.index) : info).split(/\s+/);
  const [word = "", ...rest] = words;
  const value = (name: string): string | undefined => rest.find((w) => w.startsWith(`${name}=`))?.slice(name.length + 1);
  const odd = rest.find((w) => !/^(?:path=\S+|api=\S+|noapi|names|new)$/.test(w));
  const path = value("path");
  const api = value("api");
  if (odd && (path || json)) throw new Error(`${where}: "${odd}" means nothing in an info string`);
  return {
    word,
    ...(path ? { path } : {}),
    ...(api ? { api } : {}),
    noapi: rest.includes("noapi"),
    fresh: rest.includes("new"),
    names: rest.includes("names"),
    settings: json ? (JSON.parse(json[1] as string) as Record<string, unknown>) : {},
  };
}

interface OpenProject {
  readonly blocks: Block[];
  api: string | undefined;
  settings: Record<string, unknown>;
}

function projectsOf(
  fences: readonly Fence[],
  lines: readonly string[],
  heading: string,
  front: Front,
  isLanguage: (word: string) => boolean,
  page: string,
): readonly Project[] {
  const projects: OpenProject[] = [];
  for (const fence of fences) {
    const where = `${page}:${fence.first}`;
    const kind = /^(completion|hover|fix|why)\b\s*(.*)$/.exec(fence.info);
    const last = projects.at(-1)?.blocks.at(-1);
    if (kind) {
      if (!last) throw new Error(`${where}: "${fence.info}" has no block before it`);
      const output = { kind: kind[1] as Output["kind"], argument: kind[2] as string, first: fence.first, end: fence.end };
      (last.outputs as Output[]).push({ ...output, lines: lines.slice(fence.first, fence.end) });
      continue;
    }
    const info = readInfo(fence.info, where);
    if (info.path === undefined && !isLanguage(info.word)) continue;
    const block = readBlock(info, fence, lines, where);
    const before = projects.at(-1);
    const joins = before && !info.fresh && info.path !== undefined && before.blocks.every((b) => b.path !== undefined && b.path !== info.path);
    const project = joins ? before : { blocks: [], api: front.api, settings: {} };
    if (project !== before) projects.push(project);
    project.blocks.push(block);
    if (info.noapi) project.api = undefined;
    if (info.api !== undefined) project.api = info.api;
    project.settings = { ...project.settings, ...info.settings };
  }
  return projects.map(({ blocks, api, settings }, i) => ({
    name: i === 0 ? heading : `${heading} (${i + 1})`,
    blocks,
    settings,
    ...(api === undefined ? {} : { api }),
  }));
}

function readBlock(info: Attributes, fence: Fence, lines: readonly string[], where: string): Block {
  const { text, notes } = readNotes(lines.slice(fence.first, fence.end), where);
  const cursor = text.indexOf(cursorSign);
  const { word, path, names } = info;
  const base = { word, names, ...(path ? { path } : {}), first: fence.first, end: fence.end, outputs: [] as Output[] };
  if (cursor < 0) return { ...base, text, notes };
  if (notes.length > 0) throw new Error(`${where}: a block with a cursor has no expectations`);
  return { ...base, text: text.slice(0, cursor) + text.slice(cursor + 1), cursor, notes };
}
