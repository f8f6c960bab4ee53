// Opens a page in a headless Chromium, in the one way that all parts of the host share.

import { chromium } from "playwright-core";

/**
 * @param {import("./chromium.mjs").Browser} browser
 * @param {{ width?: number, height?: number, scale?: number, locale?: string }} [options]
 */
export async function openPage(browser, { width = 1280, height = 800, scale = 1, locale } = {}) {
  const launched = await chromium.launch({
    executablePath: browser.executablePath,
    headless: true,
    // Whoever opens a page also ends it on a signal, together with the server behind it.
    handleSIGINT: false,
    handleSIGTERM: false,
    handleSIGHUP: false,
    env: { ...process.env, ...browser.env },
    args: [
      // The sandbox needs rights that containers and root do not give; only our own server is ever opened.
      "--no-sandbox",
      "--disable-gpu",
      "--disable-quic",
      "--no-first-run",
      "--disable-background-networking",
      "--disable-component-update",
      "--disable-sync",
      ...browser.args,
    ],
  });
  const context = await launched.newContext({ viewport: { width, height }, deviceScaleFactor: scale, locale: locale ?? "en" });
  if (locale) await context.addInitScript(pretendLanguage, locale);
  const page = await context.newPage();
  return { page, context, close: () => launched.close().catch(() => {}) };
}

/**
 * Makes the workbench believe that its texts are those of `language`, which it hands on to extensions as `env.language`.
 * The workbench's own texts stay English: its language packs are not in the npm registry.
 */
function pretendLanguage(language) {
  Object.defineProperty(globalThis, "_VSCODE_NLS_LANGUAGE", { get: () => language, set() {}, configurable: true });
}
