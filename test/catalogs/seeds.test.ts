// The catalogs against the makers' pages. `seeds/<id>.json` holds the bare facts of those pages (codes, levels, statuses,
// how many rows a code has). With FAULTLINE_SEEDS naming a folder with the pages themselves, the facts are read from them
// again, and no sentence of theirs may stand in our texts.
import assert from "node:assert/strict";
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { describe, it } from "node:test";
import { fileURLToPath } from "node:url";

interface Fact {
  readonly code: string;
  /** Only where the page tells the level. */
  readonly level?: string;
  /** Only where the page tells the status. */
  readonly httpStatus?: number;
  /** How many rows the page gives the code, where it is more than one. */
  readonly rows?: number;
}

interface Seed {
  readonly pages: readonly { readonly file: string; readonly locale: string; readonly title: string }[];
  readonly codes: readonly Fact[];
}

interface Entry {
  readonly level: string;
  readonly httpStatus?: number;
  readonly name: string;
  readonly source: string;
  readonly variants?: readonly unknown[];
}

interface Catalog {
  readonly id: string;
  readonly sources: Readonly<Record<string, unknown>>;
  readonly levels: Readonly<Record<string, { readonly httpStatus?: number }>>;
  readonly codes: Readonly<Record<string, Entry>>;
}

interface Text {
  readonly title: string;
  readonly cause: string;
  readonly remedy: string;
  readonly note?: string;
  readonly variants?: readonly { readonly title: string; readonly remedy: string }[];
}

const catalogsFolder = fileURLToPath(new URL("../../catalogs/", import.meta.url));
const seedsFolder = fileURLToPath(new URL("./seeds/", import.meta.url));
const pagesFolder = process.env.FAULTLINE_SEEDS;

/** How many codes each page lists, and how to read them: a slip in the facts would otherwise hide a slip in the catalog. */
const apis: Readonly<Record<string, { readonly count: number; readonly read: (page: string) => Fact[] }>> = {
  "flow-service": { count: 90, read: readFlowService },
  "marketo-rest": { count: 68, read: readMarketo },
  reactor: { count: 49, read: readReactor },
  "feishu-project": { count: 94, read: readFeishuProject },
};

for (const [id, { count, read }] of Object.entries(apis)) {
  describe(`catalog ${id}`, () => {
    const seed = JSON.parse(readFileSync(`${seedsFolder}${id}.json`, "utf8")) as Seed;
    const source = readText(`${id}/catalog.json`);
    const catalog = JSON.parse(source) as Catalog;
    const entries = Object.entries(catalog.codes);

    it("has every code of the page, and no other", () => {
      assert.equal(seed.codes.length, count);
      assert.equal(new Set(seed.codes.map((fact) => fact.code)).size, count, "a code stands twice among the facts");
      const expected = new Set(seed.codes.map((fact) => fact.code));
      const missing = [...expected].filter((code) => !Object.hasOwn(catalog.codes, code));
      const strange = Object.keys(catalog.codes).filter((code) => !expected.has(code));
      assert.deepEqual({ missing, strange }, { missing: [], strange: [] });
      assert.equal(catalog.id, id);
    });

    it("has no code twice", () => {
      assert.deepEqual(doubledKeys(source), []);
    });

    it("agrees on level, HTTP status and number of meanings", () => {
      const wrong: string[] = [];
      for (const { code, level, httpStatus, rows = 1 } of seed.codes) {
        const entry = catalog.codes[code];
        if (!entry) continue; // reported above
        const status = entry.httpStatus ?? catalog.levels[entry.level]?.httpStatus;
        if (level !== undefined && entry.level !== level) wrong.push(`${code}: level ${entry.level}, the page says ${level}`);
        if (httpStatus !== undefined && status !== httpStatus) wrong.push(`${code}: HTTP ${status}, the page says ${httpStatus}`);
        if (rows > 1 && entry.variants?.length !== rows) wrong.push(`${code}: ${entry.variants?.length ?? 0} variants for ${rows} rows`);
      }
      assert.deepEqual(wrong, []);
    });

    it("names only levels and sources it declares", () => {
      const wrong = entries.filter(([, e]) => !catalog.levels[e.level] || !catalog.sources[e.source]).map(([code]) => code);
      assert.deepEqual(wrong, []);
    });

    it("gives every code a name of its own", () => {
      assert.deepEqual(repeated(entries.map(([, entry]) => entry.name)), []);
    });

    const locales = readdirSync(`${catalogsFolder}${id}/l10n`).map((file) => file.replace(/\.json$/, ""));
    const english = readLocale(id, "en");

    it("speaks English and the languages of its pages", () => {
      for (const locale of ["en", ...seed.pages.map((page) => page.locale)]) assert.ok(locales.includes(locale), locale);
    });

    for (const locale of locales) {
      describe(locale, () => {
        const raw = readText(`${id}/l10n/${locale}.json`);
        const texts = readLocale(id, locale);

        it("holds exactly the catalog's codes, each once", () => {
          assert.deepEqual(Object.keys(texts).toSorted(), Object.keys(catalog.codes).toSorted());
          assert.deepEqual(doubledKeys(raw), []);
          assert.equal((JSON.parse(raw) as { locale: string }).locale, locale);
        });

        it("has a text for each variant", () => {
          const wrong = entries.filter(([code, e]) => (texts[code]?.variants?.length ?? 0) !== (e.variants?.length ?? 0));
          assert.deepEqual(
            wrong.map(([code]) => code),
            [],
          );
        });

        it("has no empty text and no title that ends in a full stop", () => {
          const wrong: string[] = [];
          for (const [code, text] of Object.entries(texts)) {
            for (const [part, words] of parts(text)) {
              if (words.trim() === "" || words !== words.trim()) wrong.push(`${code} ${part}: empty or padded`);
              if (part.endsWith("title") && /[.。]$/.test(words)) wrong.push(`${code} ${part}: ${words}`);
            }
          }
          assert.deepEqual(wrong, []);
        });

        if (locale !== "en") {
          it("repeats nothing from the English", () => {
            const wrong: string[] = [];
            for (const [code, text] of Object.entries(texts)) {
              const originals = new Set(parts(english[code] ?? { title: "", cause: "", remedy: "" }).map(([, words]) => words));
              for (const [part, words] of parts(text)) if (originals.has(words)) wrong.push(`${code} ${part}: ${words}`);
            }
            assert.deepEqual(wrong, []);
          });
        }
      });
    }

    for (const { file, locale, title } of seed.pages) {
      describe(`page ${file}`, { skip: pagesFolder ? false : "FAULTLINE_SEEDS is not set" }, () => {
        const page = pagesFolder ? readPage(pagesFolder, file) : "";

        it("still holds the facts noted here", () => {
          assert.ok(page.slice(0, 300).includes(title), `no title "${title}"`);
          // The facts may add what another passage of the page tells; they may not lack or contradict what the list tells.
          const found = withRows(read(page));
          assert.deepEqual(
            found.map((fact) => fact.code),
            seed.codes.map((fact) => fact.code),
          );
          for (const [index, fact] of found.entries()) assert.deepEqual({ ...seed.codes[index], ...fact }, seed.codes[index]);
          for (const { code, rows } of seed.codes) assert.equal(found.find((fact) => fact.code === code)?.rows, rows, code);
        });

        it("lends no sentence to our texts", () => {
          const theirs = plain(page);
          const theirSentences = new Set(sentences(page));
          const copied: string[] = [];
          for (const [code, text] of Object.entries(readLocale(id, locale))) {
            for (const [part, words] of parts(text)) {
              const ours = plain(words);
              for (const sentence of sentences(words)) if (theirs.includes(sentence)) copied.push(`${code} ${part}: ${words}`);
              for (const sentence of theirSentences) if (ours.includes(sentence)) copied.push(`${code} ${part}: ${words}`);
            }
          }
          assert.deepEqual([...new Set(copied)], []);
        });
      });
    }
  });
}

function readText(path: string): string {
  return readFileSync(catalogsFolder + path, "utf8");
}

function readPage(folder: string, file: string): string {
  const path = `${folder.replace(/\/$/, "")}/${file}`;
  assert.ok(existsSync(path), `FAULTLINE_SEEDS has no ${file}`);
  return readFileSync(path, "utf8");
}

function readLocale(id: string, locale: string): Readonly<Record<string, Text>> {
  return (JSON.parse(readText(`${id}/l10n/${locale}.json`)) as { codes: Record<string, Text> }).codes;
}

/** Every text of an entry with the name of its part. */
function parts(text: Text): [part: string, words: string][] {
  const all: [string, string][] = [
    ["title", text.title],
    ["cause", text.cause],
    ["remedy", text.remedy],
  ];
  if (text.note !== undefined) all.push(["note", text.note]);
  for (const [index, variant] of (text.variants ?? []).entries()) {
    all.push([`variant ${index} title`, variant.title], [`variant ${index} remedy`, variant.remedy]);
  }
  return all;
}

function repeated(values: readonly string[]): string[] {
  return [...new Set(values.filter((value, index) => values.indexOf(value) !== index))];
}

/** Keys that stand twice in one object: JSON.parse keeps the last one in silence. */
function doubledKeys(json: string): string[] {
  const doubled: string[] = [];
  const open: (Set<string> | undefined)[] = [];
  for (const [token] of json.matchAll(/"(?:[^"\\]|\\.)*"(?:\s*:)?|[{}[\]]/g)) {
    if (token === "{") open.push(new Set());
    else if (token === "[") open.push(undefined);
    else if (token === "}" || token === "]") open.pop();
    else if (token.endsWith(":")) {
      const key = JSON.parse(token.slice(0, -1)) as string;
      const keys = open.at(-1);
      if (keys?.has(key)) doubled.push(key);
      keys?.add(key);
    }
  }
  return doubled;
}

/** One fact a code; a code with several rows says how many. */
function withRows(facts: readonly Fact[]): Fact[] {
  const byCode = new Map<string, Fact>();
  for (const fact of facts) {
    const known = byCode.get(fact.code);
    byCode.set(fact.code, known ? { ...known, rows: (known.rows ?? 1) + 1 } : fact);
  }
  return [...byCode.values()];
}

function readFlowService(page: string): Fact[] {
  return [...page.matchAll(/^\| `(\d{4}-(\d{3}))` \|/gm)].map(([, code = "", status]) => ({ code, httpStatus: Number(status) }));
}

/** Three tables; the headings above the second and the third say which level begins. */
function readMarketo(page: string): Fact[] {
  const facts: Fact[] = [];
  let level = "http";
  for (const line of page.split("\n")) {
    if (/^#+ 回應層級錯誤代碼/.test(line)) level = "response";
    if (/^#+ 記錄層級錯誤代碼/.test(line)) level = "record";
    const code = /<td>(?:<a name="\d+"><\/a>)?(\d{3,4})\*?<\/td>/.exec(line)?.[1];
    if (code) facts.push({ code, level, httpStatus: level === "http" ? Number(code) : 200 });
  }
  return facts;
}

/** The second table of the page: the first one explains the fields of an error. */
function readReactor(page: string): Fact[] {
  const list = page.slice(page.indexOf("## 錯誤參考"));
  return [...list.matchAll(/^\| `([^`]+)` \|/gm)].map(([, code = ""]) => ({ code }));
}

function readFeishuProject(page: string): Fact[] {
  return [...page.matchAll(/^[ \t]*(\d{3})\|[ \t]*(\d+)\|/gm)].map(([, status, code = ""]) => ({ code, httpStatus: Number(status) }));
}

const entities: Readonly<Record<string, string>> = { "&#39;": "'", "&quot;": '"', "&lt;": "<", "&gt;": ">", "&amp;": "&", "&nbsp;": " " };

/** Letters and digits alone, so that spacing, punctuation and markup hide no copy. */
function plain(text: string): string {
  return text
    .replace(/&[#a-z0-9]+;/g, (entity) => entities[entity] ?? " ")
    .replace(/\]\([^)]*\)/g, "]")
    .replace(/<\/?[a-z][^>]*>/gi, "")
    .toLowerCase()
    .replace(/[^\p{L}\p{N}]/gu, "");
}

/** Sentences long enough to be somebody's wording; a short one ("request timed out") is nobody's. */
function sentences(text: string): string[] {
  return text
    .split(/[。！？；;|\n]|[.!?](?=\s|$)|<\/?(?:td|li|ul)[^>]*>/u)
    .map(plain)
    .filter((sentence) => sentence.length >= 12 && /[\p{Script=Han}\p{Script=Hangul}]/u.test(sentence));
}
