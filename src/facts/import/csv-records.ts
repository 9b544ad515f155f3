import type { CsvRow } from '../../lib/csv.ts';
import { csvRows } from '../../lib/csv.ts';
import type { Json } from '../../lib/json.ts';
import { twiceReason } from './json-records.ts';
import { EXCERPT } from './limits.ts';
import type { RawRecord, RawRecords, Rejected } from './records.ts';

type Refused = Omit<Rejected, 'file'>;

/** Columns of lists; several members stand in one cell with `|` or `;` between them. */
const LISTS = new Set([
  'data.allowed',
  'data.not_allowed',
  'data.outlets',
  'data.candidates',
  'data.early',
  'corrects',
  'retracts',
]);

/** The header and rows of a CSV text, whatever separates its columns. */
export function csvTable(text: string): {
  readonly header: readonly string[];
  readonly rows: Generator<CsvRow>;
} {
  const first = text.slice(0, text.search(/\n|$/));
  const delimiter =
    [',', ';', '\t'].toSorted((a, b) => first.split(b).length - first.split(a).length)[0] ?? ',';
  const rows = csvRows(text, delimiter);
  const head = rows.next();
  const header =
    head.done === true ? [] : head.value.cells.map((cell) => cell.trim().toLowerCase());
  return { header, rows };
}

/**
 * Facts as rows: columns named as the fields of a fact, `source.name` and `source.url`, and `data.winner` and the like;
 * or `data` with JSON in it.
 */
export function csvRecords(text: string): RawRecords {
  const { header, rows } = csvTable(text);
  const records: RawRecord[] = [];
  const rejected: Refused[] = [];
  const twice = header.find((name, index) => name !== '' && header.indexOf(name) !== index);
  if (twice !== undefined) {
    const reason = `column ${twiceReason(twice)}`;
    return {
      records,
      rejected: [{ line: 1, offset: 0, field: twice, reason, excerpt: header.join(',') }],
    };
  }
  for (const row of rows) {
    const at = {
      line: row.line + 1,
      offset: row.start,
      excerpt: text.slice(row.start, Math.min(row.end, row.start + EXCERPT)).trim(),
    };
    const wrong = rowProblem(row, header.length);
    const value = wrong === undefined ? rowValue(row, header) : undefined;
    if (typeof value === 'string') rejected.push({ ...at, field: 'data', reason: value });
    else if (value === undefined) rejected.push({ ...at, reason: wrong ?? '' });
    else records.push({ ...at, value });
  }
  return { records, rejected };
}

export function rowProblem(row: CsvRow, columns: number): string | undefined {
  if (row.malformed) return 'has a quoted cell that is not closed properly';
  const spare = row.cells.slice(columns).some((cell) => cell.trim() !== '');
  return row.cells.length < columns || spare
    ? `has ${row.cells.length} columns where the header has ${columns}`
    : undefined;
}

/** The row as a record; a text says what is wrong with it. */
function rowValue(row: CsvRow, header: readonly string[]): Json | string {
  const fields: [string, Json][] = [];
  const data: [string, Json][] = [];
  const source: [string, Json][] = [];
  for (const [index, name] of header.entries()) {
    const cell = row.cells[index]?.trim() ?? '';
    if (cell === '' || name === '') continue;
    if (name === 'data') {
      const whole = jsonCell(cell);
      if (whole === undefined) return 'the cell is no JSON object';
      data.push(...Object.entries(whole as Record<string, Json>));
    } else if (name.startsWith('data.')) {
      data.push([name.slice(5), LISTS.has(name) ? listCell(cell) : valueCell(cell)]);
    } else if (/^source[._](?:name|url)$/.test(name)) source.push([name.slice(7), cell]);
    else fields.push([name, LISTS.has(name) ? listCell(cell) : cell]);
  }
  if (data.length > 0) fields.push(['data', Object.fromEntries(data)]);
  if (source.length > 0) fields.push(['source', Object.fromEntries(source)]);
  return Object.fromEntries(fields);
}

function listCell(cell: string): readonly string[] {
  return cell
    .split(/[|;]/)
    .map((one) => one.trim())
    .filter((one) => one !== '');
}

function valueCell(cell: string): Json {
  if (/^(?:true|false)$/i.test(cell)) return cell.toLowerCase() === 'true';
  if (/^-?(?:0|[1-9]\d{0,14})(?:\.\d{1,15})?$/.test(cell)) return Number(cell);
  if (/^[[{]/.test(cell)) return jsonCell(cell) ?? cell;
  return cell;
}

function jsonCell(cell: string): Json | undefined {
  try {
    const value = JSON.parse(cell) as Json;
    return typeof value === 'object' && value !== null ? value : undefined;
  } catch {
    return undefined;
  }
}
