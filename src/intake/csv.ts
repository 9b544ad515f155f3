import { csvRows } from '../lib/csv.ts';
import type { CsvDialect } from './chunk.ts';

const QUOTE = 0x22;
const NEWLINE = 0x0a;

/** Index after the last line break outside quotes, or -1; `bytes` starts at the start of a row. */
export function lastCsvBoundary(bytes: Uint8Array): number {
  let from = 0;
  let boundary = -1;
  for (;;) {
    const open = bytes.indexOf(QUOTE, from);
    const plain = open === -1 ? bytes.length : open;
    const newline = bytes.lastIndexOf(NEWLINE, plain - 1);
    if (plain > from && newline >= from) boundary = newline + 1;
    if (open === -1) return boundary;
    const close = bytes.indexOf(QUOTE, open + 1);
    if (close === -1) return boundary;
    from = close + 1;
  }
}

const HEADER_CELL = /^[\p{L}_@$][\p{L}\p{N} _.@:()[\]#/+'-]{0,120}$/u;

/** What may stand above the header: the type PowerShell's Export-Csv writes, and the delimiter Excel is told. */
const PREAMBLE = /^(?:#TYPE .*|sep=.?)$/i;

export function isPreamble(cells: readonly string[], delimiter: string): boolean {
  return cells.length <= 2 && PREAMBLE.test(cells.join(delimiter));
}

/**
 * The dialect of a text whose first row is a header: at least three distinct name-like cells, and a second row, when
 * there is one, of as many cells. Undefined when it does not look like CSV.
 */
export function detectCsv(head: string): CsvDialect | undefined {
  for (const delimiter of [',', ';', '\t'] as const) {
    const rows = csvRows(head, delimiter);
    let first = rows.next();
    while (first.done !== true && isPreamble(first.value.cells, delimiter)) first = rows.next();
    if (first.done === true || first.value.malformed) continue;
    const header = first.value.cells.map((cell) => cell.trim());
    const names = header.filter((cell) => HEADER_CELL.test(cell));
    if (header.length < 3 || names.length < header.length * 0.8) continue;
    if (new Set(header).size < header.length * 0.9) continue;
    const second = rows.next();
    if (second.done !== true && !second.value.malformed) {
      if (second.value.end < head.length && second.value.cells.length !== header.length) continue;
    }
    return { delimiter, header };
  }
  return undefined;
}
