/** Where scripts begin and end in markup, as browsers and compilers of components see it. */
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { describe, test } from "node:test";
import { viewOf } from "../../server/src/syntax/embedded/view.ts";
import type { LanguageData } from "../../server/src/syntax/language.ts";

const data = (id: string): LanguageData =>
  JSON.parse(readFileSync(new URL(`../../server/languages/${id}/language.json`, import.meta.url), "utf8")) as LanguageData;

/** The text of the scripts, without what parts them. */
function scripts(id: string, text: string): readonly string[] {
  const view = viewOf(data(id), text);
  assert.equal(view.text.length, text.length);
  assert.equal(view.text.replace(/[^\r\n]/g, ""), text.replace(/[^\r\n]/g, ""));
  return view.text.split(/[;\s]+/).filter((it) => it !== "");
}

const cases: Readonly<Record<string, readonly (readonly [text: string, ...scripts: string[]])[]>> = {
  html: [
    ["<script>a</script>", "a"],
    ["<SCRIPT>a</ScRiPt\n>b<script >c</script/>d", "a", "c"],
    ["<script>a</scripty>b</script>", "a</scripty>b"],
    ['<script>"</script>"</script>', '"'],
    ["<script>a", "a"],
    ["<script"],
    ["<script>"],
    ["<script></script>"],
    ["<scripts>a</scripts>"],
    ["< script>a</script>"],
    ["<script src=x>a</script>"],
    ["<script src>a</script><script>b</script>", "b"],
    ["<script async data-x='>' data-y=\">\" defer>a</script>", "a"],
    ["<script data-x=a>b</script>", "b"],
    ["<script type=module>a</script>", "a"],
    ["<script type='TEXT/JavaScript; charset=utf-8'>a</script>", "a"],
    ["<script type=''>a</script><script type>b</script>", "a", "b"],
    ["<script type=importmap>a</script><script type=speculationrules>b</script>"],
    ["<script type=module type=application/json>a</script>", "a"],
    ["<script lang=ts>a</script>", "a"],
    // What the slash seems to close stays open.
    ["<script/>a</script>", "a"],
    ["<!-- <script>a</script> --><script>b</script>", "b"],
    ["<!--><script>a</script>", "a"],
    ["<!-- <script>a</script>"],
    ["<script><!--a--></script>", "<!--a-->"],
    ["<script><!--<script></script>a--></script>b", "<!--<script></script>a-->"],
    ["<script><!--<script>a</script>b", "<!--<script>a"],
    ["<script><!-->a</script>", "<!-->a"],
    ["<style><script>a</script></style><script>b</script>", "b"],
    ["<textarea><script>a</script></textarea>"],
    ["<title></TITLE><script>a</script>", "a"],
    ["<svg><script>a</script></svg>", "a"],
    ["<template><script>a</script></template>", "a"],
    ["<p title='<script>a</script>'><script>b</script>", "b"],
    ["<a <script>b</script>", "b"],
    ["a < b <script>c</script>", "c"],
    ["</p ><script>a</script>", "a"],
    ["<?xml ?><!DOCTYPE x><script>a</script>", "a"],
  ],
  vue: [
    ["<template><div/></template><script>a</script><script setup>b</script>", "a", "b"],
    ["<template><template #x/><script>a</script></template><script>b</script>", "b"],
    ["<template lang='pug'>p <template <script></template><script>a</script>", "a"],
    ["<i18n>{ <script>a</script> }</i18n><docs><script>b</script></docs><script>c</script>", "c"],
    ["<script src='./x.ts' /><script>a</script>", "a"],
    ["<Script>a</Script>"],
    ["<script lang='coffee'>a</script>"],
    // Half-typed markup takes no script with it that stands at the margin.
    ["<template><div><template>\n</template>\n<script>a</script>\n", "a"],
    ["<template>\n <script>a</script>\n<script>b</script>", "b"],
    ["<template><p :a='x > 1' /></template>\n<script>a</script>", "a"],
  ],
  svelte: [
    ["<script context='module'>a</script><script lang='ts' generics='T extends Map<A>'>b</script>", "a", "b"],
    ["<p on:click={() => a > b && '<script>'} {...x} /><script>c</script>", "c"],
    ["<p a={`}>`}>{x}</p><script>b</script>", "b"],
    ["<p {<script>a</script>"],
    ["<script>a</script><Script>b</Script>", "a"],
  ],
  astro: [
    ["---\na\n---\n<p>b</p><script>c</script>", "a", "c"],
    ["\uFEFF\n---\na\n---", "a"],
    ["---\r\na---b\r\n ---\r\n", "a---b"],
    // Not closed yet: the rest of the file, as with a script. A ruler in a comment closes nothing.
    ["---\na", "a"],
    ["---\na//-----\nb", "a//-----", "b"],
    ["<p>---\na\n---</p>"],
    ["---\n---\n<script define:vars={{ a }}>b</script><script is:inline src='x' />", "b"],
  ],
};

for (const [id, all] of Object.entries(cases)) {
  describe(id, () => {
    for (const [text, ...expected] of all) test(JSON.stringify(text), () => assert.deepEqual(scripts(id, text), expected));
  });
}
