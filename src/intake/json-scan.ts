/**
 * Finds the records of a JSON text without building objects: the elements of a top-level array, the elements of the
 * record list of a page (`{"value":[…]}`), or the top-level objects themselves, pretty-printed or not. Works on pieces:
 * a scan takes the bytes from the first one not yet consumed and the state the last scan left.
 */

/** Keys whose array holds the records of a page: Graph, Event Hub, Google, Duo, Elasticsearch. */
export const CONTAINER_KEYS: ReadonlySet<string> = new Set([
  'value',
  'records',
  'Records',
  'items',
  'authlogs',
  'response',
  'hits',
  'results',
]);

/** A page's record list is at most this many objects deep (`response.authlogs`, `hits.hits`). */
export const CONTAINER_DEPTH = 2;

export interface ScanState {
  /** Depth of the page around each open record list, outermost first; 0 for a plain top-level array. */
  readonly lists: readonly number[];
  /** Brackets still open of a page whose record list has ended; 0 outside. */
  readonly rest: number;
}

export const START: ScanState = { lists: [], rest: 0 };

export interface Scan {
  /** Start and end of each record, in pairs. */
  readonly ranges: readonly number[];
  /** Start and end of text that is no object, in pairs. */
  readonly strays: readonly number[];
  /** Bytes before this one need not be seen again; an incomplete record starts here unless it is the length. */
  readonly consumed: number;
  readonly state: ScanState;
}

const OPEN_BRACE = 0x7b;
const CLOSE_BRACE = 0x7d;
const OPEN_BRACKET = 0x5b;
const CLOSE_BRACKET = 0x5d;
const QUOTE = 0x22;
const BACKSLASH = 0x5c;
const COMMA = 0x2c;
const COLON = 0x3a;
const NEWLINE = 0x0a;

export function scanJson(bytes: Buffer, state: ScanState, atEnd: boolean): Scan {
  const ranges: number[] = [];
  const strays: number[] = [];
  const lists = [...state.lists];
  let rest = state.rest;
  let at = 0;
  while (at < bytes.length) {
    const byte = bytes[at] ?? 0;
    if (rest > 0) {
      const next = skipToken(bytes, at);
      if (next === -1) break;
      if (byte === OPEN_BRACE || byte === OPEN_BRACKET) rest += 1;
      else if (byte === CLOSE_BRACE || byte === CLOSE_BRACKET) rest -= 1;
      at = next;
    } else if (isSpace(byte) || byte === COMMA) {
      at += 1;
    } else if (byte === CLOSE_BRACKET && lists.length > 0) {
      rest = lists.pop() ?? 0;
      at += 1;
    } else if (byte === OPEN_BRACKET && lists.length === 0) {
      lists.push(0);
      at += 1;
    } else if (byte === OPEN_BRACE || byte === OPEN_BRACKET) {
      const value = scanValue(bytes, at, byte === OPEN_BRACE && lists.length === 0);
      if (value === undefined) break;
      if (value.depth > 0) lists.push(value.depth);
      else ranges.push(at, value.end);
      at = value.end;
    } else {
      const end = strayEnd(bytes, at);
      if (end === bytes.length && !atEnd) break;
      strays.push(at, end);
      at = end;
    }
  }
  return { ranges, strays, consumed: at, state: { lists, rest } };
}

/**
 * Scans the value that opens at `start`. Depth 0: it ends at `end`. Above: it is a page and its record list, inside
 * that many objects, opens just before `end`. Undefined when the bytes end before either is known.
 */
function scanValue(
  bytes: Buffer,
  start: number,
  mayBePage: boolean,
): { readonly end: number; readonly depth: number } | undefined {
  let depth = 0;
  let at = start;
  while (at < bytes.length) {
    const byte = bytes[at] ?? 0;
    if (byte === QUOTE) {
      const end = stringEnd(bytes, at);
      if (end === -1) return undefined;
      if (mayBePage && depth <= CONTAINER_DEPTH) {
        const list = listAfterKey(bytes, at, end);
        if (list === -1) return undefined;
        if (list > 0) return { end: list, depth };
      }
      at = end;
      continue;
    }
    at += 1;
    if (byte === OPEN_BRACE || byte === OPEN_BRACKET) depth += 1;
    else if (byte === CLOSE_BRACE || byte === CLOSE_BRACKET) {
      depth -= 1;
      if (depth === 0) return { end: at, depth };
    }
  }
  return undefined;
}

/** If the string is a container key before `[{` or `[]`: the index after that bracket; -1 unknown yet; 0 no. */
function listAfterKey(bytes: Buffer, start: number, end: number): number {
  if (end - start > 12 || !CONTAINER_KEYS.has(bytes.toString('latin1', start + 1, end - 1)))
    return 0;
  const colon = nextVisible(bytes, end);
  if (colon === -1) return -1;
  if (bytes[colon] !== COLON) return 0;
  const bracket = nextVisible(bytes, colon + 1);
  if (bracket === -1) return -1;
  if (bytes[bracket] !== OPEN_BRACKET) return 0;
  const first = nextVisible(bytes, bracket + 1);
  if (first === -1) return -1;
  return bytes[first] === OPEN_BRACE || bytes[first] === CLOSE_BRACKET ? bracket + 1 : 0;
}

function skipToken(bytes: Buffer, at: number): number {
  return bytes[at] === QUOTE ? stringEnd(bytes, at) : at + 1;
}

/** Index after the closing quote of the string that opens at `start`, or -1. */
function stringEnd(bytes: Buffer, start: number): number {
  let close = start;
  for (;;) {
    close = bytes.indexOf(QUOTE, close + 1);
    if (close === -1) return -1;
    let slashes = 0;
    while (bytes[close - 1 - slashes] === BACKSLASH) slashes += 1;
    if (slashes % 2 === 0) return close + 1;
  }
}

function strayEnd(bytes: Buffer, start: number): number {
  let at = bytes[start] === QUOTE ? Math.max(stringEnd(bytes, start), start + 1) : start + 1;
  while (at < bytes.length) {
    const byte = bytes[at];
    if (byte === COMMA || byte === NEWLINE || byte === CLOSE_BRACKET || byte === OPEN_BRACE) break;
    at += 1;
  }
  return at;
}

function nextVisible(bytes: Buffer, from: number): number {
  for (let at = from; at < bytes.length; at += 1) if (!isSpace(bytes[at] ?? 0)) return at;
  return -1;
}

function isSpace(byte: number): boolean {
  return byte === 0x20 || byte === NEWLINE || byte === 0x0d || byte === 0x09;
}
