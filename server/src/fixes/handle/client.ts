import type { UnhandledData } from "../../rules/unhandled-retryable.ts";
import { child } from "../../sites/parts.ts";
import type { Part } from "../../syntax/part.ts";
import { contains, type TextEdit } from "../../text/span.ts";
import { fill, fillText, insertion, lineEnd, write } from "../layout.ts";
import type { ClientForm } from "../library-data.ts";
import { around, own, textOf, wordsIn, wordsOfFile } from "../tree.ts";
import { writtenCodes } from "./condition.ts";
import { groupsOf } from "./fresh.ts";
import { inRange, versionOf } from "./installed.ts";
import { accessTo } from "./library.ts";
import type { Needs } from "./needs.ts";
import { originOf } from "./origin.ts";
import { freeName, type Missing, type Scene } from "./scene.ts";

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
    const version = versionOf(form.package, data.manifests, ctx);
    if (version === undefined || !inRange(version, form.versions)) continue;
    if (form.path !== undefined && !new RegExp(form.path).test(ctx.path)) continue;
    const edits = told(form, taken, scene, needs);
    if (edits) return { taken, edits };
  }
  return undefined;
}

/** Attempts of the client and of its callers would multiply, and who decides on a code otherwise would no longer see it at once. */
function decidedElsewhere(missing: readonly Missing[], { ctx }: Scene): boolean {
  const { branches, facts } = ctx.resolved;
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

function told(form: ClientForm, missing: readonly Missing[], scene: Scene, needs: Needs): readonly TextEdit[] | undefined {
  const { catalog, ctx, data, layout, resolved } = scene;
  const { subject } = resolved.branch;
  const answer = answerOf(ctx.text.slice(subject.span.start, subject.span.end), form, scene);
  if (!answer || answer.steps.length === 0) return undefined;
  const created = createdAs(answer.client, form, scene);
  if (!created || new RegExp(fillText(form.unless, { client: answer.client })).test(ctx.text)) return undefined;
  const codes = missing.map((m) => m.code);
  const unsure = codes.filter((c) => catalog.index.entries.get(c)?.retry.executed !== "no");
  if (unsure.length > 0 && !new RegExp(form.safe).test(answer.method)) return undefined;
  const access = accessTo({ ...form, uses: [] }, scene);
  const { equal, membership: { text: membership } = {} } = data;
  if (!access || equal === undefined || membership === undefined) return undefined;
  const backoff = needs.helper("backoff");
  if (backoff === undefined) return undefined;
  const groups = groupsOf(missing, scene);
  const list = (of: readonly string[]): string => writtenCodes(of, scene).join(", ");
  const asked = (of: readonly string[]): string =>
    fillText(of.length === 1 ? equal : membership, { codes: list(of), code: list(of), subject: "code" });
  const words = wordsOfFile(ctx);
  const windows = groups.flatMap(({ codes: of, window }) =>
    window === undefined ? [] : fillText(form.window, { condition: asked(of), s: String(window) }),
  );
  const lines = fill(form.lines, {
    ...access.values,
    ...Object.fromEntries(Object.entries(form.own).map(([hole, names]) => [hole, freeName(names, words)])),
    client: answer.client,
    codes: list(codes),
    path: answer.steps.map((step, i) => (i === 0 ? step.first : step.written)).join(""),
    retries: String(Math.max(...groups.map((g) => g.attempts)) - 1),
    backoff,
    unsure: unsure.length === 0 ? [] : fill(form.unsure, { condition: asked(unsure) }),
    windows: windows.join(""),
  });
  if (access.line !== undefined) needs.importLine(form.package, access.line);
  return [insertion(created, layout.eol.repeat(2) + write(lines, "", layout))];
}

interface Answer {
  readonly client: string;
  readonly method: string;
  /** From the answer to the code, each step as the language's data writes it. */
  readonly steps: readonly Step[];
}

interface Step {
  readonly written: string;
  /** The same where it is the first. */
  readonly first: string;
}

/** How many names may lead from the code to the answer. */
const maxNames = 6;

/** Follows what is decided on through the function's variables, back to the one request that gave it. */
function answerOf(source: string, form: ClientForm, scene: Scene, depth = 0): Answer | undefined {
  const { fn, ctx, part } = scene;
  if (!fn || depth > maxNames) return undefined;
  const { sends } = originOf(scene);
  const [send] = sends;
  if (!send || sends.length > 1) return undefined;
  for (const pattern of form.answers) {
    const groups = new RegExp(pattern).exec(source.trim())?.groups;
    const steps = groups?.client === undefined ? undefined : stepsOf(groups.rest ?? "", form);
    if (groups?.client !== undefined && steps && source.includes(textOf(send, ctx.text)))
      return { client: groups.client, method: groups.method ?? "", steps };
  }
  const [, name = "", rest = ""] = new RegExp(form.name).exec(source.trim()) ?? [];
  const steps = stepsOf(rest, form);
  if (name === "" || !steps) return undefined;
  const given = [...own(fn)].flatMap((p) => {
    const target = p.kind === "assign" && child(p, "assign.target");
    const value = target && child(p, "assign.value");
    return target && value && wordsIn(textOf(target, ctx.text)).has(name) ? [{ at: p, target: textOf(target, ctx.text), value }] : [];
  });
  const [only] = given;
  if (!only || given.length > 1 || only.at.span.start > part.span.start) return undefined;
  const { target, value } = sidesOf(only.at, only.value, ctx.text);
  const picked = takenBy(target, name, form);
  const first = picked === undefined ? undefined : stepsOf(picked, form);
  const before = first && answerOf(value, form, scene, depth + 1);
  return before && first && { ...before, steps: [...before.steps, ...first, ...steps] };
}

/** Both sides of an assignment whole: with brackets and words that the tree leaves out. */
function sidesOf(assign: Part, value: Part, text: string): { readonly target: string; readonly value: string } {
  const at = text.lastIndexOf("=", value.span.start);
  return { target: text.slice(assign.span.start, at).trim(), value: text.slice(at + 1, assign.span.end).replace(/;\s*$/, "") };
}

/** The step from a value to what the target calls by this name; empty for the value itself. */
function takenBy(target: string, name: string, { picks, plain }: ClientForm): string | undefined {
  const named = { name: name.replace(/\$/g, "\\$&") };
  if (new RegExp(fillText(plain, named)).test(target)) return "";
  const match = new RegExp(fillText(picks, named)).exec(target);
  return match ? `.${match.groups?.field ?? name}` : undefined;
}

function stepsOf(rest: string, { steps }: ClientForm): readonly Step[] | undefined {
  const out: Step[] = [];
  for (let left = rest.trim(); left !== ""; ) {
    const step = steps.flatMap(({ read, written, first = written }) => {
      const match = new RegExp(`^(?:${read})`).exec(left);
      return match ? [{ length: match[0].length, written: fillText(written, { ...match.groups }), first: fillText(first, { ...match.groups }) }] : [];
    })[0];
    if (!step || step.length === 0) return undefined;
    out.push(step);
    left = left.slice(step.length);
  }
  return out;
}

/** The end of the line on which the file, and no function of it, makes the client; undefined where nothing does, or more than one place. */
function createdAs(client: string, form: ClientForm, { ctx }: Scene): number | undefined {
  const { text, parts } = ctx;
  const assigns = parts.flatMap((p) => [...own(p)]).filter((p) => p.kind === "assign" && child(p, "assign.target")?.text === client);
  const [only] = assigns;
  const value = only && child(only, "assign.value");
  if (!only || !value || assigns.length > 1 || !new RegExp(form.created).test(text.slice(value.span.start, value.span.end))) return undefined;
  const chain = around(parts, only.span);
  if (chain.some((p) => p.kind === "function" || p.kind === "class" || p.kind === "if" || p.kind === "try" || p.kind === "loop")) return undefined;
  const statement = chain.find((p) => contains(p.span, only.span)) ?? only;
  const end = Math.max(statement.span.end, only.span.end);
  return /^\s*;?\s*$/.test(text.slice(end, lineEnd(text, end))) ? lineEnd(text, end) : undefined;
}
