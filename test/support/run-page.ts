import { ok } from "node:assert/strict";
import { writeFileSync } from "node:fs";
import { after, before, describe, test } from "node:test";
import type { Analysis, OpenDocument } from "../../server/src/engine/model.ts";
import type { Site } from "../../server/src/resolve/model.ts";
import type { Finding } from "../../server/src/rules/model.ts";
import { diff } from "./diff.ts";
import { type LanguageFolder, languageFolders, languageOfWord } from "./language-folders.ts";
import type { Block, Page, Project } from "./literate.ts";
import { type Note, reconcile, writeNotes } from "./notes.ts";
import { outputOf, type Printed } from "./outputs.ts";
import { pageAt } from "./pages.ts";
import { type TestWorkspace, testWorkspace } from "./workspace.ts";

/** Which of what is found a page shows. */
export interface Shown {
  readonly sites: boolean;
  /** All findings, none, or those of some rules. */
  readonly findings: boolean | readonly string[];
}

const updating = process.env.FAULTLINE_UPDATE === "1";
const languages = languageFolders();

/** A test for each project of a page, and of the page that it repeats. With `FAULTLINE_UPDATE=1` the page is rewritten instead. */
export function testPage(path: string, shown: (page: Page) => Shown): void {
  const page = pageAt(path, languages);
  describe(page.id, () => {
    run(page, path, shown(page), undefined);
    if (page.front.repeats !== undefined) {
      const other = path.replace(/[^/]+$/, `${page.front.repeats}.md`);
      const repeated = pageAt(other, languages);
      describe(`as on the page ${repeated.id}`, () => run(repeated, undefined, shown(repeated), page.front.extension));
    }
  });
}

/** `target` is where updates are written: none for a page that another one repeats. */
function run(page: Page, target: string | undefined, shown: Shown, extension: string | undefined): void {
  const projects = page.sections.flatMap((s) => s.projects);
  const edits: { first: number; end: number; lines: readonly string[] }[] = [];
  let workspace: TestWorkspace;
  before(async () => {
    workspace = await testWorkspace(projects.map((_, i) => rootOf(i)));
    for (const language of languages) await loadUsed(language, projects, workspace, extension);
  });
  for (const [index, project] of projects.entries()) {
    test(project.name, async () => {
      const faults: string[] = [];
      for await (const { block, expected, printed } of check(project, rootOf(index), workspace, shown, extension)) {
        if (printed.fits) continue;
        if (updating) {
          if (target !== undefined) edits.push({ first: block.first, end: block.end, lines: printed.lines });
        } else
          faults.push(
            `line ${block.first + 1}, expected (-) and found (+):\n${diff(expected, printed.lines)}${printed.fault ? `\n${printed.fault}` : ""}`,
          );
      }
      ok(faults.length === 0, `${page.id}: ${project.name}\n${faults.join("\n\n")}`);
    });
  }
  after(() => {
    if (target === undefined || edits.length === 0) return;
    const lines = [...page.lines];
    for (const edit of edits.sort((a, b) => b.first - a.first)) lines.splice(edit.first, edit.end - edit.first, ...edit.lines);
    writeFileSync(target, lines.join("\n"));
  });
}

function rootOf(index: number): string {
  return `/w${index + 1}`;
}

async function loadUsed(
  language: LanguageFolder,
  projects: readonly Project[],
  workspace: TestWorkspace,
  extension: string | undefined,
): Promise<void> {
  const used = projects.some((p) => p.blocks.some((b) => workspace.engine.languageOf(pathOf(b, "/", extension)) === language.id));
  if (used) await workspace.engine.load(language.id);
}

function pathOf(block: Block, root: string, extension: string | undefined): string {
  const language = languageOfWord(block.word, languages);
  const path = block.path ?? `example${language?.extensions.includes(`.${block.word}`) ? `.${block.word}` : (language?.extensions[0] ?? "")}`;
  return `${root}/${extension === undefined ? path : path.replace(/\.\w+$/, extension)}`;
}

interface Checked {
  readonly block: { readonly first: number; readonly end: number };
  readonly expected: readonly string[];
  readonly printed: Printed;
}

async function* check(
  project: Project,
  root: string,
  workspace: TestWorkspace,
  shown: Shown,
  extension: string | undefined,
): AsyncGenerator<Checked> {
  const { engine, files } = workspace;
  const placed = project.blocks.map((block) => ({ block, path: pathOf(block, root, extension) }));
  for (const { block, path } of placed) files.set(path, block.text);
  workspace.configure({ ...(project.api === undefined ? {} : { apis: { "**": project.api } }), ...project.settings });
  for (const { block, path } of placed) {
    const language = engine.languageOf(path);
    if (language === undefined) continue;
    await engine.prepare(path);
    const document = engine.open(path, language, block.text);
    try {
      if (block.cursor === undefined) yield checkNotes(block, document, shown, language);
      for (const output of block.outputs) {
        const printed = outputOf(output, { block, path, language, document, workspace });
        yield { block: output, expected: output.lines, printed };
      }
    } finally {
      document.close();
    }
  }
}

function checkNotes(block: Block, document: OpenDocument, shown: Shown, language: string): Checked {
  const sign = languages.find((l) => l.id === language)?.comment ?? "//";
  const { notes, complete } = reconcile(block.notes, notesOf(document.analysis, shown, block.names));
  const expected = writeNotes(block.text, block.notes, sign);
  return { block, expected, printed: { lines: writeNotes(block.text, notes, sign), fits: complete } };
}

function notesOf(analysis: Analysis, shown: Shown, names: boolean): readonly Note[] {
  const sites = shown.sites ? analysis.sites.filter((s) => names || s.named === undefined).map(siteNote) : [];
  const { findings } = shown;
  const wanted = analysis.findings.filter((f) => (typeof findings === "boolean" ? findings : findings.includes(f.rule)));
  return [...sites, ...wanted.map(findingNote)];
}

function siteNote(site: Site): Note {
  const words = [site.code, site.api, ...(site.level === "response" ? [] : [site.level]), site.role];
  if (site.named !== undefined) words.push("named");
  if (!site.known) words.push("unknown");
  return { span: site.span, certain: site.confidence === "certain", text: words.join(" ") };
}

function findingNote(finding: Finding): Note {
  const head = [finding.severity, finding.rule, ...finding.codes].join(" ");
  return { span: finding.span, certain: true, text: `${head} — ${finding.message.replaceAll("\n", " ")}` };
}
