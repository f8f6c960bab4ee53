import type { LanguageData, SignMeaning } from "./language.ts";
import type { Part } from "./part.ts";

/** The part as the language means it, where its grammar can't tell: words, signs before names, operators that make pairs or calls. */
export function respelt(part: Part, data: LanguageData): Part {
  if (part.kind === "name") return worded(part, data.words) ?? (data.sigils ? plain(part, data.sigils) : part);
  if (part.kind === "op") return operated(part, data);
  if (part.kind === "function") return sole(part);
  if (part.kind === "member") return leftward(part);
  if (part.kind === "assign" && part.role === "call.arg" && data.namedArguments) return named(part);
  if (part.kind === "assign" && data.scalars) return braced(part, data.scalars);
  if (part.kind !== "call") return part;
  if (data.wrappers) return wrapped(part, data.wrappers);
  if (data.matchers) return matched(part, data.matchers, data);
  return data.defines ? defined(part, data.defines) : part;
}

/** A word that the grammar takes for a name: `true`, `continue`. */
function worded(part: Part, words: LanguageData["words"]): Part | undefined {
  const text = part.text ?? "";
  if (text.charCodeAt(0) === 96 && /^`.+`$/.test(text)) return { ...part, text: text.slice(1, -1) };
  return words && Object.hasOwn(words, text) ? { ...part, kind: words[text] as Part["kind"] } : undefined;
}

/** `{ e => … }`: braces around a function are no function of their own. */
function sole(part: Part): Part {
  const only = part.parts.length === 1 ? part.parts[0] : undefined;
  if (only?.kind !== "function" || part.flags) return part;
  const { role: _, ...inner } = only;
  return part.role === undefined ? inner : { ...inner, role: part.role };
}

/** `Reason(code = "601")`: an assignment in the place of an argument names it. */
function named(part: Part): Part {
  const key = part.parts.find((p) => p.role === "assign.target");
  const value = part.parts.find((p) => p.role === "assign.value");
  if (!key || !value) return part;
  return {
    ...part,
    kind: "pair",
    parts: [
      { ...key, role: "pair.key", flags: ["value"] },
      { ...value, role: "pair.value" },
    ],
  };
}

function partIn({ parts }: Part, role: string): Part | undefined {
  for (let i = 0; i < parts.length; i++) if ((parts[i] as Part).role === role) return parts[i];
  return undefined;
}

/** `"606" to wait` is a pair; `codes contains "606"` a call, since its sign is a name and none that the language gives a meaning to. */
function operated(given: Part, { operators, caseless }: LanguageData): Part {
  const part = caseless
    ? { ...given, parts: given.parts.map((p) => (p.role === "op.sign" ? { ...p, text: p.text?.toLowerCase() ?? "" } : p)) }
    : given;
  const sign = partIn(part, "op.sign");
  if (!sign) return part;
  const text = sign.text ?? "";
  const meaning = Object.hasOwn(operators, text) ? operators[text] : undefined;
  // Nearly all of them.
  if (meaning !== undefined && meaning !== "pair" && meaning !== "key" && meaning !== "pipe") return part;
  const left = partIn(part, "op.left");
  const right = partIn(part, "op.right");
  if (!left || !right) return part;
  if (meaning === "pair")
    return {
      ...part,
      kind: "pair",
      parts: [
        { ...left, role: "pair.key" },
        { ...right, role: "pair.value" },
      ],
    };
  if (meaning === "key")
    return {
      ...part,
      kind: "index",
      parts: [
        { ...left, role: "index.object" },
        { ...right, role: "index.key" },
      ],
    };
  // `$errors | Where-Object { … }`: what is handed on is what the command is asked of.
  if (meaning === "pipe" && right.kind === "call") {
    const { role: _, ...call } = right;
    const role = part.role === undefined ? {} : { role: part.role };
    return { ...call, ...role, span: part.span, parts: [{ ...left, role: "call.receiver" }, ...right.parts] };
  }
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

/** `a::(b::c)`, as some grammars nest it, is `(a::b)::c`. */
function leftward(part: Part): Part {
  const object = part.parts.find((p) => p.role === "member.object");
  const key = part.parts.find((p) => p.role === "member.key");
  const [inner, last] = key?.kind === "member" ? key.parts : [];
  if (!object || !inner || last?.role !== "member.key") return part;
  const span = { start: part.span.start, end: inner.span.end };
  const joined = leftward({ kind: "member", role: "member.object", span, parts: [object, { ...inner, role: "member.key" }] });
  return { ...part, parts: [joined, last] };
}

/** `std::string code{"606"}`: what begins with one value, in brackets. */
function braced(part: Part, scalars: readonly string[]): Part {
  const type = part.parts.find((p) => p.role === "assign.type")?.text;
  const at = part.parts.findIndex((p) => p.role === "assign.value");
  const value = part.parts[at];
  const only = value?.kind === "list" && value.parts.length === 1 ? value.parts[0] : undefined;
  if (!only || type === undefined || !scalars.includes(type)) return part;
  return { ...part, parts: part.parts.with(at, { ...only, role: "assign.value" }) };
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

/** `matches!(code, "606" | "615" if again)`: a call that asks whether a value is like a pattern. */
function matched(call: Part, matchers: readonly string[], { operators }: LanguageData): Part {
  const callee = call.parts.find((p) => p.role === "call.callee")?.text ?? "";
  const [value, pattern, guard] = call.parts.filter((p) => p.role === "call.arg");
  const signOf = (meaning: SignMeaning): string => Object.keys(operators).find((s) => operators[s] === meaning) ?? "";
  if (!matchers.includes(callee) || !value || !pattern) return call;
  const operation = (left: Part, meaning: SignMeaning, right: Part): readonly Part[] => [
    { ...left, role: "op.left" },
    { kind: "other", role: "op.sign", span: { start: left.span.end, end: right.span.start }, parts: [], text: signOf(meaning) },
    { ...right, role: "op.right" },
  ];
  const asked = { ...call, kind: "op" as const, parts: operation(value, "is", pattern) };
  return guard ? { ...call, kind: "op", parts: operation(asked, "and", guard) } : asked;
}

/** `#[serde(rename = "602")] Expired`: a member that is given no value is what the note before it says that it is written as. */
export function renamed(parts: readonly Part[], { renames }: LanguageData): readonly Part[] {
  if (!renames || !parts.some((p) => p.kind === "decorator")) return parts;
  let name: Part | undefined;
  return parts.map((part) => {
    if (part.kind === "decorator") {
      const word = Math.max(...renames.map((r) => part.text?.indexOf(r) ?? -1));
      if (word >= 0) name = part.parts.find((p) => p.kind === "string" && p.span.start >= part.span.start + word) ?? name;
      return part;
    }
    const given = name;
    if (part.kind !== "comment") name = undefined;
    if (part.kind !== "assign" || !given || part.parts.some((p) => p.role === "assign.value")) return part;
    return { ...part, parts: [...part.parts, { ...given, role: "assign.value" }] };
  });
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
