import { MAX_DEPTH } from './limits.ts';

/** What `JSON.parse` does not tell about a text that it takes. */
export interface JsonPlaces {
  /** Start and end of every record: the members of a list, or of the list `facts` in an object. */
  readonly ranges: readonly (readonly [start: number, end: number])[];
  readonly duplicates: readonly { readonly key: string; readonly index: number }[];
  /** Where it is nested too deeply. */
  readonly tooDeep?: number;
}

interface Level {
  readonly list: boolean;
  readonly keys: Set<string>;
  readonly records: boolean;
  start: number;
  key: string;
}

/** Walks a text that `JSON.parse` takes. */
export function jsonPlaces(text: string): JsonPlaces {
  const ranges: (readonly [number, number])[] = [];
  const duplicates: { key: string; index: number }[] = [];
  const levels: Level[] = [];
  let expectKey = false;
  const endRecord = (level: Level | undefined, at: number): void => {
    if (level?.records !== true || text.slice(level.start, at).trim() === '') return;
    const lead = text.slice(level.start, at).search(/\S/);
    ranges.push([level.start + lead, at]);
  };
  for (let at = 0; at < text.length; at += 1) {
    const level = levels.at(-1);
    switch (text[at]) {
      case '"': {
        const end = stringEnd(text, at);
        if (expectKey && level !== undefined) {
          level.key = JSON.parse(text.slice(at, end + 1)) as string;
          if (level.keys.has(level.key)) duplicates.push({ key: level.key, index: at });
          level.keys.add(level.key);
          expectKey = false;
        }
        at = end;
        break;
      }
      case '{':
      case '[': {
        const list = text[at] === '[';
        const records =
          list && (levels.length === 0 || (levels.length === 1 && level?.key === 'facts'));
        levels.push({ list, keys: new Set(), records, start: at + 1, key: '' });
        if (levels.length > MAX_DEPTH) return { ranges, duplicates, tooDeep: at };
        expectKey = !list;
        break;
      }
      case '}':
      case ']':
        endRecord(level, at);
        levels.pop();
        expectKey = false;
        break;
      case ',':
        endRecord(level, at);
        if (level !== undefined) {
          level.start = at + 1;
          expectKey = !level.list;
        }
        break;
      default:
    }
  }
  return { ranges, duplicates };
}

function stringEnd(text: string, start: number): number {
  for (let at = start + 1; ;) {
    const quote = text.indexOf('"', at);
    if (quote === -1) return text.length;
    let slashes = 0;
    while (text[quote - 1 - slashes] === '\\') slashes += 1;
    if (slashes % 2 === 0) return quote;
    at = quote + 1;
  }
}
