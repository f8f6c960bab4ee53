import { type Arguments, didYouMean, parseArguments, quote } from "./arguments.ts";
import { catalog } from "./catalog.ts";
import { check } from "./check.ts";
import { codes } from "./codes.ts";
import { type CommandName, commandHelp, commandNames, commands, generalHelp } from "./commands.ts";
import { explain } from "./explain.ts";
import { exit, Failure } from "./failure.ts";
import { importCatalog } from "./import.ts";
import type { Machine } from "./machine.ts";

/**
 * Runs one command and gives its exit status. Everything it says goes to the machine's sinks: results to stdout, and where it could not run
 * one line to stderr.
 */
export async function run(machine: Machine, args: readonly string[]): Promise<number> {
  try {
    return await dispatch(machine, args);
  } catch (error) {
    if (!(error instanceof Failure)) throw error;
    machine.stderr.write(`faultline: ${error.message.replace(/\s*\n\s*/g, " ")}\n`);
    return exit.failure;
  }
}

async function dispatch(machine: Machine, args: readonly string[]): Promise<number> {
  const [first, ...rest] = args;
  if (first === "--version" || first === "-V") {
    machine.stdout.write(`${machine.version}\n`);
    return exit.clean;
  }
  if (first === "--help" || first === "-h" || first === "help") {
    machine.stdout.write(generalHelp(machine.version));
    return exit.clean;
  }
  const name = commandNames.find((it) => it === first);
  if (name === undefined) throw new Failure(unknownCommand(first));
  const parsed = parseArguments(rest, commands[name].options);
  if (parsed.options.help === undefined) return runCommand(machine, name, parsed);
  machine.stdout.write(commandHelp(name));
  return exit.clean;
}

function runCommand(machine: Machine, name: CommandName, parsed: Arguments): Promise<number> {
  switch (name) {
    case "check":
      return check(machine, parsed);
    case "codes":
      return codes(machine, parsed);
    case "explain":
      return explain(machine, parsed);
    case "catalog":
      return catalog(machine, parsed);
    case "import":
      return importCatalog(machine, parsed);
    case "lsp":
      return lsp(machine, parsed);
  }
}

async function lsp(machine: Machine, { operands, options }: Arguments): Promise<number> {
  if (operands.length > 0) throw new Failure(`lsp takes no paths, but was given ${quote(operands[0] ?? "")}`);
  if (options.stdio === undefined) throw new Failure("lsp talks over standard input and output only: faultline lsp --stdio");
  await machine.startServer();
  return exit.clean;
}

function unknownCommand(word: string | undefined): string {
  if (word === undefined) return `which command? ${commandNames.join(", ")}; --help says more`;
  const kind = word.startsWith("-") ? "option" : "command";
  return `there is no ${kind} ${quote(word)}${didYouMean(word, commandNames) || "; --help lists them"}`;
}
