import { createEngine } from "../../server/src/engine/engine.ts";
import { Languages } from "../../server/src/engine/languages.ts";
import { defaultSettings, type Engine } from "../../server/src/engine/model.ts";
import type { Host } from "../../server/src/host/host.ts";
import { createNodeHost } from "../../server/src/host/node.ts";
import type { Finding, Fix } from "../../server/src/rules/model.ts";
import type { Grammar } from "../../server/src/syntax/grammar.ts";
import { LiveTree } from "../../server/src/syntax/tree.ts";
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
  /** Places where the parser finds no sense afterwards. */
  readonly errors: number;
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
  const grammar = await grammarOf(id);
  const document = engine.open(`${root}/${path}`, id, text);
  const out = document.analysis.findings.flatMap((finding) =>
    document.fixes(finding).map((fix): Fixed => {
      const after = applyEdits(text, fix.edits);
      const { findings } = engine.analyse(`${root}/${path}`, id, after);
      return { finding, fix, before: text, after, findings, errors: errorsOf(grammar, after) };
    }),
  );
  document.close();
  return out;
}

/** The one fix with this id, of the first finding that has one. */
export async function fixed(id: string, path: string, text: string, beside: Readonly<Record<string, string>> = {}): Promise<string> {
  const found = (await allFixes(path, text, beside)).find((f) => f.fix.id === id);
  if (!found) throw new Error(`no fix ${id} for\n${text}`);
  return found.after;
}

/** The file with every missing code handled, finding by finding, as somebody would who takes the first offer each time. */
export async function handled(
  path: string,
  text: string,
  beside: Readonly<Record<string, string>> = {},
): Promise<{ readonly after: string; readonly rounds: number }> {
  let after = text;
  for (let rounds = 0; rounds < 20; rounds++) {
    const next = (await allFixes(path, after, beside)).find((f) => f.fix.id.startsWith("handle-"));
    if (!next) return { after, rounds };
    after = next.after;
  }
  throw new Error("the fixes never come to an end");
}

const grammars = new Map<string, Grammar>();

async function grammarOf(id: string): Promise<Grammar> {
  const known = grammars.get(id);
  if (known) return known;
  const languages = await Languages.read(node);
  await languages.load(id);
  const grammar = languages.loaded(id) as Grammar;
  grammars.set(id, grammar);
  return grammar;
}

function errorsOf(grammar: Grammar, text: string): number {
  const tree = new LiveTree(grammar, text);
  const { errors } = tree;
  tree.free();
  return errors;
}

/** How a function of the tests' clients ends: it decides on `code` and gives up on all that it doesn't name. */
export const decides = `switch (code) {
    case "601":
    case "602":
      throw new Error("the token is old");
    case "610":
      return [];
    default:
      throw new Error(message);
  }
}
`;
