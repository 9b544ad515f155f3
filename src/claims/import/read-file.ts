import { csvTable, rowProblem } from '../../facts/import/csv-records.ts';
import { jsonRecords, ndjsonRecords } from '../../facts/import/json-records.ts';
import { EXCERPT, MAX_WHOLE_FILE } from '../../facts/import/limits.ts';
import type { RawRecord, RawRecords, Rejected } from '../../facts/import/records.ts';
import { textOfBytes } from '../../facts/import/text.ts';
import { yamlRecords } from '../../facts/import/yaml-records.ts';
import type { Json } from '../../lib/json.ts';
import { isObject } from '../../lib/json.ts';
import type { CheckedClaim, Verdict } from '../claim.ts';
import { readClaim } from '../read-claim.ts';
import { claimOfReview, reviewsIn } from './claim-review.ts';

/** What a file holds: every record is a claim or rejected. */
export interface ClaimsRead {
  readonly file: string;
  readonly claims: readonly CheckedClaim[];
  readonly rejected: readonly Rejected[];
}

/** Columns by the names feeds and spreadsheets give them. */
const COLUMNS: Readonly<Record<string, string>> = {
  claim: 'text',
  claimreviewed: 'text',
  claim_text: 'text',
  title: 'variant',
  headline: 'variant',
  rating: 'verdict',
  alternatename: 'verdict',
  url: 'source.url',
  link: 'source.url',
  publisher: 'source.name',
  language: 'lang',
  claimant: 'speaker',
  date: 'checked',
  place: 'jurisdiction',
};

/**
 * Reads a file of claims: NDJSON, JSON (claims or ClaimReview), YAML, CSV or TSV, recognised by content. `verdict` is that of
 * records which have none. Never throws for what the file holds.
 */
export function readClaimFile(file: string, bytes: Uint8Array, verdict?: Verdict): ClaimsRead {
  const refuse = (reason: string): ClaimsRead => ({
    file,
    claims: [],
    rejected: [{ file, line: 1, offset: 0, reason, excerpt: '' }],
  });
  if (bytes.length > MAX_WHOLE_FILE)
    return refuse(`the file is larger than ${MAX_WHOLE_FILE} bytes: split it`);
  const text = textOfBytes(bytes);
  if (!text.ok) return { file, claims: [], rejected: [{ file, ...text.error, excerpt: '' }] };
  const { records, rejected } = recordsOf(file, text.value);
  const claims: CheckedClaim[] = [];
  const refused: Rejected[] = rejected.map((one) => ({ file, ...one }));
  for (const { value, ...at } of records) {
    const read = readClaim(verdict === undefined ? value : withVerdict(value, verdict));
    if (read.ok) claims.push(read.value);
    else refused.push({ file, ...at, reason: read.error });
  }
  return { file, claims, rejected: refused };
}

/** A list of claims known to be false says so once, not in each row. */
function withVerdict(value: Json, verdict: Verdict): Json {
  const silent = isObject(value) && value['verdict'] === undefined && value['rating'] === undefined;
  return silent ? { ...value, verdict } : value;
}

function recordsOf(file: string, text: string): RawRecords {
  const start = text.trimStart();
  if (start.startsWith('{') || start.startsWith('[')) {
    const lines = start.startsWith('{') && isJson(start.slice(0, newline(start)));
    return inReviews(lines ? ndjsonRecords(text) : jsonRecords(text));
  }
  if (/\.(?:csv|tsv)(?:\.gz)?$/i.test(file) || !/^(?:---|- |[\w"']+\s*:(?:\s|$))/.test(start))
    return tableRecords(text);
  return yamlRecords(text);
}

function newline(text: string): number {
  const at = text.indexOf('\n');
  return at === -1 ? text.length : at;
}

function isJson(text: string): boolean {
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
}

/** Records that hold reviews become a record for each. */
function inReviews({ records, rejected }: RawRecords): RawRecords {
  const opened = records.flatMap((record): readonly RawRecord[] => {
    const { value } = record;
    if (isObject(value) && Array.isArray(value['claims']) && !('claimReview' in value)) {
      const reviews = reviewsIn(value);
      const own =
        reviews.length > 0 ? reviews.map(claimOfReview) : (value['claims'] as readonly Json[]);
      return own.map((one) => ({ ...record, value: one }));
    }
    const reviews = reviewsIn(value);
    return reviews.length === 0
      ? [record]
      : reviews.map((one) => ({ ...record, value: claimOfReview(one) }));
  });
  return { records: opened, rejected };
}

/** A claim per row; several wordings stand in one cell with `|` between them, as other lists do. */
function tableRecords(text: string): RawRecords {
  const { header, rows } = csvTable(text);
  const names = header.map((name) => COLUMNS[name] ?? name);
  const records: RawRecord[] = [];
  const rejected: Omit<Rejected, 'file'>[] = [];
  if (!names.includes('text') && !names.includes('texts')) {
    const reason = 'has no column "text": name the column with the claim so in the first row';
    return {
      records,
      rejected: [{ line: 1, offset: 0, reason, excerpt: header.join(',').slice(0, EXCERPT) }],
    };
  }
  for (const row of rows) {
    const excerpt = text.slice(row.start, Math.min(row.end, row.start + EXCERPT)).trim();
    const at = { line: row.line + 1, offset: row.start, excerpt };
    const wrong = rowProblem(row, header.length);
    if (wrong === undefined) records.push({ ...at, value: rowValue(names, row.cells) });
    else rejected.push({ ...at, reason: wrong });
  }
  return { records, rejected };
}

function rowValue(names: readonly string[], cells: readonly string[]): Json {
  const value: Record<string, Json> = {};
  const texts: string[] = [];
  const source: Record<string, Json> = {};
  for (const [index, name] of names.entries()) {
    const cell = cells[index]?.trim() ?? '';
    if (cell === '' || name === '') continue;
    const list = cell.split('|').map((one) => one.trim());
    if (name === 'text' || name === 'variant') texts.push(cell);
    else if (name === 'texts') texts.push(...list);
    else if (name.startsWith('source.')) source[name.slice(7)] = cell;
    else if (/^(?:languages|jurisdictions?|appearances)$/.test(name)) value[name] = list;
    else value[name] = cell;
  }
  return { ...value, texts, ...(Object.keys(source).length === 0 ? {} : { source }) };
}
