import { createHash } from "node:crypto";
import { isAbsolute, resolve } from "node:path";
import { pathToFileURL } from "node:url";
import type { Finding, Severity } from "../../rules/model.ts";
import type { RuleInfo } from "../machine.ts";
import type { ScannedFile, Seen } from "../scan.ts";
import type { Shard } from "../select.ts";
import { print } from "./json.ts";
import { type Places, type Range, rangeOf } from "./places.ts";

const schema = "https://json.schemastore.org/sarif-2.1.0.json";

export interface SarifOptions {
  /** The working folder, absolute. */
  readonly cwd: string;
  readonly version: string;
  readonly rules: readonly RuleInfo[];
  readonly places: Places;
  readonly shard: Shard | undefined;
}

const levels: Record<Severity, string> = { error: "error", warning: "warning", information: "note", hint: "note" };

/**
 * SARIF 2.1.0, one run. Every shard's run has an id of its own (`automationDetails`), so that runs add up instead of replacing each other, and
 * every result has a fingerprint that survives code moving up and down in its file.
 */
export function findingsAsSarif(files: readonly ScannedFile[], options: SarifOptions): string {
  const ruleIndex = new Map(options.rules.map((it, i) => [it.id, i]));
  const results = files.flatMap(({ file, analysis }) => {
    const seen = new Map<string, number>();
    return analysis.findings.map((finding) => {
      const index = ruleIndex.get(finding.rule);
      return {
        ruleId: finding.rule,
        ...(index === undefined ? {} : { ruleIndex: index }),
        level: levels[finding.severity],
        message: { text: finding.message },
        locations: [location(options.cwd, file, rangeOf(analysis.lines, finding.span))],
        ...relatedLocations(options, file, analysis, finding),
        partialFingerprints: { "faultline/v1": fingerprint(file, analysis, finding, seen) },
        properties: { severity: finding.severity, api: finding.api, codes: finding.codes },
      };
    });
  });
  const run = {
    tool: { driver: { name: "Faultline", semanticVersion: options.version, rules: options.rules.map(rule) } },
    automationDetails: { id: `faultline/${options.shard ? `shard-${options.shard.index}-of-${options.shard.count}/` : ""}` },
    columnKind: "utf16CodeUnits",
    newlineSequences: ["\r\n", "\n", "\r"],
    results,
  };
  return print({ $schema: schema, version: "2.1.0", runs: [run] });
}

function rule(info: RuleInfo): object {
  return {
    id: info.id,
    name: info.id.replace(/(?:^|-)([a-z])/g, (_, letter: string) => letter.toUpperCase()),
    shortDescription: { text: info.title },
    ...(info.page === undefined ? {} : { helpUri: info.page }),
    help: { text: info.help || info.title, ...(info.help ? { markdown: info.help } : {}) },
    defaultConfiguration: { level: levels[info.defaultSeverity] },
  };
}

function relatedLocations(options: SarifOptions, file: string, analysis: Seen, finding: Finding): object {
  const places = options.places.related(file, analysis, finding);
  const related = places.map((it, id) => ({ id, ...location(options.cwd, it.file, it.range), message: { text: it.message } }));
  return related.length > 0 ? { relatedLocations: related } : {};
}

function location(cwd: string, file: string, range: Range): { physicalLocation: object } {
  return {
    physicalLocation: {
      artifactLocation: artifact(file, cwd),
      region: {
        startLine: range.start.line + 1,
        startColumn: range.start.character + 1,
        endLine: range.end.line + 1,
        endColumn: range.end.character + 1,
      },
    },
  };
}

/** A path as a URI: relative within the working folder, absolute outside of it. */
function artifact(file: string, cwd: string): object {
  if (isAbsolute(file) || file.startsWith("../")) return { uri: pathToFileURL(resolve(cwd, file)).href };
  // Half a surrogate pair in a name has no encoding.
  const encode = (segment: string) => encodeURIComponent(segment.replace(/[\ud800-\udfff]/gu, "\ufffd"));
  return { uri: file.split("/").map(encode).join("/"), uriBaseId: "%SRCROOT%" };
}

/** A finding's identity: its file, rule, API and codes and the words of its line, numbered where the same stand more than once. */
function fingerprint(file: string, analysis: Seen, finding: Finding, seen: Map<string, number>): string {
  const start = analysis.lines.lineStart(finding.span.start);
  const line = /^[^\r\n]*/.exec(analysis.text.slice(start, start + 1000))?.[0] ?? "";
  const words = line.trim().replace(/\s+/g, " ");
  const identity = JSON.stringify([file, finding.rule, finding.api, finding.codes, words]);
  const nth = (seen.get(identity) ?? 0) + 1;
  seen.set(identity, nth);
  return `${createHash("sha256").update(identity).digest("hex").slice(0, 32)}:${nth}`;
}
