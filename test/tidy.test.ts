/** The code base tested by tests: what docs/ARCHITECTURE.md promises of its form holds. Each failure names the file and what to do. */
import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, test } from "node:test";
import { loadCatalogs } from "../server/src/catalogs/load.ts";
import { builtInCatalogs } from "../server/src/host/catalog-files.ts";
import { createNodeHost } from "../server/src/host/node.ts";
import { severities } from "../server/src/rules/model.ts";
import { rules } from "../server/src/rules/rules.ts";
import { languageFolders } from "./support/language-folders.ts";
import { pageAt, pagesIn, rulePages } from "./support/pages.ts";
import { root, type Source, sourcesIn, stringsIn, trackedFiles, withoutComments } from "./support/sources.ts";

const server = sourcesIn("server/src");
const client = sourcesIn("client/src");

/** What each folder may import beside itself. The order is that of the data; `host` is the machine, seen by types alone up to `engine`. */
const layers: Readonly<Record<string, readonly string[]>> = {
  text: [],
  syntax: ["text"],
  sites: ["text", "syntax"],
  catalogs: ["text"],
  l10n: ["catalogs"],
  host: ["text", "catalogs"],
  resolve: ["text", "syntax", "sites", "catalogs"],
  rules: ["text", "syntax", "sites", "catalogs", "l10n", "resolve"],
  fixes: ["text", "syntax", "sites", "catalogs", "l10n", "host", "resolve", "rules"],
  engine: ["text", "syntax", "sites", "catalogs", "l10n", "host", "resolve", "rules", "fixes"],
  features: ["text", "syntax", "sites", "catalogs", "l10n", "resolve", "rules", "engine"],
  importer: ["text", "catalogs", "host"],
  lsp: ["text", "syntax", "sites", "catalogs", "l10n", "host", "resolve", "rules", "fixes", "engine", "features"],
  cli: ["text", "syntax", "sites", "catalogs", "l10n", "host", "resolve", "rules", "fixes", "engine", "features", "importer", "lsp"],
};

/** Packages, and who may use them. A path stands for one file. */
const packages: Readonly<Record<string, readonly string[]>> = {
  "web-tree-sitter": ["syntax"],
  "node:": ["host", "cli", "lsp/node.ts", "lsp/main.ts"],
  "vscode-languageserver": ["lsp"],
  "vscode-languageserver-textdocument": ["lsp"],
  "vscode-languageserver-types": ["lsp", "features"],
  marked: ["importer"],
  parse5: ["importer"],
  yaml: ["importer"],
};

/** Everything between the text and the findings: pure, and without memory of its own. */
const analysis = ["text", "syntax", "sites", "catalogs", "l10n", "resolve", "rules", "fixes", "engine", "features"];

/** The parser's runtime, of which a process can have but one. */
const stateful = ["server/src/syntax/runtime.ts"];

describe("layers", () => {
  test("every folder of server/src has its place among the layers", () => {
    none(server.filter((s) => s.layer !== "" && !(s.layer in layers)).map((s) => `${s.path}: add "${s.layer}" to the layers in this test`));
  });

  test("imports run leftward only", () => {
    none(
      server.flatMap((s) =>
        s.imports
          .filter((to) => /^[\w-]+\/.*\.ts$/.test(to) && sourceOf(to) !== undefined)
          .map((to) => to.slice(0, to.indexOf("/")))
          .filter((to) => to !== s.layer && !(layers[s.layer] ?? []).includes(to))
          .map((to) => `${s.path} imports ${to}/`),
      ),
    );
  });

  test("packages are used where they belong", () => {
    none(
      server.flatMap((s) =>
        s.imports.filter((name) => isPackage(name) && !mayUse(s, name)).map((name) => `${s.path} imports ${name}: see \`packages\` in this test`),
      ),
    );
  });

  test("the client takes nothing of the server but types", () => {
    none(client.flatMap((s) => [...s.text.matchAll(/^import (?!type\b).*"[^"]*server\/src\/.*/gm)].map((m) => `${s.path}: ${m[0]}`)));
  });
});

function sourceOf(path: string): Source | undefined {
  return server.find((s) => s.path === `server/src/${path}`);
}

function isPackage(name: string): boolean {
  return !name.endsWith(".ts") && !name.endsWith(".json");
}

function mayUse(source: Source, name: string): boolean {
  const key = Object.keys(packages).find((p) => name === p || name.startsWith(p.endsWith(":") ? p : `${p}/`));
  const places = key === undefined ? [] : (packages[key] as readonly string[]);
  return places.includes(source.layer) || places.some((p) => source.path === `server/src/${p}`);
}

describe("analysis", () => {
  test("has no mutable state of modules", () => {
    none(
      server
        .filter((s) => analysis.includes(s.layer) && !stateful.includes(s.path))
        .flatMap((s) => [...withoutComments(s.text).matchAll(/^(?:export )?(?:let|var) .*/gm)].map((m) => `${s.path}: ${m[0]}`)),
    );
  });

  test("knows no language by its id", () => {
    const ids = new Set(languageFolders().flatMap((l) => [l.id, ...l.editorIds]));
    // An API's packages are listed by registry, one of which is called as a language is.
    const registries = new Set(["go"]);
    // How imports are found is a strategy with a name of its own, in which endings of files are spelt out.
    const strategies = "server/src/engine/project/imports";
    none(
      server
        .filter((s) => !s.generated && !s.path.startsWith(strategies))
        .flatMap((s) =>
          stringsIn(s.text)
            .filter((t) => ids.has(t) && !registries.has(t))
            .map((t) => `${s.path}: "${t}"`),
        ),
    );
  });

  test("knows no API by its name", async () => {
    const names = loadCatalogs(await builtInCatalogs(createNodeHost(root))).catalogs.flatMap((c) => [
      c.id,
      c.shortName,
      c.name,
      ...(c.recognition.hosts ?? []),
      ...(c.recognition.identifiers ?? []),
    ]);
    // Comments may give an example; what runs may not.
    const pattern = new RegExp(`\\b(?:${names.map((n) => n.replace(/^\*\./, "").replace(/[.*+?^${}()|[\]\\]/g, "\\$&")).join("|")})\\b`, "i");
    const helps = ["server/src/cli/commands.ts"];
    none(
      server
        .filter((s) => !s.generated && !helps.includes(s.path))
        .flatMap((s) => {
          const at = pattern.exec(withoutComments(s.text));
          return at ? [`${s.path}: ${at[0]}`] : [];
        }),
    );
  });
});

describe("files", () => {
  test("are read at one sitting", () => {
    const longest = 400;
    none(
      [...server, ...client]
        .filter((s) => !s.generated && s.text.split("\n").length > longest)
        .map((s) => `${s.path} has ${s.text.split("\n").length} lines, more than ${longest}`),
    );
  });

  test("name no machine and no workplace", () => {
    const foreign =
      /\/work\/(?:main|shared)\b|\/home\/(?!user\b)\w+\/|\/root\/|\bshared\/(?:seeds|real|hooks|vscode-host)\b|\bissues show\b|\bthis session\b|\bprevious session\b/i;
    const own = ["test/tidy.test.ts", "package-lock.json"];
    none(
      trackedFiles()
        .filter((path) => /\.(?:[cm]?[jt]sx?|json|md|scm|ya?ml)$/.test(path) && !own.includes(path))
        .flatMap((path) => {
          const found = foreign.exec(readFileSync(join(root, path), "utf8"));
          return found ? [`${path}: ${found[0]}`] : [];
        }),
    );
  });
});

describe("generated files", () => {
  test("types of the catalogs are fresh", () => fresh("scripts/generate-types.mjs"));
  test("docs are fresh", () => fresh("scripts/generate-docs.mjs"));
});

function fresh(script: string): void {
  const { status, stderr } = spawnSync(process.execPath, ["--import", "tsx", script, "--check"], { cwd: root, encoding: "utf8" });
  assert.equal(status, 0, stderr);
}

describe("catalogs", () => {
  test("load without a word", async () => {
    const { problems } = loadCatalogs(await builtInCatalogs(createNodeHost(root)));
    none(problems.map((p) => p.message));
  });
});

describe("rules", () => {
  const manifest = JSON.parse(readFileSync(join(root, "package.json"), "utf8")) as Manifest;
  const settings = manifest.contributes?.configuration?.properties ?? {};

  test("each has a page, and each page a rule", () => {
    assert.deepEqual(
      pagesIn(rulePages)
        .map((path) => pageAt(path).id)
        .sort(),
      rules.map((r) => r.id).sort(),
    );
  });

  test("each has a default severity, which the setting of the editor repeats", () => {
    for (const rule of rules) {
      assert.ok(severities.includes(rule.severity), `${rule.id}: ${rule.severity} is no severity`);
      assert.equal(settings[`faultline.rules.${rule.id}`]?.default, rule.severity, `package.json: faultline.rules.${rule.id}`);
    }
  });

  test("each page shows a finding and what looks like it and is none", () => {
    for (const page of pagesIn(rulePages).map((path) => pageAt(path))) {
      const blocks = page.sections.flatMap((s) => s.projects.flatMap((p) => p.blocks));
      assert.ok(
        blocks.some((b) => b.notes.some((n) => n.text.includes(` ${page.id} `))),
        `${page.id}.md shows no finding`,
      );
      assert.ok(
        blocks.some((b) => b.notes.length === 0),
        `${page.id}.md shows nothing that is right`,
      );
    }
  });
});

interface Manifest {
  readonly contributes?: { readonly configuration?: { readonly properties?: Readonly<Record<string, { readonly default?: unknown }>> } };
}

function none(faults: readonly string[]): void {
  assert.ok(faults.length === 0, `\n${faults.join("\n")}`);
}
