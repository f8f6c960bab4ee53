import picomatch from "picomatch";
import type { Evidence } from "../resolve/model.ts";

/** Which API the setting `faultline.apis` gives a file; the first glob that matches wins. */
export class ApiGlobs {
  readonly #rules: readonly { readonly glob: string; readonly api: string; readonly matches: (path: string) => boolean }[];

  constructor(apis: Readonly<Record<string, string>>) {
    this.#rules = Object.entries(apis).map(([glob, api]) => ({ glob, api, matches: picomatch(glob, { dot: true }) }));
  }

  evidence(relative: string): Evidence | undefined {
    const rule = this.#rules.find((r) => r.matches(relative));
    return rule && { api: rule.api, kind: "setting", what: `${rule.glob}: ${rule.api}`, weight: 10 };
  }
}
