/**
 * The one of `available` that serves a reader of `wanted` best, in the spelling of `available`; undefined where none does.
 * `zh-Hant`, `zh-HK` and `zh-MO` read `zh-TW`; other Chinese reads `zh-CN`; else the language alone decides. Case and underscores don't matter.
 */
export function pickLocale(wanted: string, available: readonly string[]): string | undefined {
  const tag = wanted.replaceAll("_", "-").toLowerCase();
  const language = tag.split("-")[0] ?? "";
  if (language === "") return undefined;
  const target = language === "zh" ? chinese(tag) : tag;
  return (
    available.find((it) => it.toLowerCase() === target) ??
    available.find((it) => it.toLowerCase() === language) ??
    (language === "zh" ? undefined : available.find((it) => it.toLowerCase().split("-")[0] === language))
  );
}

function chinese(tag: string): string {
  if (/-hans\b/.test(tag)) return "zh-cn";
  return /-(hant|tw|hk|mo)\b/.test(tag) ? "zh-tw" : "zh-cn";
}
