import type { Catalog } from "../catalogs/catalog.ts";
import { loadCatalogs, type Problem } from "../catalogs/load.ts";
import { builtInCatalogs, provenCatalogs, userCatalogFolder, userCatalogs } from "../host/catalog-files.ts";
import { quote } from "./arguments.ts";
import { Failure } from "./failure.ts";
import type { Machine } from "./machine.ts";
import { relativePath, resolvePath } from "./paths.ts";

export interface LoadedCatalogs {
  readonly catalogs: readonly Catalog[];
  readonly problems: readonly Problem[];
}

/**
 * The built-in catalogs, those of `.faultline/catalogs` in the working folder, and those of `folders`, in this order: a later one takes the
 * place of an earlier one with its id. `proven` takes the built-in ones as they are. Throws a `Failure` where a folder holds no catalog or a file of one can't be read.
 */
export async function readCatalogs(machine: Machine, folders: readonly string[], proven = false): Promise<LoadedCatalogs> {
  const own = userCatalogs(machine.host, `${machine.cwd}/${userCatalogFolder}`);
  const given = folders.map((folder) => catalogsOf(machine, folder));
  const unreadable = [own, ...given].flatMap((it) => it.unreadable)[0];
  if (unreadable !== undefined) throw new Failure(`can't read the catalog ${quote(relativePath(machine.cwd, unreadable))}`);
  const inputs = [own, ...given].flatMap((it) => it.inputs).map((it) => ({ ...it, source: relativePath(machine.cwd, it.source) }));
  return loadCatalogs([...(await builtIns(machine, proven)), ...inputs]);
}

/**
 * As `readCatalogs`, for commands that only work with sound ones: throws a `Failure` with the first error, so that no code goes missing in
 * silence.
 */
export async function readSoundCatalogs(machine: Machine, folder: string | undefined): Promise<readonly Catalog[]> {
  const { catalogs, problems } = await readCatalogs(machine, folder === undefined ? [] : [folder], true);
  const errors = problems.filter((it) => it.severity === "error");
  if (errors[0]) {
    const more = errors.length === 1 ? "" : ` (and ${errors.length - 1} more; faultline catalog validate lists them)`;
    throw new Failure(`broken catalog: ${errors[0].message}${more}`);
  }
  return catalogs;
}

/** The files of the catalogs in a folder that the user named. */
export function catalogsOf(machine: Machine, folder: string): ReturnType<typeof userCatalogs> {
  const path = resolvePath(machine.cwd, folder);
  if (!machine.host.exists(path)) throw new Failure(`there is no folder ${quote(folder)}`);
  const files = userCatalogs(machine.host, path.replace(/\/catalog\.json$/, ""));
  if (files.inputs.length === 0 && files.unreadable.length === 0) {
    throw new Failure(`${quote(folder)} holds no catalog: neither catalog.json nor <id>/catalog.json`);
  }
  return files;
}

async function builtIns({ host }: Machine, proven: boolean): ReturnType<typeof builtInCatalogs> {
  try {
    return await (proven ? provenCatalogs(host) : builtInCatalogs(host));
  } catch (error) {
    throw new Failure(`the installation is broken: ${error instanceof Error ? error.message : error}`);
  }
}
