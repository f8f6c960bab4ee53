/** Control characters, and those that turn the direction of text: by them a name could command a terminal, or show as another. */
// biome-ignore lint/suspicious/noControlCharactersInRegex: they are the ones meant.
const commanding = /[\u0000-\u0008\u000a-\u001f\u007f-\u009f\u200e\u200f\u2028-\u202e\u2066-\u2069]/g;

/** Text of the user's files as a terminal may have it, on one line; tabs stay. */
export function printable(text: string): string {
  return text.replace(commanding, (it) => `\\u${it.charCodeAt(0).toString(16).padStart(4, "0")}`);
}
