// Drives the workbench with the installed extension, as a person does.
//
//   node test/e2e/workbench.test.mjs --vsix FILE [--images FOLDER] [--grep TEXT]
//
// With --images the pictures of the README are taken there; a failing step leaves one in the temporary folder.

import assert from "node:assert/strict";
import fs from "node:fs";
import os from "node:os";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";
import { Unavailable } from "../host/machine.mjs";
import { openWorkbench } from "../host/workbench.mjs";
import { createSteps } from "./tap.mjs";

const { values } = parseArgs({ options: { vsix: { type: "string" }, images: { type: "string" }, grep: { type: "string" } } });
const images = path.resolve(values.images ?? fs.mkdtempSync(path.join(os.tmpdir(), "faultline-images-")));
const examples = fileURLToPath(new URL("../../examples", import.meta.url));

console.log(`# pictures in ${images}`);

let workbench;
const steps = createSteps("workbench:", {
  onFailure: async (name) => {
    const file = path.join(os.tmpdir(), `faultline-failed-${name.replace(/\W+/g, "-")}.png`);
    await workbench?.screenshot(file);
    console.log(`  picture: ${file}`);
  },
});
/** @param {string} name @param {() => unknown} run */
const step = (name, run) => (values.grep && !name.includes(values.grep) ? undefined : steps.step(name, run));

const picture = (name) => workbench.screenshot(path.join(images, `${name}.png`));
const settings = { "editor.minimap.enabled": false, "editor.stickyScroll.enabled": false };
const leads = "marketo/leads.ts";

try {
  workbench = await openWorkbench({ folder: examples, file: leads, extensions: [values.vsix], settings });
  await workbench.closeSideBar();

  await step("underlines the switch that forgets retryable codes", async () => {
    const [first] = await workbench.squiggles({ severity: "warning", contains: "code" });
    assert.equal(first.text, "code");
  });

  await step("lists it in the Problems view, with the rule's id", async () => {
    const all = await workbench.problems({ contains: "604", file: "leads.ts" });
    const { severity, source, code } = all[0];
    assert.deepEqual({ severity, source, code }, { severity: "warning", source: "faultline", code: "unhandled-retryable" });
    await workbench.gotoText("switch (code)");
    await picture("problems");
    await workbench.closePanel();
  });

  await step("tells in the hover what a code means and when to try again", async () => {
    const { text, links } = await workbench.hover('"606"', { contains: "Marketo" });
    for (const part of ["606", "errors[].code", "20 s", "mktorest.com"]) assert.ok(text.includes(part), `${part} in: ${text}`);
    assert.ok(links.some(({ href }) => href?.startsWith("https://")));
    await picture("hover");
    await workbench.dismiss();
  });

  await step("offers the codes that are still missing first in a new case", async () => {
    const before = await workbench.text();
    await workbench.gotoText("throw new Error(`daily");
    for (const key of ["End", "Enter"]) await workbench.press(key);
    await workbench.type('case "');
    const labels = (await workbench.complete({ contains: /^604$/, all: true })).map(({ label }) => label);
    for (const later of ["601", "607", "603"]) {
      const at = labels.indexOf(later);
      assert.ok(at < 0 || at > labels.indexOf("604"), `604, retryable and not handled yet, comes before ${later} in ${labels}`);
    }
    await workbench.completionDetails({ contains: /\S/ });
    await picture("completion");
    await workbench.acceptCompletion(/^604$/);
    assert.match(await workbench.text(), /case "604"/);
    workbench.writeFile(leads, before);
    await workbench.waitForText(before);
  });

  await step("causes no error in the page", () => assert.deepEqual(workbench.pageErrors, []));

  await workbench.close();
  workbench = undefined;
  workbench = await openWorkbench({ folder: examples, file: leads, extensions: [values.vsix], settings, locale: "zh-tw" });
  await workbench.closeSideBar();
  await step("speaks the editor's language", async () => {
    const { text } = await workbench.hover('"606"', { contains: "Marketo" });
    assert.match(text, /\p{Script=Han}{4}/u);
    await picture("hover-zh-tw");
  });
} catch (error) {
  if (error instanceof Unavailable) steps.skip("the workbench", error.message);
  else await steps.step("opens", () => Promise.reject(error));
} finally {
  await workbench?.close();
  steps.end();
}
