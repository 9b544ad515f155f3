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
