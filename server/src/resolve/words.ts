import { inLatin } from "../text/scripts.ts";

/** The words of an identifier, lower case: `RETRYABLE_ERR_CODES`, `errorCode`, `err-code`. */
export function wordsOf(name: string): readonly string[] {
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
