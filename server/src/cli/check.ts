import { type Severity, severities } from "../rules/model.ts";
import type { Arguments } from "./arguments.ts";
import { type Baseline, compare, readBaseline, writeBaseline } from "./baseline.ts";
import { exit, Failure } from "./failure.ts";
import { findingsAsGithub } from "./format/github.ts";
import { findingsAsJson } from "./format/json.ts";
import { Places } from "./format/places.ts";
import { count, findingsForPeople } from "./format/pretty.ts";
import { findingsAsSarif } from "./format/sarif.ts";
import { type Machine, stderrLog } from "./machine.ts";
import type { Scan, Seen } from "./scan.ts";
import { scanProject } from "./scan-project.ts";
import type { Shard } from "./select.ts";
import { styleFor } from "./style.ts";

/** `faultline check`: prints the findings of all severities; those from `--severity` on make the status 1. */
export async function check(machine: Machine, { operands, options }: Arguments): Promise<number> {
  const updates = options["update-baseline"] !== undefined;
  if (updates && options.baseline === undefined) throw new Failure("--update-baseline needs to know which: --baseline FILE");
  // Before the files are looked at: what is wrong with it shows at once.
  const baseline = options.baseline === undefined ? undefined : readBaseline(machine, options.baseline, updates);
  const { scan: all, shard } = await scanProject(machine, operands, options, withFindings, true);
  const scan = baseline === undefined ? all : sinceBaseline(machine, all, baseline, updates);
  machine.stdout.write(print(machine, scan, options.format, shard));
  const threshold = severities.indexOf((options.severity ?? "warning") as Severity);
  const isBad = scan.kept.some((it) => it.analysis.findings.some((finding) => severities.indexOf(finding.severity) >= threshold));
  return isBad ? exit.findings : exit.clean;
}

function withFindings({ text, lines, findings }: Seen): Seen | undefined {
  return findings.length > 0 ? { text, lines, findings, sites: [] } : undefined;
}

/** The findings that are new; with `updates` none are, since the baseline then knows them all. */
function sinceBaseline(machine: Machine, scan: Scan, baseline: Baseline, updates: boolean): Scan {
  const log = stderrLog(machine);
  if (updates) {
    log.warn(`${baseline.name} now holds ${count(writeBaseline(machine, scan, baseline), "finding", "findings")}`);
    return { ...scan, kept: [] };
  }
  const { fresh, gone } = compare(machine, scan, baseline);
  if (gone.length > 0) {
    const it = gone.length === 1 ? "it" : "them";
    log.warn(`${count(gone.length, "finding", "findings")} of ${baseline.name} no longer found: --update-baseline takes ${it} out`);
  }
  return fresh;
}

function print(machine: Machine, scan: Scan, format: string | undefined, shard: Shard | undefined): string {
  const { cwd, host } = machine;
  const places = new Places(host, cwd);
  switch (format) {
    case "json":
      return findingsAsJson(scan);
    case "github":
      return findingsAsGithub(scan);
    case "sarif":
      return findingsAsSarif(scan.kept, { cwd, version: machine.version, rules: machine.rules, places, shard });
    default: {
      const style = styleFor(machine.stdout, machine.env);
      const { isTerminal, columns } = machine.stdout;
      return findingsForPeople(scan, { style, places, width: columns ?? 120, wrap: isTerminal });
    }
  }
}
