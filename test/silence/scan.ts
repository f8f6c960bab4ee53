// Looks at one folder after the other through the engine, as `check` and `codes` do, and reports what should not be there. A process of its
// own, so that two can share the work. Folders on the command line; one line of JSON for each on standard output.
import { loadCatalogs } from "../../server/src/catalogs/load.ts";
import { createEngine } from "../../server/src/engine/engine.ts";
import { defaultSettings } from "../../server/src/engine/model.ts";
import { builtInCatalogs } from "../../server/src/host/catalog-files.ts";
import { isGeneratedText } from "../../server/src/host/left-out.ts";
import { createNodeHost } from "../../server/src/host/node.ts";

const host = createNodeHost();
const { catalogs } = loadCatalogs(await builtInCatalogs(host));
const log = { info() {}, warn() {} };

for (const folder of process.argv.slice(2)) {
  const engine = await createEngine({ host, catalogs, settings: defaultSettings, log, roots: [folder] });
  const found: string[] = [];
  const languages: Record<string, number> = {};
  let files = 0;
  let parsed = 0;
  for (const path of host.walk?.(folder, (p) => engine.languageOf(p) !== undefined) ?? []) {
    const language = engine.languageOf(path) as string;
    const text = host.readText(path);
    if (text === undefined || isGeneratedText(text)) continue;
    await engine.load(language);
    await engine.prepare(path);
    const { findings, sites, verdicts, lines } = engine.analyse(path, language, text);
    files++;
    if (verdicts.length > 0) parsed++;
    languages[language] = (languages[language] ?? 0) + 1;
    const at = (offset: number) => `${path}:${lines.position(offset).line + 1}`;
    for (const f of findings) found.push(`${at(f.span.start)} ${f.rule}: ${f.message}`);
    for (const s of sites) if (s.confidence === "certain") found.push(`${at(s.span.start)} certain ${s.role} ${s.api} ${s.text}`);
  }
  console.log(JSON.stringify({ folder, files, parsed, languages, found }));
}
