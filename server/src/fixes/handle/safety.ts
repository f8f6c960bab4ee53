import { literalOf } from "../../sites/literals.ts";
import { child, unwrap } from "../../sites/parts.ts";
import type { Part } from "../../syntax/part.ts";
import type { TextEdit } from "../../text/span.ts";
import { appendTo } from "../beside-element.ts";
import { beginsLine, fillText, indentAt, insertion, type Lines } from "../layout.ts";
import { own, textOf, wordsOfFile } from "../tree.ts";
import { innerOf } from "./around.ts";
import type { Needs } from "./needs.ts";
import { freeName, type Missing, type Scene } from "./scene.ts";

const writes =
  /["'`](?:POST|PUT|PATCH|DELETE)["'`]|\.(?:post|put|patch|delete)\w*\(|\b(?:Post|Put|Patch|Delete)(?:Async|AsJsonAsync)?\(|Method(?:s)?\.?(?:Post|Put|Patch|Delete|POST|PUT|PATCH|DELETE)\b|-Method\s+["']?(?:Post|Put|Patch|Delete)/i;

/** The same as commands: `curl -X POST`, `curl --data @file`, `post "/path"`. */
const writingCommands =
  /(?:-X\s*|--request[ =])["']?(?:POST|PUT|PATCH|DELETE)|\bcurl\b.*\s(?:-d|-F|-T|--data[\w-]*|--form|--json|--upload-file)[ =@"']|(?:^|\$\(|[;|&])\s*(?:post|put|patch|delete)(?:_\w+)?\s+["'$/]/im;

/** Addresses of what only reads, although it is asked for by POST because the question is long: `/work_item/filter`. */
const asks = /\/[\w{}$.:-]*(?:filter|search|query|list|lookup|describe|detail)s?(?:\.json)?["'`?/]?$/i;
const changes = /PUT|PATCH|DELETE|\.(?:put|patch|delete)\w*\(/i;

/** A warning above an arm that repeats a write which may have been carried out already; nothing for codes and requests that are safe. */
export function safetyNote(codes: readonly string[], scene: Scene): Lines {
  const { catalog, ctx } = scene;
  const unsafe = unsafeOf(codes, scene);
  if (unsafe.length === 0) return [];
  const header = catalog.requests?.idempotencyHeader;
  // The arm names its codes right above.
  const which = unsafe.length > 2 && unsafe.length === codes.length ? "these" : unsafe.join(", ");
  const what = `after ${which} the write may have been carried out`;
  return [`${ctx.language.comment} Careful: ${what}${header ? `. Send the same ${header} again` : ", and is made twice then"}.`];
}

/** Codes after which a write of the scene's function may have been carried out although it failed. */
function unsafeOf(codes: readonly string[], { catalog, fn, ctx }: Scene): readonly string[] {
  const unsafe = codes.filter((c) => catalog.index.entries.get(c)?.retry.executed === "unknown");
  if (!fn || unsafe.length === 0) return [];
  const source = ctx.text.slice(fn.span.start, fn.span.end);
  const addresses = [...own(fn)].filter((p) => p.kind === "string" || p.kind === "template").map((p) => textOf(p, ctx.text));
  const reads = !changes.test(source) && addresses.some((address) => asks.test(address));
  return (writes.test(source) || (ctx.language.shell && writingCommands.test(source))) && !reads ? unsafe : [];
}

/** A value that all attempts send in the API's own header, so that the write is made once. */
export interface Key {
  readonly name: string;
  /** What makes it. */
  readonly declare: string;
  /** A parameter that makes it where the caller gives none, and how a call hands it on; undefined where defaults are made once for all calls. */
  readonly param: string | undefined;
  readonly edits: readonly TextEdit[];
}

/** `asParam`: the calls hand it on. Undefined where no write is at stake, where the API has no such header, and where the request's headers don't stand in the function. */
export function keyFor(missing: readonly Missing[], scene: Scene, needs: Needs, asParam: boolean): Key | undefined {
  const { catalog, data, fn, ctx } = scene;
  const header = catalog.requests?.idempotencyHeader;
  const codes = missing.filter((m) => m.kind !== "auth").map((m) => m.code);
  if (!header || !data.unique || !fn || (asParam && data.unique.param === undefined) || unsafeOf(codes, scene).length === 0) return undefined;
  // A key that is sent already is the author's to keep.
  if (ctx.text.slice(fn.span.start, fn.span.end).includes(header)) return undefined;
  const headers = [...own(fn)].filter(
    (p) => p.kind === "table" && pairsOf(p).some(({ name }) => /^(?:x-[\w-]+|authorization|content-type|accept)$/i.test(name)),
  );
  const [table] = headers;
  if (headers.length !== 1 || !table) return undefined;
  const name = freeName([data.unique.name], wordsOfFile(ctx));
  const pairs = pairsOf(table).map((p) => p.part);
  const edits = appendTo(pairs, table, [fillText(data.unique.pair, { header, name })], ctx);
  if (!edits) return undefined;
  const { declare, param, ensure } = data.unique;
  const at = asParam && ensure !== undefined ? beginningOf(scene) : undefined;
  if (asParam && ensure !== undefined && at === undefined) return undefined;
  const begins =
    at === undefined || ensure === undefined ? [] : [insertion(at, fillText(ensure, { name }) + scene.layout.eol + indentAt(ctx.text, at))];
  for (const i of data.unique.imports ?? []) needs.import(i);
  return {
    name,
    declare: fillText(declare, { name }),
    param: param === undefined ? undefined : fillText(param, { name }),
    edits: [...edits, ...begins],
  };
}

/** Where the function's first statement begins, behind what says what it does. */
function beginningOf(scene: Scene): number | undefined {
  const at = innerOf(scene)?.start;
  return at !== undefined && beginsLine(scene.ctx.text, at) ? at : undefined;
}

/** What a table holds under texts. */
function pairsOf(table: Part): readonly { readonly part: Part; readonly name: string }[] {
  return table.parts.flatMap((part) => {
    const key = part.kind === "pair" ? child(part, "pair.key") : undefined;
    const literal = key && literalOf(unwrap(key));
    const name = literal?.value ?? (key ? textOfName(key) : undefined);
    return name === undefined ? [] : [{ part, name }];
  });
}

function textOfName(key: Part): string | undefined {
  return unwrap(key).text;
}
