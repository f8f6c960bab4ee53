import { basename } from "node:path";
import { Languages } from "../../server/src/engine/languages.ts";
import type { Engine, OpenDocument } from "../../server/src/engine/model.ts";
import { createNodeHost } from "../../server/src/host/node.ts";
import type { Finding, Fix } from "../../server/src/rules/model.ts";
import { LiveTree } from "../../server/src/syntax/tree.ts";
import { applyEdits, type TextEdit } from "../../server/src/text/span.ts";
import { fixInTurn } from "../support/in-turn.ts";
import { testWorkspace } from "../support/workspace.ts";
import type { Client, Source } from "./clients.ts";

/** A client as some fix leaves it. */
export interface Variant {
  /** What was done, for people: `leads.ts:19 handle-all`. */
  readonly title: string;
  readonly source: Source;
  /** What the fix broke of its promises, as far as the parser and the rules can tell. */
  readonly faults: readonly string[];
}

export interface Variants {
  /** The client as it is, which must compile too. */
  readonly before: Variant;
  readonly fixed: readonly Variant[];
  readonly findings: number;
}

/** The engine over one client at a time. */
export class Workbench {
  readonly #engine: Engine;
  readonly #files: Map<string, string>;
  readonly #languages: Languages;
  #beside: readonly (readonly [path: string, text: string])[] = [];
  /** What no fix was offered for, in words; grows from client to client. */
  readonly notes: string[] = [];

  private constructor(engine: Engine, files: Map<string, string>, languages: Languages) {
    this.#engine = engine;
    this.#files = files;
    this.#languages = languages;
  }

  static async create(): Promise<Workbench> {
    const { engine, files } = await testWorkspace(["/w"]);
    return new Workbench(engine, files, await Languages.read(createNodeHost()));
  }

  /** Whether the engine knows the language of such a file. */
  knows(name: string): boolean {
    return this.#engine.languageOf(`/w/${name}`) !== undefined;
  }

  /** Every fix of every finding by itself, the fixes of one finding one kind after the other, and the best fix of each finding until none is left. */
  async variants(client: Client): Promise<Variants> {
    const path = `/w/${client.language}/src/${basename(client.source.name)}`;
    const id = this.#engine.languageOf(path) as string;
    await this.#engine.load(id);
    await this.#languages.load(id);
    this.#beside = Object.entries(client.beside ?? {}).map(([name, own]) => [`/w/${client.language}/src/${name}`, own]);
    const { text } = client.source;
    const errors = this.#errors(id, text);
    const called = client.project === undefined ? client.source.name : `${client.source.name} with ${client.project}`;
    const before: Variant = {
      title: `${called} as it is`,
      source: client.source,
      faults: errors === 0 ? [] : [`the parser finds ${errors} errors`],
    };
    const document = this.#open(path, id, text);
    const { findings, lines } = document.analysis;
    const fixed: Variant[] = [];
    for (const finding of findings) {
      const place = `${called}:${lines.position(finding.span.start).line + 1}`;
      for (const fix of document.fixes(finding)) {
        const after = applyEdits(text, fix.edits);
        const faults = [...overlapsIn(fix.edits), ...this.#faults({ path, id, text, after, finding, fix, findings })];
        fixed.push({ title: `${place} ${fix.id}`, source: { name: client.source.name, text: after }, faults });
      }
      if (document.fixes(finding).some(isOneKind)) fixed.push(await this.#inTurn(`${place} one kind after the other`, client, path, id, isOneKind));
    }
    document.close();
    if (fixed.some((v) => v.title.includes(" handle-"))) fixed.push(await this.#inTurn(`${called} everything handled`, client, path, id, isHandling));
    return { before, fixed, findings: findings.length };
  }

  async #inTurn(title: string, client: Client, path: string, id: string, wanted: (fix: Fix) => boolean): Promise<Variant> {
    this.#clear();
    const { text, left } = await fixInTurn({ engine: this.#engine, files: this.#files }, path, client.source.text, wanted);
    const errors = this.#errors(id, text);
    const faults = errors > 0 ? [`the parser finds ${errors} errors`] : [];
    // A client that can't sign in gets no fix that signs in; what stays is said, so that nobody takes it for mended.
    if (wanted === isHandling) this.notes.push(...left.map((f) => `${client.source.name}: no fix for ${f.codes.join(" ")}`));
    return { title, source: { name: client.source.name, text }, faults };
  }

  /** Nothing is there but what the project says. */
  #clear(): void {
    this.#files.clear();
    for (const [path, text] of this.#beside) this.#files.set(path, text);
    this.#engine.changed(this.#beside.map(([path]) => path));
  }

  #open(path: string, id: string, text: string): OpenDocument {
    this.#clear();
    this.#files.set(path, text);
    this.#engine.changed([path]);
    return this.#engine.open(path, id, text);
  }

  #faults(change: Change): readonly string[] {
    const { path, id, text, after, finding, fix, findings } = change;
    const faults: string[] = [];
    const errors = this.#errors(id, after);
    if (errors > this.#errors(id, text)) faults.push(`the parser finds ${errors} errors`);
    const document = this.#open(path, id, after);
    const now = document.analysis.findings;
    for (const code of promised(fix, finding)) {
      if (count(now, finding.rule, code) >= count(findings, finding.rule, code)) faults.push(`${finding.rule} still asks for ${code}`);
    }
    if (fix.id === "suppress" && now.length >= findings.length) faults.push("the finding is not suppressed");
    for (const rule of new Set(now.map((f) => f.rule))) {
      const more = now.filter((f) => f.rule === rule).length - findings.filter((f) => f.rule === rule).length;
      if (more > 0)
        faults.push(
          `${more} more of ${rule}: ${now
            .filter((f) => f.rule === rule)
            .map((f) => f.message)
            .join("; ")}`,
        );
    }
    // The same fix must have nothing left to do at the place it was made for.
    const moved = placeAfter(finding, fix.edits);
    const again = now
      .filter((f) => f.rule === finding.rule && Math.abs(f.span.start - moved) < 2)
      .flatMap((f) => document.fixes(f).filter((it) => it.id === fix.id));
    if (again.length > 0) faults.push("a second run would change the text again");
    document.close();
    return faults;
  }

  #errors(id: string, text: string): number {
    const grammar = this.#languages.loaded(id);
    if (!grammar) throw new Error(`${id} is not loaded`);
    const tree = new LiveTree(grammar, text);
    try {
      return tree.errors;
    } finally {
      tree.free();
    }
  }
}

interface Change {
  readonly path: string;
  readonly id: string;
  readonly text: string;
  readonly after: string;
  readonly finding: Finding;
  readonly fix: Fix;
  readonly findings: readonly Finding[];
}

function isHandling(fix: Fix): boolean {
  return fix.id.startsWith("handle-");
}

function isOneKind(fix: Fix): boolean {
  return /^handle-(?:throttled|auth|transient)$/.test(fix.id);
}

/** The codes that a fix says it sees to; a fix for one kind leaves the others. */
function promised(fix: Fix, finding: Finding): readonly string[] {
  const missing = (finding.data as { missing?: readonly { code: string; kind: string }[] } | undefined)?.missing;
  const kind = /^handle-(throttled|auth|transient)$/.exec(fix.id)?.[1];
  if (kind && missing) return missing.filter((m) => m.kind === kind).map((m) => m.code);
  return fix.id.startsWith("handle-") ? finding.codes : [];
}

function count(findings: readonly Finding[], rule: string, code: string): number {
  return findings.filter((f) => f.rule === rule && f.codes.includes(code)).length;
}

/** Where the finding's first character stands after the edits. */
function placeAfter({ span }: Finding, edits: readonly TextEdit[]): number {
  return edits.filter((e) => e.span.end <= span.start).reduce((at, e) => at + e.text.length - (e.span.end - e.span.start), span.start);
}

function overlapsIn(edits: readonly TextEdit[]): readonly string[] {
  const sorted = [...edits].sort((a, b) => a.span.start - b.span.start || a.span.end - b.span.end);
  return sorted.some((e, i) => i > 0 && e.span.start < (sorted[i - 1] as TextEdit).span.end) ? ["its edits overlap"] : [];
}
