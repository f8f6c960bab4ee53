import type { Host } from "../host/host.ts";
import { PROJECT_SETTINGS } from "./settings.ts";

/** Files that say what a project depends on, in every ecosystem a language of ours belongs to. */
const MANIFESTS = [
  "package.json",
  "pyproject.toml",
  "requirements*.txt",
  "setup.{py,cfg}",
  "Pipfile",
  "go.mod",
  "pom.xml",
  "build.gradle{,.kts}",
  "*.csproj",
  "composer.json",
  "Gemfile",
  "*.gemspec",
  "Cargo.toml",
  "Package.swift",
  "Podfile",
  "*.podspec",
  "build.sbt",
  "CMakeLists.txt",
  "meson.build",
  "vcpkg.json",
  "conanfile.{txt,py}",
];

/** Changes come in crowds (a checkout, an install): the work for them is done once, this many milliseconds after the last. */
const QUIET_MS = 200;

const NEVER = /\/(node_modules|\.git|\.hg|\.svn)\//;

/** The globs of files whose change may change what is known of another: sources of our languages, manifests, settings, catalogs. */
export async function watchGlobs(host: Host): Promise<readonly string[]> {
  const endings = await extensions(host);
  const sources = endings.length === 0 ? [] : [`**/*.{${endings.join(",")}}`];
  return [...sources, `**/{${MANIFESTS.join(",")}}`, `**/${PROJECT_SETTINGS}`, "**/.faultline/catalogs/**/*.json"];
}

/** What a change of files asks for: nothing, another look at the open documents, settings read again, or new catalogs. */
export function effectOf(uris: readonly string[]): "none" | "refresh" | "settings" | "catalogs" {
  const counting = uris.filter((it) => !NEVER.test(it));
  if (counting.some((it) => it.includes("/.faultline/catalogs/"))) return "catalogs";
  if (counting.some((it) => it.endsWith(`/${PROJECT_SETTINGS}`))) return "settings";
  return counting.length > 0 ? "refresh" : "none";
}

/** Takes changes of files together until they have settled. */
export class SettledFiles {
  readonly #run: (uris: readonly string[]) => void;
  readonly #uris = new Set<string>();
  #timer: ReturnType<typeof setTimeout> | undefined;

  constructor(run: (uris: readonly string[]) => void) {
    this.#run = run;
  }

  add(uris: readonly string[]): void {
    for (const it of uris) this.#uris.add(it);
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => {
      const settled = [...this.#uris];
      this.#uris.clear();
      this.#run(settled);
    }, QUIET_MS);
  }
}

async function extensions(host: Host): Promise<readonly string[]> {
  const found = new Set<string>();
  for (const id of await host.resources("server/languages")) {
    try {
      const data: unknown = JSON.parse(new TextDecoder().decode(await host.resource(`server/languages/${id}/language.json`)));
      const list = typeof data === "object" && data !== null && "extensions" in data && Array.isArray(data.extensions) ? data.extensions : [];
      for (const it of list) if (typeof it === "string") found.add(it.replace(/^\./, ""));
    } catch {
      // A folder of queries that several languages share is no language.
    }
  }
  return [...found].sort();
}
