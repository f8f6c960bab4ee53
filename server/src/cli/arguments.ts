import { nearestWord } from "../catalogs/distance.ts";
import { Failure } from "./failure.ts";

/** An option of a command: `--format json`, `--format=json`. */
export interface OptionSpec {
  /** What stands for the value in the help; an option without takes none. */
  readonly value?: string;
  /** The values it takes, where they are few. */
  readonly choices?: readonly string[];
  readonly short?: string;
  /** For the help. */
  readonly about: string;
}

export type OptionSpecs = Readonly<Record<string, OptionSpec>>;

/** What was given, checked against the specs. Keys are those of the specs. */
export interface Arguments {
  readonly operands: readonly string[];
  /** The last value given; the empty string for an option that takes none. */
  readonly options: Readonly<Record<string, string | undefined>>;
}

/**
 * Reads what stands behind the command's name. `--` ends the options; a lone `-` is an operand. Throws a `Failure` that names the option where
 * one is unknown, lacks its value, has one too many, or a value that is not among its choices.
 */
export function parseArguments(args: readonly string[], specs: OptionSpecs): Arguments {
  const operands: string[] = [];
  const options: Record<string, string | undefined> = {};
  for (let i = 0; i < args.length; i++) {
    const arg = args[i] ?? "";
    if (arg === "--") {
      operands.push(...args.slice(i + 1));
      break;
    }
    if (!arg.startsWith("-") || arg === "-") {
      operands.push(arg);
      continue;
    }
    const { name, spelt, inline } = split(arg, specs);
    const spec = specs[name];
    if (spec?.value === undefined) {
      if (inline !== undefined) throw new Failure(`${spelt} takes no value`);
      options[name] = "";
      continue;
    }
    const value = inline ?? args[++i];
    // A word that is an option of its own was not meant as a value; a value that really begins like one can be given with `=`.
    if (value === undefined || value === "" || (inline === undefined && isOption(value, specs))) {
      throw new Failure(`${spelt} needs a value: ${spelt} ${spec.choices?.join("|") ?? spec.value}`);
    }
    if (spec.choices && !spec.choices.includes(value)) {
      throw new Failure(`${spelt} takes ${oneOf(spec.choices)}, not ${quote(value)}${didYouMean(value, spec.choices)}`);
    }
    options[name] = value;
  }
  return { operands, options };
}

/** `; did you mean X?` where one of the known words is near. */
export function didYouMean(word: string, known: readonly string[]): string {
  const near = nearestWord(word, known);
  return near === undefined ? "" : `; did you mean ${near}?`;
}

/** `a, b or c`. */
export function oneOf(words: readonly string[]): string {
  return words.length < 2 ? words.join("") : `${words.slice(0, -1).join(", ")} or ${words.at(-1)}`;
}

/** A word of the user's in a message: on one line, without control characters, and not too long. */
export function quote(word: string): string {
  const text = JSON.stringify(word).slice(1, -1).replaceAll('\\"', '"');
  return `'${text.length > 80 ? `${text.slice(0, 80)}…` : text}'`;
}

function split(arg: string, specs: OptionSpecs): { name: string; spelt: string; inline: string | undefined } {
  const equals = arg.indexOf("=");
  const spelt = equals < 0 ? arg : arg.slice(0, equals);
  const inline = equals < 0 ? undefined : arg.slice(equals + 1);
  const name = nameOf(spelt, specs);
  if (name === undefined) {
    const known = Object.keys(specs).map((it) => `--${it}`);
    throw new Failure(`there is no option ${quote(spelt)} here${didYouMean(spelt, known) || "; --help lists them"}`);
  }
  return { name, spelt, inline };
}

function nameOf(spelt: string, specs: OptionSpecs): string | undefined {
  if (spelt.startsWith("--")) {
    const name = spelt.slice(2);
    return Object.hasOwn(specs, name) ? name : undefined;
  }
  return Object.keys(specs).find((it) => specs[it]?.short === spelt.slice(1));
}

function isOption(word: string, specs: OptionSpecs): boolean {
  return word.startsWith("-") && nameOf(word.split("=", 1)[0] ?? "", specs) !== undefined;
}
