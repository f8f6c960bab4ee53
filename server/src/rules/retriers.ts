import type { Resolved } from "../resolve/resolved.ts";
import { callGraph } from "./graph.ts";

const retrier = /retr(?:y|ies|iable|ying)|backoff|resilien|polly|tenacity/i;

/** Whether what a function throws is tried again: by a decorator, or by the retrier that it, or a function around or above it, is given to. */
export function retrierAround(fn: number, thrown: readonly string[], resolved: Pick<Resolved, "facts">): boolean {
  const { functions } = resolved.facts;
  const { callers } = callGraph(resolved);
  if (thrown.some((t) => /Abort|Bail|Stop|Permanent|NonRetry|NoRetry|Fatal/i.test(t))) return false;
  const seen = new Set<number>();
  const queue = [fn];
  for (let steps = 0; queue.length > 0 && steps < 200; steps++) {
    const index = queue.pop() as number;
    const at = functions[index];
    if (!at || seen.has(index)) continue;
    seen.add(index);
    if (at.passedTo && retrier.test(at.passedTo) && !/on_?(?:failed|error)|catch|if$/i.test(at.passedTo)) return true;
    for (const text of at.decorators) if (retrier.test(text) && retriesThrown(text, thrown)) return true;
    if (at.parent >= 0) queue.push(at.parent);
    queue.push(...callers(index));
  }
  return false;
}

/** A decorator that names exceptions retries those alone. */
function retriesThrown(decorator: string, thrown: readonly string[]): boolean {
  const names: readonly string[] = decorator.match(/\b[A-Z]\w*(?:Error|Exception|Exceeded|Err|Failure|Limit\w*)\b/g) ?? [];
  if (/\bException\b/.test(decorator) || names.length === 0) return !/retry_if_result|giveup|predicate|condition/i.test(decorator);
  return thrown.some((t) => names.includes(t));
}
