// Drives the workbench with the installed extension, as a person does.
//
//   node test/e2e/workbench.test.mjs --vsix FILE [--images FOLDER] [--grep TEXT]
//
// With --images the pictures of the README are taken there; a failing step leaves one in the temporary folder.

import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
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

const fixes = [
  {
    name: "all missing codes of a switch",
    file: leads,
    at: "switch (code)",
    offset: 9,
    title: /^Handle all missing retryable codes/,
    after: /case "719":/,
    gone: /retryable codes/,
  },
  { name: "one kind only", file: leads, at: "switch (code)", offset: 9, title: /^Wait and retry 615/, after: /case "615":/ },
  { name: "the right literal type", file: leads, at: "code === 1005", offset: 10, title: /^Write "1005"/, after: /=== "1005"/, gone: /Never true/ },
  {
    name: "an if-chain of comparisons",
    file: "flow-service/flows.ts",
    at: 'errorCode === "1102-500"',
    title: /^Handle all missing retryable codes/,
    after: /"2117-500"/,
    gone: /retryable codes/,
  },
  {
    name: "a permanent code taken out",
    file: "flow-service/flows.ts",
    at: '"1100-400"',
    offset: 2,
    title: /^Take 1100-400 out/,
    after: /if \(errorCode === "1102-500"\)/,
    gone: /1100-400/,
  },
  {
    name: "the nearest code",
    file: "reactor/library.ts",
    at: '"not-fuond"',
    offset: 2,
    title: /^Change to not-found/,
    after: /case "not-found"/,
    gone: /not-fuond/,
  },
  {
    name: "a set behind a predicate",
    file: "reactor/library.ts",
    at: "RETRYABLE_CODES",
    title: /^Retry connection-refused/,
    after: /"socket-error"/,
  },
  {
    name: "an elif chain in Python",
    file: "feishu-project/work_items.py",
    at: "err_code == 10022",
    title: /^Handle all missing retryable codes/,
    after: /50006/,
    gone: /retryable codes/,
  },
  {
    name: "a suppression",
    file: leads,
    at: "switch (code)",
    offset: 9,
    title: /^Suppress unhandled-retryable/,
    after: /faultline-ignore-next-line unhandled-retryable/,
    gone: /retryable codes/,
  },
];

/** The language's own checker on the text. A machine without it checks nothing, and says so. */
function compiles(file, text) {
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), "faultline-compiles-"));
  const copy = path.join(folder, path.basename(file));
  fs.writeFileSync(copy, text);
  try {
    if (file.endsWith(".py")) execFileSync("python3", ["-m", "py_compile", copy], { stdio: "pipe" });
    else {
      const tsc = fileURLToPath(new URL("../../node_modules/typescript/bin/tsc", import.meta.url));
      execFileSync(
        process.execPath,
        [tsc, "--noEmit", "--ignoreConfig", "--strict", "--target", "es2022", "--module", "esnext", "--lib", "es2022,dom", "--types", "", copy],
        { stdio: "pipe" },
      );
    }
  } catch (error) {
    if (error.code === "ENOENT") return console.log(`# not compiled: ${error.path} is not here`);
    throw new Error(`${file} doesn't compile after the fix: ${error.stdout}${error.stderr}`);
  } finally {
    fs.rmSync(folder, { recursive: true, force: true });
  }
}

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

  // Each quick fix, one after the other in its own file: offered, taken, compiled, and the finding is gone.
  for (const { file, at, offset = 0, title, after, gone, name } of fixes) {
    await step(`quick fix: ${name}`, async () => {
      await workbench.openFile(file);
      const before = await workbench.text();
      await workbench.gotoText(at, { offset });
      await workbench.quickFixes({ contains: title });
      if (name.startsWith("all missing codes of a switch")) await picture("quickfix");
      await workbench.quickFix(title);
      const text = await workbench.waitForText(after);
      compiles(file, text ?? (await workbench.text()));
      if (gone) {
        const left = await workbench.problems({ all: true }).catch(() => []);
        assert.deepEqual(
          left.filter((row) => row.file === path.basename(file) && gone.test(row.message)),
          [],
        );
        await workbench.closePanel();
      }
      if (name.startsWith("all missing codes of a switch")) await picture("fixed");
      workbench.writeFile(file, before);
      await workbench.waitForText(before);
    });
  }

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
