import type { Catalog } from "../catalogs/catalog.ts";
import type { OpenDocument } from "../engine/model.ts";
import { apiSetting } from "../engine/settings.ts";
import type { Words } from "../l10n/words.ts";
import type { Finding, Fix, Proof } from "../rules/model.ts";
import { clash, type Span, sameEdit, type TextEdit } from "../text/span.ts";

export const FIX_ALL = "source.fixAll.faultline";
export const QUICK_FIX = "quickfix";

/** A change on offer. All edits belong to the version of the text that the analysis read. */
export interface Action {
  readonly kind: typeof QUICK_FIX | typeof FIX_ALL;
  readonly title: string;
  readonly preferred: boolean;
  /** The findings it mends. */
  readonly findings: readonly Finding[];
  readonly edits: readonly TextEdit[];
  /** Edits of other files, by path relative to the workspace. */
  readonly otherFiles: Readonly<Record<string, readonly TextEdit[]>>;
  /** It is only shown, and worked out by `provenAction` when it is chosen. */
  readonly fix?: { readonly rule: string; readonly start: number; readonly id: string };
  /** The one of those that is a settings file: it counts once it is saved, and is made where there is none. */
  readonly settings?: { readonly path: string; readonly isNew: boolean };
}

/** Where the project says what the editor and the command line shall both know. */
export interface SettingsFile {
  /** Absolute. */
  readonly path: string;
  /** Undefined where there is none yet. */
  readonly text: string | undefined;
  /** The path of the document that is asked about, as the settings name it. */
  readonly document: string;
}

type Asked = Pick<OpenDocument, "analysis" | "fixes" | "denial">;

/** Which kinds of action were asked for; undefined where the editor asks for what fits. */
export type Wanted = readonly string[] | undefined;

/**
 * The fixes of the findings that touch `range`, behind them what says that this is not the API it was taken for, and fix-all where it was asked
 * for by name. With `proof` `near`, fixes that would cost more than a key press to prove are only shown.
 */
export function codeActions(
  document: Asked,
  range: Span,
  wanted: Wanted,
  words: Words,
  catalogs: readonly Catalog[] = [],
  settings?: SettingsFile,
  proof: Proof = "whole",
): readonly Action[] {
  const actions: Action[] = [];
  if (asks(wanted, QUICK_FIX, true)) {
    for (const finding of document.analysis.findingsIn(range))
      for (const fix of document.fixes(finding, { proof })) actions.push(quickFix(finding, fix));
    actions.push(...denials(document, range, words, catalogs, settings));
  }
  // Fix-all is worked out for the whole file, so that only a request that names it pays for it.
  if (asks(wanted, FIX_ALL, false)) {
    const all = fixAll(document, words);
    if (all !== undefined) actions.push(all);
  }
  return actions;
}

/** What was only shown, as it is made: undefined where it turns out to do more harm than it was seen to, or where its finding is gone. */
export function provenAction(document: Pick<OpenDocument, "analysis" | "fixes">, wanted: NonNullable<Action["fix"]>): Action | undefined {
  const finding = document.analysis.findings.find((it) => it.rule === wanted.rule && it.span.start === wanted.start);
  const fix = finding && document.fixes(finding, { only: wanted.id })[0];
  return finding && fix && quickFix(finding, fix);
}

/** One safe fix for each finding, in the order of the text. A fix that would touch what an earlier one changes is left out, whole. */
export function fixAll(document: Pick<OpenDocument, "analysis" | "fixes">, words: Words): Action | undefined {
  const edits: TextEdit[] = [];
  const findings: Finding[] = [];
  for (const finding of document.analysis.findings) {
    const fix = best(document.fixes(finding).filter((it) => it.safe && Object.keys(it.otherFiles ?? {}).length === 0));
    if (fix === undefined || fix.edits.length === 0) continue;
    const fresh = fix.edits.filter((edit) => !edits.some((it) => sameEdit(it, edit)));
    if (fresh.some((edit) => edits.some((it) => clash(it.span, edit.span)))) continue;
    edits.push(...fresh);
    findings.push(finding);
  }
  if (findings.length === 0) return undefined;
  return { kind: FIX_ALL, title: words.say("action.fixAll"), preferred: false, findings, edits, otherFiles: {} };
}

/** "Not this API here", by a comment or by the settings, for whatever at `range` was taken for an API's for certain. */
function denials(document: Asked, range: Span, words: Words, catalogs: readonly Catalog[], settings: SettingsFile | undefined): readonly Action[] {
  const findings = document.analysis.findingsIn(range);
  const taken = [...findings, ...document.analysis.sitesIn(range).filter((it) => it.confidence === "certain")];
  return [...new Set(taken.map((it) => it.api))].flatMap((api) => {
    const name = catalogs.find((it) => it.id === api)?.shortName ?? api;
    const place = taken.find((it) => it.api === api)?.span.start ?? range.start;
    const base = { kind: QUICK_FIX, preferred: false, findings: findings.filter((it) => it.api === api) } as const;
    const note = document.denial(api, place);
    const entry = settings && apiSetting(settings.text, settings.document, `not ${api}`);
    return [
      ...(note ? [{ ...base, title: words.say("action.notApi.comment", { api: name }), edits: note.edits, otherFiles: note.otherFiles ?? {} }] : []),
      ...(settings && entry
        ? [
            {
              ...base,
              title: words.say("action.notApi.setting", { api: name, file: baseName(settings.path) }),
              edits: [],
              otherFiles: { [settings.path]: entry },
              settings: { path: settings.path, isNew: settings.text === undefined },
            },
          ]
        : []),
    ];
  });
}

function baseName(path: string): string {
  return path.slice(path.lastIndexOf("/") + 1);
}

function quickFix(finding: Finding, fix: Fix): Action {
  const { title, preferred, edits, otherFiles = {} } = fix;
  const later = fix.unproven ? { fix: { rule: finding.rule, start: finding.span.start, id: fix.id } } : {};
  return { kind: QUICK_FIX, title, preferred, findings: [finding], edits, otherFiles, ...later };
}

function best(fixes: readonly Fix[]): Fix | undefined {
  return fixes.find((it) => it.preferred) ?? fixes[0];
}

/** `source` asks for `source.fixAll.faultline` too. */
function asks(wanted: Wanted, kind: string, byDefault: boolean): boolean {
  if (wanted === undefined || wanted.length === 0) return byDefault;
  return wanted.some((it) => it === "" || kind === it || kind.startsWith(`${it}.`));
}
