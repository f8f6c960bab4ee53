/** How large the extension is, and what its client costs an editor before the server has started. */
import { mkdtempSync, rmSync, statSync } from "node:fs";
import Module, { createRequire } from "node:module";
import { tmpdir } from "node:os";
import { join } from "node:path";

// Plain JavaScript, since it runs before anything is installed.
const { packExtension, ROOT } = await import(new URL("../../scripts/prepare.mjs", import.meta.url).href);

const goals = { megabytes: 4, milliseconds: 50 };
const runs = 7;

const folder = mkdtempSync(join(tmpdir(), "faultline-pack-"));
const file = join(folder, "faultline.vsix");
let megabytes: number;
try {
  await packExtension(file, (line: string) => console.log(line));
  megabytes = statSync(file).size / 1e6;
} finally {
  rmSync(folder, { recursive: true, force: true });
}

class Nothing {}

/** Stands for every object and every function of the editor: whatever is asked of it gives itself. */
const idleEditor: object = new Proxy(Nothing, {
  get: (_, key) => {
    if (key === "then") return undefined;
    if (key === Symbol.iterator) return () => [][Symbol.iterator]();
    if (key === Symbol.toPrimitive) return () => "";
    return key === "prototype" ? Nothing.prototype : idleEditor;
  },
  apply: () => idleEditor,
  construct: () => idleEditor,
});

// Loading is the greater part of it, and each run must load anew: a process each would measure Node's start as well.
const loads: number[] = [];
for (let i = 0; i < runs; i++) loads.push(await activation());
loads.sort((a, b) => a - b);
const median = loads[runs >> 1] as number;

const rows = [
  { what: ".vsix with all languages", goal: `${goals.megabytes} MB`, unit: "MB", value: megabytes, met: megabytes <= goals.megabytes },
  {
    what: "activation on the client's side, median (in this process, against an editor that does nothing)",
    goal: `${goals.milliseconds} ms`,
    unit: "ms",
    value: median,
    met: median <= goals.milliseconds,
  },
];
console.log(JSON.stringify({ part: "package", rows }));
process.exit(0);

/** Milliseconds to load the client and to call `activate`, up to where it gives the thread free. */
async function activation(): Promise<number> {
  const require = createRequire(import.meta.url);
  const path = join(ROOT, "dist/extension.cjs");
  const loader = Module as unknown as { _load: (request: string, ...rest: unknown[]) => unknown };
  const load = loader._load;
  loader._load = (request, ...rest) => (request === "vscode" ? idleEditor : load(request, ...rest));
  try {
    delete require.cache[path];
    const began = performance.now();
    const extension = require(path);
    const activating = extension.activate({
      subscriptions: [],
      extensionPath: ROOT,
      extensionUri: idleEditor,
      asAbsolutePath: (it: string) => join(ROOT, it),
      extension: { packageJSON: { activationEvents: [], contributes: {} } },
    });
    const took = performance.now() - began;
    Promise.resolve(activating).catch(() => {});
    return took;
  } finally {
    loader._load = load;
  }
}
