import type { Branch, FileFacts } from "../sites/model.ts";
import { type Plain, plainOf, type Source } from "../text/places.ts";
import type { Span } from "../text/span.ts";
import { inComment, occurrences } from "./evidence.ts";
import type { Verdict } from "./model.ts";
import type { Needle } from "./needles.ts";
import { pairOf } from "./position.ts";

/** Whose place it is: the API's for all one can see, somebody else's, or in doubt. */
export type Ground = "own" | "foreign" | "doubtful";

interface Hit {
  readonly at: number;
  /** The API that is spoken for or against; undefined for a host that belongs to none that is known. */
  readonly api: string | undefined;
  readonly speaks: "for" | "against";
}

/**
 * Tells apart what one file has of several APIs: the words nearest to a place decide. First the names of the value that is asked, then the
 * function, those around it, the class, and the functions of the file that it calls or that call it.
 */
export class Grounds {
  readonly #plain: Plain;
  readonly #facts: FileFacts;
  readonly #needles: readonly Needle[];
  readonly #verdicts: readonly Verdict[];
  /** Whether there are foreign ones among the addresses, by the APIs for which that is known. */
  readonly #addresses: Map<string, boolean>;
  /** Pairs of APIs of which one is reached through the other: a name that speaks of one may hold codes of both. */
  readonly #kin: ReadonlySet<string>;
  #several: boolean | undefined;
  #hits: readonly Hit[] | undefined;

  constructor(
    source: Source,
    facts: FileFacts,
    verdicts: readonly Verdict[],
    needles: readonly Needle[],
    addresses = new Map<string, boolean>(),
    kin: ReadonlySet<string> = new Set(),
  ) {
    this.#kin = kin;
    this.#addresses = addresses;
    this.#plain = plainOf(source);
    this.#facts = facts;
    const apis = new Set(verdicts.map((v) => v.api));
    this.#needles = needles.filter((n) => apis.has(n.api) && (n.weight < 0 || n.weight >= 0.5));
    this.#verdicts = verdicts;
  }

  get #text(): string {
    return this.#plain.text;
  }

  /** Whether there is anything to tell apart. Nearly always there isn't, and nothing more is asked. */
  get mixed(): boolean {
    this.#several ??= this.#verdicts.length > 1 || this.#verdicts.some((v) => v.evidence.some((e) => e.weight < 0)) || this.#addressesOthers();
    return this.#several;
  }

  #addressesOthers(): boolean {
    const key = this.#verdicts.map((v) => v.api).join();
    let known = this.#addresses.get(key);
    if (known === undefined) {
      known = foreignHosts(this.#text, this.#needles).length > 0;
      this.#addresses.set(key, known);
    }
    return known;
  }

  ofBranch(branch: Branch, api: string): Ground {
    if (!this.mixed) return "own";
    const { names, rootDeclared, declared, local } = branch.subject;
    const named = this.ofNames([...names, local, rootDeclared, declared], api);
    return named ?? this.#ofPlace(branch.span, branch.function, api, questionOf(branch));
  }

  ofDefinition(names: readonly (string | undefined)[], span: Span, fn: number, api: string): Ground {
    return this.mixed ? (this.ofNames(names, api) ?? this.#ofPlace(span, fn, api)) : "own";
  }

  /** What names alone say: `discordError.code`, `TWILIO_CODES`. */
  ofNames(names: readonly (string | undefined)[], api: string): Ground | undefined {
    const text = names.filter((n) => n !== undefined && n !== "").join(" ");
    const lower = text.toLowerCase();
    const found = this.#needles.filter(
      (n) => (n.kind === "identifier" || n.weight < 0) && !this.#kin.has(pairOf(n.api, api)) && occurrences(text, n, lower).length > 0,
    );
    if (found.some((n) => n.api === api && n.weight > 0)) return "own";
    return found.some((n) => (n.api === api) === n.weight < 0) ? "foreign" : undefined;
  }

  #ofPlace(span: Span, fn: number, api: string, asked: Span = span): Ground {
    const { functions, classes } = this.#facts;
    const around: Span[] = [];
    for (let at = fn; at >= 0; at = functions[at]?.parent ?? -1) {
      const own = functions[at];
      if (own) around.push(own.span);
    }
    const holding = classes.filter((c) => c.span.start <= span.start && span.end <= c.span.end);
    around.push(...holding.map((c) => c.span).sort((a, b) => a.end - a.start - (b.end - b.start)));
    for (const place of around) {
      const said = this.#within([place], api, asked);
      if (said) return said;
    }
    const self = functions[fn];
    if (!self) return "own";
    const linked = functions.filter(
      (f) => f !== self && ((f.name !== "" && self.calls.includes(f.name)) || (self.name !== "" && f.calls.includes(self.name))),
    );
    return (
      (linked.length > 0
        ? this.#within(
            linked.map((f) => f.span),
            api,
            asked,
          )
        : undefined) ?? "own"
    );
  }

  #within(places: readonly Span[], api: string, asked: Span): Ground | undefined {
    this.#hits ??= this.#find();
    const here = this.#hits.filter((h) => (h.api === api || h.api === undefined) && places.some((p) => p.start <= h.at && h.at < p.end));
    const own = here.some((h) => h.speaks === "for");
    if (own && here.some((h) => h.speaks === "against")) return this.#nearest(here, asked);
    if (own) return "own";
    if (here.some((h) => h.api === api)) return "foreign";
    return here.length > 0 ? "doubtful" : undefined;
  }

  /** Where words for and against stand side by side, the last before the question counts; in the question itself it settles it. */
  #nearest(here: readonly Hit[], asked: Span): Ground {
    const inside = here.filter((h) => asked.start <= h.at && h.at < asked.end);
    const before = here.filter((h) => h.at < asked.end).sort((a, b) => b.at - a.at)[0];
    if (inside.length > 0 && inside.every((h) => h.speaks === "against")) return inside.some((h) => h.api !== undefined) ? "foreign" : "doubtful";
    return before?.speaks === "against" ? "doubtful" : "own";
  }

  #find(): readonly Hit[] {
    const lower = this.#text.toLowerCase();
    const hits: Hit[] = this.#needles.flatMap((needle) =>
      occurrences(this.#text, needle, lower)
        .filter((o) => needle.weight > 0 || !inComment(this.#text, o.start))
        .map((o): Hit => ({ at: o.start, api: needle.api, speaks: needle.weight > 0 ? "for" : "against" })),
    );
    hits.push(...foreignHosts(this.#text, this.#needles).map((at): Hit => ({ at, api: undefined, speaks: "against" })));
    // All of it was found in the text itself; it is asked by places.
    return [...hits, ...this.#byName(hits)].map((h) => ({ ...h, at: this.#plain.place(h.at) }));
  }

  /** Names that stand for what was said where they were made: `API` for its address, what an import brings for its package. */
  #byName(hits: readonly Hit[]): readonly Hit[] {
    const out: Hit[] = [];
    const spread = (name: string, said: readonly Hit[], own: Span): void => {
      if (said.length === 0) return;
      for (const use of this.#text.matchAll(new RegExp(`(?<![\\w$])${name.replace(/\$/g, "\\$")}(?![\\w$])`, "g")))
        if (use.index < own.start || use.index >= own.end) out.push(...said.map((h) => ({ ...h, at: use.index })));
    };
    for (const { span: placed, names } of this.#facts.imports) {
      const span = this.#plain.inText(placed);
      const said = hits.filter((h) => h.at >= span.start && h.at < span.end);
      for (const { local } of names) if (/^[\w$]+$/.test(local)) spread(local, said, span);
    }
    for (const match of this.#text.matchAll(addressNamed)) {
      const name = match[1] as string;
      const end = match.index + match[0].length;
      const said = hits.filter((h) => h.at >= match.index && h.at < this.#lineEnd(end));
      spread(name, said, { start: match.index, end });
    }
    return out;
  }

  #lineEnd(at: number): number {
    const end = this.#text.indexOf("\n", at);
    return end < 0 ? this.#text.length : end;
  }
}

/** From the start of a decision to the last thing that it asks. */
function questionOf(branch: Branch): Span {
  return { start: branch.span.start, end: Math.max(branch.head.end, branch.arms[0]?.head.end ?? branch.head.end) };
}

const addressNamed = /(?<![\w$])([A-Za-z_$][\w$]*)\s*(?::\s*[\w.]+\s*)?(?::=|=>?|:)\s*[a-z]?["'`]https?:\/\//g;
const address = /https?:\/\/([A-Za-z0-9-]+(?:\.[A-Za-z0-9-]+)+)[^\s"'`<>)]*/g;

/** Names that stand for no service: documentation, schemas, the machine itself. */
const nobody = /(?:^|\.)(?:w3\.org|schema\.org|json-schema\.org|github\.com|localhost|readthedocs\.io|wikipedia\.org|stackoverflow\.com)$|^[\d.]+$/i;

/** Where the code addresses hosts that none of the APIs at hand has. */
function foreignHosts(text: string, needles: readonly Needle[]): readonly number[] {
  const out: number[] = [];
  if (!text.includes("://")) return out;
  // A maker's other hosts, for signing in or for naming errors, belong to the API as well.
  const makers = needles.filter((n) => n.kind === "host" && n.weight > 0).map((n) => makerOf(n.what.split("/")[0] as string));
  for (const match of text.matchAll(address)) {
    const whole = match[0];
    if (nobody.test(match[1] as string) || inComment(text, match.index)) continue;
    const lower = whole.toLowerCase();
    if (needles.some((n) => n.weight > 0 && n.kind !== "field" && occurrences(whole, n, lower).length > 0)) continue;
    if (makers.some((maker) => makerOf(match[1] as string).startsWith(maker))) continue;
    out.push(match.index);
  }
  return out;
}

/** The name before the last dot: `adobe` of `platform.adobe.io`. */
function makerOf(host: string): string {
  return host.toLowerCase().split(".").at(-2) ?? host;
}
