import { deepEqual, equal, ok } from "node:assert/strict";
import { test } from "node:test";
import { asItStands, CallsByPart, callsIn } from "../../server/src/fixes/calls.ts";
import { eachLine, layoutOf, lineStart } from "../../server/src/fixes/layout.ts";
import { wordsIn, wordsOfFile } from "../../server/src/fixes/tree.ts";
import type { Part } from "../../server/src/syntax/part.ts";

/** What is asked of a whole file, however large it is. */

test("lines end with a feed, a return, or both", () => {
  for (const text of ["", "a", "a\nb\n", "a\r\nb\r\n", "a\rb\r", "\r\n\r\n", "a\r\r\nb\n\rc", "\ra", "a\r"]) {
    const lines: string[] = [];
    eachLine(text, (start, end) => lines.push(text.slice(start, end)));
    deepEqual(lines, text.split(/\r\n|\n|\r/), JSON.stringify(text));
  }
});

test("a line begins behind the line end before it, also where it is the first of a file", () => {
  deepEqual(
    [0, 1, 2, 3].map((at) => lineStart("\r\na", at)),
    [0, 0, 2, 2],
  );
  deepEqual(
    [1, 2, 3, 4].map((at) => lineStart("a\rb\n", at)),
    [0, 2, 2, 4],
  );
});

test("the step that is used most is a file's, lines of nothing but white space not counted", () => {
  deepEqual(layoutOf("a\n  b\n    c\n\n \n/*\n */\n", "\t"), { eol: "\n", unit: "  " });
  deepEqual(layoutOf("a\r\n\tb\r\n\t\tc\r\n  d", "  "), { eol: "\r\n", unit: "\t" });
  deepEqual(layoutOf("a", "   "), { eol: "\n", unit: "   " });
});

test("a word of a file is found as if all of its words were told apart", () => {
  const text = "attempt2 = @attempt + $x1 5abc ab$c a@b max_attempts x.attempts caf\u00e9s";
  const all = wordsIn(text);
  const some = ["", ..."attempt attempt2 @attempt $x1 x1 abc 5abc ab ab$c a @b b attempts max_attempts caf s".split(" ")];
  for (const word of some) equal(wordsOfFile({ text }).has(word), all.has(word), word);
});

test("calls are looked for once in what stays the same part", () => {
  const name = (text: string): Part => ({ kind: "name", role: "call.callee", span: { start: 0, end: 1 }, parts: [], text });
  const call = (text: string, ...parts: Part[]): Part => ({ kind: "call", span: { start: 0, end: 9 }, parts: [name(text), ...parts] });
  const method = (...parts: Part[]): Part => ({ kind: "function", span: { start: 0, end: 9 }, parts });
  const type = (...parts: Part[]): Part => ({ kind: "class", span: { start: 0, end: 9 }, parts });
  let asked = 0;
  const wanted = (text: string): boolean => {
    asked++;
    return text === "wait";
  };
  const known = new CallsByPart();
  const first = method(call("wait"), call("send", call("wait")));
  const second = method(call("send"));
  const found = [...callsIn([type(first, second)], known, asItStands(""))(wanted)];
  deepEqual(
    found.map((it) => [...it.outward()].map((p) => p.kind).reverse()),
    [
      ["class", "function", "call"],
      ["class", "function", "call", "call"],
    ],
  );
  // Of two names, each once.
  equal(asked, 2);
  ok(found.every((it) => it.part.kind === "call"));
  // Another version of the class, with one method that is new.
  equal([...callsIn([type(first, method(call("wait"), call("wake")))], known, asItStands(""))(wanted)].length, 3);
  equal(asked, 3);
});
