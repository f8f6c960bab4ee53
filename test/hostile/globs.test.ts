import assert from "node:assert/strict";
import { describe, test } from "node:test";
import ignore from "ignore";
import picomatch from "picomatch";
import { IgnoreRules } from "../../server/src/host/ignore-rules.ts";
import { globMatcher } from "../../server/src/text/glob.ts";
import { drawFrom } from "../support/random.ts";

const paths = [
  ..."a b ab ba .a a/b b/a a/a/b a/b/a b/a/b/a ab/ba a.b .a/b a/.b a/b.a [a] a* a! a/ab/b a/a/a/a/b x/a x/b/a".split(" "),
  "a b",
  "{a,b}",
  "a,b",
];

test("globs mean what they mean elsewhere", () => {
  const draw = drawFrom(7);
  const pieces = ["a", "b", "*", "?", "/", "**/", "/**", ".", "[ab]", "[!a]", "{a,b}", "{a/b,*}", "[a-b]", "x"];
  let compared = 0;
  for (let i = 0; i < 4000; i++) {
    const glob = Array.from({ length: 1 + draw.below(6) }, () => draw.of(pieces)).join("");
    // What nobody writes is read in as many ways as there are programs.
    if (/\/\/|^\/|\/$|\*\*\*|[^/]\*\*|\*\*[^/]|^\.\/|\{[^}]*\*|\/\*\*$|!|^\*\*$|\.(?:\/|$)|(?:^|\/)\.|[?\]*}]\./.test(glob)) continue;
    const theirs = picomatch(glob, { dot: true });
    const ours = globMatcher(glob, { braces: true });
    for (const path of paths) {
      if (path === glob) continue;
      assert.equal(ours?.(path), theirs(path), `${glob} ${path}`);
      compared++;
    }
  }
  assert.ok(compared > 10_000, `${compared} comparisons`);
});

describe("globs by example", () => {
  const examples: readonly (readonly [glob: string, yes: readonly string[], no: readonly string[]])[] = [
    ["src/**", ["src/a", "src/a/b.ts", "src/.a"], ["src", "xsrc/a"]],
    ["**/*.ts", ["a.ts", "a/b/c.ts"], ["a.tsx", "a.ts/b"]],
    ["**", ["a", "a/b"], []],
    ["a/**/b", ["a/b", "a/x/b", "a/x/y/b"], ["ab", "a/xb"]],
    ["{src,lib}/*.{ts,js}", ["src/a.ts", "lib/a.js"], ["src/a.py", "bin/a.ts"]],
    ["{a,{b,c}}/d", ["a/d", "b/d", "c/d"], ["d", "{a/d"]],
    ["a\\*b", ["a*b"], ["axb"]],
    ["[[:digit:]]*", ["1", "1a"], ["a1"]],
    ["[]a]", ["]", "a"], ["b"]],
    ["a[", ["a["], ["a"]],
    ["{a", ["{a"], ["a"]],
    ["{a}", ["{a}"], ["a"]],
    ["", [""], ["a"]],
  ];
  for (const [glob, yes, no] of examples)
    test(JSON.stringify(glob), () => {
      const matches = globMatcher(glob, { braces: true });
      for (const path of yes) assert.equal(matches?.(path), true, path);
      for (const path of no) assert.equal(matches?.(path), false, path);
    });
});

test("ignore files mean what they mean elsewhere", () => {
  const draw = drawFrom(11);
  const pieces = ["a", "b", "*", "?", "/", "**/", "/**", "[ab]", "[!a]", ".", "x", "\\*"];
  let compared = 0;
  for (let i = 0; i < 6000; i++) {
    const lines = Array.from({ length: 1 + draw.below(4) }, () => {
      const body = Array.from({ length: 1 + draw.below(4) }, () => draw.of(pieces)).join("");
      return `${draw.below(4) === 0 ? "!" : ""}${body}${draw.below(4) === 0 ? "/" : ""}`;
    });
    if (lines.some((it) => /\/\/|\*\*\*|[^/!]\*\*|\*\*[^/]|^!?\/?$|^!?\/?\*\*|\/\*\*/.test(it))) continue;
    const theirs = ignore({ ignorecase: false }).add(lines.join("\n"));
    const ours = IgnoreRules.of(lines.join("\n"), false);
    for (const path of paths) {
      if (path.startsWith("./")) continue;
      for (const it of [path, `${path}/`]) {
        const { ignored, unignored } = theirs.test(it);
        const said = ours.test(it);
        assert.equal(said === true, ignored, `${JSON.stringify(lines)} ${it}`);
        // Below a folder that a rule takes back, whether that is said of the file as well makes no difference.
        if (said === false) assert.ok(unignored || it.includes("/"), `${JSON.stringify(lines)} ${it}`);
        compared++;
      }
    }
  }
  assert.ok(compared > 10_000, `${compared} comparisons`);
});

describe("globs that are made to take forever", () => {
  const name = "a".repeat(255);
  const deep = `${"a/".repeat(1000)}c`;
  const hostile = ["*a*a*a*a*a*a*a*a*b", `${"**/a/".repeat(12)}b`, `${"*a".repeat(100)}b`, `${"{a,*a,aa}".repeat(20)}b`, `${"[a]*".repeat(60)}b`];
  for (const glob of hostile)
    test(`${glob.slice(0, 30)} is answered`, () => {
      // Without a bound any one of these outlasts the test's time by far.
      const matches = globMatcher(glob, { braces: true });
      assert.equal(matches?.(name), false);
      assert.equal(matches?.(deep), false);
      assert.equal(IgnoreRules.of(glob, false).test(deep), undefined);
    });

  test("too long or too deep a glob is none, and an ignore file says so", () => {
    assert.equal(globMatcher("a".repeat(5000)), undefined);
    assert.equal(globMatcher(`${"{a,".repeat(50)}b${"}".repeat(50)}`, { braces: true }), undefined);
    const rules = IgnoreRules.of(`${"*".repeat(5000)}\nb\n`, false);
    assert.equal(rules.skipped.length, 1);
    assert.equal(rules.test("b"), true);
    assert.equal(IgnoreRules.of("x\n".repeat(20_000), false).skipped.length, 1);
  });
});
