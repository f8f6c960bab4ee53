import type { Severity } from "../rules/model.ts";
import type { Machine, Sink } from "./machine.ts";

/** Colours of a terminal, or nothing at all. */
export interface Style {
  bold(text: string): string;
  dim(text: string): string;
  underline(text: string): string;
  green(text: string): string;
  cyan(text: string): string;
  severity(severity: Severity, text: string): string;
}

type Paint = (text: string) => string;

/** The style for a sink: `NO_COLOR` (no-color.org) and `FORCE_COLOR` decide, else whether it is a terminal that can. */
export function styleFor(sink: Sink, env: Machine["env"]): Style {
  const on = isOn(sink, env);
  const paint = (open: number, close: number): Paint => (on ? (text) => `\u001b[${open}m${text}\u001b[${close}m` : (text) => text);
  const colours: Record<Severity, Paint> = { error: paint(31, 39), warning: paint(33, 39), information: paint(34, 39), hint: paint(90, 39) };
  return {
    bold: paint(1, 22),
    dim: paint(2, 22),
    underline: paint(4, 24),
    green: paint(32, 39),
    cyan: paint(36, 39),
    severity: (severity, text) => colours[severity](text),
  };
}

function isOn(sink: Sink, env: Machine["env"]): boolean {
  if (env.NO_COLOR) return false;
  if (env.FORCE_COLOR !== undefined) return env.FORCE_COLOR !== "0" && env.FORCE_COLOR !== "false";
  return sink.isTerminal && env.TERM !== "dumb";
}
