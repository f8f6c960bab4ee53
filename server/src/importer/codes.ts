/** What a code looks like in print. */

const numeric = /^-?\d{1,12}$/;
/** `1404-412`, `FLOW-1404-412`, `E1001`, `ERR.12` */
const composite = /^(?:[A-Za-z]{1,12}[-_.]?)?\d{2,}(?:[-_.]\d+)*$/;
/** `RATE_LIMIT`, `not-found`, `auth.token_expired`, `invalid-data_element` */
const words = /^[A-Za-z][A-Za-z0-9]*(?:[-_.:/][A-Za-z0-9]+)+$/;
/** `InvalidParameterValue` */
const pascal = /^(?:[A-Z][a-z0-9]+){2,}$/;
const plain = /^[A-Za-z][A-Za-z0-9]*$/;

/** Footnote marks, quotation marks and colons around a code that aren't its own. */
const trimmings = /^[\s"'“”‘’`（(]+|[\s"'“”‘’`*†‡:：,，、）)]+$/g;

export function trimCode(text: string): string {
  return text.replace(trimmings, "");
}

export function isNumeric(text: string): boolean {
  return numeric.test(text);
}

/** Whether a text looks like a code by itself, wherever it stands. */
export function looksLikeCode(text: string): boolean {
  return text.length <= 80 && (numeric.test(text) || composite.test(text) || words.test(text) || pascal.test(text));
}

/** Whether a text may be a code where everything around it says that codes stand here. */
export function mayBeCode(text: string): boolean {
  return looksLikeCode(text) || (text.length <= 80 && plain.test(text));
}

/** The codes of one cell: mostly one; `601, 602` and `601/602` hold two. Empty where it holds something else. */
export function codesOf(text: string): readonly string[] {
  const whole = trimCode(text);
  if (mayBeCode(whole)) return [whole];
  const parts = whole.split(/\s*(?:[,，、;/]|\bor\b|\n)\s*/).map(trimCode);
  return parts.length > 1 && parts.length <= 12 && parts.every(looksLikeCode) ? parts : [];
}

/** An HTTP status in a cell: `404`, `404 Not Found`. */
export function statusOf(text: string): number | undefined {
  const match = /^(?:HTTP\s*)?([1-5]\d\d)(?!\d|[-_.]\d)/i.exec(trimCode(text));
  return match ? Number(match[1]) : undefined;
}

/** A status that the code itself ends with, as in `1404-412`. */
export function statusInCode(code: string): number | undefined {
  const match = /[-_.]([45]\d\d)$/.exec(code);
  return match ? Number(match[1]) : undefined;
}
