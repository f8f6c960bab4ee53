import { defaultSettings, type Settings } from "../engine/model.ts";
import type { Host, Logger } from "../host/host.ts";
import { type SeveritySetting, severities } from "../rules/model.ts";
import { messageOf } from "./message-of.ts";

export interface ReadSettings {
  readonly settings: Settings;
  /** What was not understood, one clear line each. */
  readonly problems: readonly string[];
}

const FALLBACKS = ["retries-only", "any", "none"] as const;

/** Globs and rules beyond this are not a person's settings. */
const MAX_ENTRIES = 10_000;

/**
 * Settings from JSON that anybody may have written: the editor's section `faultline`, or a project's `faultline.json`. Whatever isn't
 * understood keeps the value of `base` and is told. An empty locale, or `auto`, means that of `base`.
 */
export function readSettings(json: unknown, base: Settings = defaultSettings): ReadSettings {
  if (json === undefined || json === null) return { settings: base, problems: [] };
  if (!isRecord(json)) return { settings: base, problems: ["the settings are not an object"] };
  const problems: string[] = [];
  const settings: Settings = {
    rules: { ...base.rules, ...entries(json.rules, "rules", isSeverity, severities.join(", "), problems) },
    apis: { ...base.apis, ...entries(json.apis, "apis", isText, "an API's id or none", problems) },
    fallback: one(json.fallback, "fallback", FALLBACKS, base.fallback, problems),
    locale: locale(json.locale, base.locale, problems),
  };
  return { settings, problems };
}

/** A project's own settings, which hold for everybody, in the editor as in CI. */
export const PROJECT_SETTINGS = "faultline.json";

/** What the `faultline.json` of a folder of the workspace says; undefined where there is none, or it is no JSON. */
export function projectSettings(host: Host, root: string, log: Logger): unknown {
  const path = `${root}/${PROJECT_SETTINGS}`;
  const text = host.readText(path);
  if (text === undefined) return undefined;
  try {
    return JSON.parse(text.replace(/^\uFEFF/, ""));
  } catch (error) {
    log.warn(`${path} is not valid JSON: ${messageOf(error)}`);
    return undefined;
  }
}

/** The editor's settings, and over them the project's, so that the editor shows what CI shows. The locale is the reader's own. */
export function sessionSettings(editorSettings: unknown, locale: string, roots: readonly string[], host: Host, log: Logger): Settings {
  const told = ({ settings, problems }: ReadSettings): Settings => {
    for (const it of problems) log.warn(it);
    return settings;
  };
  const editor = told(readSettings(editorSettings, { ...defaultSettings, locale }));
  const settingsOf = (root: string): Settings => ({
    ...told(readSettings(projectSettings(host, root, log), editor)),
    locale: editor.locale,
  });
  // Each folder of the workspace has its own, as it has when it is opened alone; what lies outside of several has the editor's.
  const [first, ...more] = roots;
  if (first === undefined) return editor;
  if (more.length === 0) return settingsOf(first);
  return { ...editor, folders: Object.fromEntries(roots.map((root) => [root, settingsOf(root)])) };
}

function entries<T>(
  json: unknown,
  name: string,
  accepts: (value: unknown) => value is T,
  expected: string,
  problems: string[],
): Readonly<Record<string, T>> {
  if (json === undefined || json === null) return {};
  if (!isRecord(json)) {
    problems.push(`faultline.${name} is not an object`);
    return {};
  }
  const result: [string, T][] = [];
  for (const [key, value] of Object.entries(json).slice(0, MAX_ENTRIES)) {
    if (accepts(value)) result.push([key, value]);
    else problems.push(`faultline.${name}.${key} is ${JSON.stringify(value)?.slice(0, 80)}, expected: ${expected}`);
  }
  return Object.fromEntries(result);
}

function one<T extends string>(json: unknown, name: string, values: readonly T[], base: T, problems: string[]): T {
  if (json === undefined || json === null) return base;
  const found = values.find((it) => it === json);
  if (found === undefined) problems.push(`faultline.${name} is ${JSON.stringify(json)?.slice(0, 80)}, expected: ${values.join(", ")}`);
  return found ?? base;
}

function locale(json: unknown, base: string, problems: string[]): string {
  if (json === undefined || json === null || json === "" || json === "auto") return base;
  if (typeof json === "string" && /^[A-Za-z]{2,8}([-_][A-Za-z0-9]{1,8})*$/.test(json)) return json;
  problems.push(`faultline.locale is ${JSON.stringify(json)?.slice(0, 80)}, expected: a language tag such as zh-TW`);
  return base;
}

function isSeverity(value: unknown): value is SeveritySetting {
  return severities.some((it) => it === value);
}

function isText(value: unknown): value is string {
  return typeof value === "string";
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
