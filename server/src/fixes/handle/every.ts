import type { Entry } from "../../catalogs/schema.generated.ts";
import { askedLevels, handledBy } from "../../rules/coverage.ts";
import { armsOf } from "../../sites/parts.ts";
import type { Lines } from "../layout.ts";
import { giveUpLines, type NewArm } from "./arms.ts";
import { conditionFor } from "./condition.ts";
import { failureOf } from "./failure.ts";
import type { Origin } from "./origin.ts";
import { isClosed, type Scene, type Way } from "./scene.ts";
import type { Writer } from "./writers.ts";

/**
 * Arms for all other codes that such a call may return, so that the decision names every one: conflicts read again where the function itself
 * reads first; quotas and permanent failures give up, each with the reason. Undefined where giving up can't be written.
 */
export function finalArms(scene: Scene, ways: readonly Way[], origin: Origin, writer: Writer | undefined): readonly NewArm[] | undefined {
  const { catalog, resolved, together, ctx } = scene;
  const handled = new Set(together.flatMap(handledBy));
  const asked = [...catalog.index.entries].filter(
    ([code, entry]) => !handled.has(code) && !entry.deprecated && !entry.scope && askedLevels(entry, resolved),
  );
  const giveUp = giveUpHere(scene);
  if (!giveUp || asked.length === 0) return undefined;
  const of = (kind: string): readonly string[] => asked.filter(([, e]) => e.retry.kind === kind).map(([code]) => code);
  const note = (text: string): string => `${ctx.language.comment} ${text}`;
  const final = (codes: readonly string[], why: string): readonly NewArm[] =>
    codes.length === 0 ? [] : [{ codes, condition: conditionFor(codes, scene, ways), guards: [], body: [note(why), ...giveUp] }];
  const conflicts = of("conflict");
  const reread = conflicts.length > 0 && origin.sends.length > 1 ? rereading(conflicts, scene, ways, writer) : undefined;
  return [
    ...(reread ? [reread] : final(conflicts, "What was sent rests on an old version: read the current one, then send it again.")),
    ...byReset(of("quota"), catalog.index.entries).flatMap(({ codes, resets }) =>
      final(codes, `A used-up quota${resets === undefined ? "" : `, full again at ${resets}`}: later, and not in this process.`),
    ),
    ...final(of("permanent"), "Never the same request again: it has to be mended first."),
  ];
}

/** The function reads before it writes: made once more as a whole, it writes on what it then reads. */
function rereading(codes: readonly string[], scene: Scene, ways: readonly Way[], writer: Writer | undefined): NewArm | undefined {
  const turn = writer?.waiting(3);
  if (!turn) return undefined;
  const why = `${scene.ctx.language.comment} Somebody else was faster: the next attempt reads the current version first.`;
  return { codes, condition: conditionFor(codes, scene, ways), guards: turn.guards, body: [why, ...turn.before, ...turn.jump] };
}

function giveUpHere(scene: Scene): Lines | undefined {
  const failure = failureOf(scene);
  const commands = failure?.statement.split("\n").map((line) => line.trim());
  // In a shell what is said of a failure is a command of its own, above the one that fails.
  if (commands) return commands.length === 1 || scene.ctx.language.shell ? commands : undefined;
  const lines = scene.part.kind === "switch" ? giveUpLines(armsOf(scene.part), scene) : undefined;
  // There a value is no statement, but a failure is one everywhere.
  return isClosed(scene) && !lines?.every((line) => /^throw\b/.test(line)) ? undefined : lines;
}

function byReset(
  codes: readonly string[],
  entries: ReadonlyMap<string, Entry>,
): readonly { readonly codes: readonly string[]; readonly resets: string | undefined }[] {
  const out = new Map<string | undefined, string[]>();
  for (const code of codes) {
    const { resets } = entries.get(code)?.retry ?? {};
    out.set(resets, [...(out.get(resets) ?? []), code]);
  }
  return [...out].map(([resets, own]) => ({ codes: own, resets }));
}
