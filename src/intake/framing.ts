import { isObject } from '../lib/json.ts';
import type { CsvDialect, Framing } from './chunk.ts';
import { detectCsv } from './csv.ts';
import { mailFraming } from './mail.ts';

/** evtx_dump writes `Record 1` above each record. */
const AFTER_HEADING = /^Record \d{1,10}\s*\{/;

/** Tells how records are laid out from the beginning of the content. */
export function detectFraming(head: Buffer): { framing: Framing; csv?: CsvDialect } {
  const text = head.toString('utf8');
  const first = text.trimStart();
  if (first.startsWith('[') || AFTER_HEADING.test(first)) return { framing: 'json' };
  if (first.startsWith('{')) return { framing: hasJsonLines(first) ? 'ndjson' : 'json' };
  const mail = mailFraming(text);
  if (mail !== undefined) return { framing: mail };
  const csv = detectCsv(text);
  if (csv !== undefined) return { framing: 'csv', csv };
  return { framing: hasJsonLines(text) ? 'ndjson' : 'lines' };
}

const PROBED_LINES = 20;

/**
 * Whether one of the first whole lines is a JSON object by itself (the very first may be cut off, as by `tail -c`).
 * Only lines that are not indented count: an indented text has inner objects on lines of their own.
 */
function hasJsonLines(text: string): boolean {
  const lines = text.split('\n', PROBED_LINES + 1);
  const whole =
    lines.length > 1 && lines.length <= PROBED_LINES ? lines : lines.slice(0, PROBED_LINES);
  return whole.some((line) => {
    const trimmed = line.trimEnd();
    if (!trimmed.startsWith('{') || !trimmed.endsWith('}')) return false;
    const value = parse(trimmed);
    return isObject(value) && !isPageOnly(lines, value);
  });
}

/** A file of one line that is a page of records is cut by the JSON scanner, which needs not hold it whole. */
function isPageOnly(lines: readonly string[], value: object): boolean {
  const others = lines.slice(1).some((line) => line.trim() !== '');
  return !others && Object.values(value).some((member) => Array.isArray(member));
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
