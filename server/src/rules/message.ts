/** What a list of problems shows of a finding: two lines of an editor at most, with names rather than bare numbers. */
import type { Catalog } from "../catalogs/catalog.ts";
import type { MessageId, Words } from "../l10n/words.ts";
import { columnsOf } from "../text/columns.ts";
import type { Span } from "../text/span.ts";
import type { Draft, RuleContext } from "./rule.ts";
import { named } from "./rule.ts";

/** In columns, of which a Chinese character or a Korean syllable takes two. */
export const longestMessage = 200;

/** More names make a line that nobody reads. */
const namedAtMost = 4;

/** What a title may take, tried in this order where a message has too little room; what has none left is a bare code. */
const rooms: readonly number[] = [Number.POSITIVE_INFINITY, 32, 24, 16, 0];

export interface Told {
  readonly message: string;
  /** Whether every code is named in it. */
  readonly full: boolean;
}

type Values = Readonly<Record<string, string | number>>;

/**
 * The sentence about codes, which fill its hole `{codes}`. They come in groups, of each of which one is named at least; as many more as there is
 * room for, and the rest are counted.
 */
export function told(id: MessageId, groups: readonly (readonly string[])[], catalog: Catalog, words: Words, values: Values = {}): Told {
  const key = JSON.stringify([words.wanted, id, groups, values]);
  let known = toldOf.get(catalog);
  if (!known || known.size >= rememberedAtMost) {
    known = new Map();
    toldOf.set(catalog, known);
  }
  const before = known.get(key);
  if (before) return before;
  const now = tell(id, groups, catalog, words, values);
  known.set(key, now);
  return now;
}

/** What is typed in a function is told of the same codes key press after key press. */
const toldOf = new WeakMap<Catalog, Map<string, Told>>();
const rememberedAtMost = 100;

function tell(id: MessageId, groups: readonly (readonly string[])[], catalog: Catalog, words: Words, values: Values): Told {
  const total = groups.reduce((sum, codes) => sum + codes.length, 0);
  const say = (counts: readonly number[], room: number): string => {
    const names = groups.flatMap((codes, i) => codes.slice(0, counts[i]).map((code) => named(catalog, code, words, room)));
    const rest = total - names.length;
    const codes = rest === 0 ? words.list(names) : words.say("finding.more", { first: names.join(words.say("list.comma")), count: rest });
    return words.say(id, { api: catalog.shortName, ...values, codes });
  };
  const fits = (message: string): boolean => columnsOf(message) <= longestMessage;
  let counts: readonly number[] = groups.map((codes) => Math.min(1, codes.length));
  const room = rooms.find((it) => fits(say(counts, it))) ?? 0;
  // Around the groups, one name each time, as long as one finds room.
  for (let grown = room === Number.POSITIVE_INFINITY; grown; ) {
    grown = false;
    for (const [i, codes] of groups.entries()) {
      const more = counts.map((count, at) => (at === i ? count + 1 : count));
      if ((counts[i] ?? 0) >= codes.length || sum(more) > namedAtMost || !fits(say(more, room))) continue;
      counts = more;
      grown = true;
    }
  }
  return { message: say(counts, room), full: sum(counts) === total && room === Number.POSITIVE_INFINITY };
}

/** A finding's message about codes that are treated alike; those that it has no room for are told beside it. */
export function about(
  id: MessageId,
  codes: readonly string[],
  { catalog }: { readonly catalog: Catalog },
  span: Span,
  { words }: Pick<RuleContext, "words">,
  values: Values = {},
): Pick<Draft, "span" | "api" | "codes" | "message" | "related"> {
  const { message, full } = told(id, [codes], catalog, words, values);
  const draft = { span, api: catalog.id, codes, message };
  return full ? draft : { ...draft, related: [{ span, message: words.say("finding.all", { codes: allNamed(codes, catalog, words) }) }] };
}

export function allNamed(codes: readonly string[], catalog: Catalog, words: Words): string {
  return words.list(codes.map((code) => named(catalog, code, words)));
}

function sum(counts: readonly number[]): number {
  return counts.reduce((all, count) => all + count, 0);
}
