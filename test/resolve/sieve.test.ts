/** The search in bytes may let through more than there is, never less: what `evidenceIn` finds in a text, the sieve has spotted in its bytes. */
import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { evidenceIn } from "../../server/src/resolve/evidence.ts";
import { needlesOf } from "../../server/src/resolve/needles.ts";
import { Sieve } from "../../server/src/resolve/sieve.ts";
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
