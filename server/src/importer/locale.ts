/** Characters that only one of the two Chinese scripts writes, among those that such pages are full of. */
const traditional = /[錯誤請權無參數碼訊應儲檔資設處連線圖體]/g;
const simplified = /[错误请权无参数码讯应储档资设处连线图体]/g;

/** The language of a text's words, where the page itself doesn't say: by its script. Never throws; English where nothing else shows. */
export function localeOf(text: string, said?: string): string {
  const sample = text.slice(0, 200_000);
  const count = (pattern: RegExp): number => sample.match(pattern)?.length ?? 0;
  const hangul = count(/[\uAC00-\uD7AF]/g);
  const kana = count(/[\u3040-\u30FF]/g);
  const han = count(/[\u4E00-\u9FFF]/g);
  const letters = count(/[A-Za-z]/g);
  // The attribute of a translated page often still names the original's language.
  if (hangul > han && hangul * 4 > letters / 4) return "ko";
  if (kana > han / 4 && kana > 20) return "ja";
  if (han * 6 > letters && han > 20) return count(traditional) > count(simplified) ? "zh-TW" : "zh-CN";
  return said && /^[A-Za-z]{2,3}(?:-[A-Za-z0-9]{2,8})*$/.test(said) && !/^(?:zh|ko|ja)/i.test(said) ? said : "en";
}
