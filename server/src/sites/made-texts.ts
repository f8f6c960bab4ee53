import type { Part } from "../syntax/part.ts";
import { textValue } from "./literals.ts";
import { type Callee, child, children, nameOf, statements, unwrap } from "./parts.ts";
import type { Scope } from "./scopes.ts";

/** What a part stands for as a text; undefined where that isn't known. */
type Text = (part: Part) => string | undefined;

/** No code with what stands around it is longer, in UTF-16 units. */
const longestText = 200;

/** `` `${NS}FLOW-1404-412` ``, `f"{NS}FLOW-1404-412"`: a text with what it inserts. */
export function filledText(part: Part, textOf: Text): string | undefined {
  const raw = part.text;
  if (raw === undefined || part.parts.length === 0) return undefined;
  let out = "";
  let from = 0;
  for (const inserted of part.parts) {
    const value = textOf(inserted);
    const before = raw.slice(from, inserted.span.start - part.span.start);
    // A variable's sign may be a part of its name.
    const isSigned = raw[inserted.span.start - part.span.start] === "$";
    const opening = /(?:[$#]?\{|\$)\s*$/.exec(before)?.[0] ?? (isSigned ? "" : undefined);
    from = inserted.span.end - part.span.start;
    const closing = opening?.includes("{") ? /^\s*\}/.exec(raw.slice(from))?.[0] : "";
    if (value === undefined || opening === undefined || closing === undefined) return undefined;
    out += before.slice(0, before.length - opening.length) + value;
    if (out.length > longestText) return undefined;
    from += closing.length;
  }
  return textValue(out + raw.slice(from));
}

/** `const E = (rest) => NS + "FLOW-" + rest`: the text that a function of this file makes of the only one that it is given. */
export function textMadeBy(
  { name, args }: Callee,
  at: number,
  scope: Scope,
  textOf: (part: Part, scope: Scope) => string | undefined,
): string | undefined {
  const binding = args.length === 1 ? scope.lookup(name, at) : undefined;
  const fn = binding?.value && unwrap(binding.value);
  const given = fn?.kind === "function" ? textOf(args[0] as Part, scope) : undefined;
  if (!binding || !fn || given === undefined) return undefined;
  const params = children(fn, "function.param");
  const param = params.length === 1 ? nameOf(child(unwrap(params[0] as Part), "param.name") ?? (params[0] as Part)) : undefined;
  const body = child(fn, "function.body");
  const own = body ? statements(body) : [];
  const value = child(fn, "function.value") ?? (own.length === 1 && own[0]?.kind === "return" ? own[0].parts[0] : undefined);
  if (param === undefined || !value) return undefined;
  const text: Text = (part) => {
    const inner = unwrap(part);
    if (nameOf(inner) === param && inner.kind === "name") return given;
    if (inner.kind === "op") {
      const [left, right] = [child(inner, "op.left"), child(inner, "op.right")];
      const a = child(inner, "op.sign")?.text === "+" && left && right ? text(left) : undefined;
      const b = a === undefined ? undefined : text(right as Part);
      return b === undefined || `${a}${b}`.length > longestText ? undefined : `${a}${b}`;
    }
    return inner.kind === "string" || inner.kind === "template"
      ? (filledText(inner, text) ?? textOf(inner, binding.scope))
      : textOf(inner, binding.scope);
  };
  return text(value);
}
