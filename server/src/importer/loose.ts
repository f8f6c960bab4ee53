/**
 * Pages saved as text often have tables whose rows run over many lines: the last cell goes on in paragraphs and lists. Markdown would end the
 * table there. Brought back into rows of one line, with `<br>` where a line ended.
 */
export function joinLooseTables(text: string): string {
  const lines = text.split(/\r\n|\r|\n/);
  const out: string[] = [];
  for (let i = 0; i < lines.length; i++) {
    const columns = delimiterColumns(lines[i + 1] ?? "");
    const head = lines[i] ?? "";
    if (columns < 2 || columnsOf(head) !== columns || head.trimStart().startsWith("|")) {
      out.push(head);
      continue;
    }
    const end = endOfTable(lines, i + 2);
    out.push("", row(head), row(lines[i + 1] ?? ""), ...joinRows(lines.slice(i + 2, end), columns), "");
    i = end - 1;
  }
  return out.join("\n");
}

function joinRows(lines: readonly string[], columns: number): readonly string[] {
  const rows: string[] = [];
  for (const line of lines) {
    if (columnsOf(line) === columns) rows.push(line.trim());
    else if (rows.length > 0 && line.trim() !== "") rows[rows.length - 1] += `<br>${line.trim().replace(/^[*+-] +/, "")}`;
  }
  return rows.map(row);
}

/** A heading ends a table, and so does a long silence: what follows it is the page's foot. */
function endOfTable(lines: readonly string[], from: number): number {
  let empty = 0;
  for (let i = from; i < lines.length; i++) {
    const line = lines[i] ?? "";
    if (/^#{1,6} /.test(line) || delimiterColumns(lines[i + 1] ?? "") > 1) return i;
    empty = line.trim() === "" ? empty + 1 : 0;
    if (empty > 5) return i;
  }
  return lines.length;
}

function delimiterColumns(line: string): number {
  return /^\s*:?-{2,}:?\s*(?:\|\s*:?-{2,}:?\s*)+$/.test(line) ? line.split("|").length : 0;
}

function columnsOf(line: string): number {
  return line.split(/(?<!\\)\|/).length;
}

function row(line: string): string {
  return `| ${line.trim()} |`;
}
