import type { Catalog } from "../catalogs/catalog.ts";
import { printPath, type Schema, validate } from "../catalogs/validate.ts";
import { defaultSettings, type Settings } from "../engine/model.ts";
import { naming } from "../resolve/evidence.ts";
import { severities } from "../rules/model.ts";
import { didYouMean, quote } from "./arguments.ts";
import { Failure } from "./failure.ts";
import type { Machine } from "./machine.ts";
import { resolvePath } from "./paths.ts";

/** The settings file at a project's root. */
export const settingsFile = "faultline.json";

/** The id that says "none of the APIs here". */
const noApi = "none";

const locale: Schema = { type: "string", pattern: "^[A-Za-z]{2,8}([-_][A-Za-z0-9]{1,8})*$" };

const schema: Schema = {
  type: "object",
  additionalProperties: false,
  properties: {
    $schema: { type: "string" },
    rules: { type: "object", additionalProperties: { enum: severities } },
    apis: { type: "object", additionalProperties: { type: "string" } },
    fallback: { enum: ["retries-only", "any", "none"] },
    locale,
  },
};

/**
 * The settings of a run: those of `file`, else of `faultline.json` in the working folder where there is one, with `language` as their locale.
 * Throws a `Failure` that names the place where the file can't be read or says what it can't mean.
 */
export function readSettings(machine: Machine, file: string | undefined, language: string | undefined): Settings {
  const name = file ?? settingsFile;
  const isThere = file !== undefined || machine.host.exists(resolvePath(machine.cwd, settingsFile));
  const given = isThere ? parseSettings(readText(machine, name), name, machine) : {};
  if (language === undefined) return { ...defaultSettings, ...given };
  if (validate(locale, language).length > 0) throw new Failure(`--locale takes a language tag such as zh-TW, not ${quote(language)}`);
  return { ...defaultSettings, ...given, locale: language };
}

/** Rejects settings that name an API no catalog has: a slip would silently switch the API off. */
export function checkApis(settings: Settings, catalogs: readonly Catalog[], file: string | undefined): void {
  const ids = [...catalogs.map((it) => it.id), noApi];
  for (const [glob, api] of Object.entries(settings.apis)) {
    const { api: id } = naming(api);
    if (ids.includes(id)) continue;
    throw new Failure(`${file ?? settingsFile}: apis[${JSON.stringify(glob)}] names ${quote(id)}, which no catalog has${didYouMean(id, ids)}`);
  }
}

function readText(machine: Machine, file: string): string {
  const read = machine.host.read(resolvePath(machine.cwd, file));
  if ("problem" in read) throw new Failure(`can't read the settings file ${quote(file)}: ${read.problem}`);
  return read.text;
}

/** In the editor a slip in the settings costs a message; here it would change what CI says, so that it ends the run. */
function parseSettings(text: string, file: string, machine: Machine): Partial<Settings> {
  const data = parseJson(text.replace(/^\uFEFF/, ""), file);
  const violation = validate(schema, data)[0];
  if (violation) throw new Failure(`${file}: ${printPath(violation.path)} ${violation.message}`);
  // The schema holds, so that the data has the settings' shape.
  const { $schema: _, ...settings } = data as Partial<Settings> & { readonly $schema?: string };
  const rules = machine.rules.map((it) => it.id);
  for (const rule of Object.keys(settings.rules ?? {})) {
    if (!rules.includes(rule)) throw new Failure(`${file}: there is no rule ${quote(rule)}${didYouMean(rule, rules)}`);
  }
  return settings;
}

function parseJson(text: string, file: string): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    throw new Failure(`${file} is not valid JSON: ${error instanceof Error ? error.message : error}`);
  }
}
