import type { Engine } from "../engine/model.ts";
import type { Logger } from "../host/host.ts";
import { isHabit } from "../rules/inconsistent-retry.ts";
import { besides } from "../rules/retries.ts";
import type { Machine } from "./machine.ts";
import { type Keep, type LookOf, type Scan, scan } from "./scan.ts";
import type { SelectedFile } from "./select.ts";

/** A second look at the files that give up what most of the others try again: now that all have been seen, it can be told. */
export async function compareFiles(
  machine: Machine,
  engine: Engine,
  files: readonly SelectedFile[],
  log: Logger,
  keep: Keep,
  first: Scan,
  lookOf: LookOf,
): Promise<Scan> {
  const all = besides("", () => first.retries);
  const odd = files.filter((file) =>
    first.retries.get(file.path)?.some((place) => !place.retried && place.codes.some((code) => isHabit(all.retries(place.api, code)))),
  );
  if (odd.length === 0) return first;
  engine.compareFiles(first.retries);
  const second = await scan(machine, engine, odd, log, keep, lookOf);
  const again = new Set(odd.map((file) => file.relative));
  const kept = [...first.kept.filter((it) => !again.has(it.file)), ...second.kept];
  return { ...first, kept: kept.sort((a, b) => (a.file < b.file ? -1 : a.file > b.file ? 1 : 0)) };
}
