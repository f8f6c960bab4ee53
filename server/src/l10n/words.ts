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

/** A hole of a template with the text before it. */
interface Hole {
  readonly before: string;
  readonly hole: string;
  readonly name: string;
  /** The room that parts Latin from Chinese. */
  readonly room: string;
}

interface Template {
  readonly holes: readonly Hole[];
  readonly after: string;
}

/** A sentence is said hundreds of times for one file, and taken apart once. There are as many as the tables hold. */
const templates = new Map<string, Template>();

function taken(text: string): Template {
  const holes: Hole[] = [];
  let end = 0;
  for (const match of text.matchAll(/\{(\w+)\}( (?=\p{Script=Han}))?/gu)) {
    const [hole, name = "", room = ""] = match;
    holes.push({ before: text.slice(end, match.index), hole, name, room });
    end = match.index + hole.length;
  }
  return { holes, after: text.slice(end) };
}

function fill(text: string, values: Readonly<Record<string, string | number>>): string {
  let template = templates.get(text);
  if (!template) {
    template = taken(text);
    templates.set(text, template);
  }
  let out = "";
  for (const { before, hole, name, room } of template.holes) {
    out += before;
    if (!Object.hasOwn(values, name)) out += hole;
    else {
      const value = String(values[name]);
      // It is none between two Chinese words, and is there already behind a wide bracket.
      out += room === "" || /[）」』\p{Script=Han}]$/u.test(value) ? value : value + room;
    }
  }
  return out + template.after;
}

function join(items: readonly string[], say: Words["say"]): string {
  const last = items.at(-1) ?? "";
  if (items.length < 2) return last;
  const first = items.slice(0, -1).join(say("list.comma"));
  return say("list.last", { first, last });
}
