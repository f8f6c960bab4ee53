import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { loadCatalogs } from "../../server/src/catalogs/load.ts";
import { createEngine } from "../../server/src/engine/engine.ts";
import { Languages } from "../../server/src/engine/languages.ts";
import { defaultSettings } from "../../server/src/engine/model.ts";
import { builtInCatalogs } from "../../server/src/host/catalog-files.ts";
import { createNodeHost } from "../../server/src/host/node.ts";

// A catalog carries its own positives and negatives: what `recognition` promises is held against real snippets.
const host = createNodeHost();
const { catalogs } = loadCatalogs(await builtInCatalogs(host));
const languages = await Languages.read(host);
const root = "/nowhere/project";
const engine = await createEngine({ host, catalogs, settings: defaultSettings, log: { info() {}, warn() {} }, roots: [root] });

for (const catalog of catalogs) {
  describe(`examples of ${catalog.id}`, () => {
    for (const [kind, examples] of Object.entries(catalog.examples ?? {})) {
      for (const [i, example] of (examples ?? []).entries()) {
        const language = languages.all.find((l) => l.id === example.language || l.name.toLowerCase() === example.language.toLowerCase());
        it(`${kind} ${i + 1}, ${example.language}`, { skip: language ? false : `no language ${example.language} yet` }, async () => {
          if (!language) return;
          await engine.load(language.id);
          const path = `${root}/${example.path ?? `src/example${language.extensions[0]}`}`;
          const found = engine.analyse(path, language.id, example.code).sites.filter((s) => s.confidence === "certain" && s.named === undefined);
          const codes = found.filter((s) => s.api === catalog.id).map((s) => s.code);
          assert.deepEqual(codes, kind === "hit" ? [...(example.sites ?? [])] : [], example.code);
        });
      }
    }
  });
}
