/**
 * The tree that `check` is measured on: 30,000 source files and 380 MB, 100 of which call an API. The others are other people's packages, the
 * same as those of the silence test, copied as often as it takes; so words are as frequent in them as they are in the world. It lies in the
 * cache folder and is made once.
 */
import { copyFileSync, existsSync, mkdirSync, readdirSync, readFileSync, renameSync, rmSync, statSync, writeFileSync } from "node:fs";
import { homedir } from "node:os";
import { dirname, extname, join, relative } from "node:path";
import { hasGeneratedName } from "../../server/src/host/left-out.ts";
import { clientText } from "./client.ts";

export const cacheFolder = process.env.FAULTLINE_CACHE ?? join(homedir(), ".cache/faultline");

const wanted = { files: 30_000, megabytes: 380, clients: 100 };
/** Changes when what is made changes, so that an older tree isn't taken for it. */
const recipe = 3;
/** Longer files are left out: a few of them would be half the tree. Bytes. */
const longest = 300_000;
const endings = new Set([
  ".ts",
  ".tsx",
  ".mts",
  ".cts",
  ".js",
  ".jsx",
  ".mjs",
  ".cjs",
  ".py",
  ".java",
  ".kt",
  ".go",
  ".rb",
  ".php",
  ".rs",
  ".cs",
  ".sh",
]);
/** Folder names that every tool leaves out, or only some do: in the tree they are called otherwise, so that all read the same files. */
const leftOut = /^(?:\..*|node_modules|vendor|dist|build|coverage|out|third[_-]?party|site-packages|Pods|__pycache__)$/i;

export interface Tree {
  readonly folder: string;
  readonly files: number;
  readonly megabytes: number;
  readonly clients: number;
}

/** Makes the tree where it isn't there yet. Throws where too few packages can be had. */
export async function benchTree(say: (line: string) => void): Promise<Tree> {
  const folder = join(cacheFolder, "bench", "tree");
  const note = join(cacheFolder, "bench", "tree.json");
  if (existsSync(note)) {
    const known = JSON.parse(readFileSync(note, "utf8"));
    if (known.recipe === recipe) return known.tree;
  }
  say("making the tree: 30,000 files, once");
  const lists = JSON.parse(readFileSync(new URL("../silence/packages.json", import.meta.url), "utf8"));
  const silence = process.env.FAULTLINE_SILENCE ?? join(cacheFolder, "silence");
  const { fetchPackages } = await import(new URL("../silence/fetch.mjs", import.meta.url).href);
  const missing: readonly string[] = await fetchPackages(lists, silence, say);
  if (missing.length > 0) say(`not to be had here: ${missing.join(", ")}`);
  const packages = ["npm", "debian"].flatMap((kind) => packagesIn(join(silence, kind)));
  const work = `${folder}.part`;
  rmSync(work, { recursive: true, force: true });
  rmSync(folder, { recursive: true, force: true });
  const made = copyUntilFull(choose(packages), work);
  const clients = writeClients(join(work, "services"));
  renameSync(work, folder);
  const tree: Tree = {
    folder,
    files: made.files + clients.files,
    megabytes: Math.round((made.bytes + clients.bytes) / 1e6),
    clients: wanted.clients,
  };
  writeFileSync(note, JSON.stringify({ recipe, tree }));
  return tree;
}

interface Package {
  readonly folder: string;
  readonly name: string;
  readonly sources: readonly { readonly path: string; readonly size: number }[];
}

function packagesIn(kind: string): readonly Package[] {
  if (!existsSync(kind)) return [];
  return readdirSync(kind)
    .sort()
    .filter((name) => !name.endsWith(".part"))
    .map((name) => ({ folder: join(kind, name), name: name.replace(/[^\w.-]/g, "-"), sources: sourcesIn(join(kind, name)) }))
    .filter((it) => it.sources.length > 0);
}

function sourcesIn(folder: string): Package["sources"] {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((it) => it.isFile() && endings.has(extname(it.name).toLowerCase()) && !it.name.endsWith(".d.ts") && !hasGeneratedName(it.name))
    .map((it) => join(it.parentPath, it.name))
    .map((path) => ({ path, size: statSync(path).size }))
    .filter((it) => it.size > 0 && it.size <= longest)
    .sort((a, b) => (a.path < b.path ? -1 : 1));
}

/** The shortest files are left out, or the longest, until those that stay have the length that is wanted on average. */
function choose(packages: readonly Package[]): readonly Package[] {
  const all = packages.flatMap((it) => it.sources.map((s) => s.size)).sort((a, b) => a - b);
  if (all.length < 2000) throw new Error(`only ${all.length} source files can be had here: too few to make a tree of`);
  const aim = (wanted.megabytes * 1e6) / wanted.files;
  // Short files go first, or long ones, until the average is right.
  let low = 0;
  let high = all.length;
  let sum = all.reduce((a, b) => a + b, 0);
  while (high - low > 1000 && sum / (high - low) < aim) sum -= all[low++] as number;
  while (high - low > 1000 && sum / (high - low) > aim) sum -= all[--high] as number;
  const [least, most] = [all[low] as number, all[high - 1] as number];
  return packages
    .map((it) => ({ ...it, sources: it.sources.filter((s) => s.size >= least && s.size <= most) }))
    .filter((it) => it.sources.length > 0);
}

function copyUntilFull(packages: readonly Package[], target: string): { files: number; bytes: number } {
  const aim = (wanted.megabytes * 1e6) / wanted.files;
  let files = 0;
  let bytes = 0;
  for (let round = 0; ; round++) {
    for (const it of packages) {
      const home = join(target, "packages", `${it.name}-${round}`);
      mkdirSync(home, { recursive: true });
      writeFileSync(join(home, "package.json"), `${JSON.stringify({ name: `${it.name.toLowerCase()}-${round}`, version: "1.0.0" })}\n`);
      for (const { path, size } of it.sources) {
        if (files + wanted.clients >= wanted.files) return { files, bytes };
        // Small packages fill up with small files: some of those are left out as long as the average is too low.
        if (bytes < files * aim && size < aim / 3) continue;
        const to = join(
          home,
          ...relative(it.folder, path)
            .split("/")
            .map((step) => (leftOut.test(step) ? `x${step.replace(/^\W+/, "")}` : step)),
        );
        mkdirSync(dirname(to), { recursive: true });
        copyFileSync(path, to);
        files++;
        bytes += size;
      }
    }
  }
}

/** Five services, each with clients, the files they share, and a manifest. */
function writeClients(target: string): { files: number; bytes: number } {
  const services = 5;
  const shared = 3;
  let bytes = 0;
  let files = 0;
  const write = (path: string, text: string): void => {
    mkdirSync(dirname(path), { recursive: true });
    writeFileSync(path, text);
    bytes += text.length;
  };
  for (let s = 0; s < services; s++) {
    const home = join(target, `service-${s}`);
    write(join(home, "package.json"), `${JSON.stringify({ name: `service-${s}`, version: "1.0.0" })}\n`);
    const each = wanted.clients / services;
    for (let i = 0; i < each - shared; i++)
      write(
        join(home, `src/clients/client-${i}.ts`),
        `import { again } from "./retry";\n${clientText(150 + ((s * each + i) % 7) * 90)}export const last = again;\n`,
      );
    write(
      join(home, "src/clients/http.ts"),
      "export async function request(url: string, init: unknown): Promise<any> {\n  return fetch(url, init as RequestInit).then((r) => r.json());\n}\n\nexport const sleep = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));\n",
    );
    write(join(home, "src/clients/log.ts"), "export const log = (...what: unknown[]) => console.log(...what);\n");
    write(
      join(home, "src/clients/retry.ts"),
      'import { sleep } from "./http";\n\nexport async function again(code: string, run: () => Promise<unknown>) {\n  if (code === "606") await sleep(20_000);\n  return run();\n}\n',
    );
    files += each;
  }
  return { files, bytes };
}
