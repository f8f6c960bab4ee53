import assert from "node:assert/strict";
import type { PublishDiagnosticsParams } from "vscode-languageserver";
import type { Analysis, Engine, EngineOptions, OpenDocument } from "../../server/src/engine/model.ts";
import type { ClientFeatures } from "../../server/src/lsp/client-features.ts";
import type { Services } from "../../server/src/lsp/services.ts";
import { Session } from "../../server/src/lsp/session.ts";
import { applyEdits, type TextEdit } from "../../server/src/text/span.ts";
import { analysis, catalogs, finding } from "../features/support.ts";

export const URI = "file:///w/a.ts";
export const FEATURES: ClientFeatures = {
  configuration: true,
  watchedFiles: true,
  relatedInformation: true,
  codeDescription: true,
  diagnosticData: true,
  documentChanges: true,
  createFiles: true,
  markdownHover: true,
  markdownCompletion: true,
  labelDetails: true,
  codeActionLiterals: true,
  laterEdits: false,
  preferredActions: true,
  status: true,
  saveCommand: undefined,
  rulePages: "file:///docs/rules/",
  locale: "en",
};

/** An engine that finds every `!` of a text, throws at `BOOM`, and remembers what was asked of it. */
export function world(files: Readonly<Record<string, string>> = {}, client: Partial<ClientFeatures> = {}, more: Partial<Services> = {}) {
  const asked: string[] = [];
  const published: PublishDiagnosticsParams[] = [];
  const warnings: string[] = [];
  const errors: string[] = [];
  const statuses: unknown[] = [];
  const engines: EngineOptions[] = [];

  const look = (path: string, text: string): Analysis => {
    const findings = [...text.matchAll(/!/g)].map((it) => {
      const related = [{ span: { start: 5, end: 6 }, file: "b.ts", message: "there" }];
      return finding(it.index, it.index + 1, { related, message: `at ${it.index}` });
    });
    const verdicts = text.includes("marketo") ? [{ api: "marketo-rest", weight: 1, certain: true, evidence: [] }] : [];
    return analysis(text, { path, findings, verdicts });
  };
  const open = (path: string, text: string): OpenDocument => {
    asked.push(`open ${path}`);
    let now = look(path, text);
    return {
      get analysis() {
        return now;
      },
      edit(edits: readonly TextEdit[]) {
        const next = edits.reduce((it, edit) => applyEdits(it, [edit]), now.text);
        if (edits.some((it) => it.text === "BOOM")) throw new Error("no sense");
        now = look(path, next);
        return now;
      },
      refresh() {
        asked.push(`refresh ${path}`);
        return now;
      },
      settle() {
        asked.push(`settle ${path}`);
        return now.text.includes("{");
      },
      slotAt: () => undefined,
      fixes: () => [],
      denial: () => undefined,
      close: () => asked.push(`close ${path}`),
    };
  };
  let prepared = false;
  const createEngine = (options: EngineOptions): Engine => {
    engines.push(options);
    return {
      catalogs,
      languageOf: (path) => (path.endsWith(".ts") ? "typescript" : undefined),
      load: () => Promise.resolve(),
      compareFiles: () => {},
      openCells: () => {
        throw new Error("no notebooks here");
      },
      source: (_, text) => ({ text }),
      isSilent: () => false,
      holdsScripts: () => false,
      related: () => [],
      async prepare(path) {
        if (!(path in files) || prepared) return false;
        prepared = true;
        await new Promise((done) => setTimeout(done, 0));
        return true;
      },
      open: (path, _, text) => open(path, text),
      analyse: look,
      configure: (settings) => asked.push(`configure ${JSON.stringify(settings.rules)}`),
      changed: (paths) => asked.push(`changed ${paths.join()}`),
    };
  };
  const host = {
    resource: () => Promise.reject(new Error("none")),
    resources: () => Promise.resolve([]),
    readText: (path: string) => {
      if (path in files) asked.push(`read ${path}`);
      return files[path];
    },
    exists: (path: string) => path in files,
    list: () => [],
  };
  const outlet = {
    log: { info() {}, warn: (it: string) => void warnings.push(it) },
    diagnostics: (it: PublishDiagnosticsParams) => void published.push(it),
    status: (it: unknown) => void statuses.push(it),
    showError: (it: string) => void errors.push(it),
  };
  const services = { host, createEngine, loadCatalogs: async () => ({ catalogs, problems: ["a problem"] }), ...more };
  const session = new Session(services, outlet, { ...FEATURES, ...client }, ["/w"]);
  const last = () => published.at(-1) ?? assert.fail("nothing published");
  const at = (line: number, character: number, text: string) => ({ range: { start: { line, character }, end: { line, character } }, text });
  const openAt = async (uri: string, text: string, version = 1) => {
    session.open({ uri, languageId: "typescript", version, text });
    return session.document(uri);
  };
  return { session, asked, published, warnings, errors, statuses, engines, services, last, at, openAt };
}
