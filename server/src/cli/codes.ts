import type { Arguments } from "./arguments.ts";
import { exit } from "./failure.ts";
import { sitesForPeople } from "./format/inventory.ts";
import { sitesAsJson } from "./format/json.ts";
import type { Machine } from "./machine.ts";
import type { Seen } from "./scan.ts";
import { scanProject } from "./scan-project.ts";
import { styleFor } from "./style.ts";

/** `faultline codes`: the inventory of literals that stand for codes. */
export async function codes(machine: Machine, { operands, options }: Arguments): Promise<number> {
  const { scan, catalogs } = await scanProject(machine, operands, options, withSites);
  machine.stdout.write(options.format === "json" ? sitesAsJson(scan) : sitesForPeople(scan, catalogs, styleFor(machine.stdout, machine.env)));
  return exit.clean;
}

function withSites({ text, lines, sites, findings }: Seen): Seen | undefined {
  return sites.some((site) => site.named === undefined) ? { text, lines, sites, findings } : undefined;
}
