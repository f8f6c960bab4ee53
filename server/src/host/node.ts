import { closeSync, constants, existsSync, fstatSync, openSync, readdirSync, readFileSync, readSync, statSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import type { Host, Logger } from "./host.ts";
import type { FileMark } from "./marks.ts";
import { linkWatch } from "./real-paths.ts";
import { errorCode } from "./system.ts";
import { walk } from "./walk.ts";

/** Files above this many bytes are given up on: no hand-written source is that long, and a parser's tree takes thirty times as much. */
export const maxFileBytes = 4 * 1024 * 1024;

/**
 * What reading a file gave: its text, or in a few words why there is none. `refused` says that the system would have given it, but what it is
 * (too large, binary, a pipe) makes it nothing to read.
 */
export type FileRead = { readonly text: string } | Unread;
export type BytesRead = { readonly bytes: Buffer; readonly length: number; readonly mark: FileMark } | Unread;

interface Unread {
  readonly problem: string;
  readonly refused: boolean;
}

/** The machine as Node shows it. Reading goes through one buffer, so an instance belongs to one thread. */
export interface NodeHost extends Host {
  /** As `readText`, but says why there is no text: the system's own code such as `EACCES` where that is the reason. */
  read(path: string): FileRead;
  /** As `read`, but the bytes themselves: good until the next file is read. */
  bytes(path: string): BytesRead;
}

/** Where grammars lie in a checkout that was not built: tests run from source, and read them out of their packages. */
const unbuiltGrammars = [
  "node_modules/@vscode/tree-sitter-wasm/wasm",
  "node_modules/@tree-sitter-grammars/tree-sitter-kotlin",
  "node_modules/tree-sitter-scala",
  "node_modules/@repomix/tree-sitter-wasms/out",
  "node_modules/web-tree-sitter",
];

/** Opening a pipe otherwise waits for its other end. Windows has neither the pipes nor the flag. */
const readOnly = constants.O_RDONLY | (constants.O_NONBLOCK ?? 0);

/** A byte of zero among the first ones is what tells a binary file from text. */
const binaryProbeBytes = 8192;

/** Skimming a project says nothing of folders it can't read: whoever checks them by name hears of it. */
const silent: Logger = { info() {}, warn() {} };

/** The host for Node. `packageRoot` is the folder that holds the package's own files. */
export function createNodeHost(packageRoot: string = findPackageRoot()): NodeHost {
  let buffer = Buffer.allocUnsafe(256 * 1024);

  function bytes(path: string): BytesRead {
    let file: number | undefined;
    try {
      file = openSync(path, readOnly);
      const mark = fstatSync(file);
      if (!mark.isFile()) return refused("not a regular file");
      const { size } = mark;
      if (size > maxFileBytes) return refused(`${megabytes(size)} MB, more than the ${megabytes(maxFileBytes)} MB that are read`);
      // One byte of room beyond the size shows a file that grew meanwhile, and files under /proc that claim to be empty.
      if (buffer.length <= size) buffer = Buffer.allocUnsafe(Math.min(2 * size + 1, maxFileBytes + 1));
      let length = 0;
      for (;;) {
        const count = readSync(file, buffer, length, buffer.length - length, null);
        length += count;
        // As many as there should be, and none of those there was room for besides: that was all.
        if (count === 0 || (length === size && size > 0)) return isBinary(buffer, length) ? refused("binary") : { bytes: buffer, length, mark };
        if (length > maxFileBytes) return refused(`more than the ${megabytes(maxFileBytes)} MB that are read`);
        if (length === buffer.length) buffer = Buffer.concat([buffer], Math.min(2 * length, maxFileBytes + 1));
      }
    } catch (error) {
      return { problem: errorCode(error), refused: false };
    } finally {
      if (file !== undefined) closeSync(file);
    }
  }

  function read(path: string): FileRead {
    const result = bytes(path);
    return "problem" in result ? result : { text: decode(result.bytes.subarray(0, result.length)) };
  }

  return {
    read,
    bytes,
    readBytes(path) {
      const result = bytes(path);
      return "problem" in result ? undefined : result;
    },
    readText(path) {
      const result = read(path);
      return "text" in result ? result.text : undefined;
    },
    exists: (path) => existsSync(path),
    list: (folder) => listFolder(folder),
    leadsOut: linkWatch(),
    walk: (folder, wanted) => walk(folder, { wanted, log: silent }),
    // Small files, and many of them in a row: each would wait longer for its turn than the disk takes.
    async resource(path) {
      for (const place of resourcePlaces(packageRoot, path)) if (existsSync(place)) return readFileSync(place);
      throw new Error(`${path} is missing from the installation`);
    },
    async resources(folder) {
      return readdirSync(join(packageRoot, folder)).sort();
    },
  };
}

/** Windows' own editors write UTF-16, which is full of zero bytes: its mark is looked at before they are. */
function isUtf16(bytes: Buffer): boolean {
  return (bytes[0] === 0xff && bytes[1] === 0xfe) || (bytes[0] === 0xfe && bytes[1] === 0xff);
}

function isBinary(bytes: Buffer, length: number): boolean {
  return !(length > 1 && isUtf16(bytes)) && bytes.subarray(0, Math.min(length, binaryProbeBytes)).includes(0);
}

/** The text of a file's bytes. */
export function decode(bytes: Buffer): string {
  if (bytes.length < 2 || !isUtf16(bytes)) return bytes.toString("utf8");
  return bytes[0] === 0xff ? bytes.toString("utf16le") : new TextDecoder("utf-16be", { ignoreBOM: true }).decode(bytes);
}

function refused(problem: string): Unread {
  return { problem, refused: true };
}

function listFolder(folder: string): readonly string[] {
  try {
    return readdirSync(folder, { withFileTypes: true }).map((it) => {
      const isFolder = it.isSymbolicLink() ? isDirectory(join(folder, it.name)) : it.isDirectory();
      return isFolder ? `${it.name}/` : it.name;
    });
  } catch {
    return [];
  }
}

function isDirectory(path: string): boolean {
  try {
    return statSync(path).isDirectory();
  } catch {
    // A link that leads nowhere, or to itself: the other names of its folder are still good.
    return false;
  }
}

function resourcePlaces(root: string, path: string): readonly string[] {
  if (!path.startsWith("grammars/")) return [join(root, path)];
  const name = path.slice("grammars/".length);
  return [join(root, "dist", path), ...unbuiltGrammars.map((folder) => join(root, folder, name))];
}

/** The folder that holds `catalogs/` and `server/languages/`, above this module. Throws where there is none: a broken installation. */
export function findPackageRoot(): string {
  const start = dirname(fileURLToPath(import.meta.url));
  for (let folder = start; ; folder = dirname(folder)) {
    if (existsSync(join(folder, "catalogs", "catalog.schema.json"))) return folder;
    if (dirname(folder) === folder) throw new Error(`no catalogs/ folder above ${start}: the installation is broken`);
  }
}

function megabytes(bytes: number): string {
  return (bytes / 1024 / 1024).toFixed(1).replace(/\.0$/, "");
}
