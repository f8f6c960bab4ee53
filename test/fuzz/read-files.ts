// Reads real files whole and as two broken halves, and keeps one of them open for a few edits. `+ path` before each file, `! what` for what
// went wrong. A process of its own, so that one that hangs can be ended.
import { loadCatalogs } from "../../server/src/catalogs/load.ts";
import { createEngine } from "../../server/src/engine/engine.ts";
import { defaultSettings } from "../../server/src/engine/model.ts";
import { builtInCatalogs } from "../../server/src/host/catalog-files.ts";
import { createNodeHost } from "../../server/src/host/node.ts";
import { drawFrom } from "../support/random.ts";
import { RandomEdits } from "../support/random-edits.ts";

const [folder = "", count = "0", seed = "0"] = process.argv.slice(2);
const host = createNodeHost();
const { catalogs } = loadCatalogs(await builtInCatalogs(host));
const log = { info() {}, warn() {} };
const engine = await createEngine({ host, catalogs, settings: defaultSettings, log, roots: ["/nowhere"] });
const draw = drawFrom(Number(seed));

const paths: string[] = [];
for (const path of host.walk?.(folder, (p) => engine.languageOf(p) !== undefined) ?? []) paths.push(path);
for (let i = 0; i < Math.min(Number(count), paths.length); i++) {
  // Drawn without putting back.
  const at = i + draw.below(paths.length - i);
  const path = paths[at] as string;
  [paths[at], paths[i]] = [paths[i] as string, path];
  const language = engine.languageOf(path) as string;
  const text = host.readText(path);
  if (text === undefined) continue;
  console.log(`+ ${path}`);
  await engine.load(language);
  // A file that speaks for no API isn't parsed: the directive makes it one's.
  const addressed = `${text}\n// faultline: marketo-rest`;
  const cut = draw.below(text.length + 1);
  for (const [what, part] of [
    ["whole", addressed],
    ["first half", `${addressed.slice(0, cut)}\n# faultline: reactor`],
    ["second half", addressed.slice(cut)],
  ] as const) {
    try {
      engine.analyse(`/nowhere/${i}`, language, part);
      if (what !== "first half") continue;
      const document = engine.open(`/nowhere/${i}`, language, part);
      const random = new RandomEdits(draw);
      for (let n = 0; n < 3; n++) document.edit(random.next(document.analysis.text));
      document.close();
    } catch (error) {
      console.log(`! ${path}, ${what} (cut at ${cut}): ${error instanceof Error ? error.stack?.replaceAll("\n", " ") : error}`);
    }
  }
}
