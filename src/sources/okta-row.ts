import type { Json, JsonObject } from '../lib/json.ts';
import { jsonList } from './entra-record.ts';
import { cells, put } from './flat-row.ts';
import type { Tree } from './flat-row.ts';

/**
 * Rows of the CSV that Okta's admin console gives (`event_type`, `actor.alternate_id`, `target0.id`, …), and of log
 * events that other tools have flattened (`eventType`, `actor.alternateId`, …).
 */

const MARKS = ['actor.alternate_id', 'actor.alternateId', 'outcome.result'] as const;

export function isRow(record: JsonObject): boolean {
  return MARKS.some((mark) => mark in record) && typeof eventType(record) === 'string';
}

function eventType(record: JsonObject): Json | undefined {
  return record['event_type'] ?? record['eventType'];
}

/** Names that the console's CSV has instead of the API's. */
const RENAMED: ReadonlyMap<string, string> = new Map([['timestamp', 'published']]);

const TARGET = /^target(\d{1,2})$/;

/** The log event under the API's names, and beside them those of the row. */
export function fromRow(row: JsonObject): JsonObject {
  const event: Tree = {};
  const targets: Tree[] = [];
  for (const [path, value] of cells(row)) {
    const [head = '', ...rest] = path.map((part) => apiName(part));
    const target = TARGET.exec(head)?.[1];
    if (target === undefined) put(event, [RENAMED.get(head) ?? head, ...rest], value);
    else put((targets[Number(target)] ??= {}), rest, value);
  }
  const target =
    targets.length > 0 ? targets.filter((one) => one !== undefined) : jsonList(row['target']);
  return { ...row, ...event, ...(target.length > 0 && { target }) };
}

/** `raw_user_agent` is `rawUserAgent`. */
function apiName(part: string): string {
  return part.replace(/_([a-z\d])/g, (_, letter: string) => letter.toUpperCase());
}
