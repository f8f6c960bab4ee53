import type { Catalog } from "../../server/src/catalogs/catalog.ts";
import { loadCatalogs } from "../../server/src/catalogs/load.ts";
import type { Analysis, Slot } from "../../server/src/engine/model.ts";
import { builtInCatalogs } from "../../server/src/host/catalog-files.ts";
import { createNodeHost } from "../../server/src/host/node.ts";
import type { Site, Verdict } from "../../server/src/resolve/model.ts";
import type { Finding, Fix } from "../../server/src/rules/model.ts";
import { LineMap } from "../../server/src/text/line-map.ts";
import { touching } from "../../server/src/text/span.ts";

/** Hand-made results of the engine, so that a feature is tested without one. */

export const catalogs: readonly Catalog[] = loadCatalogs(await builtInCatalogs(createNodeHost())).catalogs;

export function catalog(id: string): Catalog {
  const found = catalogs.find((it) => it.id === id);
  if (found === undefined) throw new Error(`no catalog ${id}`);
  return found;
}

/** A catalog of a user, with one code whose entry and words are given over harmless ones. */
export function userCatalog(code: string, entry: object, text: object, more: object = {}): Catalog {
  const file = {
    id: "mine",
    name: "Mine",
    shortName: "Mine",
    complete: true,
    sources: { page: { title: "Page", retrieved: "2026-01-01" } },
    levels: { response: { type: "string", path: "code", fields: ["code"] } },
    recognition: {},
    codes: { [code]: { level: "response", name: "CODE", retry: { kind: "permanent", executed: "no" }, source: "page", ...entry } },
    ...more,
  };
  const words = { locale: "en", codes: { [code]: { title: "Title", cause: "Cause.", remedy: "Remedy.", ...text } } };
  const { catalogs: loaded, problems } = loadCatalogs([{ id: "mine", source: "mine/catalog.json", catalog: file, l10n: { en: words } }]);
  const [first] = loaded;
  if (first === undefined) throw new Error(problems.map((it) => it.message).join("\n"));
  return first;
}

export function analysis(text: string, parts: Partial<Pick<Analysis, "sites" | "verdicts" | "findings" | "path">> = {}): Analysis {
  const facts = {
    functions: [],
    branches: [],
    groups: [],
    predicates: [],
    constants: [],
    uses: [],
    imports: [],
    mentions: [],
    classes: [],
    families: [],
    conditions: [],
    fields: [],
    broken: [],
  };
  return {
    path: "/w/src/client.ts",
    languageId: "typescript",
    text,
    lines: new LineMap(text),
    facts,
    verdicts: [],
    sites: [],
    findings: [],
    retries: [],
    sitesIn: (stretch) => touching(parts.sites ?? [], stretch),
    findingsIn: (stretch) => touching(parts.findings ?? [], stretch),
    ...parts,
  };
}

/** The site of the first occurrence of `literal`. */
export function site(text: string, literal: string, api: string, more: Partial<Site> = {}): Site {
  const start = text.indexOf(literal);
  const value = literal.replace(/["']/g, "");
  const base = {
    text: literal,
    value,
    type: "string",
    role: "case",
    api,
    code: value,
    known: true,
    level: "response",
    confidence: "certain",
  } as const;
  return { span: { start, end: start + literal.length }, ...base, ...more };
}

export function verdict(api: string, what: string, more: Partial<Verdict> = {}): Verdict {
  return { api, weight: 1, certain: true, evidence: [{ api, kind: "host", what, weight: 1 }], ...more };
}

export function finding(start: number, end: number, more: Partial<Finding> = {}): Finding {
  return {
    rule: "unknown-code",
    severity: "warning",
    api: "marketo-rest",
    codes: [],
    message: "message",
    span: { start, end },
    related: [],
    ...more,
  };
}

export function fix(id: string, edits: Fix["edits"], more: Partial<Fix> = {}): Fix {
  return { id, title: id, edits, safe: true, preferred: false, ...more };
}

export function slot(more: Partial<Slot> = {}): Slot {
  return {
    apis: ["marketo-rest"],
    level: "response",
    type: "string",
    role: "case",
    replace: { start: 5, end: 7 },
    quote: '"',
    opened: true,
    closed: true,
    typed: "",
    present: [],
    ...more,
  };
}
