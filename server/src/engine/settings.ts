import { layoutOf } from "../fixes/layout.ts";
import { naming, settling } from "../resolve/evidence.ts";
import type { Evidence } from "../resolve/model.ts";
import { globMatcher } from "../text/glob.ts";
import { readJson, textIn } from "../text/json.ts";
import type { TextEdit } from "../text/span.ts";

/** A path stands for itself, whatever signs it holds: `src/[id].ts`. */
function matcher(glob: string): (path: string) => boolean {
  const matches = globMatcher(glob, { braces: true });
  return (path) => path === glob || (matches?.(path) ?? false);
}

/** Which API the setting `faultline.apis` gives a file; the first glob that matches wins. */
export class ApiGlobs {
  readonly #rules: readonly { readonly glob: string; readonly api: string; readonly matches: (path: string) => boolean }[];

  constructor(apis: Readonly<Record<string, string>>) {
    this.#rules = Object.entries(apis).map(([glob, api]) => ({ glob, api, matches: matcher(glob) }));
  }

  evidence(relative: string): Evidence | undefined {
    const rule = this.#rules.find((r) => r.matches(relative));
    if (!rule) return undefined;
    const { api, denied } = naming(rule.api);
    return { api, kind: "setting", what: `${rule.glob}: ${rule.api}`, weight: denied ? -settling : settling };
  }
}

/**
 * Edits of a settings file's text, undefined where there is none yet, after which a path is `says` ("not marketo-rest"). It becomes the first
 * entry, since the first that matches wins. No edits can be given where the text can't be read, or says something else of the very path.
 */
export function apiSetting(text: string | undefined, path: string, says: string): readonly TextEdit[] | undefined {
  const entry = `${JSON.stringify(path)}: ${JSON.stringify(says)}`;
  if (text === undefined || text.trim() === "") {
    const all = `{\n  "apis": {\n    ${entry}\n  }\n}\n`;
    return [{ span: { start: 0, end: text?.length ?? 0 }, text: all }];
  }
  const read = readJson(text);
  if ("problem" in read || read.json.kind !== "object") return undefined;
  const { unit, eol } = layoutOf(text, "  ");
  const apis = read.json.members.get("apis");
  if (apis === undefined) {
    const more = read.json.members.size > 0 ? "," : eol;
    return [inserted(read.json.start + 1, `${eol}${unit}"apis": {${eol}${unit}${unit}${entry}${eol}${unit}}${more}`)];
  }
  if (apis.kind !== "object") return undefined;
  const known = apis.members.get(path);
  if (known) {
    const { api, denied } = naming(textIn(known) ?? "");
    if (known.kind !== "text" || denied || api !== naming(says).api) return undefined;
    return [{ span: { start: known.start, end: known.end }, text: JSON.stringify(says) }];
  }
  if (apis.members.size === 0) return [{ span: { start: apis.start, end: apis.end }, text: `{${eol}${unit}${unit}${entry}${eol}${unit}}` }];
  const oneLine = !/[\r\n]/.test(text.slice(apis.start, apis.end));
  return [inserted(apis.start + 1, oneLine ? `${/^\s/.test(text.slice(apis.start + 1)) ? " " : ""}${entry},` : `${eol}${unit}${unit}${entry},`)];
}

function inserted(at: number, text: string): TextEdit {
  return { span: { start: at, end: at }, text };
}
