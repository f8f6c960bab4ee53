import type { LanguageData } from "../syntax/language.ts";
import type { Part } from "../syntax/part.ts";
import { grouped } from "../text/grouped.ts";
import { importedNames } from "./imported-names.ts";
import { literalOf } from "./literals.ts";
import type { Import } from "./model.ts";
import { calleeOf, child, children, descend, nameOf, unwrap } from "./parts.ts";

/** What an import statement brings: of a group in braces each name by itself. */
export function importsOf(part: Part, { importSteps = "." }: LanguageData): readonly Import[] {
  const group = child(part, "import.group");
  const source = sourceOf(part);
  const { span } = part;
  if (!group) return [{ source, names: importedNames(part).map(({ name, local }) => ({ name, local })), span }];
  return grouped(group.text ?? "").map(({ path, name, local = lastStep(source) ?? name }) => ({
    source: [source, ...path].filter((step) => step !== "").join(importSteps),
    names: [{ name, local }],
    span,
  }));
}

/** The members of classes of this file that an import brings in without their class: `*` for all of them. */
export function openedBy(
  part: Part,
  classes: ReadonlyMap<string, unknown>,
  language: LanguageData,
): readonly { owner: string; name: string; local: string }[] {
  return importsOf(part, language).flatMap(({ source, names }) => {
    const owner = lastStep(source);
    return owner !== undefined && classes.has(owner) ? names.map(({ name, local }) => ({ owner, name, local })) : [];
  });
}

/** `import requests`, `import "net/http"`: the names of a module of which nothing is named, at either end of its path. */
export function broughtWhole(part: Part, language: LanguageData): readonly string[] {
  return importsOf(part, language).flatMap(({ source, names }) => {
    const steps = names.length > 0 ? [] : source.split(/[.:\\/]+/).filter((step) => /^[A-Za-z_]\w*$/.test(step));
    return steps.length > 1 ? [steps[0] as string, steps[steps.length - 1] as string] : steps;
  });
}

function lastStep(source: string): string | undefined {
  return source.split(/[.:\\/]+/).findLast((step) => step !== "" && step !== "_" && step !== "*");
}

/** No path that anybody writes is longer. */
const longest = 300;

/** `require_relative "errors"`, `source ./codes.sh`: an import written as a call. */
export function calledImport(call: Part, language: LanguageData): Import | undefined {
  const callee = language.imports && !child(call, "call.receiver") ? calleeOf(call) : undefined;
  const before = callee && Object.hasOwn(language.imports ?? {}, callee.name) ? language.imports?.[callee.name] : undefined;
  const named = callee?.args.at(-1);
  if (before === undefined || !named) return undefined;
  // `"$(dirname "$0")/codes.sh"`, `"$PSScriptRoot/Codes.ps1"`: what stands behind the folder, whatever was written to find that.
  const behind = () => /(?:\$\{?\w+\}?[\\/])?([\w.\\/-]+)["']?$/.exec((named.text ?? "").slice(-longest))?.[1];
  const literals = () => [...descend(named)].flatMap((p) => literalOf(p)?.value ?? []).at(-1);
  const source = named.kind === "string" && named.parts.length > 0 ? (behind() ?? literals()) : (literals() ?? behind());
  return source === undefined ? undefined : { source: before + source, names: [], span: call.span };
}

/** `const { RATE_LIMIT, codes: known } = require("./errors")`: an import written as an assignment; undefined for every other one. */
export function requiredBy(assign: Part, language: LanguageData): Import | undefined {
  const value = child(assign, "assign.value");
  const target = child(assign, "assign.target");
  const call = value && unwrap(value);
  const callee = call?.kind === "call" ? calleeOf(call) : undefined;
  const argument = callee?.args.length === 1 ? literalOf(unwrap(callee.args[0] as Part)) : undefined;
  if (!target || !callee || argument?.type !== "string" || !language.importCalls?.includes(callee.dotted)) return undefined;
  return { source: argument.value, names: namesIn(unwrap(target)), span: assign.span };
}

function namesIn(target: Part): Import["names"] {
  if (target.kind === "name" && target.text) return [{ name: "*", local: target.text }];
  const binds = [...descend(target, (p) => p.kind !== "bind")].filter((p) => p.kind === "bind");
  return binds.flatMap((bind) => {
    if (bind.parts.length === 0) return bind.text ? [{ name: bind.text, local: bind.text }] : [];
    const key = child(bind, "bind.key");
    const local = child(bind, "bind.local");
    const name = key && nameOf(key);
    const here = local && nameOf(local);
    return name && here ? [{ name, local: here }] : [];
  });
}

function sourceOf(part: Part): string {
  const steps = children(part, "import.source");
  const source = steps[0];
  if (!source) return "";
  // A path whose steps no node holds together.
  if (steps.length > 1) return steps.map((s) => s.text ?? "").join(".");
  // Where a path is put together, its last text is what matters: `__DIR__ . "/codes.php"`.
  const written = source.kind === "op" || source.kind === "call" ? [...descend(source)].flatMap((p) => literalOf(p)?.value ?? []).at(-1) : undefined;
  return (
    literalOf(unwrap(source))?.value ??
    written ??
    source.text ??
    [...descend(source)].flatMap((p) => (p.kind === "name" && p.text ? [p.text] : [])).join(".")
  );
}
