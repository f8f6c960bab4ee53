import picomatch from "picomatch";
import { naming, settling } from "../resolve/evidence.ts";
import type { Evidence } from "../resolve/model.ts";

/** A path stands for itself, whatever signs it holds: `src/[id].ts`. */
function matcher(glob: string): (path: string) => boolean {
  const matches = picomatch(glob, { dot: true });
  return (path) => path === glob || matches(path);
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
