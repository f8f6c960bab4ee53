import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

/** A file of a client's source, by its name. */
export interface Source {
  readonly name: string;
  readonly text: string;
}

/** A small client whose error handling leaves something out. */
export interface Client {
  /** The folder it lies in: `csharp`. */
  readonly language: string;
  readonly source: Source;
  /** What the project has, for people, and the files beside the source that say so. */
  readonly project?: string;
  readonly beside?: Readonly<Record<string, string>>;
}

/** Retry libraries whose fixes are compiled against stubs; those that can be had are run (`test/running/libraries.ts`). */
const projects: Readonly<Record<string, readonly Pick<Client, "project" | "beside">[]>> = {
  csharp: ["7.2.4", "8.4.2"].map((version) => ({
    project: `Polly ${version}`,
    beside: { "App.csproj": `<Project><ItemGroup><PackageReference Include="Polly" Version="${version}" /></ItemGroup></Project>` },
  })),
};

const folder = fileURLToPath(new URL("clients/", import.meta.url));

/** The names of the languages that clients are written in. */
export function clientLanguages(): readonly string[] {
  return readdirSync(folder).sort();
}

export function clientsIn(language: string): readonly Client[] {
  return readdirSync(join(folder, language))
    .sort()
    .flatMap((name) => {
      const client: Client = { language, source: { name, text: readFileSync(join(folder, language, name), "utf8") } };
      return [client, ...(projects[language] ?? []).map((project) => ({ ...client, ...project }))];
    });
}
