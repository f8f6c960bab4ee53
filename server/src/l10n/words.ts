import { fallbacks } from "../catalogs/localise.ts";
import { en, type MessageId } from "./en.ts";
import { ko } from "./ko.ts";
import { zhCn } from "./zh-cn.ts";
import { zhTw } from "./zh-tw.ts";

export type { MessageId } from "./en.ts";

/** The interface's sentences in one locale. */
export interface Words {
  /** As our tables spell it: `en`, `zh-TW`, `zh-CN`, `ko`. */
  readonly locale: string;
  /** What the reader asked for (`de`): catalogs may have words in locales that the interface lacks. */
  readonly wanted: string;
  /** The sentence with `{name}` replaced by `values.name`. Values are taken as they are, never expanded again. */
  say(id: MessageId, values?: Readonly<Record<string, string | number>>): string;
  /** The sentence as it stands in the table, for texts whose values are more than words. */
  template(id: MessageId): string;
  /** `a, b and c`. */
  list(items: readonly string[]): string;
}

/** Every table by locale: what the tests compare. */
export const tables: Readonly<Record<string, Readonly<Record<MessageId, string>>>> = { en, "zh-TW": zhTw, "zh-CN": zhCn, ko };

/** The words for a locale tag of the editor or a setting; English where we have none. */
export function words(locale: string): Words {
  const picked = fallbacks(locale, Object.keys(tables))[0] ?? "en";
  const table = tables[picked] ?? en;
  const say: Words["say"] = (id, values) => fill(table[id], values ?? {});
  return {
    locale: picked,
    wanted: locale || picked,
    say,
    template: (id) => table[id],
    list: (items) => join(items, say),
  };
}

function fill(template: string, values: Readonly<Record<string, string | number>>): string {
  return template.replace(/\{(\w+)\}( (?=\p{Script=Han}))?/gu, (hole, name: string, room = "") => {
    if (!Object.hasOwn(values, name)) return hole;
    const value = String(values[name]);
    // The room that parts Latin from Chinese is none between two Chinese words, and is there already behind a wide bracket.
    return /[）」』\p{Script=Han}]$/u.test(value) ? value : value + room;
  });
}

function join(items: readonly string[], say: Words["say"]): string {
  const last = items.at(-1) ?? "";
  if (items.length < 2) return last;
  const first = items.slice(0, -1).join(say("list.comma"));
  return say("list.last", { first, last });
}
