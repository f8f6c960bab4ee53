import { directives } from "../../server/src/resolve/evidence.ts";
import { type LanguageFolder, languageOfWord } from "../support/language-folders.ts";
import type { Page, Project } from "../support/literate.ts";
import type { Note } from "../support/notes.ts";
import { splitOverThree } from "./split.ts";

/** A fixture's files as they are set into another project. */
export interface Graft {
  readonly name: string;
  /** By their paths in the project. */
  readonly files: ReadonlyMap<string, GraftFile>;
  readonly settings: Readonly<Record<string, unknown>>;
  /** The places can be compared one by one; what was split over files is compared as a whole. */
  readonly placed: boolean;
}

export interface GraftFile {
  readonly text: string;
  /** What must be found, in offsets of this text. */
  readonly notes: readonly Note[];
  readonly names: boolean;
}

/** How a file of each API says whose it is, where the page says it for all of its blocks: a folder, and an address in a comment. */
const homes: Readonly<Record<string, { readonly folder: string; readonly says: string }>> = {
  "marketo-rest": { folder: "marketo", says: "https://123-ABC-456.mktorest.com/rest" },
  "feishu-project": { folder: "feishu-project", says: "https://project.feishu.cn/open_api" },
  reactor: { folder: "adobe-reactor", says: "https://reactor.adobe.io" },
  "flow-service": { folder: "aep-flow", says: "https://platform.adobe.io/data/foundation/flowservice" },
  "adobe-gateway": { folder: "adobe-gateway", says: "https://platform.adobe.io" },
};

/** The ways a fixture is set in. Undefined where it has nothing to be found, or says itself by a setting whose it is. */
export function graftsOf(page: Page, project: Project, languages: readonly LanguageFolder[]): readonly Graft[] {
  const home = project.api === undefined ? undefined : homes[project.api];
  const settled = project.settings.apis !== undefined || (project.api !== undefined && !home);
  const positive = project.blocks.some((b) => b.notes.some((n) => n.certain));
  if (settled || !positive || project.blocks.some((b) => b.cursor !== undefined)) return [];
  const name = `${page.id}: ${project.name}`;
  const folder = `modules/area51/${home ? `${home.folder}/` : ""}`;
  const files = new Map<string, GraftFile>();
  for (const block of project.blocks) {
    const language = languageOfWord(block.word, languages);
    const ending = language?.extensions.includes(`.${block.word}`) ? `.${block.word}` : (language?.extensions[0] ?? "");
    const path = folder + (block.path ?? `unit7${ending}`);
    const file = { text: block.text, notes: block.notes, names: block.names };
    files.set(path, home && language ? headed(file, `${language.comment} ${home.says}`) : file);
  }
  const plain: Graft = { name, files, settings: project.settings, placed: true };
  const mended: Graft = { ...plain, name: `${name} (CRLF)`, files: new Map([...files].map(([path, file]) => [path, withCrLf(file)])) };
  const only = files.size === 1 ? [...files][0] : undefined;
  const parts = only && splitOverThree(only[0], only[1]);
  return [plain, mended, ...(parts ? [{ ...plain, name: `${name} (in three files)`, files: parts, placed: false }] : [])];
}

/** A first line that says whose the file is; behind the mark that some languages begin with. */
function headed(file: GraftFile, line: string): GraftFile {
  const at = /^(?:<\?php[^\n]*\n|#![^\n]*\n|package [^\n]*\n)/.exec(file.text)?.[0].length ?? 0;
  if (directives(file.text).length > 0) return file;
  const added = `${line}\n`;
  const moved = (offset: number): number => (offset >= at ? offset + added.length : offset);
  return {
    ...file,
    text: file.text.slice(0, at) + added + file.text.slice(at),
    notes: file.notes.map((n) => ({ ...n, span: { start: moved(n.span.start), end: moved(n.span.end) } })),
  };
}

function withCrLf(file: GraftFile): GraftFile {
  const before = (offset: number): number => offset + (file.text.slice(0, offset).match(/\n/g)?.length ?? 0);
  return {
    ...file,
    text: file.text.replaceAll("\n", "\r\n"),
    notes: file.notes.map((n) => ({ ...n, span: { start: before(n.span.start), end: before(n.span.end) } })),
  };
}
