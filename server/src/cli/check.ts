import { type Severity, severities } from "../rules/model.ts";
import type { Arguments } from "./arguments.ts";
import { exit } from "./failure.ts";
import { findingsAsGithub } from "./format/github.ts";
import { findingsAsJson } from "./format/json.ts";
import { Places } from "./format/places.ts";
import { findingsForPeople } from "./format/pretty.ts";
import { findingsAsSarif } from "./format/sarif.ts";
import type { Machine } from "./machine.ts";
import type { Scan } from "./scan.ts";
import { scanProject } from "./scan-project.ts";
import type { Shard } from "./select.ts";
import { styleFor } from "./style.ts";

/** `faultline check`: prints the findings of all severities; those from `--severity` on make the status 1. */
export async function check(machine: Machine, { operands, options }: Arguments): Promise<number> {
  const { scan, shard } = await scanProject(machine, operands, options, (it) => it.findings.length > 0, true);
  machine.stdout.write(print(machine, scan, options.format, shard));
  const threshold = severities.indexOf((options.severity ?? "warning") as Severity);
  const counts = scan.kept.some((it) => it.analysis.findings.some((finding) => severities.indexOf(finding.severity) >= threshold));
  return counts ? exit.findings : exit.clean;
}

function print(machine: Machine, scan: Scan, format: string | undefined, shard: Shard | undefined): string {
  const { cwd, host, rules } = machine;
  const places = new Places(host, cwd);
  switch (format) {
    case "json":
      return findingsAsJson(scan);
    case "github":
      return findingsAsGithub(scan);
    case "sarif":
      return findingsAsSarif(scan.kept, { cwd, version: machine.version, rules, places, shard });
    default: {
      const style = styleFor(machine.stdout, machine.env);
      const { isTerminal, columns } = machine.stdout;
      return findingsForPeople(scan, { style, places, width: columns ?? 120, wrap: isTerminal });
    }
  }
}
