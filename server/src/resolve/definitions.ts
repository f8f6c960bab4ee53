import type { Catalog } from "../catalogs/catalog.ts";
import type { FileFacts } from "../sites/model.ts";
import type { Candidate } from "./candidates.ts";
import { isSpread } from "./company.ts";
import type { Kinship } from "./families.ts";
import { companyOf, judge, togetherAt } from "./judge.ts";
import type { Verdict } from "./model.ts";
import { isAgent, isCount, keysOf, type Meaning, positionOfName, positionOfPath } from "./position.ts";
import type { ResolvedConstant, ResolvedField, ResolvedGroup } from "./resolved.ts";

export function resolveGroup(
  group: FileFacts["groups"][number],
  { catalog, verdict, entryWords, kin }: Candidate,
  used: ReadonlySet<string>,
  isOneOfSeveral: boolean,
): ResolvedGroup | undefined {
  const byKeys = group.form === "table" ? positionOfName(keysOf(group.name), group.owner, entryWords) : "open";
  // `LISTS` holds lists, whatever the class is about.
  const alone = group.form === "constants" ? "open" : positionOfName(group.name, undefined, entryWords);
  const named = positionOfName(group.name, group.owner, entryWords);
  const whole = group.form === "constants" && named === "code" && isAgent(group.name) ? "open" : named;
  const own = alone === "other" ? alone : byKeys === "code" || byKeys === "plain" ? byKeys : whole;
  const isUsed = used.has(group.name);
  const byContents =
    (own === "other" && isListOfCodes(group, catalog, verdict)) ||
    (own !== "code" && isTableOfCodes(group, catalog, verdict)) ||
    (own === "open" && isEnumOfCodes(group, catalog, verdict));
  const meaning: Meaning = own === "open" && isUsed ? "code" : byContents ? "plain" : own;
  const found = companyOf(group.labels, catalog, meaning === "http", { heads: meaning === "code", kin, together: togetherAt(meaning, verdict) });
  // Where so many speak for themselves, they may be written as numbers as well.
  const company = byContents ? { ...found, mistyped: false } : found;
  // Two names that happen to meet a number each prove less than a name that says what it lists.
  const confidence = judge(company, meaning, verdict, isUsed);
  if (!confidence) return undefined;
  const sure = confidence === "certain" && (meaning !== "plain" || company.known >= 2 || isUsed || isOneOfSeveral);
  return { group, catalog, confidence: sure ? "certain" : "likely", meaning, labels: company.labels };
}

/** `PermissionCodes` may be those of permissions; three that are spelt as this API's, and nothing else, are what it answers. */
function isListOfCodes(group: FileFacts["groups"][number], catalog: Catalog, verdict: Verdict | undefined): boolean {
  if (!verdict?.certain || group.form !== "list" || !/codes$/i.test(group.name)) return false;
  const { known, strange, telling } = companyOf(group.labels, catalog, false);
  return known >= 3 && strange === 0 && telling;
}

/** `DELAY`, `MESSAGES`: such a name says what stands behind the keys. Many codes far apart, and nothing else, say what these are. */
function isTableOfCodes(group: FileFacts["groups"][number], catalog: Catalog, verdict: Verdict | undefined): boolean {
  if (!verdict?.certain || group.form !== "table" || group.labels.length < manyKeys) return false;
  const { known, strange, httpLike, telling } = companyOf(group.labels, catalog, false, { together: manyKeys });
  // Numbers of three digits are soon met by others too.
  const rare = telling || group.labels.every((l) => l.value.length >= rareLength);
  const enough = verdict.borrowed && !rare ? 2 * manyKeys - 1 : manyKeys;
  return known >= enough && strange === 0 && !httpLike && isSpread(group.labels.map((l) => l.value));
}

const manyKeys = 5;
const rareLength = 5;

/** An enum, or a class of constants, whose name says nothing (`Fehler`): many codes far apart, and hardly anything else, say what it holds. */
function isEnumOfCodes(group: FileFacts["groups"][number], catalog: Catalog, verdict: Verdict | undefined): boolean {
  if (!verdict?.certain || group.form !== "constants" || isAgent(group.name)) return false;
  const { labels, known, strange, httpLike, mistyped } = companyOf(group.labels, catalog, false);
  if (known < manyKeys || strange > known * fewStrangers || httpLike || mistyped) return false;
  return isSpread(labels.flatMap((l) => (l.found ? [l.label.value] : [])));
}

const fewStrangers = 1 / 5;

export function resolveConstant(
  constant: FileFacts["constants"][number],
  { catalog, verdict, entryWords, kin }: Candidate,
  used: ReadonlySet<string>,
  kept: ReadonlyMap<string, Meaning>,
  kinship: Kinship,
): ResolvedConstant | undefined {
  const inFamily = kinship === "one of some" || kinship === "one of many";
  const counts = constant.label.type === "number" && isCount(constant.name);
  const own = counts ? "other" : positionOfName(constant.name, constant.owner ?? constant.declared, entryWords);
  const around = constant.owner === undefined ? undefined : kept.get(constant.owner);
  const inGroup = around !== undefined || kinship !== undefined;
  const isUsed = used.has(constant.name);
  // Beside codes an unspeaking name is one more of them; a port stays a port, unless what holds it says that it holds codes.
  const isOne = isUsed || inFamily || around === "code" || around === "plain";
  // In a family of codes a number that might be a status is one more of them.
  const isMember = own === "plain" && inFamily;
  const meaning: Meaning = (own === "open" && (isUsed || inGroup)) || (own === "other" && isOne) || isMember ? "code" : own;
  const company = companyOf([constant.label], catalog, meaning === "http", { heads: isUsed || inGroup, kin, amongMany: kinship === "one of many" });
  const confidence = judge(company, meaning, verdict, isUsed || inGroup, isUsed || kinship !== undefined);
  return confidence && { constant, catalog, confidence, meaning, labels: company.labels };
}

export function resolveField(
  field: FileFacts["fields"][number],
  { catalog, verdict, entryWords }: Candidate,
  facts: FileFacts,
): ResolvedField | undefined {
  const around = [field.record, field.name].filter((n) => n !== undefined);
  const position = positionOfPath([...around, field.key], catalog);
  const byName = positionOfName(field.key, field.name, entryWords);
  // `ERROR_CODES.RATE_LIMIT`: what the table says of its fields outweighs a word in one of their names.
  const meaning = position.meaning === "open" || (position.meaning === "other" && byName === "code") ? byName : position.meaning;
  const company = companyOf([field.label], catalog, meaning === "http");
  // A code that the maker's list lacks but the wire has shown says nothing by itself: the records beside it do.
  const seen = catalog.index.alsoSeen.has(field.label.value);
  const together = seen ? facts.fields.filter((f) => f.key === field.key && f.record === field.record).map((f) => f.label) : [];
  let confidence = judge(seen ? companyOf(together, catalog, meaning === "http") : company, meaning, verdict, false);
  if (!confidence) return undefined;
  if (confidence === "certain" && meaning === "plain") {
    // `{ code: "606" }` alone may be anything; several such records, or a record that is called an error, are codes.
    const siblings = facts.fields.filter((f) => f.key === field.key && f.context === "definition").length;
    if (siblings < 2 && !around.some((n) => positionOfName(n, undefined, entryWords) === "code")) confidence = "likely";
  }
  return { field, catalog, confidence, meaning, labels: company.labels };
}
