import { MAX_QUERY_BYTES } from './limits.ts';
import type { QueryCollector } from './query-collector.ts';

/** A line that holds no query. */
export interface RejectedLine {
  readonly file: string;
  readonly line: number;
  /** Bytes before it, unpacked. */
  readonly offset: number;
  readonly reason: string;
  readonly excerpt: string;
}

/** Longest line, in bytes; a longer one is rejected as a whole. */
const MAX_LINE = 64 * 1024;

/** Characters of a rejected line that are kept. */
const EXCERPT = 200;

const NEWLINE = 0x0a;

/**
 * Adds lines of `query<TAB>count`, or of a query alone, which counts once. Reads on after a wrong line; resolves to how many
 * lines there were, blank ones left out.
 */
export async function readQueries(
  file: string,
  chunks: AsyncIterable<Buffer>,
  queries: QueryCollector,
  reject: (line: RejectedLine) => void,
): Promise<number> {
  let line = 0;
  let offset = 0;
  let lines = 0;
  /** Bytes of the line that were not kept. */
  let dropped = 0;
  const take = (bytes: Buffer): void => {
    line += 1;
    if (bytes.length > MAX_LINE) {
      const excerpt = bytes.toString('utf8', 0, EXCERPT);
      const reason = `the line is longer than ${MAX_LINE} bytes`;
      reject({ file, line, offset, reason, excerpt });
      lines += 1;
    } else {
      const text = bytes.toString('utf8').replace(/\r$/, '');
      if (text.trim() !== '') {
        lines += 1;
        const reason = addLine(text, queries);
        if (reason !== undefined)
          reject({ file, line, offset, reason, excerpt: text.slice(0, EXCERPT) });
      }
    }
    offset += bytes.length + dropped + 1;
    dropped = 0;
  };
  let rest: Buffer = Buffer.alloc(0);
  for await (const chunk of chunks) {
    let from = 0;
    for (let at = chunk.indexOf(NEWLINE); at !== -1; at = chunk.indexOf(NEWLINE, from)) {
      const piece = chunk.subarray(from, at);
      take(rest.length === 0 ? piece : Buffer.concat([rest, piece]));
      rest = Buffer.alloc(0);
      from = at + 1;
    }
    // Of a line that is too long, no more is kept than tells so.
    const more = chunk.subarray(from);
    if (rest.length > MAX_LINE) dropped += more.length;
    else rest = rest.length === 0 ? more : Buffer.concat([rest, more]);
  }
  if (rest.length > 0) take(rest);
  return lines;
}

/** Why there is no query in the line; undefined when it was added. */
function addLine(text: string, queries: QueryCollector): string | undefined {
  const tab = text.indexOf('\t');
  const query = tab === -1 ? text : text.slice(0, tab);
  if (query.includes('\ufffd')) return 'the line is no UTF-8: save the file as UTF-8';
  if (query.length > MAX_QUERY_BYTES * 4)
    return `the query is longer than ${MAX_QUERY_BYTES} bytes`;
  const counted = tab === -1 ? '1' : text.slice(tab + 1).trim();
  if (!/^\d{1,15}(?:\.\d{1,9})?$/.test(counted))
    return `the count is no number of 0 or more: "${counted.slice(0, 40)}"; lines are query<TAB>count`;
  return queries.add({ text: query.trim(), count: Number(counted) });
}
