/** Signs such as `$` and `#` may stand before a name or not. */
const inWord = /[\p{L}\p{N}_]/u;

/**
 * In a broken text a name may follow a number, a stray escape or a sign in quotes without a space: `0x` is read as `0` and `x`, `\lue` as `\l` and
 * `ue`, `'rue` as `'r` and `ue`.
 */
function isWithin(text: string, at: number): boolean {
  let start = at;
  while (start > Math.max(0, at - longestNumber) && inWord.test(text[start - 1] as string)) start--;
  const before = text[start - 1];
  return start < at && !digit.test(text[start] as string) && before !== "\\" && !(before === "'" && start === at - 1);
}

const digit = /\p{N}/u;

/** In UTF-16 units: what stands in front is not followed further, be it as long as a file. */
const longestNumber = 64;

/** Whether a name stands in a text by itself, and not as a piece of a longer one: who is called `f` is not meant wherever there is an `f`. */
export function stands(name: string, text: string): boolean {
  let at = text.indexOf(name);
  if (at < 0) return false;
  const [first, last] = [inWord.test(name[0] as string), inWord.test(name.at(-1) as string)];
  for (; at >= 0; at = text.indexOf(name, at + name.length)) {
    const end = at + name.length;
    if (!(first && at > 0 && isWithin(text, at)) && !(last && end < text.length && inWord.test(text[end] as string))) return true;
  }
  return false;
}
