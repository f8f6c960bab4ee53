import type { Part } from "../syntax/part.ts";
import { grouped } from "../text/grouped.ts";
import type { Span } from "../text/span.ts";
import { child, nameOf } from "./parts.ts";

/** The names an import brings, paired with what they are called here. */
export function importedNames(part: Part): readonly { name: string; local: string; span: Span }[] {
  const out: { name: string; local: string; span: Span }[] = [];
  const group = child(part, "import.group");
  if (group)
    for (const { name, local, start } of grouped(group.text ?? "")) {
      const at = group.span.start + start;
      if (local !== undefined) out.push({ name, local, span: { start: at, end: at + local.length } });
    }
  // Where one dotted name says both, the name stands inside the source: `import com.acme.Codes`.
  const parts = part.parts.flatMap((p) => (p.role === "import.source" ? [p, ...p.parts] : [p]));
  for (const p of parts) {
    const written = p.text ?? nameOf(p);
    if (written === undefined) continue;
    const text = written === "_" ? "*" : written;
    if (p.role === "import.name") out.push({ name: text, local: text, span: p.span });
    else if (p.role === "import.local") {
      const last = out[out.length - 1];
      const before = parts[parts.indexOf(p) - 1];
      if (last && before?.role === "import.name") out[out.length - 1] = { name: last.name, local: text, span: p.span };
      else out.push({ name: "*", local: text, span: p.span });
    }
  }
  return out;
}
