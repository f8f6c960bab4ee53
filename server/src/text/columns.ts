/** East Asian wide and full-width characters and emoji, which take two columns of a terminal or of a list. */
const wide = /\p{Emoji_Presentation}|\p{scx=Han}|\p{sc=Hiragana}|\p{sc=Katakana}|\p{sc=Hangul}|[\u3000-\u303e\uff01-\uff60\uffe0-\uffe6]/u;
const widthless = /\p{Mark}|\p{Cf}/u;

/** How many columns the text takes where each letter takes one, as far as one can know. */
export function columnsOf(text: string): number {
  if (/^[ -~]*$/.test(text)) return text.length;
  let columns = 0;
  for (const character of text) columns += widthless.test(character) ? 0 : wide.test(character) ? 2 : 1;
  return columns;
}

/** The text in so many columns: cut behind a word, or behind a character that is one, with a mark for what is gone. */
export function clipped(text: string, columns: number): string {
  if (columnsOf(text) <= columns) return text;
  let head = "";
  let taken = 1;
  for (const character of text) {
    taken += columnsOf(character);
    if (taken > columns) break;
    head += character;
  }
  const whole = /\s/.test(head) && !wide.test(head.slice(-1)) ? head.replace(/\s\S*$/, "") : head;
  return `${whole.trimEnd()}…`;
}
