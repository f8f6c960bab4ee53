import type { Host } from "../../host/host.ts";
import { evidenceIn } from "../../resolve/evidence.ts";
import type { Evidence } from "../../resolve/model.ts";
import type { Needle } from "../../resolve/needles.ts";

/** Files that make a folder a project, in every ecosystem that the languages bring. Endings begin with a dot. */
const manifestNames = new Set([
  "package.json",
  "pyproject.toml",
  "setup.py",
  "setup.cfg",
  "Pipfile",
  "requirements.txt",
  "pom.xml",
  "build.gradle",
  "build.gradle.kts",
  "build.sbt",
  "go.mod",
  "composer.json",
  "Gemfile",
  "Cargo.toml",
  "Package.swift",
  "Podfile",
  "CMakeLists.txt",
  "meson.build",
  "vcpkg.json",
  "conanfile.txt",
  "conanfile.py",
  "deno.json",
]);
const manifestEndings = [".csproj", ".fsproj", ".vbproj", ".gemspec", ".podspec", ".psd1", ".cabal"];

/** Files where a project keeps the addresses it talks to. */
const configNames =
  /^(?:\.env(?:\.[\w-]+)?|[\w.-]+\.env|env\.example|(?:application|settings|config|configuration|secrets|appsettings)(?:[.-][\w-]+)*\.(?:json|ya?ml|toml|ini|cfg|conf|properties|xml)|docker-compose(?:\.[\w-]+)?\.ya?ml|app\.yaml|serverless\.ya?ml|values\.ya?ml)$/i;

export function isManifest(name: string): boolean {
  return manifestNames.has(name) || manifestEndings.some((e) => name.endsWith(e)) || /^requirements[\w.-]*\.txt$/.test(name);
}

const maxManifestLength = 400_000;

const picked = new WeakMap<readonly Needle[], readonly Needle[]>();

/** Follows from the needles alone. */
function inManifests(needles: readonly Needle[]): readonly Needle[] {
  let list = picked.get(needles);
  if (!list) {
    list = needles.filter((n) => n.kind === "package" || n.kind === "host" || (n.kind === "identifier" && n.weight >= 0.5) || n.weight < 0);
    picked.set(needles, list);
  }
  return list;
}

/** What a project's manifests and configuration say for every file in it: less than a file's own words, enough to lean on. */
export function manifestEvidence(root: string, host: Host, needles: readonly Needle[]): readonly Evidence[] {
  const wanted = inManifests(needles);
  const out: Evidence[] = [];
  for (const [folder, prefix] of [
    [root, ""],
    [`${root}/config`, "config/"],
    [`${root}/src/main/resources`, "src/main/resources/"],
  ] as const) {
    for (const name of host.list(folder)) {
      const manifest = isManifest(name);
      if (!manifest && !configNames.test(name)) continue;
      const text = host.readText(`${folder}/${name}`);
      if (text === undefined || text.length > maxManifestLength) continue;
      for (const e of evidenceIn(text, wanted)) {
        if (e.kind === "comment") continue;
        const weight = e.weight < 0 ? e.weight * 0.5 : e.kind === "package" ? 0.6 : e.kind === "host" ? 0.6 : 0.35;
        const { span: _, ...rest } = e;
        out.push({ ...rest, kind: e.kind === "package" ? "manifest" : e.kind, file: prefix + name, weight });
      }
    }
  }
  return out;
}
