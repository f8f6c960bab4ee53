import { literalOf } from "../sites/literals.ts";
import { calleeOf } from "../sites/parts.ts";
import type { Part } from "../syntax/part.ts";
import type { TextEdit } from "../text/span.ts";
import { besideComparison } from "./beside-comparison.ts";
import { besideElement } from "./beside-element.ts";
import { besideLabel } from "./beside-label.ts";
import { besideConstant } from "./constants.ts";
import type { FixContext } from "./model.ts";
import { type Anchor, likeSibling, type Sibling } from "./spelling.ts";
import { meaningOf, textOf } from "./tree.ts";

/** The edits that make whatever takes the anchor's code take these codes too; undefined where no safe place is to be seen. */
export function addBeside(anchor: Anchor, codes: readonly string[], ctx: FixContext): readonly TextEdit[] | undefined {
  const chain = ctx.around(anchor.span);
  const leaf = chain.findLast((p) => p.span.start === anchor.span.start && p.span.end === anchor.span.end);
  if (!leaf || codes.length === 0) return undefined;
  if (!literalOf(leaf)) {
    const named = besideConstant(anchor, codes, ctx);
    const edits = named && insert(chain, leaf, named.names, ctx);
    return named && edits ? [...named.edits, ...edits] : undefined;
  }
  const sibling: Sibling = { text: textOf(leaf, ctx.text), value: anchor.value, code: anchor.code };
  return insert(
    chain,
    leaf,
    codes.map((code) => likeSibling(sibling, code)),
    ctx,
  );
}

/** `written`: the codes as they are to stand in the source. */
function insert(chain: readonly Part[], leaf: Part, written: readonly string[], ctx: FixContext): readonly TextEdit[] | undefined {
  const { language, text } = ctx;
  let at = leaf;
  for (let i = chain.indexOf(leaf) - 1; i >= 0; i--) {
    const parent = chain[i] as Part;
    switch (parent.kind) {
      case "list":
        return besideElement(...listAround(chain, i, at, ctx), leaf, written, ctx);
      case "table":
        return besideElement(parent, at, leaf, written, ctx);
      case "arm":
        return at.role === "arm.label" || isLabel(parent, at) ? besideLabel(parent, at, written, ctx) : undefined;
      case "call": {
        const callee = calleeOf(parent);
        const lexicon = <T>(table: Readonly<Record<string, T>>): T | undefined => table[callee?.dotted ?? ""] ?? table[callee?.name ?? ""];
        if (at.role === "call.arg") {
          const membership = lexicon(language.membership);
          if (lexicon(language.collections) || membership?.collection === "rest") return besideElement(parent, at, leaf, written, ctx);
          if (lexicon(language.equals) || membership) return besideComparison(parent, leaf, written, chain.slice(0, i), ctx);
          return undefined;
        }
        return lexicon(language.equals) && leaf === at ? besideComparison(parent, leaf, written, chain.slice(0, i), ctx) : undefined;
      }
      case "op": {
        const meaning = meaningOf(parent, language);
        if (
          meaning === "equal" ||
          meaning === "notEqual" ||
          meaning === "looseEqual" ||
          meaning === "looseNotEqual" ||
          meaning === "in" ||
          meaning === "notIn"
        )
          return besideComparison(parent, leaf, written, chain.slice(0, i), ctx);
        if (parent.parts.some((p) => p.role === "op.sign" && p.text === "|")) return [insertAfter(at, written.map((w) => ` | ${w}`).join(""))];
        return undefined;
      }
      case "pair":
        if (at.role !== "pair.key") return undefined;
        break;
      case "other":
        break;
      default:
        if (text.slice(parent.span.start, at.span.start).trim() !== "" || text.slice(at.span.end, parent.span.end).trim() !== "") return undefined;
    }
    at = parent;
  }
  return undefined;
}

/** Labels that a wrapper stands around (a pattern in parentheses) carry no role of their own. */
function isLabel(arm: Part, at: Part): boolean {
  const body = arm.parts.find((p) => p.role === "arm.body");
  return at.role === undefined && (body === undefined || at.span.end <= body.span.start);
}

/** Of `[["606", retry], …]` inside a call that takes pairs, the list of pairs and the pair; else the list and its element. */
function listAround(chain: readonly Part[], listAt: number, at: Part, ctx: FixContext): readonly [Part, Part] {
  const list = chain[listAt] as Part;
  const outer = chain[listAt - 1];
  const call = chain[listAt - 2];
  const callee = call?.kind === "call" ? calleeOf(call) : undefined;
  const how = callee && (ctx.language.collections[callee.dotted] ?? ctx.language.collections[callee.name]);
  return how === "pairs" && outer?.kind === "list" && list.parts[0] === at ? [outer, list] : [list, at];
}

export function insertAfter(part: Part, text: string): TextEdit {
  return { span: { start: part.span.end, end: part.span.end }, text };
}
