import type { LanguageData } from "./language.ts";
import type { Part } from "./part.ts";

/** The part as the language means it, where its grammar can't tell: words, signs before names, operators that make pairs or calls. */
export function respelt(part: Part, data: LanguageData): Part {
  if (part.kind === "name") return worded(part, data.words) ?? plain(part, data.sigils ?? {});
  if (part.kind === "op") return operated(part, data);
  if (part.kind !== "call") return part;
  if (data.wrappers) return wrapped(part, data.wrappers);
  return data.defines ? defined(part, data.defines) : part;
}

/** A word that the grammar takes for a name: `true`, `continue`. */
function worded(part: Part, words: LanguageData["words"]): Part | undefined {
  const text = part.text ?? "";
  return words && Object.hasOwn(words, text) ? { ...part, kind: words[text] as Part["kind"] } : undefined;
}

/** `"606" to wait` is a pair; `codes contains "606"` a call, since its sign is a name and none that the language gives a meaning to. */
function operated(part: Part, { operators }: LanguageData): Part {
  const sign = part.parts.find((p) => p.role === "op.sign");
  const text = sign?.text ?? "";
  const left = part.parts.find((p) => p.role === "op.left");
  const right = part.parts.find((p) => p.role === "op.right");
  if (!sign || !left || !right) return part;
  const meaning = Object.hasOwn(operators, text) ? operators[text] : undefined;
  if (meaning === "pair")
    return {
      ...part,
      kind: "pair",
      parts: [
        { ...left, role: "pair.key" },
        { ...right, role: "pair.value" },
      ],
    };
  if (meaning !== undefined || sign.kind !== "name") return part;
  return {
    ...part,
    kind: "call",
    parts: [
      { ...left, role: "call.receiver" },
      { ...sign, role: "call.callee" },
      { ...right, role: "call.arg" },
    ],
  };
}

/** A name without the sign before it: `$code` is `code`, and where the sign says so, `@code` is the object's own. */
function plain(part: Part, sigils: NonNullable<LanguageData["sigils"]>): Part {
  const text = part.text ?? "";
  const sign = Object.keys(sigils).find((s) => text.startsWith(s) && text.length > s.length);
  if (sign === undefined) return part;
  const owner = sigils[sign] as string;
  const name: Part = { kind: "name", span: part.span, parts: part.parts, text: text.slice(sign.length) };
  if (owner === "") return { ...part, text: name.text as string };
  const object: Part = { kind: "name", role: "member.object", span: part.span, parts: [], text: owner };
  const { text: _, ...rest } = part;
  return { ...rest, kind: "member", parts: [object, { ...name, role: "member.key" }] };
}

/** `define("RATE_LIMIT", "606")`: a call that gives a name is an assignment. */
function defined(call: Part, defines: NonNullable<LanguageData["defines"]>): Part {
  const callee = call.parts.find((p) => p.role === "call.callee")?.text ?? "";
  const places = Object.hasOwn(defines, callee) ? defines[callee] : undefined;
  const args = call.parts.filter((p) => p.role === "call.arg");
  const name = places && args[places.name];
  const value = places && args[places.value];
  if (!name || !value || !/^\W?\w+\W?$/.test(name.text ?? "")) return call;
  const target: Part = { kind: "name", role: "assign.target", span: name.span, parts: [], text: (name.text as string).replace(/\W/g, "") };
  return { ...call, kind: "assign", flags: ["constant"], parts: [target, { ...value, role: "assign.value" }] };
}

/** `lambda { … }`, `proc do … end`: the function that is given is the value. */
function wrapped(call: Part, wrappers: readonly string[]): Part {
  const callee = call.parts.find((p) => p.role === "call.callee")?.text ?? "";
  const args = call.parts.filter((p) => p.role === "call.arg");
  const only = args.length === 1 && args[0]?.kind === "function" ? args[0] : undefined;
  if (!only || !wrappers.includes(callee) || call.parts.some((p) => p.role === "call.receiver")) return call;
  const { role: _, ...rest } = only;
  return call.role === undefined ? rest : { ...rest, role: call.role };
}
