import type { Host } from "../host/host.ts";
import type { Analysis } from "../engine/model.ts";
import type { Frame } from "../engine/pipeline.ts";
import type { LanguageData } from "../syntax/language.ts";
import type { Finding, Fix } from "../rules/model.ts";

export interface FixContext {
  readonly analysis: Analysis;
  readonly language: LanguageData;
  readonly frame: Frame;
  readonly host: Host;
}

export function fixesFor(_finding: Finding, _ctx: FixContext): readonly Fix[] {
  return [];
}
