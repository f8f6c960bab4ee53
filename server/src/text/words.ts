/** Signs such as `$` and `#` may stand before a name or not. */
const inWord = /[\p{L}\p{N}_]/u;

/** Whether a name stands in a text by itself, and not as a piece of a longer one: who is called `f` is not meant wherever there is an `f`. */
export function stands(name: string, text: string): boolean {
  let at = text.indexOf(name);
  if (at < 0) return false;
  const [first, last] = [inWord.test(name[0] as string), inWord.test(name.at(-1) as string)];
  for (; at >= 0; at = text.indexOf(name, at + name.length)) {
    const end = at + name.length;
    if (!(first && at > 0 && inWord.test(text[at - 1] as string)) && !(last && end < text.length && inWord.test(text[end] as string))) return true;
  }
  return false;
}
