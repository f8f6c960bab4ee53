/** The search in bytes may let through more than there is, never less: what `evidenceIn` finds in a text, the sieve has spotted in its bytes. */
import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { evidenceIn } from "../../server/src/resolve/evidence.ts";
import { needlesOf } from "../../server/src/resolve/needles.ts";
import { Sieve } from "../../server/src/resolve/sieve.ts";
import { type ByteWord, WordsInBytes } from "../../server/src/text/words-in-bytes.ts";
import { testCatalogs } from "../support/workspace.ts";

const catalogs = await testCatalogs();
const needles = needlesOf(catalogs);
const sieve = new Sieve(needles, catalogs);
const encoder = new TextEncoder();

/** A needle as somebody might write it: in another case, with another sign between its words. */
const written = fc
  .tuple(fc.constantFrom(...needles), fc.constantFrom("", " ", "_", "-", ".", "/", "  ", "\u00a0"), fc.constantFrom("lower", "upper", "camel"))
  .map(([{ words, what }, sign, how]) => {
    const parts = words ?? [what.replace(/^\*/, "").replace(/\{.*\}/, "1404")];
    const text = parts.map((it, i) => (how === "camel" && i > 0 ? it.charAt(0).toUpperCase() + it.slice(1) : it)).join(how === "camel" ? "" : sign);
    return how === "upper" ? text.toUpperCase() : text;
  });
const between = fc.constantFrom("", " ", "\n", "a", "Z", "7", "_", "-", ".", "/", '"', "é", "符", "\ufeff", "x ", " y", "my", "Api", "apis");
const texts = fc.array(fc.tuple(between, written, between), { maxLength: 4 }).map((pieces) => pieces.flat().join(""));

test("everything that speaks for an API is spotted in the bytes", () => {
  fc.assert(
    fc.property(texts, (text) => {
      const spotted = new Set(sieve.needlesIn(encoder.encode(text)));
      const found = evidenceIn(text, needles);
      // What speaks against an API is of interest only beside what speaks for one.
      if (!found.some((it) => it.weight > 0)) return;
      const narrowed = evidenceIn(
        text,
        needles.filter((_, i) => spotted.has(i)),
      );
      assert.deepEqual(narrowed, found);
    }),
    { numRuns: 3000 },
  );
});

test("a buffer that is longer than the file says nothing of what stands behind it", () => {
  const bytes = encoder.encode("const a = 1; mktorest.com");
  assert.deepEqual(sieve.look(bytes, 12), { needles: [], speaks: false });
  assert.equal(sieve.look(bytes).speaks, true);
});

test("a word of others' needs codes beside it, and more than one", () => {
  const speaks = (text: string): boolean => sieve.look(encoder.encode(text)).speaks;
  assert.equal(speaks("a flow of data"), false);
  assert.equal(speaks('a flow of data "1404-412"'), false);
  assert.equal(speaks('a flow of data "1404-412" "2116-500"'), true);
  assert.equal(speaks("an overflow"), false);
  assert.equal(speaks("the aep gateway"), true);
});

test("UTF-16 is let through, and so is a word that addresses Faultline", () => {
  assert.equal(sieve.look(new Uint8Array([0xff, 0xfe, 0x61, 0])).speaks, true);
  assert.equal(sieve.look(encoder.encode("// Faultline-ignore")).speaks, true);
});

test("bytes say the same wherever they lie in memory", () => {
  fc.assert(
    fc.property(texts, fc.integer({ min: 1, max: 7 }), (text, offset) => {
      const bytes = encoder.encode(text);
      const moved = new Uint8Array(bytes.length + offset);
      moved.set(bytes, offset);
      assert.deepEqual(sieve.needlesIn(moved.subarray(offset)), sieve.needlesIn(bytes));
    }),
    { numRuns: 500 },
  );
});

/** Pieces that words and texts are made of, so that one often stands in the other, nearly or exactly. */
const piece = fc.constantFrom("a", "b", "ab", "flow", "aep", "reactor", "err", "16", "1", "code", "é", "-", "x-", "tion");
const word: fc.Arbitrary<ByteWord> = fc.record({
  words: fc
    .array(
      fc.array(piece, { minLength: 1, maxLength: 4 }).map((it) => it.join("")),
      { minLength: 1, maxLength: 3 },
    )
    // A word behind another begins with no sign: those between two words would be read as its own.
    .filter(([, ...more]) => more.every((it) => !it.startsWith("-"))),
  starts: fc.boolean(),
  ends: fc.constantFrom("anyhow", "word", "name", "digit"),
  whole: fc.boolean(),
});

/** What `ByteWord` says, in so many words; only for texts and words in ASCII. */
function standsIn(text: string, { words, starts, ends, whole }: ByteWord): boolean {
  const before = starts ? "(?<![A-Za-z])|(?<=[a-z])(?=[A-Z])" : "";
  const number = whole ? { before: "(?<!\\d)", after: "(?!\\d)" } : { before: "", after: "" };
  const after = { anyhow: "", word: "(?:(?![A-Za-z\\d])|(?<=[a-z\\d])(?=[A-Z]))", name: "(?![A-Za-z\\d_])", digit: "(?=\\d)" }[ends];
  const inEitherCase = (it: string) => it.replace(/[a-z]/g, (letter) => `[${letter}${letter.toUpperCase()}]`);
  return new RegExp(`(?:${before})${number.before}${words.map(inEitherCase).join("[ \\t\\n\\v\\f\\r_./-]{0,2}")}${number.after}${after}`).test(text);
}

test("the search finds every word that a pattern finds, and in ASCII no other", () => {
  const made = fc.array(
    fc
      .tuple(piece, fc.constantFrom("", "", " ", "_", "--", "\n", "Z", "q", "7", "0"), fc.boolean())
      .map(([it, sign, isUpper]) => (isUpper ? it.toUpperCase() : it) + sign),
    { maxLength: 12 },
  );
  fc.assert(
    fc.property(fc.array(word, { minLength: 1, maxLength: 12 }), fc.array(made, { minLength: 1, maxLength: 4 }), (words, texts) => {
      const search = new WordsInBytes(words);
      const isPlain = (it: string) => !it.includes("é") && !it.includes("É");
      // One after the other in the same memory: nothing of the one before may be found.
      for (const pieces of texts) {
        const text = pieces.join("");
        const found = new Set(search.in(encoder.encode(text)));
        for (const [i, it] of words.entries()) {
          const stands = standsIn(text, it);
          if (stands) assert.ok(found.has(i), `${JSON.stringify(it)} in ${JSON.stringify(text)}`);
          else if (isPlain(text) && it.words.every(isPlain) && (it.words[0] ?? "").length > 1)
            assert.ok(!found.has(i), `no ${JSON.stringify(it)} in ${JSON.stringify(text)}`);
        }
      }
    }),
    { numRuns: 400 },
  );
});

test("a text of any length is searched to its ends", () => {
  const search = new WordsInBytes([{ words: ["mktorest"], starts: false, ends: "anyhow" }]);
  for (const length of [8, 9, 10, 11, 12, 13, 300_000, 5_000_000, 20])
    for (const at of [0, 1, 2, length - 10, length - 9, length - 8].filter((it) => it >= 0 && it + 8 <= length)) {
      const bytes = new Uint8Array(length).fill(0x78);
      bytes.set(encoder.encode("MktoRest"), at);
      assert.deepEqual(search.in(bytes), [0], `${at} of ${length}`);
      assert.deepEqual(search.in(bytes, at + 7), [], `${at} of ${length}, cut`);
    }
});

test("numbers whose digits are parted count as codes wherever they stand", () => {
  const speaks = (text: string): boolean => sieve.look(encoder.encode(text)).speaks;
  for (const pad of ["", "x".repeat(14), "y".repeat(15), "z".repeat(31)]) {
    assert.equal(speaks(`${pad} lark 10_022 20_006`), true);
    assert.equal(speaks(`${pad} lark ids 10'022 and 20_00x 20'006`), true);
    assert.equal(speaks(`${pad} lark 10_022 77_777`), false);
  }
});
