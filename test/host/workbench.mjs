// Drives the real workbench as a person does: with mouse and keyboard, reading what is to be seen. Every wait has a limit.
//
//   const workbench = await openWorkbench({ folder: "examples", file: "marketo.ts", extensions: ["faultline.vsix"] });
//   const { text } = await workbench.hover('"606"', { contains: "Marketo" });
//   await workbench.screenshot("hover.png");
//   await workbench.close();
//
// Lines and columns count from 1, columns in UTF-16 units, as the workbench shows them.

import fs from "node:fs";
import path from "node:path";
import { openPage } from "./page.mjs";
import { createState, installExtension, pause, removeState, startServer } from "./server.mjs";
import { ensureHost } from "./setup.mjs";

/** Milliseconds that any one wait may take, unless told otherwise. */
const LIMIT = 30_000;
/** Milliseconds for the first paint of the workbench, which loads 20 MB of script. */
const START_LIMIT = 90_000;
const SIGNALS = ["SIGINT", "SIGTERM", "SIGHUP"];
/** Milliseconds in which what is read must not change to count as complete. */
const SETTLED = 300;

/**
 * Opens the workbench on a copy of a folder, so that a test may change its files.
 * @param {object} options
 * @param {string} options.folder
 * @param {string} [options.file] the file to show first, relative to the folder
 * @param {string[]} [options.extensions] .vsix files to install
 * @param {Record<string, unknown>} [options.settings] user settings beside the calm ones
 * @param {string} [options.locale] the editor's language as extensions see it, e.g. "zh-tw"; the workbench's own texts stay English
 * @param {boolean} [options.inPlace] work on the folder itself
 * @param {number} [options.width]
 * @param {number} [options.height]
 * @param {number} [options.scale] device pixels for each CSS pixel
 * @param {number} [options.limit] milliseconds for each wait
 * @param {(line: string) => void} [options.log]
 */
export async function openWorkbench({
  folder,
  file,
  extensions = [],
  settings = {},
  locale,
  inPlace = false,
  width,
  height,
  scale,
  limit = LIMIT,
  log = () => {},
}) {
  const { server: host, browser } = await ensureHost({ log });
  const state = createState({ settings });
  const root = inPlace ? path.resolve(folder) : path.join(state.root, path.basename(path.resolve(folder)));
  let server;
  let opened;
  const close = async () => {
    for (const signal of SIGNALS) process.removeListener(signal, interrupt);
    await opened?.close();
    await server?.stop();
    removeState(state);
  };
  const interrupt = () => close().finally(() => process.exit(130));
  for (const signal of SIGNALS) process.once(signal, interrupt);
  try {
    if (!inPlace) fs.cpSync(folder, root, { recursive: true });
    for (const extension of extensions) installExtension(host, state, extension);
    server = await startServer({ host, state, args: ["--vscode-option", "enable-smoke-test-driver"] });
    opened = await openPage(browser, { width, height, scale, locale });
    opened.page.setDefaultTimeout(limit);
    const workbench = new Workbench({ page: opened.page, server, folder: root, limit, close });
    await workbench.load(file);
    return workbench;
  } catch (error) {
    const tail = server?.log() ?? "";
    await close();
    throw new Error(`the workbench did not open: ${error.message}\n${tail}`);
  }
}

class Workbench {
  #server;
  #limit;
  #close;

  constructor({ page, server, folder, limit, close }) {
    /** The playwright page, for what has no method here. */
    this.page = page;
    /** The folder that is open. */
    this.folder = folder;
    /** Uncaught errors of the page, which a test may want to be none. */
    this.pageErrors = [];
    this.#server = server;
    this.#limit = limit;
    this.#close = close;
    page.on("pageerror", (error) => this.pageErrors.push(error.message));
  }

  /** Loads the page anew, as after the installation of an extension. */
  async load(file) {
    const payload = [["skipWelcome", "true"]];
    if (file) payload.unshift(["openFile", this.#server.uri(path.join(this.folder, file))]);
    await this.page.goto(this.#server.url(this.folder, payload), { timeout: START_LIMIT });
    await this.page.waitForSelector(".monaco-workbench .part.editor", { timeout: START_LIMIT });
    if (file) await this.#editor(file).locator(".view-line").first().waitFor({ timeout: START_LIMIT });
    this.file = file;
  }

  /** Opens a file of the folder, as with Ctrl+P. */
  async openFile(file) {
    await this.#quickPick("Control+P", file, path.basename(file));
    const editor = this.#editor(file);
    // An editor takes the focus a little later than it is drawn, and with it the keys that follow.
    await this.#until(`${file} is open and has the focus`, async () => (await editor.and(this.page.locator(".focused")).count()) > 0);
    await editor.locator(".view-line").first().waitFor();
    this.file = file;
  }

  /** Runs a command by its title, as with F1. */
  async command(title) {
    await this.#quickPick("F1", `>${title}`, title);
  }

  // ---------------------------------------------------------------------------------------------- text and caret

  /** The text of the open file, saved first: the editor itself draws only the lines in view. */
  async text() {
    await this.save();
    return fs.readFileSync(path.join(this.folder, this.file), "utf8");
  }

  async save() {
    const dirty = this.page.locator(".editor-group-container.active .tab.active.dirty");
    await this.#until("the file is saved", async () => {
      if ((await dirty.count()) === 0) return true;
      await this.page.keyboard.press("Control+S");
      await pause(200);
    });
  }

  /** Waits until the text fits, and returns it. */
  async waitForText(expected) {
    return this.#until(`the text has ${expected}`, async (_, see) => {
      const text = await this.text();
      see(text);
      return matches(text, expected) ? text : undefined;
    });
  }

  /** Writes a file of the folder from outside; the workbench notices by itself. */
  writeFile(file, text) {
    fs.writeFileSync(path.join(this.folder, file), text);
  }

  /** Where the n-th occurrence of `needle` begins in the open file. */
  async position(needle, { occurrence = 1, offset = 0 } = {}) {
    const text = await this.text();
    let at = -1;
    for (let n = 0; n < occurrence; n++) at = text.indexOf(needle, at + 1);
    if (at < 0) throw new Error(`${this.file} has no ${occurrence > 1 ? `${occurrence}. ` : ""}${JSON.stringify(needle)}`);
    const before = text.slice(0, at + offset).split("\n");
    return { line: before.length, column: before.at(-1).length + 1 };
  }

  /** Puts the caret at a position, as with Ctrl+G. */
  async goto(line, column = 1) {
    await this.#quickPick("Control+G", `:${line}:${column}`);
    // "Ln 12, Col 5", whatever the words: the first number is the line.
    const status = this.page.locator('[id="status.editor.selection"]');
    await this.#until(`the caret is in line ${line}`, async () => Number(/\d+/.exec((await status.textContent()) ?? "")?.[0]) === line);
  }

  /** Puts the caret before a text, or `offset` UTF-16 units after its beginning. */
  async gotoText(needle, options) {
    const { line, column } = await this.position(needle, options);
    await this.goto(line, column);
  }

  /** Types as a person does: brackets and quotes close themselves, lists pop up. */
  async type(text) {
    await this.page.keyboard.type(text, { delay: 30 });
  }

  /** Presses a key, such as "Enter" or "Control+Z". */
  async press(key) {
    await this.page.keyboard.press(key);
  }

  // ------------------------------------------------------------------------------------------------------- hover

  /**
   * Rests the mouse on a text and returns what the hover says. The hover stays open, for a picture.
   * @param {string} needle
   * @param {{ occurrence?: number, offset?: number, contains?: string | RegExp }} [options] `offset` counts from the
   *   beginning of the text, by default its middle; `contains` is waited for
   */
  async hover(needle, { occurrence, offset = Math.floor(needle.length / 2), contains } = {}) {
    await this.dismiss();
    await this.gotoText(needle, { occurrence, offset });
    const box = await this.#caretBox();
    const target = { x: box.x + 3, y: box.y + box.height / 2 };
    const hover = this.page.locator(".monaco-editor .monaco-hover:not(.hidden), .monaco-resizable-hover .monaco-hover:not(.hidden)");
    return this.#settled(`a hover on ${needle}${contains ? ` that has ${contains}` : ""}`, async (attempt, see) => {
      if (attempt % 20 === 0) {
        // The hover asks once, when the mouse comes: an answer that was not ready yet needs the mouse again.
        await this.page.mouse.move(target.x, target.y + 150);
        await this.page.mouse.move(target.x, target.y, { steps: 4 });
        await pause(400);
      }
      const rows = await hover.locator(".hover-contents").allInnerTexts();
      const text = rows.map(tidy).join("\n");
      see(text);
      if (text === "" || /^Loading\.\.\.$/m.test(text) || (contains && !matches(text, contains))) return undefined;
      const links = await hover
        .locator("a")
        .evaluateAll((all) => all.map((a) => ({ text: a.textContent, href: a.dataset.href ?? a.getAttribute("href") })));
      return { text, rows: rows.map(tidy), links };
    });
  }

  /** Closes hovers, lists and menus, and takes the mouse away. */
  async dismiss() {
    await this.#parkMouse();
    await this.page.keyboard.press("Escape");
    await pause(100);
  }

  // -------------------------------------------------------------------------------------------------- completion

  /**
   * Asks for completion at the caret and returns the rows in their order. The list stays open.
   * @param {{ contains?: string | RegExp, all?: boolean }} [options] `contains` is waited for among the labels; `all`
   *   scrolls through the list, which else gives only the rows in view
   */
  async complete({ contains, all = false } = {}) {
    const widget = this.page.locator(".suggest-widget.visible");
    const read = () => widget.locator(".monaco-list-row").evaluateAll(readCompletions);
    const inView = await this.#settled(`completion${contains ? ` that has ${contains}` : ""}`, async (attempt, see) => {
      if (attempt % 20 === 0) {
        if (attempt > 0) await this.page.keyboard.press("Escape");
        if ((await widget.count()) === 0) await this.page.keyboard.press("Control+Space");
      }
      const found = await read();
      see(found.map((row) => row.label));
      return found.some((row) => !contains || matches(row.label, contains)) ? found : undefined;
    });
    const inOrder = all ? await this.#scrollThrough(widget.locator(".monaco-list"), read) : inView;
    return inOrder.map(({ label, detail, focused }) => ({ label, detail, focused }));
  }

  /** The documentation of the row that is chosen in the open completion list. */
  async completionDetails({ contains } = {}) {
    const details = this.page.locator(".suggest-details-container .suggest-details");
    return this.#settled(`details${contains ? ` that have ${contains}` : ""}`, async (attempt) => {
      if (attempt % 20 === 0 && !(await details.isVisible())) await this.page.keyboard.press("Control+Space");
      if (!(await details.isVisible())) return undefined;
      const text = tidy((await details.allInnerTexts()).join("\n"));
      return text !== "" && !/^Loading/.test(text) && (!contains || matches(text, contains)) ? text : undefined;
    });
  }

  /** Goes down the open completion list to a label and takes it. */
  async acceptCompletion(label) {
    const widget = this.page.locator(".suggest-widget.visible");
    await this.#until(`${label} is chosen in the list`, async () => {
      const rows = await widget.locator(".monaco-list-row").evaluateAll(readCompletions);
      if (rows.some((row) => row.focused && matches(row.label, label))) return true;
      await this.page.keyboard.press("ArrowDown");
      await pause(50);
    });
    await this.page.keyboard.press("Enter");
    await widget.waitFor({ state: "hidden" });
  }

  // ------------------------------------------------------------------------------------------------- diagnostics

  /**
   * The underlined places in view, in reading order.
   * @param {{ severity?: "error" | "warning" | "info" | "hint", contains?: string, count?: number }} [options] waits for
   *   a place of that kind with that text, or for exactly `count` of the kind
   * @returns {Promise<{ severity: string, line: number, text: string }[]>}
   */
  async squiggles({ severity, contains, count } = {}) {
    return this.#settled(`underlined ${severity ?? "places"} ${contains ?? ""}`, async (_, see) => {
      const found = await this.page.locator(".editor-group-container.active .monaco-editor").first().evaluate(readSquiggles);
      see(found);
      const fit = found.filter((one) => (!severity || one.severity === severity) && (!contains || one.text.includes(contains)));
      return (count === undefined ? fit.length > 0 : fit.length === count) ? fit : undefined;
    });
  }

  /**
   * The rows of the Problems view, which it opens.
   * @param {{ contains?: string | RegExp, count?: number, file?: string, all?: boolean }} [options] waits for a message
   *   (in that file), or for exactly `count` rows; `all` scrolls through the view, which else gives only the rows in view
   * @returns {Promise<{ file: string, severity: string, message: string, source: string, code: string, line: number,
   *   column: number, related: { file: string, message: string, line: number, column: number }[] }[]>}
   */
  async problems({ contains, count, file, all = false } = {}) {
    const panel = this.page.locator(".markers-panel");
    return this.#settled(`problems${contains ? ` that have ${contains}` : ""}`, async (_, see) => {
      if (!(await panel.isVisible())) {
        await this.page.keyboard.press("Control+Shift+M");
        await panel.waitFor();
      }
      const read = () => panel.locator(".monaco-list-row").evaluateAll(readProblems);
      const found = problemsOf(all ? await this.#scrollThrough(panel.locator(".monaco-list").first(), read) : await read());
      see(found);
      const fit = found.filter((row) => (!file || row.file === file) && (!contains || matches(row.message, contains)));
      return (count === undefined ? fit.length > 0 : fit.length === count) ? fit : undefined;
    });
  }

  /** Closes the panel with Problems and Output. */
  async closePanel() {
    const panel = this.page.locator(".part.panel");
    if (!(await panel.isVisible())) return;
    await this.command("View: Hide Panel");
    await panel.waitFor({ state: "hidden" });
    // The keys are to go to the editor again: Ctrl+1 is its first group.
    await this.page.keyboard.press("Control+1");
    await this.page.locator(".editor-group-container.active .monaco-editor.focused").first().waitFor();
  }

  // ------------------------------------------------------------------------------------------------- quick fixes

  /**
   * Opens the quick-fix menu at the caret and returns its titles. The menu stays open.
   * @param {{ contains?: string | RegExp }} [options]
   */
  async quickFixes({ contains } = {}) {
    const menu = this.#quickFixMenu();
    return this.#settled(`quick fixes${contains ? ` that have ${contains}` : ""}`, async (attempt, see) => {
      if (attempt % 20 === 0) {
        if (attempt > 0) await this.page.keyboard.press("Escape");
        if (!(await menu.isVisible())) await this.page.keyboard.press("Control+.");
      }
      const titles = (await menu.locator(".monaco-list-row.action").allInnerTexts()).map(tidy);
      see(titles);
      return titles.some((title) => !contains || matches(title, contains)) ? titles : undefined;
    });
  }

  /** Chooses a quick fix at the caret; the menu is opened if it is not yet. */
  async quickFix(title) {
    await this.quickFixes({ contains: title });
    const menu = this.#quickFixMenu();
    const rows = menu.locator(".monaco-list-row.action");
    const titles = (await rows.allInnerTexts()).map(tidy);
    await rows.nth(titles.findIndex((one) => matches(one, title))).click();
    await menu.waitFor({ state: "hidden" });
  }

  // ------------------------------------------------------------------------------------------------ other things

  /** The texts of the status bar. */
  async statusBar() {
    return (await this.page.locator(".statusbar-item").allInnerTexts()).map(tidy).filter((text) => text !== "");
  }

  /** The texts of the notifications that are to be seen. */
  async notifications() {
    return (await this.page.locator(".notification-list-item-message").allInnerTexts()).map(tidy);
  }

  /** Changes settings of the folder while the workbench runs; those of the user are read at its start only. */
  setSettings(settings) {
    const file = path.join(this.folder, ".vscode/settings.json");
    const before = fs.existsSync(file) ? JSON.parse(fs.readFileSync(file, "utf8")) : {};
    fs.mkdirSync(path.dirname(file), { recursive: true });
    fs.writeFileSync(file, JSON.stringify({ ...before, ...settings }, null, "\t"));
  }

  /** Makes room for the editor: closes the side bar with the Explorer. */
  async closeSideBar() {
    const sideBar = this.page.locator(".part.sidebar");
    await this.#until("the side bar is closed", async () => {
      if (!(await sideBar.isVisible())) return true;
      await this.page.keyboard.press("Control+B");
      await pause(300);
    });
  }

  /** Takes a picture as PNG; its folder is made. `clip` is in CSS pixels. */
  async screenshot(file, { clip } = {}) {
    fs.mkdirSync(path.dirname(file), { recursive: true });
    await this.page.screenshot({ path: file, animations: "disabled", timeout: this.#limit, ...(clip ? { clip } : {}) });
  }

  /** Ends the browser and the server's whole process group, and removes their folders. */
  async close() {
    await this.#close();
  }

  #quickFixMenu() {
    return this.page.locator(".action-widget:not(.action-list-submenu-panel)");
  }

  #editor(file) {
    return this.page.locator(`.editor-instance .monaco-editor[data-uri$="/${encodeURI(file.split(path.sep).join("/"))}"]`).first();
  }

  /** Opens the input at the top with a key, fills it, and takes what it offers once that is the row with the given text. */
  async #quickPick(key, text, rowText) {
    const widget = this.page.locator(".quick-input-widget").first();
    const input = widget.locator(".quick-input-box input").first();
    await this.#until(`${key} offers ${rowText ?? text}`, async () => {
      // One that is still closing from before, or that loses the focus again, is opened anew.
      if (!(await input.isVisible())) await this.page.keyboard.press(key);
      try {
        await input.fill(text, { timeout: 1000 });
        // Until the text has been taken in, the list still offers what was used last.
        await pause(150);
        if (rowText) await widget.locator(".monaco-list-row.focused", { hasText: rowText }).first().waitFor({ timeout: 3000 });
        return (await input.isVisible()) && (await input.inputValue()) === text;
      } catch {
        return false;
      }
    });
    await this.page.keyboard.press("Enter");
    await widget.waitFor({ state: "hidden" });
  }

  async #caretBox() {
    const caret = this.page.locator(".editor-group-container.active .monaco-editor .cursors-layer .cursor").first();
    // The view may still be scrolling to the caret.
    return this.#settled("the caret", async () => (await caret.boundingBox()) ?? undefined);
  }

  /** Takes the mouse to a place where nothing answers it. */
  async #parkMouse() {
    const { width, height } = this.page.viewportSize();
    await this.page.mouse.move(width - 5, height - 60);
  }

  /** Reads a list that draws only its rows in view: down with the wheel to its end, then back to its top. */
  async #scrollThrough(list, read) {
    const box = await list.boundingBox();
    await this.page.mouse.move(box.x + box.width / 3, box.y + box.height / 2);
    const rows = new Map();
    const look = async () => {
      for (const row of await read()) rows.set(row.index, row);
    };
    const turn = async (direction) => {
      await this.page.mouse.wheel(0, direction * box.height * 0.8);
      await pause(120);
    };
    await look();
    for (let before = -1; rows.size !== before; ) {
      before = rows.size;
      await turn(1);
      await look();
    }
    await this.#until("the list is at its top", async () => {
      if ((await list.locator('.monaco-list-row[data-index="0"]').count()) > 0) return true;
      await turn(-1);
    });
    await this.#parkMouse();
    return [...rows.values()].sort((a, b) => a.index - b.index);
  }

  /** Polls `probe` until it gives something truthy; `probe` may tell what it saw instead, for the message. */
  async #until(what, probe) {
    const end = Date.now() + this.#limit;
    let seen;
    const see = (value) => {
      seen = typeof value === "string" ? value : JSON.stringify(value);
    };
    for (let attempt = 0; ; attempt++) {
      const value = await probe(attempt, see);
      if (value) return value;
      if (Date.now() > end) throw new Error(`waited ${this.#limit / 1000} s in vain: ${what}${seen === undefined ? "" : `; seen: ${seen}`}`);
      await pause(100);
    }
  }

  /** Polls `probe` until it gives the same defined value for a while. */
  async #settled(what, probe) {
    let last;
    let since = 0;
    return this.#until(what, async (attempt, see) => {
      const value = await probe(attempt, see);
      const print = value === undefined ? undefined : JSON.stringify(value);
      if (print === undefined || print !== last) {
        last = print;
        since = Date.now();
        return undefined;
      }
      return Date.now() - since >= SETTLED ? value : undefined;
    });
  }
}

// ------------------------------------------------------------- what runs in the page; each stands for itself

function readCompletions(rows) {
  const all = rows.map((row) => ({
    index: Number(row.dataset.index),
    label: row.querySelector(".label-name")?.textContent ?? "",
    detail: [...row.querySelectorAll(".signature-label, .qualifier-label, .details-label")]
      .map((part) => part.textContent)
      .filter(Boolean)
      .join(" "),
    focused: row.classList.contains("focused"),
  }));
  return all.sort((a, b) => a.index - b.index);
}

function readProblems(rows) {
  const all = rows.map((row) => {
    const texts = (selector) => [...row.querySelectorAll(selector)].map((part) => part.textContent.trim());
    const [line, column] = (texts(".marker-line")[0]?.match(/\d+/g) ?? []).map(Number);
    const icon = row.querySelector(".marker-icon .codicon");
    return {
      index: Number(row.dataset.index),
      kind: icon ? "problem" : line === undefined ? "file" : "related",
      file: texts(".label-name, .related-info-resource")[0] ?? "",
      severity: /error|warning|info/.exec(icon?.className ?? "")?.[0] ?? "",
      message: texts(".marker-message, .marker-description").join("\n"),
      source: texts(".marker-source")[0] ?? "",
      code: texts(".marker-code")[0] ?? "",
      line,
      column,
    };
  });
  return all.sort((a, b) => a.index - b.index);
}

function readSquiggles(editor) {
  const top = (element) => Math.round(element.getBoundingClientRect().top);
  const numbers = new Map([...editor.querySelectorAll(".line-numbers")].map((one) => [top(one), Number(one.textContent)]));
  const lines = [...editor.querySelectorAll(".view-lines .view-line")];
  return [...editor.querySelectorAll("[class*='squiggly-']")]
    .map((mark) => {
      const box = mark.getBoundingClientRect();
      const line = lines.find((one) => Math.abs(top(one) - Math.round(box.top)) <= 2);
      const number = [...numbers].find(([at]) => Math.abs(at - Math.round(box.top)) <= 2)?.[1] ?? 0;
      let text = "";
      const walker = document.createTreeWalker(line ?? mark, NodeFilter.SHOW_TEXT);
      for (let node = walker.nextNode(); node; node = walker.nextNode()) {
        for (let at = 0; at < node.length; at++) {
          const range = document.createRange();
          range.setStart(node, at);
          range.setEnd(node, at + 1);
          const { left, right } = range.getBoundingClientRect();
          const middle = (left + right) / 2;
          if (middle > box.left && middle < box.right) text += node.data[at];
        }
      }
      return { severity: /squiggly-(\w+)/.exec(mark.className)[1], line: number, text: text.replaceAll("\u00a0", " "), left: box.left };
    })
    .sort((a, b) => a.line - b.line || a.left - b.left)
    .map(({ severity, line, text }) => ({ severity, line, text }));
}

// ----------------------------------------------------------------------------------------------- small helpers

/** The Problems view draws files, problems and their related places as rows of one list. */
function problemsOf(rows) {
  const problems = [];
  let file = "";
  for (const { kind, ...row } of rows) {
    const { message, line, column } = row;
    if (kind === "file") file = row.file;
    else if (kind === "related") problems.at(-1)?.related.push({ file: row.file, message, line, column });
    else problems.push({ file, severity: row.severity, message, source: row.source, code: row.code, line, column, related: [] });
  }
  return problems;
}

function matches(text, expected) {
  return expected instanceof RegExp ? expected.test(text) : text.includes(expected);
}

/** The workbench draws blanks as no-break spaces. */
function tidy(text) {
  return text
    .replaceAll("\u00a0", " ")
    .replace(/[ \t]+/g, " ")
    .trim();
}
