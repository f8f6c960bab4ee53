import type { Arguments } from "./arguments.ts";
import { Failure } from "./failure.ts";

/** `faultline import`: its arguments are settled; the importer comes in a later version and the command says so. */
export async function importCatalog({ operands, options }: Arguments): Promise<number> {
  if (operands.length !== 1) throw new Failure("import takes one page or OpenAPI description: faultline import <page|openapi> --id ID");
  if (options.id === undefined) throw new Failure("import needs the catalog's id: --id ID");
  throw new Failure("import is not in this version");
}
