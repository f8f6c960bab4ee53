import assert from "node:assert/strict";
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { test } from "node:test";
import { defaultSettings } from "../../server/src/engine/model.ts";
import { tables } from "../../server/src/l10n/words.ts";
import { severities } from "../../server/src/rules/model.ts";
import { rules } from "../../server/src/rules/rules.ts";

const ROOT = new URL("../../", import.meta.url);
const json = (path: string) => JSON.parse(readFileSync(new URL(path, ROOT), "utf8"));
const manifest = json("package.json");
const properties: Readonly<Record<string, { default: unknown; enum?: readonly string[] }>> = manifest.contributes.configuration.properties;
const locales = Object.keys(tables).filter((it) => it !== "en");

test("the languages that wake the extension are those of server/languages", () => {
  const folders = readdirSync(new URL("server/languages/", ROOT)).map((it) => `server/languages/${it}/language.json`);
  const ids: string[] = folders.filter((it) => existsSync(new URL(it, ROOT))).flatMap((it) => json(it).editorIds ?? []);
  assert.deepEqual(
    manifest.activationEvents,
    [...ids].sort().map((it) => `onLanguage:${it}`),
    "run node scripts/manifest.mjs",
  );
});

test("every rule can be set, with its own severity as default, and nothing else can", () => {
  const named = Object.keys(properties).filter((it) => it.startsWith("faultline.rules."));
  assert.deepEqual(named.sort(), rules.map((it) => `faultline.rules.${it.id}`).sort());
  for (const rule of rules) {
    const property = properties[`faultline.rules.${rule.id}`];
    assert.equal(property?.default, rule.severity, rule.id);
    assert.deepEqual(property?.enum, severities);
  }
});

test("the other settings have the engine's defaults", () => {
  assert.equal(properties["faultline.fallback"]?.default, defaultSettings.fallback);
  assert.deepEqual(properties["faultline.apis"]?.default, defaultSettings.apis);
  assert.deepEqual(properties["faultline.locale"]?.enum, ["auto", "en", ...locales]);
});

test("every text of the manifest is there in every locale, and no other", () => {
  const used = [...new Set([...JSON.stringify(manifest).matchAll(/"%([^"%]+)%"/g)].map((it) => it[1]))].sort();
  assert.ok(used.length > 10);
  for (const file of ["package.nls.json", ...locales.map((it) => `package.nls.${it.toLowerCase()}.json`)]) {
    const table: Record<string, string> = json(file);
    assert.deepEqual(Object.keys(table).sort(), used, file);
    for (const [key, text] of Object.entries(table)) assert.notEqual(text.trim(), "", `${file} ${key}`);
  }
});

test("every text of the client is there in every locale, with its holes, and no other", () => {
  const folder = new URL("client/src/", ROOT);
  const source = readdirSync(folder).map((it) => readFileSync(new URL(it, folder), "utf8"));
  const used = [...source.join("\n").matchAll(/l10n\.t\("([^"]+)"/g)].map((it) => it[1] ?? "").sort();
  assert.ok(used.length > 5);
  for (const locale of locales) {
    const table: Record<string, string> = json(`client/l10n/bundle.l10n.${locale.toLowerCase()}.json`);
    assert.deepEqual(Object.keys(table).sort(), used, locale);
    for (const [key, text] of Object.entries(table)) assert.deepEqual(text.match(/\{\d\}/g), key.match(/\{\d\}/g), `${locale} ${key}`);
  }
});

test("every command of the manifest is registered by the client", () => {
  const source = readFileSync(new URL("client/src/commands.ts", ROOT), "utf8");
  const registered = [...source.matchAll(/registerCommand\("([^"]+)"/g)].map((it) => it[1]).sort();
  const named: { command: string }[] = manifest.contributes.commands;
  // Those that only the server's actions run are told to the server, and to nobody else.
  const extension = readFileSync(new URL("client/src/extension.ts", ROOT), "utf8");
  const inner = [...extension.matchAll(/\w+Command: "([^"]+)"/g)].map((it) => it[1] as string);
  assert.deepEqual([...named.map((it) => it.command), ...inner].sort(), registered);
});
