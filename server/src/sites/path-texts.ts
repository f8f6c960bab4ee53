import type { Part } from "../syntax/part.ts";
import { literalOf } from "./literals.ts";
import { unwrap } from "./parts.ts";

/** In UTF-16 units: a longer text leads to no field. */
const maxPath = 200;
const maxProgram = 500;

/** `.errors[0].code`, `'.errors[] | .code // empty'`: the names of a path written as a text, as a command on JSON takes it. */
export function stepsOfFilter(text: string): readonly string[] | undefined {
  const body = /^["']?((?:\.?\[[^\]]*\]|\.[\w-]+\??|\s*\|\s*(?=\.))+)(?:\s*\/\/.*)?["']?$/s.exec(text)?.[1];
  const steps = body?.match(/\[[^\]]*\]|[\w-]+/g)?.map((step) => /^\[["'](.*)["']\]$/.exec(step)?.[1] ?? (step.startsWith("[") ? "[]" : step));
  return steps && steps.length > 0 ? steps : undefined;
}

/**
 * `json.load(sys.stdin)["errors"][0]["code"]`, `json.load(sys.stdin).get("err_code")`: the fields that a program in a text leads through, where it leads
 * through one row of them.
 */
export function stepsOfProgram(text: string): readonly string[] | undefined {
  if (text.length > maxProgram) return undefined;
  const [row, ...others] = text.match(/(?:\[\\?["'][\w$-]+\\?["']\]|\[\d+\]|\.get\(\\?["'][\w$-]+\\?["'][^()]*\))+/g) ?? [];
  if (row === undefined || others.length > 0) return undefined;
  const steps = [...row.matchAll(/\[(\d+)\]|["']([\w$-]+)\\?["']\]|\(\\?["']([\w$-]+)/g)].map(([, place, key, got]) =>
    place ? "[]" : (key ?? got ?? ""),
  );
  return steps.at(-1) === "[]" ? undefined : steps;
}

/**
 * `errors.0.code`, `errors[0].code`, `$.errors[*].code`, `/errors/0/code`: the fields that a text leads through, two or more of them. With
 * slashes alone it may as well be the address of something, so that one of its steps has to be a place in a list.
 */
export function stepsOfText(text: string): readonly string[] | undefined {
  if (text.length > maxPath) return undefined;
  const pointer = text.startsWith("/");
  const body = pointer ? text.slice(1) : text.replace(/^(?:\$\.?|@\.?)/, "");
  const steps = body.split(pointer ? "/" : /\.|(?=\[)/).map((step) => stepOf(step));
  if (steps.length < 2 || steps.includes(undefined)) return undefined;
  const named = steps as readonly string[];
  if (pointer && !named.includes("[]")) return undefined;
  return named.at(-1) === "[]" ? undefined : named;
}

/** One step: a name, or a place in a list. */
function stepOf(step: string): string | undefined {
  if (/^(?:\[(?:\d+|\*)?\]|\d+|[*#])$/.test(step)) return "[]";
  return /^\[(["'])([\w$-]+)\1\]$/.exec(step)?.[2] ?? (/^[A-Za-z_$][\w$-]*$/.test(step) ? step : undefined);
}

/** `["errors", 0, "code"]`: the same as a list. */
export function stepsOfList({ kind, parts }: Part): readonly string[] | undefined {
  if (kind !== "list" || parts.length < 2) return undefined;
  const steps = parts.map((p) => {
    const key = literalOf(unwrap(p));
    return key?.type === "number" ? "[]" : key && stepOf(key.value);
  });
  return steps.includes(undefined) || steps.at(-1) === "[]" ? undefined : (steps as readonly string[]);
}

/** The fields that an argument leads through, be it a text or a list. */
export function stepsOfArgument(arg: Part): readonly string[] | undefined {
  const at = unwrap(arg);
  const text = literalOf(at);
  return text?.type === "string" ? stepsOfText(text.value) : stepsOfList(at);
}

/** The one field that an argument names. */
export function stepOfArgument(arg: Part): readonly string[] | undefined {
  const text = literalOf(unwrap(arg));
  return text?.type === "string" && /^[A-Za-z_$][\w$-]*$/.test(text.value) ? [text.value] : undefined;
}
