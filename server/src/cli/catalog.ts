import type { Catalog } from "../catalogs/catalog.ts";
import type { Problem } from "../catalogs/load.ts";
import { type Arguments, didYouMean, oneOf, quote } from "./arguments.ts";
import { exit, Failure } from "./failure.ts";
import { print } from "./format/json.ts";
import { count } from "./format/pretty.ts";
import type { Machine } from "./machine.ts";
import { printable } from "./printable.ts";
import { readCatalogs } from "./project.ts";
import { type Style, styleFor } from "./style.ts";

const actions = ["validate", "list"];

/** `faultline catalog validate|list`: of the built-in catalogs, the project's own and those in the folders named. */
export async function catalog(machine: Machine, { operands, options }: Arguments): Promise<number> {
  const [action, ...folders] = operands;
  if (action === undefined || !actions.includes(action)) {
    const given = action === undefined ? "" : `, not ${quote(action)}${didYouMean(action, actions)}`;
    throw new Failure(`catalog takes ${oneOf(actions)}${given}`);
  }
  const { catalogs, problems } = await readCatalogs(machine, options.catalogs === undefined ? folders : [options.catalogs, ...folders]);
  const asJson = options.format === "json";
  if (action === "list") machine.stdout.write(asJson ? listAsJson(catalogs) : listForPeople(catalogs, styleFor(machine.stdout, machine.env)));
  else
    machine.stdout.write(asJson ? problemsAsJson(catalogs, problems) : problemsForPeople(catalogs, problems, styleFor(machine.stdout, machine.env)));
  return action === "validate" && problems.some((it) => it.severity === "error") ? exit.findings : exit.clean;
}

function listAsJson(catalogs: readonly Catalog[]): string {
  const list = catalogs.map((it) => {
    const { id, name, complete, source } = it;
    return { id, name, codes: it.index.entries.size, complete, locales: Object.keys(it.texts), source };
  });
  return print({ version: 1, catalogs: list });
}

function listForPeople(catalogs: readonly Catalog[], style: Style): string {
  const width = Math.max(0, ...catalogs.map((it) => it.id.length));
  const lines = catalogs.map((it) => {
    const about = `${count(it.index.entries.size, "code", "codes")}, ${Object.keys(it.texts).join(" ")}`;
    return `${style.bold(it.id.padEnd(width))}  ${printable(it.name)}  ${style.dim(printable(about))}\n`;
  });
  return lines.join("");
}

function problemsAsJson(catalogs: readonly Catalog[], problems: readonly Problem[]): string {
  return print({ version: 1, catalogs: catalogs.map((it) => it.id), problems });
}

function problemsForPeople(catalogs: readonly Catalog[], problems: readonly Problem[], style: Style): string {
  const lines = problems.map((it) => `${style.severity(it.severity, it.severity)}  ${printable(it.message)}\n`);
  const codes = catalogs.reduce((sum, it) => sum + it.index.entries.size, 0);
  const sound = `${count(catalogs.length, "catalog", "catalogs")} with ${count(codes, "code", "codes")}`;
  const errors = problems.filter((it) => it.severity === "error").length;
  const verdict =
    errors === 0 ? `${style.green("✔")} ${sound}` : `${style.severity("error", "✖")} ${count(errors, "error", "errors")}; sound: ${sound}`;
  return `${lines.join("")}${verdict}\n`;
}
