import type { Content } from "./pieced.ts";

/**
 * What is given up on before it is read. All bounds are counted in what is there, never in time, so that a file is read on every machine or on
 * none.
 */

/** In UTF-16 units: no source that people write is longer, and a parser's tree takes thirty times as much. */
export const longestText = 4 * 1024 * 1024;

/** A character of zero among so many first ones is what tells a binary file from text. */
const binaryProbe = 8192;

/** A text this long in UTF-16 units with lines this long on average was written by no hand. */
const minifiedLength = 4000;
const minifiedProbe = 65_536;
const minifiedLine = 500;

/** In UTF-16 units: a line this long was written by a program, wherever in the file it stands. */
const longestLine = 100_000;

/** Why a text is not read, in a few words for a log; undefined for a text that is. Cheap enough to be asked after every key press. */
export function unreadable(text: Content): string | undefined {
  if (text.length > longestText) return `${text.length} characters, more than the ${longestText} that are read`;
  if (isBinary(text)) return "binary";
  return isMinified(text) || hasEndlessLine(text) ? "minified" : undefined;
}

function isBinary(text: Content): boolean {
  const zero = text.slice(0, binaryProbe).indexOf("\0");
  // One that somebody typed is a slip; a binary file has them everywhere.
  return zero >= 0 && text.slice(zero + 1, zero + binaryProbe).includes("\0");
}

export function isMinified(text: Content): boolean {
  if (text.length < minifiedLength) return false;
  const probe = text.slice(0, minifiedProbe);
  const enough = Math.ceil(probe.length / minifiedLine);
  let lines = 1;
  for (let at = probe.indexOf("\n"); at >= 0 && lines < enough; at = probe.indexOf("\n", at + 1)) lines++;
  return lines < enough;
}

/** Looks back from where the line that began last would be too long, so that of a usual file few lines are looked at. */
function hasEndlessLine(text: Content): boolean {
  for (let start = 0; start + longestLine < text.length; ) {
    const end = text.lastIndexOf("\n", start + longestLine);
    if (end < start) return true;
    start = end + 1;
  }
  return false;
}

/** Of a file's bytes so many are enough to tell: three a unit are the most there can be. */
export const minifiedBytes = 3 * minifiedProbe;

/** As `isMinified`, for bytes, of which it may leave a doubt: many short lines in few bytes are as many in as many units or more. */
export function mayBeMinified(bytes: Uint8Array, length: number): boolean {
  if (length < minifiedLength) return false;
  // In UTF-16 half of a letter may look like the end of a line.
  if (bytes[0] === 0xff || bytes[0] === 0xfe) return true;
  const end = Math.min(length, minifiedProbe);
  const enough = Math.ceil(end / minifiedLine);
  let lines = 1;
  for (let at = 0; at < end; at++) if (bytes[at] === 0x0a && ++lines >= enough) return false;
  return true;
}
