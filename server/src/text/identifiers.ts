import { inLatin } from "./scripts.ts";

/** The words of an identifier, lower case: `RETRYABLE_ERR_CODES`, `errorCode`, `err-code`. */
export function wordsOf(name: string): readonly string[] {
  const words: string[] = [];
  let start = -1;
  for (let i = 0; i < name.length; i++) {
    const code = name.charCodeAt(i);
    // Other scripts have letters whose small ones are Latin.
    if (code > 127) return wordsOfAny(name);
    const isCapital = code >= 65 && code <= 90;
    if (!isCapital && !isSmall(code)) {
      if (start >= 0) words.push(name.slice(start, i).toLowerCase());
      start = -1;
    } else if (start < 0) start = i;
    // `errorCode`, `HTTPError`.
    else if (isCapital && (isSmall(name.charCodeAt(i - 1)) || isLower(name.charCodeAt(i + 1)))) {
      words.push(name.slice(start, i).toLowerCase());
      start = i;
    }
  }
  if (start >= 0) words.push(name.slice(start).toLowerCase());
  return words;
}

function isLower(code: number): boolean {
  return code >= 97 && code <= 122;
}

/** A small letter or a digit. */
function isSmall(code: number): boolean {
  return isLower(code) || (code >= 48 && code <= 57);
}

function wordsOfAny(name: string): readonly string[] {
  return inLatin(name)
    .replace(/\(\)$/, "")
    .replace(/([a-z0-9])([A-Z])/g, "$1 $2")
    .replace(/([A-Z]+)([A-Z][a-z])/g, "$1 $2")
    .toLowerCase()
    .split(/[^a-z0-9]+/)
    .filter((w) => w !== "");
}

/** For comparing names of fields: case, dashes and underscores apart. */
export function fold(name: string): string {
  return name
    .replace(/\(\)$/, "")
    .toLowerCase()
    .replace(/[^a-z0-9.]/g, "");
}
