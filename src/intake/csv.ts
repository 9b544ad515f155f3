import type { CsvDialect } from './chunk.ts';

const QUOTE = 0x22;
const NEWLINE = 0x0a;

export interface CsvRow {
  readonly cells: readonly string[];
  /** Where the row starts and where the next one does, in the text. */
  readonly start: number;
  readonly end: number;
  /** Line breaks before `start` in the text. */
  readonly line: number;
  /** A quoted cell is never closed, or text follows its closing quote. */
  readonly malformed: boolean;
}

/** Reads RFC 4180 rows: quotes doubled inside quoted cells, LF or CRLF, blank lines left out. */
export function* csvRows(text: string, delimiter: string): Generator<CsvRow, void, undefined> {
  let position = 0;
  let line = 0;
  while (position < text.length) {
    const start = position;
    const startLine = line;
    const cells: string[] = [];
    let malformed = false;
    for (;;) {
      const cell = readCell(text, position, delimiter);
      cells.push(cell.value);
      malformed ||= cell.malformed;
      line += cell.lines;
      position = cell.end;
      if (text[position] !== delimiter) break;
      position += 1;
    }
    if (text[position] === '\r') position += 1;
    if (text[position] === '\n') {
      position += 1;
      line += 1;
    }
    if (cells.length > 1 || cells[0] !== '' || malformed) {
      yield { cells, start, end: position, line: startLine, malformed };
    }
  }
}

interface Cell {
  readonly value: string;
  /** Index of the delimiter, line break or end of text that ends the cell. */
  readonly end: number;
  readonly malformed: boolean;
  readonly lines: number;
}

function readCell(text: string, from: number, delimiter: string): Cell {
  if (text[from] !== '"') {
    const end = plainEnd(text, from, delimiter);
    return { value: text.slice(from, end), end, malformed: false, lines: 0 };
  }
  let close = from + 1;
  for (;;) {
    close = text.indexOf('"', close);
    if (close === -1) {
      const value = text.slice(from + 1);
      return { value, end: text.length, malformed: true, lines: countLines(value) };
    }
    if (text[close + 1] !== '"') break;
    close += 2;
  }
  const quoted = text.slice(from + 1, close);
  const value = quoted.includes('"') ? quoted.replaceAll('""', '"') : quoted;
  const end = plainEnd(text, close + 1, delimiter);
  return { value, end, malformed: end !== close + 1, lines: countLines(quoted) };
}

function plainEnd(text: string, from: number, delimiter: string): number {
  for (let index = from; index < text.length; index += 1) {
    const char = text[index];
    if (char === delimiter || char === '\n') return index;
    if (char === '\r' && (text[index + 1] === '\n' || index + 1 === text.length)) return index;
  }
  return text.length;
}

function countLines(text: string): number {
  let count = 0;
  for (let at = text.indexOf('\n'); at !== -1; at = text.indexOf('\n', at + 1)) count += 1;
  return count;
}

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
