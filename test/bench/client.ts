/**
 * A TypeScript client of any length, always the same for the same length: a class with methods, and functions beside it, 36 lines each, with
 * one decision on an error code in each. Deterministic, so that two runs on two machines measure the same text.
 */
export function clientText(lines: number): string {
  const out = [...head];
  const draw = generator(36);
  for (let unit = 0; out.length < lines; unit++) {
    // Classes of forty methods, then twenty functions: what large clients look like after some years.
    const place = unit % 60;
    if (place === 0) out.push(`export class LeadService${unit / 60} extends BaseService {`);
    if (place < 40) out.push(...indent(method(unit, draw)));
    else out.push(...topLevel(unit, draw));
    if (place === 39) out.push("}", "");
  }
  // A class that the length cut off is closed.
  const whole = out.slice(0, lines);
  return `${balanced(whole).join("\n")}\n`;
}

const head = [
  'import { request, sleep } from "./http";',
  'import { log } from "./log";',
  "",
  'const BASE = "https://123-abc-456.mktorest.com";',
  "const MAX_ATTEMPTS = 5;",
  'const RETRYABLE_CODES = new Set(["606", "611", "713"]);',
  "",
  "interface ApiError { code: string; message: string }",
  "interface ApiResponse<T> { success: boolean; errors?: ApiError[]; result?: T[] }",
  "interface Lead { id: number; email: string; score: number; updatedAt: string }",
  "",
  "export class BaseService {",
  "  protected token?: string;",
  "  protected async call<T>(path: string): Promise<ApiResponse<T>> {",
  // biome-ignore lint/suspicious/noTemplateCurlyInString: the placeholder belongs to the text that is generated
  "    return request(`${BASE}${path}`, { token: this.token });",
  "  }",
  "  protected async refreshToken(): Promise<void> {",
  // biome-ignore lint/suspicious/noTemplateCurlyInString: the placeholder belongs to the text that is generated
  '    this.token = (await request(`${BASE}/identity/oauth/token`, { grant: "client_credentials" })).access_token;',
  "  }",
  "}",
  "",
  "export function isRetryable(code: string): boolean {",
  "  return RETRYABLE_CODES.has(code);",
  "}",
  "",
];

type Draw = <T>(list: readonly T[]) => T;

const nouns = ["Lead", "Campaign", "Folder", "List", "Program", "Form", "Email", "Segment", "Asset", "Channel"] as const;
const verbs = ["load", "sync", "merge", "remove", "describe", "export", "queue", "schedule"] as const;

/** Arms that decide in different ways, so that no two neighbours are the same text. */
const decisions: readonly ((variable: string, again: string) => readonly string[])[] = [
  (code, again) => [
    `switch (${code}) {`,
    '  case "601":',
    '  case "602":',
    "    await this.refreshToken();",
    `    return ${again};`,
    '  case "606":',
    "    await sleep(20_000);",
    `    return ${again};`,
    '  case "610":',
    "    return [];",
    "  default:",
    // biome-ignore lint/suspicious/noTemplateCurlyInString: it is the generated text's.
    "    throw new Error(`unexpected ${code}`);",
    "}",
  ],
  (code, again) => [
    `if (${code} === "601" || ${code} === "602") {`,
    "  await this.refreshToken();",
    `  return ${again};`,
    `} else if (${code} === "606" || ${code} === "615") {`,
    "  await sleep(20_000);",
    `  return ${again};`,
    `} else if (${code} === "1003") {`,
    '  log("no action was given");',
    "  return [];",
    `} else if (RETRYABLE_CODES.has(${code})) {`,
    "  await sleep(1_000);",
    `  return ${again};`,
    "}",
    "throw new Error(message);",
  ],
  (code, again) => [
    `if (["604", "608", "713"].includes(${code}) && attempt < MAX_ATTEMPTS) {`,
    "  await sleep(2 ** attempt * 500);",
    `  return ${again};`,
    "}",
    `if (${code} === "607") {`,
    '  log("the daily quota is used up");',
    "  return [];",
    "}",
    `if (isRetryable(${code})) {`,
    "  await sleep(5_000);",
    `  return ${again};`,
    "}",
    'log("given up", code, message);',
    "throw new Error(message);",
  ],
];

function method(unit: number, draw: Draw): readonly string[] {
  const noun = draw(nouns);
  const name = `${draw(verbs)}${noun}${unit}`;
  return [
    `/** ${noun}s changed since a day, page by page. */`,
    `async ${name}(since: string, attempt = 0): Promise<Lead[]> {`,
    ...body(unit, noun, "this.call<Lead>", `this.${name}(since, attempt + 1)`, draw),
    "}",
    "",
  ];
}

function topLevel(unit: number, draw: Draw): readonly string[] {
  const noun = draw(nouns);
  const name = `${draw(verbs)}${noun}${unit}`;
  const lines = body(unit, noun, "request", `${name}(since, attempt + 1)`, draw).map((l) => l.replace("this.refreshToken()", "renewToken()"));
  return [
    `/** ${noun}s changed since a day, outside of any service. */`,
    `export async function ${name}(since: string, attempt = 0): Promise<Lead[]> {`,
    ...lines,
    "}",
    "",
  ];
}

function body(unit: number, noun: string, call: string, again: string, draw: Draw): readonly string[] {
  const path = `/rest/v1/${noun.toLowerCase()}s.json`;
  return indent([
    `const path = \`${path}?since=\${encodeURIComponent(since)}&batchSize=${draw([100, 200, 300])}\`;`,
    `const response = await ${call}(path);`,
    "if (response.success && response.result !== undefined) {",
    `  const rows = response.result.filter((row) => row.score > ${unit % 97});`,
    `  log("read", rows.length, "${noun.toLowerCase()}s");`,
    "  const seen = new Map<number, Lead>();",
    "  for (const row of rows) {",
    "    const before = seen.get(row.id);",
    "    if (before === undefined || before.updatedAt < row.updatedAt) seen.set(row.id, row);",
    "  }",
    "  return [...seen.values()];",
    "}",
    "const [error] = response.errors ?? [];",
    'const { code, message } = error ?? { code: "", message: "" };',
    `log("${noun.toLowerCase()}s failed", { code, message, attempt });`,
    "// What the service answers decides how to go on.",
    ...draw(decisions)("code", again),
  ]);
}

function indent(lines: readonly string[]): readonly string[] {
  return lines.map((l) => (l === "" ? l : `  ${l}`));
}

/** The lines up to the last one at which every brace is closed, or all but those of the class. */
function balanced(lines: readonly string[]): readonly string[] {
  let depth = 0;
  let open = 0;
  let whole = 0;
  for (const [i, line] of lines.entries()) {
    const bare = line.replace(/"(?:[^"\\]|\\.)*"|`[^`]*`/g, "");
    for (const c of bare) depth += c === "{" ? 1 : c === "}" ? -1 : 0;
    if (/^(?:export )?class /.test(line)) open = 1;
    if (line === "}") open = 0;
    if (depth === open && line === "") whole = i + 1;
  }
  const kept = lines.slice(0, whole);
  const fill = lines.length - kept.length;
  const classOpen = braces(kept) === 1;
  const filler = Array.from({ length: classOpen ? fill - 1 : fill }, () => (classOpen ? "  // kept for the length" : "// kept for the length"));
  return classOpen ? [...kept, ...filler, "}"] : [...kept, ...filler];
}

function braces(lines: readonly string[]): number {
  let depth = 0;
  for (const line of lines) for (const c of line.replace(/"(?:[^"\\]|\\.)*"|`[^`]*`/g, "")) depth += c === "{" ? 1 : c === "}" ? -1 : 0;
  return depth;
}

/** The same numbers everywhere: a linear congruence of 32 bits. */
function generator(seed: number): Draw {
  let state = seed >>> 0;
  return <T>(list: readonly T[]): T => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return list[(state >>> 16) % list.length] as T;
  };
}
