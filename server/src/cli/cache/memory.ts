import { createHash } from "node:crypto";
import { isSame } from "../../host/marks.ts";
import { cacheFolder, keep, nameOf, recall } from "../../host/store.ts";
import type { Walked } from "../../host/walked.ts";
import type { Site } from "../../resolve/model.ts";
import type { Finding } from "../../rules/model.ts";
import { LineMap } from "../../text/line-map.ts";
import type { FileLook } from "../look.ts";
import type { Machine } from "../machine.ts";
import type { Scan } from "../scan.ts";
import type { SelectedFile } from "../select.ts";
import type { Survey } from "../survey.ts";
import { isStillSo, type Question } from "./recorder.ts";

/** Changes when what is kept changes its form. */
const format = 2;

const limits = { records: 40, bytes: 200 * 1024 * 1024 };

/** A file as it was seen: its path, its mark, and whether a program wrote it. Times of zero mean that it had none to rely on. */
type Row = readonly [path: string, ino: number, size: number, mtimeMs: number, ctimeMs: number, generated: 0 | 1];

interface Kept {
  readonly files: readonly Row[];
  /** What there is to say of a file besides, by its place among the rows. */
  readonly more: readonly (readonly [at: number, look: { readonly spots: Spots } | Problem])[];
  /** A digest of the names in all folders that were walked. */
  readonly names: string;
  /** What else was asked of the disk. */
  readonly questions: readonly Question[];
  readonly result: Result;
}

type Spots = Extract<FileLook, { readonly length: number }>["spots"];
type Problem = Extract<FileLook, { readonly problem: string }>;

/** What came out, without the texts: they are read again. */
interface Result {
  readonly kept: readonly { readonly file: string; readonly path: string; readonly sites: readonly Site[]; readonly findings: readonly Finding[] }[];
  /** Files that were left out when they were analysed. */
  readonly left: readonly string[];
  readonly callers: number;
  readonly warnings: readonly string[];
}

/** What a run leaves to the next one over the same files with the same question. */
export class Memory {
  readonly #folder: string;
  readonly #name: string;
  readonly #before: Kept | undefined;
  readonly #looks = new Map<string, FileLook>();

  private constructor(folder: string, name: string) {
    this.#folder = folder;
    this.#name = name;
    this.#before = soundly(recall(folder, name));
    const more = new Map(this.#before?.more);
    for (const [i, row] of (this.#before?.files ?? []).entries()) this.#looks.set(row[0], lookOf(row, more.get(i)));
  }

  /** None where there is no place for it: a cache within what is checked would be checked itself. */
  static open(machine: Machine, roots: readonly string[], ...question: readonly unknown[]): Memory | undefined {
    const folder = machine.program === undefined ? undefined : cacheFolder(machine.env, "results");
    if (folder === undefined || roots.some((root) => `${folder.replaceAll("\\", "/")}/`.startsWith(root === "/" ? root : `${root}/`)))
      return undefined;
    return new Memory(folder, nameOf(format, machine.version, machine.program, machine.cwd, roots, ...question));
  }

  /** The look that was taken at a file, where the file is the same to all appearances. */
  look(path: string): FileLook | undefined {
    const known = this.#looks.get(path);
    return known && !("problem" in known) && known.mark && isSame(path, known.mark) ? known : undefined;
  }

  /** The last run's result, where nothing that it depends on has changed. */
  result(
    machine: Machine,
    walked: Walked,
    survey: Survey,
    files: readonly SelectedFile[],
  ): { readonly scan: Scan; readonly warnings: readonly string[] } | undefined {
    const before = this.#before;
    if (!before || survey.size !== before.files.length || namesIn(walked) !== before.names) return undefined;
    for (const [path, look] of this.#looks) if (!says(survey.get(path), look)) return undefined;
    if (!before.questions.every((it) => isStillSo(it, walked.over(machine.host)))) return undefined;
    const kept: Scan["kept"][number][] = [];
    for (const { file, path, sites, findings } of before.result.kept) {
      const read = machine.host.read(path);
      if ("problem" in read) return undefined;
      kept.push({ file, analysis: { text: read.text, lines: new LineMap(read.text), sites, findings } });
    }
    const { callers, warnings } = before.result;
    const left = new Set(before.result.left);
    const looked = new Set(files.filter((it) => !left.has(it.relative)).map((it) => it.relative));
    return { scan: { files: looked.size, looked, callers, kept, retries: new Map() }, warnings };
  }

  write(
    scan: Scan,
    warnings: readonly string[],
    walked: Walked,
    survey: Survey,
    files: readonly SelectedFile[],
    questions: readonly Question[],
  ): void {
    const more: Kept["more"][number][] = [];
    const rows = [...survey.entries()].map(([path, look], at): Row => {
      if ("problem" in look) more.push([at, { problem: look.problem, refused: look.refused }]);
      else if (look.spots.needles.length > 0 || look.spots.speaks) more.push([at, { spots: look.spots }]);
      if ("problem" in look) return [path, 0, 0, 0, 0, 0];
      const { mark, generated, length } = look;
      return [path, mark?.ino ?? 0, length, mark?.mtimeMs ?? 0, mark?.ctimeMs ?? 0, generated ? 1 : 0];
    });
    const paths = new Map(files.map((it) => [it.relative, it.path]));
    const kept = scan.kept.map(({ file, analysis: { sites, findings } }) => ({ file, path: paths.get(file) ?? file, sites, findings }));
    const left = files.filter((it) => !scan.looked.has(it.relative)).map((it) => it.relative);
    const value: Kept = { files: rows, more, names: namesIn(walked), questions, result: { kept, left, callers: scan.callers, warnings } };
    keep(this.#folder, this.#name, value, limits);
  }
}

const silent: Spots = { needles: [], speaks: false };

function lookOf([, ino, size, mtimeMs, ctimeMs, generated]: Row, more: Kept["more"][number][1] | undefined): FileLook {
  if (more && "problem" in more) return more;
  const mark = mtimeMs > 0 ? { mark: { ino, size, mtimeMs, ctimeMs } } : {};
  return { spots: more?.spots ?? silent, length: size, known: true, generated: generated === 1, ...mark };
}

/** Whether a file says the same to all who look at its bytes alone; what those who read it depend on are questions of their own. */
function says(now: FileLook | undefined, before: FileLook): boolean {
  if (now === before) return true;
  if (now === undefined) return false;
  if ("problem" in now || "problem" in before) return "problem" in now && "problem" in before && now.problem === before.problem;
  return now.generated === before.generated && now.length === before.length && JSON.stringify(now.spots) === JSON.stringify(before.spots);
}

function namesIn(walked: Walked): string {
  const hash = createHash("sha256");
  for (const [folder, names] of walked.folders()) hash.update(`${folder}\n${names.join("/")}\n`);
  return hash.digest("base64url");
}

/** What another version wrote under the same name, or somebody's hand, may have any form. */
function soundly(value: unknown): Kept | undefined {
  const kept = value as Partial<Kept> | undefined;
  return kept && Array.isArray(kept.files) && Array.isArray(kept.more) && Array.isArray(kept.questions) && Array.isArray(kept.result?.kept)
    ? (kept as Kept)
    : undefined;
}
