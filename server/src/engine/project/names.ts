/** Types, top-level functions and constants, in the words that the languages have for them. */
const definitions = [
  /\b(?:class|interface|enum|struct|record|object|trait|protocol|type|extension)[ \t]+([A-Za-z_]\w{3,})/g,
  /^(?:export[ \t]+|pub[ \t]+|public[ \t]+)?(?:async[ \t]+)?(?:func|fun|def|fn|function|var|val|let|const)[ \t]+([A-Za-z_]\w{3,})/gm,
  // Constants by their spelling, and the lines of a block of them.
  /\b([A-Z][A-Z0-9]*_[A-Z0-9_]+)\b[^=\n]{0,40}=/g,
  /^(?:\t| {2,4})([A-Za-z_]\w{4,})[ \t]*(?:\w+[ \t]*)?=[ \t]*["\d]/gm,
];

/** Names that a file defines for others, as far as its text tells without being parsed. */
function namesDefinedIn(text: string): ReadonlySet<string> {
  return new Set(definitions.flatMap((pattern) => [...text.matchAll(pattern)].map((m) => m[1] as string)));
}

/** Whether a text writes one of the names by itself, not as a member of something else. */
function writes(text: string, names: ReadonlySet<string>): boolean {
  if (names.size === 0) return false;
  for (const match of text.matchAll(/(?<![\w.$>:@])[A-Za-z_]\w{3,}/g)) {
    if (!names.has(match[0])) continue;
    // Where it is defined anew, it is another one of the same name.
    if (!namesDefinedIn(text.slice(Math.max(0, text.lastIndexOf("\n", match.index)), match.index + match[0].length + 40)).has(match[0])) return true;
  }
  return false;
}

/**
 * Of files that are in view of one without an import, those whose names it writes, and those that write its own. A folder may hold the clients of
 * several services: standing there is no use.
 */
export function naming(
  path: string,
  others: readonly string[],
  textOf: (path: string) => string | undefined,
): { readonly uses: readonly string[]; readonly users: readonly string[] } {
  const own = others.length > 0 ? textOf(path) : undefined;
  if (own === undefined) return { uses: [], users: [] };
  const texts = others.flatMap((p) => {
    const text = textOf(p);
    return text === undefined ? [] : [{ path: p, text }];
  });
  const names = namesDefinedIn(own);
  return {
    uses: texts.filter((t) => writes(own, namesDefinedIn(t.text))).map((t) => t.path),
    users: texts.filter((t) => writes(t.text, names)).map((t) => t.path),
  };
}
