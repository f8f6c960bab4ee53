/** A machine for tests: a folder of their own, an engine that finds what its text says, and sinks that keep what they were given. */
import { mkdirSync, mkdtempSync, realpathSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import type { Machine, RuleInfo } from "../../../server/src/cli/machine.ts";
import { run } from "../../../server/src/cli/run.ts";
import type { Analysis, Engine, EngineOptions } from "../../../server/src/engine/model.ts";
import { createNodeHost } from "../../../server/src/host/node.ts";
import type { Site } from "../../../server/src/resolve/model.ts";
import type { Finding, Severity } from "../../../server/src/rules/model.ts";
import { LineMap } from "../../../server/src/text/line-map.ts";

export const rules: readonly RuleInfo[] = [
  {
    id: "unhandled-retryable",
    title: "Retryable codes that nobody handles",
    defaultSeverity: "warning",
    help: "## What it says\n\nCodes are left out.",
    page: "https://example.com/unhandled-retryable",
  },
  { id: "unknown-code", title: "A code that the API doesn't have", defaultSeverity: "warning" },
];

export interface Result {
  readonly status: number;
  readonly out: string;
  readonly err: string;
}

/** A workspace on disk and the command line in it. */
export class Project {
  readonly root: string;
  readonly cwd: string;
  terminal = false;
  env: Record<string, string> = {};
  /** The options that the engine was last made with. */
  engineOptions: EngineOptions | undefined;

  constructor(files: Readonly<Record<string, string | Uint8Array>>, cwd = "") {
    this.root = realpathSync(mkdtempSync(join(tmpdir(), "faultline-cli-")));
    this.cwd = join(this.root, cwd);
    for (const [path, content] of Object.entries(files)) this.write(path, content);
  }

  write(path: string, content: string | Uint8Array): void {
    mkdirSync(dirname(join(this.root, path)), { recursive: true });
    writeFileSync(join(this.root, path), content);
  }

  remove(): void {
    rmSync(this.root, { recursive: true, force: true });
  }

  async run(...args: readonly string[]): Promise<Result> {
    let out = "";
    let err = "";
    const sink = (write: (text: string) => void) => ({ write, isTerminal: this.terminal, columns: this.terminal ? 100 : undefined });
    const machine: Machine = {
      cwd: this.cwd,
      env: this.env,
      stdout: sink((text) => {
        out += text;
      }),
      stderr: sink((text) => {
        err += text;
      }),
      host: createNodeHost(),
      rules,
      createEngine: async (options) => {
        this.engineOptions = options;
        return fakeEngine(options);
      },
      loadImporter: () => import("../../../server/src/importer/importer.ts"),
      version: "1.2.3",
      startServer: async () => {
        out += "served";
      },
    };
    const status = await run(machine, args);
    return { status, out, err };
  }
}

/** Runs `body` in a workspace that goes away afterwards. */
export async function inProject(
  files: Readonly<Record<string, string | Uint8Array>>,
  body: (project: Project) => Promise<void> | void,
  cwd?: string,
): Promise<void> {
  const project = new Project(files, cwd);
  try {
    await body(project);
  } finally {
    project.remove();
  }
}

/**
 * An engine whose findings and sites stand in the text: `!error 606: message !` is a finding over itself, `"606"` a site of marketo-rest,
 * `~606~` the use of a constant; either says that the file calls the API.
 */
function fakeEngine(options: EngineOptions): Engine {
  return {
    catalogs: options.catalogs,
    languageOf: (path) => (path.endsWith(".ts") ? "typescript" : path.endsWith(".py") ? "python" : undefined),
    async load(language) {
      if (language === "python") throw new Error("no grammar");
    },
    analyse(path, languageId, text) {
      if (text.includes("crash")) throw new Error("crashed");
      const analysis: Partial<Analysis> = {
        path,
        languageId,
        text,
        lines: new LineMap(text),
        findings: findingsIn(text),
        sites: sitesIn(text),
        retries: [],
        verdicts: /"\d+"|~\d+~/.test(text) ? [{ api: "marketo-rest", weight: 9, certain: true, evidence: [] }] : [],
      };
      return analysis as Analysis;
    },
    open: () => {
      throw new Error("the command line opens no documents");
    },
    prepare: async () => false,
    isSilent: () => false,
    holdsScripts: () => false,
    related: (languages) => [...languages],
    compareFiles: () => {},
    openCells: () => {
      throw new Error("the command line opens no notebooks");
    },
    source: (_, text) => ({ text }),
    configure: () => {},
    changed: () => {},
  };
}

function findingsIn(text: string): readonly Finding[] {
  return [...text.matchAll(/!(error|warning|information|hint) (\w+): (.*?) !(?:see (\d+)(?: in ([\w./]+))?)?/g)].map((match) => {
    const span = { start: match.index, end: match.index + match[0].length };
    const at = Number(match[4] ?? 0);
    const other = match[5] === undefined ? {} : { file: match[5] };
    const related = match[4] === undefined ? [] : [{ span: { start: at, end: at + 1 }, message: "decided here", ...other }];
    return {
      rule: "unhandled-retryable",
      severity: match[1] as Severity,
      api: "marketo-rest",
      codes: [match[2] ?? ""],
      message: match[3] ?? "",
      span,
      related,
    };
  });
}

function sitesIn(text: string): readonly Site[] {
  return [...text.matchAll(/"(\d+)"|~(\d+)~/g)].map((match) => {
    const code = match[1] ?? match[2] ?? "";
    return {
      span: { start: match.index, end: match.index + match[0].length },
      text: match[0],
      value: code,
      type: "string",
      role: "case",
      api: "marketo-rest",
      code,
      known: true,
      level: "response",
      confidence: "certain",
      ...(match[1] === undefined ? { named: "CODE" } : {}),
    };
  });
}
