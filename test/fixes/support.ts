import { createEngine } from "../../server/src/engine/engine.ts";
import { defaultSettings, type Engine } from "../../server/src/engine/model.ts";
import type { Host } from "../../server/src/host/host.ts";
import { createNodeHost } from "../../server/src/host/node.ts";
import type { Finding, Fix } from "../../server/src/rules/model.ts";
import { applyEdits } from "../../server/src/text/span.ts";
import { testCatalogs } from "../support/workspace.ts";

/** A file as it was and as one fix leaves it. */
export interface Fixed {
  readonly finding: Finding;
  readonly fix: Fix;
  readonly before: string;
  readonly after: string;
  /** What is found afterwards. */
  readonly findings: readonly Finding[];
}

const node = createNodeHost();
const root = "/w";
const silent = { info: () => {}, warn: () => {} };

/** An engine over one file, and whatever lies beside it. */
async function engineFor(files: Readonly<Record<string, string>>): Promise<Engine> {
  const all = new Map(Object.entries(files).map(([path, text]) => [`${root}/${path}`, text]));
  const host: Host = {
    resource: (path) => node.resource(path),
    resources: (folder) => node.resources(folder),
    readText: (path) => all.get(path),
    exists: (path) => all.has(path),
    list: (folder) =>
      [...all.keys()].filter((p) => p.startsWith(`${folder}/`) && !p.slice(folder.length + 1).includes("/")).map((p) => p.slice(folder.length + 1)),
  };
  return createEngine({ host, catalogs: await testCatalogs(), settings: defaultSettings, log: silent, roots: [root] });
}

/** Every fix of every finding of a file, each made by itself on the text as it is. */
export async function allFixes(path: string, text: string, beside: Readonly<Record<string, string>> = {}): Promise<readonly Fixed[]> {
  const engine = await engineFor({ ...beside, [path]: text });
  const id = engine.languageOf(path);
  if (id === undefined) throw new Error(`no language for ${path}`);
  await engine.load(id);
  const document = engine.open(`${root}/${path}`, id, text);
  const out = document.analysis.findings.flatMap((finding) =>
    document.fixes(finding).map((fix): Fixed => {
      const after = applyEdits(text, fix.edits);
      return { finding, fix, before: text, after, findings: engine.analyse(`${root}/${path}`, id, after).findings };
    }),
  );
  document.close();
  return out;
}
