import { createHash } from "node:crypto";
import { type FileMark, isSame, isSettled } from "../../host/marks.ts";
import { decode, type NodeHost } from "../../host/node.ts";

/** What was asked of the disk, and what it said. `said` is a digest, or the problem there was. */
export type Question =
  | { readonly ask: "file"; readonly path: string; readonly said: string; readonly mark?: FileMark }
  | { readonly ask: "exists"; readonly path: string; readonly said: string }
  | { readonly ask: "list" | "walk"; readonly path: string; readonly said: string };

/** Writes down what a run asks of the disk, so that the next one can tell whether it would be told the same. */
export class Recorder {
  readonly #asked = new Map<string, Question>();
  /** Folders whose lists are known to be the same in another way. */
  readonly #isListed: (folder: string) => boolean;

  constructor(isListed: (folder: string) => boolean) {
    this.#isListed = isListed;
  }

  get questions(): readonly Question[] {
    return [...this.#asked.values()];
  }

  over(host: NodeHost): NodeHost {
    const bytes: NodeHost["bytes"] = (path) => {
      const read = host.bytes(path);
      this.#note(fileQuestion(path, read));
      return read;
    };
    const read: NodeHost["read"] = (path) => {
      const result = bytes(path);
      return "problem" in result ? result : { text: decode(result.bytes.subarray(0, result.length)) };
    };
    return {
      ...host,
      bytes,
      read,
      readBytes: (path) => {
        const result = bytes(path);
        return "problem" in result ? undefined : result;
      },
      readText: (path) => {
        const result = read(path);
        return "text" in result ? result.text : undefined;
      },
      exists: (path) => {
        const said = host.exists(path);
        this.#note({ ask: "exists", path, said: String(said) });
        return said;
      },
      list: (folder) => {
        const names = host.list(folder);
        if (!this.#isListed(folder)) this.#note({ ask: "list", path: folder, said: digest(names.join("\n")) });
        return names;
      },
      walk: (folder, wanted) => {
        if (this.#isListed(folder)) return host.walk?.(folder, wanted) ?? [];
        // All that is there, whatever is wanted of it now.
        const paths = [...(host.walk?.(folder, () => true) ?? [])];
        this.#note({ ask: "walk", path: folder, said: digest(paths.join("\n")) });
        return paths.filter(wanted);
      },
    };
  }

  #note(question: Question): void {
    this.#asked.set(`${question.ask} ${question.path}`, question);
  }
}

/** Whether the disk still says the same. */
export function isStillSo(question: Question, host: NodeHost): boolean {
  const { path, said } = question;
  switch (question.ask) {
    case "file":
      return (question.mark !== undefined && isSame(path, question.mark)) || fileQuestion(path, host.bytes(path)).said === said;
    case "exists":
      return String(host.exists(path)) === said;
    case "list":
      return digest(host.list(path).join("\n")) === said;
    case "walk":
      return digest([...(host.walk?.(path, () => true) ?? [])].join("\n")) === said;
  }
}

function fileQuestion(path: string, read: ReturnType<NodeHost["bytes"]>): Question {
  if ("problem" in read) return { ask: "file", path, said: read.problem };
  const { ino, size, mtimeMs, ctimeMs } = read.mark;
  const mark = { ino, size, mtimeMs, ctimeMs };
  return { ask: "file", path, said: digest(read.bytes.subarray(0, read.length)), ...(isSettled(mark) ? { mark } : {}) };
}

function digest(content: string | Uint8Array): string {
  return createHash("sha256").update(content).digest("base64url");
}
