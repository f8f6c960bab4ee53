import type { Engine } from "../../server/src/engine/model.ts";
import type { Finding, Fix } from "../../server/src/rules/model.ts";
import { applyEdits } from "../../server/src/text/span.ts";

export interface InTurn {
  readonly text: string;
  readonly applied: readonly Fix[];
  /** Findings of `unhandled-retryable` that are still there. */
  readonly left: readonly Finding[];
}

/** More fixes than any client of the tests needs: one that never ends is to be seen, not waited for. */
const stepLimit = 12;

/** Makes the wanted fixes one after the other, each worked out on the text that the one before left, until none is offered any more. */
export async function fixInTurn(
  { engine, files }: { readonly engine: Engine; readonly files: Map<string, string> },
  path: string,
  given: string,
  wanted: (fix: Fix) => boolean,
): Promise<InTurn> {
  const language = engine.languageOf(path);
  if (language === undefined) throw new Error(`no language for ${path}`);
  await engine.load(language);
  const applied: Fix[] = [];
  let text = given;
  for (;;) {
    files.set(path, text);
    engine.changed([path]);
    const document = engine.open(path, language, text);
    const { findings } = document.analysis;
    const fix = applied.length < stepLimit ? findings.flatMap((f) => document.fixes(f)).find(wanted) : undefined;
    document.close();
    if (!fix) return { text, applied, left: findings.filter((f) => f.rule === "unhandled-retryable") };
    text = applyEdits(text, fix.edits);
    applied.push(fix);
  }
}
