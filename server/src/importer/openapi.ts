import { clean, firstSentence } from "./columns.ts";
import { hostOf } from "./hosts.ts";
import { listedIn } from "./listing.ts";
import { localeOf } from "./locale.ts";
import type { CodeField, Found, Source } from "./model.ts";
import { readPage } from "./page.ts";
import { hitsUnder, isCodeField } from "./samples.ts";

type Json = Readonly<Record<string, unknown>>;

/** Whether parsed data is an OpenAPI or Swagger description. */
export function isOpenApi(data: unknown): data is Json {
  return isRecord(data) && (typeof data.openapi === "string" || typeof data.swagger === "string");
}

/**
 * Codes of an OpenAPI description: enumerations of a code field in the schemas of failures, their examples, and lists in the prose. Where
 * bodies have no codes of their own, the statuses themselves.
 */
export function readOpenApi(root: Json): Source {
  const failures = failuresOf(root);
  const fields = new Map<string, CodeField>();
  const enumerated = failures.flatMap(({ status, response }) => bodies(root, response).flatMap((it) => codesOfBody(root, it, status, fields)));
  const schemas = Object.entries(record(record(root.components).schemas ?? root.definitions)).filter(([name]) => /error|fault|problem/i.test(name));
  const named = schemas.flatMap(([, schema]) => codesOfBody(root, { schema }, undefined, fields));
  const info = record(root.info);
  const prose = [text(info.description), ...failures.map((it) => text(it.response.description))].filter((it) => it.includes("\n"));
  const received = new Set([...fields.values()].flatMap((it) => it.values));
  const listed = prose.flatMap((it) => listedIn(readPage(it).blocks, received));
  const inBodies = dedupe([...listed, ...enumerated, ...named]);
  const statuses = dedupe(failures.flatMap(({ status, response }) => (status === undefined ? [] : [ofStatus(status, response)])));
  return {
    title: text(info.title),
    locale: localeOf(`${text(info.description)} ${text(info.title)} ${statuses.map((it) => it.title).join(" ")}`),
    found: inBodies.length > 0 ? inBodies : statuses,
    fields: [...fields.values()],
    hosts: hostsOf(root),
    complete: false,
    notes: [],
  };
}

interface Failure {
  readonly status: number | undefined;
  readonly response: Json;
}

function failuresOf(root: Json): readonly Failure[] {
  const operations = Object.values(record(root.paths)).flatMap((path) => Object.values(record(resolve(root, path))));
  const pairs = operations.flatMap((it) => Object.entries(record(record(it).responses)));
  const shared = Object.entries(record(record(root.components).responses ?? root.responses));
  const all = [
    ...pairs,
    ...shared.filter(([, it]) => !pairs.some(([, used]) => isRecord(used) && text(used.$ref).length > 0 && resolve(root, used) === it)),
  ];
  const seen = new Set<string>();
  return all.flatMap(([key, it]): readonly Failure[] => {
    if (/^[123]/.test(key)) return [];
    const response = record(resolve(root, it));
    const once = `${key} ${isRecord(it) && it.$ref ? text(it.$ref) : JSON.stringify(response).slice(0, 2000)}`;
    if (seen.has(once)) return [];
    seen.add(once);
    return [{ status: /^[45]\d\d$/.test(key) ? Number(key) : undefined, response }];
  });
}

/** The media types of a response; Swagger 2 has the schema in the response itself. */
function bodies(root: Json, response: Json): readonly Json[] {
  const media = Object.values(record(response.content)).map((it) => record(it));
  return response.schema === undefined ? media : [...media, { schema: response.schema, examples: response.examples, root }];
}

function codesOfBody(root: Json, body: Json, status: number | undefined, fields: Map<string, CodeField>): readonly Found[] {
  const found: Found[] = [];
  for (const { path, value, about } of enumerated(root, body.schema, "", new Set())) {
    remember(fields, path, value);
    found.push(one(String(value), status, about));
  }
  const examples = [
    body.example,
    ...Object.values(record(body.examples)).map((it) => (isRecord(it) && "value" in it ? it.value : resolve(root, it))),
  ];
  for (const hit of examples.flatMap((it) => hitsUnder(it, ""))) {
    if (!hit.sure && found.length > 0) continue;
    remember(fields, hit.path, hit.value);
    if (hit.sure) found.push(one(String(hit.value), status, ""));
  }
  return found;
}

interface Enumerated {
  readonly path: string;
  readonly value: string | number;
  readonly about: string;
}

/** Deeper than any schema that people write. */
const depthLimit = 24;

function enumerated(root: Json, schema: unknown, path: string, seen: ReadonlySet<unknown>): readonly Enumerated[] {
  const node = record(resolve(root, schema));
  if (seen.has(node) || seen.size > depthLimit) return [];
  const onwards = new Set([...seen, node]);
  const parts = ["allOf", "oneOf", "anyOf"].flatMap((it) => (Array.isArray(node[it]) ? (node[it] as unknown[]) : []));
  const inner = Object.entries(record(node.properties)).flatMap(([key, property]): readonly Enumerated[] => {
    const here = path === "" ? key : `${path}.${key}`;
    const values = valuesOf(root, property).filter((it) => isCodeField(key, it.value));
    return values.length > 0 ? values.map((it) => ({ ...it, path: here })) : enumerated(root, property, here, onwards);
  });
  const items = node.items === undefined ? [] : enumerated(root, node.items, `${path}[]`, onwards);
  return [...inner, ...items, ...parts.flatMap((it) => enumerated(root, it, path, onwards))];
}

/** What an enumeration lists, with the words that custom keys and `oneOf` of constants have for each. */
function valuesOf(root: Json, schema: unknown): readonly { value: string | number; about: string }[] {
  const node = record(resolve(root, schema));
  const choices = ["oneOf", "anyOf"].flatMap((it) => (Array.isArray(node[it]) ? (node[it] as unknown[]) : [])).map((it) => record(resolve(root, it)));
  const constants = choices.flatMap((it) => (isValue(it.const) ? [{ value: it.const, about: text(it.description) || text(it.title) }] : []));
  if (constants.length > 0) return constants;
  if (isValue(node.const)) return [{ value: node.const, about: text(node.description) }];
  const list = Array.isArray(node.enum) ? node.enum.filter(isValue) : [];
  const words = node["x-enumDescriptions"] ?? node["x-enum-descriptions"];
  const names = Array.isArray(node["x-enum-varnames"]) ? node["x-enum-varnames"] : [];
  const about = (value: string | number, i: number): string =>
    Array.isArray(words) ? text(words[i]) : isRecord(words) ? text(words[String(value)]) : text(names[i]);
  return list.map((value, i) => ({ value, about: about(value, i) }));
}

function one(code: string, httpStatus: number | undefined, about: string): Found {
  const cause = clean(about);
  return { code, level: "response", ...(httpStatus === undefined ? {} : { httpStatus }), title: firstSentence(cause), cause, remedy: "" };
}

function ofStatus(status: number, response: Json): Found {
  const cause = clean(text(response.description));
  return { code: String(status), level: "http", httpStatus: status, title: firstSentence(cause), cause, remedy: "" };
}

/** One code of many operations: its words where any has them, its status where all agree. */
function dedupe(found: readonly Found[]): readonly Found[] {
  const byCode = new Map<string, Found>();
  for (const it of found) {
    const known = byCode.get(it.code);
    if (!known) {
      byCode.set(it.code, it);
      continue;
    }
    const { httpStatus, ...rest } = known.title ? known : { ...it, httpStatus: known.httpStatus };
    const agreed =
      httpStatus === undefined || it.httpStatus === undefined ? (httpStatus ?? it.httpStatus) : httpStatus === it.httpStatus ? httpStatus : undefined;
    byCode.set(it.code, { ...rest, ...(agreed === undefined ? {} : { httpStatus: agreed }) });
  }
  return [...byCode.values()].map((it) => (it.title ? it : { ...it, title: it.code }));
}

function remember(fields: Map<string, CodeField>, path: string, value: string | number): void {
  const known = fields.get(path);
  fields.set(path, { path, type: typeof value === "number" ? "number" : "string", values: [...(known?.values ?? []), String(value)] });
}

function hostsOf(root: Json): readonly string[] {
  const servers = Array.isArray(root.servers) ? root.servers.map((it) => text(record(it).url)) : [];
  const swagger = text(root.host) === "" ? [] : [`https://${text(root.host)}`];
  return [...new Set([...servers, ...swagger].flatMap((it) => hostOf(it) ?? []))];
}

/** A local reference, followed; one that leads nowhere, or around, is nothing. */
function resolve(root: Json, node: unknown, hops = 0): unknown {
  if (!isRecord(node) || typeof node.$ref !== "string") return node;
  if (!node.$ref.startsWith("#/") || hops > depthLimit) return {};
  let target: unknown = root;
  for (const step of node.$ref.slice(2).split("/")) {
    const key = step.replaceAll("~1", "/").replaceAll("~0", "~");
    target = isRecord(target) && Object.hasOwn(target, key) ? target[key] : undefined;
  }
  return resolve(root, target ?? {}, hops + 1);
}

function record(value: unknown): Json {
  return isRecord(value) ? value : {};
}

function isRecord(value: unknown): value is Json {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

function isValue(value: unknown): value is string | number {
  return typeof value === "string" || typeof value === "number";
}

function text(value: unknown): string {
  return typeof value === "string" ? value : "";
}
