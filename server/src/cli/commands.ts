import type { OptionSpecs } from "./arguments.ts";

/** A sub-command as the help and the parser know it. */
export interface CommandSpec {
  /** What stands behind `faultline`. */
  readonly usage: string;
  readonly about: string;
  readonly options: OptionSpecs;
}

const help: OptionSpecs = { help: { short: "h", about: "Print this help" } };

const project: OptionSpecs = {
  config: { value: "FILE", about: "Settings file; faultline.json of the working folder when not given" },
  catalogs: { value: "DIR", about: "Folder with catalogs of your own, besides .faultline/catalogs" },
  locale: { value: "LOCALE", about: "Language of the words, such as zh-TW" },
};

const selection: OptionSpecs = {
  "changed-since": { value: "REF", about: "Only files that changed since the history left this commit" },
  shard: { value: "N/M", about: "Only this part of the files, such as 1/4" },
  "no-cache": { about: "Look at every file anew, and remember nothing" },
};

/** The sub-commands, in the order of the help. */
export const commands = {
  check: {
    usage: "check [paths]",
    about: "Report what is wrong with the handling of error codes",
    options: {
      format: { value: "FORMAT", choices: ["pretty", "json", "sarif", "github"], about: "How to print the findings (default: pretty)" },
      severity: {
        value: "LEVEL",
        choices: ["hint", "information", "warning", "error"],
        about: "From which severity on findings make the exit status 1 (default: warning)",
      },
      baseline: { value: "FILE", about: "Report only what this file doesn't know" },
      "update-baseline": { about: "Write all that is found into the baseline" },
      ...selection,
      ...project,
      ...help,
    },
  },
  codes: {
    usage: "codes [paths]",
    about: "List where which code is handled",
    options: {
      format: { value: "FORMAT", choices: ["pretty", "json"], about: "How to print the places (default: pretty)" },
      ...selection,
      ...project,
      ...help,
    },
  },
  explain: {
    usage: "explain <code>",
    about: "Say what a code means and whether to try again",
    options: { api: { value: "ID", about: "Only this API, such as marketo-rest" }, ...project, ...help },
  },
  catalog: {
    usage: "catalog validate|list [folders]",
    about: "Check catalogs, or list those that are known",
    options: {
      format: { value: "FORMAT", choices: ["pretty", "json"], about: "How to print (default: pretty)" },
      catalogs: project.catalogs ?? { about: "" },
      ...help,
    },
  },
  import: {
    usage: "import <page|openapi> --id ID",
    about: "Make a catalog from a documentation page or an OpenAPI description",
    options: {
      id: { value: "ID", about: "The catalog's id" },
      output: { value: "FILE", short: "o", about: "Where to write the catalog" },
      merge: { about: "Keep what the file holds already" },
      ...help,
    },
  },
  lsp: {
    usage: "lsp --stdio",
    about: "Serve editors over the language server protocol",
    options: {
      stdio: { about: "Talk over standard input and output" },
      "no-cache": { about: "Keep nothing of large files for the next start" },
      ...help,
    },
  },
} as const satisfies Readonly<Record<string, CommandSpec>>;

export type CommandName = keyof typeof commands;

export const commandNames = Object.keys(commands) as readonly CommandName[];

export function generalHelp(version: string): string {
  const width = Math.max(...commandNames.map((it) => commands[it].usage.length));
  const list = commandNames.map((it) => `  faultline ${commands[it].usage.padEnd(width)}  ${commands[it].about}`);
  return [
    `Faultline ${version}: error codes of the APIs that your code calls`,
    "",
    ...list,
    "",
    "  faultline <command> --help      The command's options",
    "  faultline --version             The version",
    "",
    "Exit status: 0 nothing at or above the severity, 1 findings, 2 could not run.",
    "",
  ].join("\n");
}

export function commandHelp(name: CommandName): string {
  const spec: CommandSpec = commands[name];
  const rows = Object.entries(spec.options).map(([option, it]): readonly [string, string] => {
    const short = it.short === undefined ? "    " : `-${it.short}, `;
    const value = it.value === undefined ? "" : ` ${it.choices?.join("|") ?? it.value}`;
    return [`${short}--${option}${value}`, it.about];
  });
  const width = Math.min(44, Math.max(...rows.map(([left]) => left.length)));
  const lines = rows.map(([left, about]) =>
    left.length > width ? `  ${left}\n  ${" ".repeat(width)}  ${about}` : `  ${left.padEnd(width)}  ${about}`,
  );
  return `faultline ${spec.usage}\n${spec.about}.\n\n${lines.join("\n")}\n`;
}
