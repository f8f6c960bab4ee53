import { writeFileSync } from "node:fs";
import { dirname } from "node:path";
import { printPath, type Schema, validate } from "../catalogs/validate.ts";
import { errorCode } from "../host/system.ts";
import type { Finding } from "../rules/model.ts";
import { quote } from "./arguments.ts";
import { Failure } from "./failure.ts";
import { type Fingerprint, fingerprints, isSame } from "./fingerprint.ts";
import type { Machine } from "./machine.ts";
import { relativePath, resolvePath } from "./paths.ts";
import type { Scan, ScannedFile } from "./scan.ts";

/** Findings that a project has agreed to live with for now. */
export interface Baseline {
  /** As the user named it. */
  readonly name: string;
  /** Absolute. */
  readonly path: string;
  readonly known: readonly Fingerprint[];
}

const entry: Schema = {
  type: "object",
  required: ["file", "rule", "codes", "text", "near"],
  additionalProperties: false,
  properties: {
    file: { type: "string" },
    rule: { type: "string" },
    codes: { type: "array", items: { type: "string" } },
    text: { type: "string" },
    near: { type: "string" },
  },
};

const schema: Schema = {
  type: "object",
  required: ["version", "findings"],
  additionalProperties: false,
  properties: { version: { enum: [1] }, findings: { type: "array", items: entry } },
};

/** Reads a baseline. Throws a `Failure` where it can't be read or isn't one; a missing one is empty only where it is about to be written. */
export function readBaseline(machine: Machine, name: string, updates: boolean): Baseline {
  const path = resolvePath(machine.cwd, name);
  if (!machine.host.exists(path)) {
    if (updates) return { name, path, known: [] };
    throw new Failure(`there is no baseline ${quote(name)}; --update-baseline makes one`);
  }
  const read = machine.host.read(path);
  if ("problem" in read) throw new Failure(`can't read the baseline ${quote(name)}: ${read.problem}`);
  const data = parse(read.text, name);
  const violation = validate(schema, data)[0];
  if (violation) throw new Failure(`${name} is no baseline: ${printPath(violation.path)} ${violation.message}`);
  // The schema holds, so that the data has this shape.
  return { name, path, known: (data as { readonly findings: readonly Fingerprint[] }).findings };
}

function parse(text: string, name: string): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    throw new Failure(`${name} is no baseline: not valid JSON: ${error instanceof Error ? error.message : error}`);
  }
}

export interface Comparison {
  /** The scan with the new findings alone. */
  readonly fresh: Scan;
  /** Entries of files that were looked at, or are gone, for which nothing is found any more. */
  readonly gone: readonly Fingerprint[];
}

/** Takes out what the baseline knows. Each entry stands for one finding; where there are more of a kind than it knows, the odd ones are new. */
export function compare(machine: Machine, scan: Scan, baseline: Baseline): Comparison {
  const open = new Map<string, Set<Fingerprint>>();
  for (const it of baseline.known) open.set(it.file, (open.get(it.file) ?? new Set()).add(it));
  const kept = scan.kept.flatMap((file): readonly ScannedFile[] => {
    const name = fileIn(machine, file.file, baseline);
    const findings = freshIn(file, name, open.get(name) ?? new Set());
    return findings.length === 0 ? [] : [{ ...file, analysis: { ...file.analysis, findings } }];
  });
  const left = [...open.values()].flatMap((it) => [...it]);
  return { fresh: { ...scan, kept }, gone: left.filter((it) => isLookedAt(machine, it, scan, baseline)) };
}

function freshIn({ analysis }: ScannedFile, file: string, open: Set<Fingerprint>): readonly Finding[] {
  const prints = fingerprints(file, analysis);
  const known = new Set<number>();
  const take = (exactly: boolean): void => {
    for (const [i, print] of prints.entries()) {
      const match = known.has(i) ? undefined : [...open].find((it) => isSame(it, print, exactly));
      if (match === undefined) continue;
      open.delete(match);
      known.add(i);
    }
  };
  // First those whose surroundings are as they were: of two equal lines the one that was copied is the new one.
  take(true);
  take(false);
  return analysis.findings.filter((_, i) => !known.has(i));
}

/** Writes all findings of the scan, and keeps the entries of files that were not part of it. Gives the number of entries. */
export function writeBaseline(machine: Machine, scan: Scan, baseline: Baseline): number {
  const kept = baseline.known.filter((it) => !isLookedAt(machine, it, scan, baseline));
  const found = scan.kept.flatMap((file) => fingerprints(fileIn(machine, file.file, baseline), file.analysis));
  const lines = [...kept, ...found].map((it) => JSON.stringify(it)).sort();
  // One line an entry, sorted by what doesn't move: two branches that mend different findings merge without a conflict.
  const text = `{\n  "version": 1,\n  "findings": [${lines.length === 0 ? "" : `\n    ${lines.join(",\n    ")}\n  `}]\n}\n`;
  try {
    writeFileSync(baseline.path, text);
  } catch (error) {
    throw new Failure(`can't write the baseline ${quote(baseline.name)}: ${errorCode(error)}`);
  }
  return lines.length;
}

/** A file as the baseline names it: from its own folder, so that the working folder doesn't matter. */
function fileIn(machine: Machine, file: string, { path }: Baseline): string {
  return relativePath(dirname(path), resolvePath(machine.cwd, file));
}

function isLookedAt(machine: Machine, { file }: Fingerprint, scan: Scan, { path }: Baseline): boolean {
  const absolute = resolvePath(dirname(path), file);
  return scan.looked.has(relativePath(machine.cwd, absolute)) || !machine.host.exists(absolute);
}
