import type { UnhandledData } from "../../rules/unhandled-report.ts";
import type { WireType } from "../../sites/model.ts";
import type { Part } from "../../syntax/part.ts";
import type { Span, TextEdit } from "../../text/span.ts";
import { fill, fillText, indentAt, insertion, type Lines, write } from "../layout.ts";
import type { ClientForm, ClientPackage, ManifestForm } from "../library-data.ts";
import { typeOf } from "../spelling.ts";
import { wordsIn, wordsOfFile } from "../tree.ts";
import { type Answer, answerOf } from "./client-answer.ts";
import { createdAs, insideEdit, literally, makingOf } from "./client-made.ts";
import { writtenCodes } from "./condition.ts";
import { groupsOf } from "./fresh.ts";
import { inRange, versionOf } from "./installed.ts";
import { accessTo } from "./library.ts";
import { inQuotes, type Needs } from "./needs.ts";
import { freeName, type Missing, type Scene, sceneOf } from "./scene.ts";

/** Codes that the client of the function is told to try again, and how it is told. */
export interface ByClient {
  readonly taken: readonly Missing[];
  readonly edits: readonly TextEdit[];
}

/**
 * The client in the file that makes the function's request, told by the library that the manifests name to make it again by itself.
 * Undefined where somebody told it already, where other files may use it, where its answers are changed on the way, or where it can't be seen
 * how an answer holds the code. A renewal is never its task.
 */
export function byClient(missing: readonly Missing[], scene: Scene, needs: Needs): ByClient | undefined {
  const { data, ctx } = scene;
  const taken = missing.filter((m) => m.kind !== "auth");
  if (!data.manifests || taken.length === 0 || decidedElsewhere(taken, scene) || leavesSome(missing, scene)) return undefined;
  for (const form of data.clients ?? []) {
    if (form.path !== undefined && !new RegExp(form.path).test(ctx.path)) continue;
    const found = form.packages.find((it) => isThere(it, data.manifests ?? [], ctx));
    const edits = found && told(form, found, taken, scene, needs);
    if (edits) return { taken, edits };
  }
  return undefined;
}

function isThere({ package: name, versions, manifests }: ClientPackage, usual: readonly ManifestForm[], ctx: Scene["ctx"]): boolean {
  const version = versionOf(name, manifests ?? usual, ctx);
  // What isn't known is taken for new, and no longer has what a range ends with.
  return version !== undefined && (version === "" ? versions?.includes("<") !== true : inRange(version, versions));
}

/** Attempts of the client and of its callers would multiply, and who decides on a code otherwise would no longer see it at once. */
function decidedElsewhere(missing: readonly Missing[], { ctx }: Scene): boolean {
  const { branches, facts } = ctx.said;
  const codes = new Set(missing.map((m) => m.code));
  if (facts.functions.some((f) => f.retried.length > 0)) return true;
  return branches.some(
    (b) => b.branch.arms.some((a) => a.body?.action === "retry" || a.body?.waits) || b.labels.some((l) => l.found && codes.has(l.found.code)),
  );
}

/** Some of the codes alone: whatever is added to the list later would miss what its kind needs. */
function leavesSome(missing: readonly Missing[], { ctx, resolved, catalog }: Scene): boolean {
  const wanted = new Set(missing.map((m) => m.code));
  const asked = ctx.findings.filter((f) => f.api === catalog.id).map((f) => f.data as Partial<UnhandledData> | undefined);
  return asked.some((d) => d?.at?.start === resolved.branch.span.start && d.missing?.some((m) => m.kind !== "auth" && !wanted.has(m.code)));
}

type Values = Readonly<Record<string, string | Lines>>;

function told(form: ClientForm, found: ClientPackage, missing: readonly Missing[], scene: Scene, needs: Needs): readonly TextEdit[] | undefined {
  const { catalog, ctx, resolved } = scene;
  // A list of whole codes wouldn't meet what is looked at in pieces.
  const answer = resolved.branch.subject.piece ? undefined : answerOf(form, scene);
  if (!answer || othersAsk(answer, form, scene)) return undefined;
  const bare = /\w+(?=\W*$)/.exec(answer.client)?.[0] ?? "";
  if (new RegExp(fillText(form.unless, { client: literally(answer.client), bare })).test(ctx.text)) return undefined;
  const unsure = missing.map((m) => m.code).filter((c) => catalog.index.entries.get(c)?.retry.executed !== "no");
  if (unsure.length > 0 && !new RegExp(form.safe, "i").test(answer.method)) return undefined;
  const names = namesOf(form, found, scene);
  const codes = names && codesOf(form, missing, unsure, answer, scene, needs);
  if (!codes) return undefined;
  const values = { ...names.values, ...codes };
  const edits = form.inside ? within(form, answer, values, scene, needs) : behind(form, answer, values, scene);
  if (!edits) return undefined;
  if (names.line !== undefined) needs.importLine(found.package, names.line);
  for (const { source, line } of names.brought) needs.importLine(source, line);
  for (const name of found.needs ?? []) needs.import(name);
  return edits;
}

/** Another decision, about which codes were missing as well, has its answers of another client: the list would seem to be about both. */
function othersAsk({ client, fn }: Answer, form: ClientForm, scene: Scene): boolean {
  const { ctx, catalog, resolved } = scene;
  const place = (name: string, where: Part, at: Scene): Span | undefined => form.inside && makingOf(name, where, form, form.inside, at);
  const own = place(client, fn, scene);
  return ctx.findings.some((f) => {
    const data = f.data as Partial<UnhandledData> | undefined;
    if (f.api !== catalog.id || data?.what !== "branch" || data.at?.start === resolved.branch.span.start) return false;
    const other = sceneOf(data as UnhandledData, f.api, ctx);
    const answer = other && answerOf(form, other);
    if (!answer || !other) return false;
    return form.inside ? place(answer.client, answer.fn, other)?.start !== own?.start : answer.client !== client;
  });
}

/** The lines right behind the client. */
function behind(form: ClientForm, { client }: Answer, values: Values, scene: Scene): readonly TextEdit[] | undefined {
  const created = createdAs(client, form, scene);
  const lines = fill(form.lines, { ...values, client });
  return created === undefined
    ? undefined
    : [insertion(created, scene.layout.eol.repeat(2) + write(lines, indentAt(scene.ctx.text, created), scene.layout))];
}

/** A place in the expression that makes the client, and the lines beside the function. */
function within(form: ClientForm, answer: Answer, values: Values, scene: Scene, needs: Needs): readonly TextEdit[] | undefined {
  const { inside } = form;
  const made = inside && makingOf(answer.client, answer.fn, form, inside, scene);
  if (!made) return undefined;
  const member = inside.ofClass !== undefined && scene.fact?.owner !== undefined;
  const all = { ...values, ofClass: member ? (inside.ofClass?.declared ?? "") : "", self: member ? (inside.ofClass?.named ?? "") : "" };
  const edit = insideEdit(made, inside, all, scene);
  if (!edit) return undefined;
  needs.block(inQuotes(fill(form.lines, all), scene), undefined, member);
  return [edit];
}

/** What stands for the codes, and for the way to them. */
function codesOf(
  form: ClientForm,
  missing: readonly Missing[],
  unsure: readonly string[],
  { steps }: Answer,
  scene: Scene,
  needs: Needs,
): Values | undefined {
  const { catalog, ctx, data } = scene;
  const { equal, membership: { text: membership } = {} } = data;
  const backoff = form.lines.some((line) => line.includes("{backoff}")) ? needs.helper("backoff") : "";
  if (backoff === undefined || equal === undefined || membership === undefined) return undefined;
  const groups = groupsOf(missing, scene);
  const { quote } = ctx.language;
  const written = (of: readonly string[]): readonly string[] =>
    writtenCodes(of, scene).map((literal, i) => arriving(literal, typeOf(catalog, of[i] as string), quote));
  const list = (of: readonly string[]): string => written(of).join(", ");
  const asked = (of: readonly string[]): string =>
    fillText(of.length === 1 ? equal : membership, { codes: list(of), code: list(of), subject: form.subject ?? "code" });
  const each = form.window.includes("{code}");
  const windows = groups.flatMap(({ codes: of, window }) => {
    if (window === undefined) return [];
    const s = String(window);
    return each ? written(of).map((code) => fillText(form.window, { code, s })) : fillText(form.window, { condition: asked(of), s });
  });
  const waits = windows.join(each ? ", " : "");
  const guard = fill(form.unsure, { condition: asked(unsure) });
  const longest = Math.max(form.longest ?? 0, ...groups.map((g) => (g.window ?? 0) + 1));
  // What only hands the body on is no step to the code.
  const path = steps.filter((step) => step.first !== "").map((step, i) => (i === 0 ? step.first : step.written));
  if (path.length === 0) return undefined;
  return {
    codes: list(missing.map((m) => m.code)),
    path: path.join(""),
    retries: String(Math.max(...groups.map((g) => g.attempts)) - 1),
    backoff,
    unsure: unsure.length === 0 ? [] : unsure.length === missing.length ? (form.unsureAll ?? guard) : guard,
    windowed: windows.length === 0 ? [] : fill(form.windowed ?? [], { windows: waits, path: path.join("") }),
    windows: waits,
    longest: String(longest),
  };
}

/** Where a language compares loosely, the decision may write another type than what arrives. */
function arriving(literal: string, type: WireType | undefined, quote: string): string {
  if (type === "string" && /^\d/.test(literal)) return quote + literal + quote;
  return type === "number" ? (/^["'](\d+)["']$/.exec(literal)?.[1] ?? literal) : literal;
}

interface Names {
  readonly values: Readonly<Record<string, string>>;
  readonly line: string | undefined;
  readonly brought: readonly { readonly source: string; readonly line: string }[];
}

/** What the lines are called, and what they call: by imports that are there, or by new ones. */
function namesOf(form: ClientForm, found: ClientPackage, scene: Scene): Names | undefined {
  const { ctx } = scene;
  const words = wordsOfFile(ctx);
  const access = accessTo({ imports: [], names: {}, ...form, package: found.package, uses: [] }, scene);
  if (!access && form.imports) return undefined;
  const own = Object.entries(form.own).map(([hole, names]) => [hole, freeName(names, words)] as const);
  const taken = wordsIn(ctx.text.replace(/\/\*[\s\S]*?\*\/|(?<!:)(?:\/\/|#).*/g, ""));
  const { imports } = ctx.resolved.facts;
  const brings = Object.entries(form.brings ?? {}).map(([hole, { source, line, whole }]) => {
    const local = imports.find((i) => i.source === source)?.names[0]?.local;
    const free = !taken.has(hole);
    return { hole, name: local ?? (free ? hole : whole), import: local === undefined && free ? [{ source, line }] : [] };
  });
  return {
    values: { ...access?.values, ...Object.fromEntries([...own, ...brings.map((b) => [b.hole, b.name])]) },
    line: access?.line,
    brought: brings.flatMap((b) => b.import),
  };
}
