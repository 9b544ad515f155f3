import { crc32 } from 'node:zlib';
import type { Json } from '../../lib/json.ts';
import { isObject } from '../../lib/json.ts';

/** What a snapshot is of, and in which version of its form. */
export interface SnapshotKind {
  readonly name: string;
  readonly version: number;
}

/**
 * A snapshot as lines of JSON, each with a checksum that goes on from the line before; the last one says how many there are.
 * So a line that was changed, lost, doubled or moved is noticed before anything is made of it, and so is a missing end.
 */
export function* sealedLines(
  { name, version }: SnapshotKind,
  records: Iterable<unknown>,
): Generator<string, void, undefined> {
  let checksum = 0;
  let count = 0;
  const seal = (record: unknown): string => {
    const json = JSON.stringify(record);
    checksum = crc32(json, checksum);
    return `${checksum.toString(16).padStart(8, '0')} ${json}\n`;
  };
  yield seal({ snapshot: name, version });
  for (const record of records) {
    count += 1;
    yield seal(record);
  }
  yield seal({ end: count });
}

/** Reads such lines; what is wrong with them is in `problem` once there are no more. */
export class SealedReader {
  readonly #kind: SnapshotKind;
  readonly #lines: Iterator<string>;
  #checksum = 0;
  #line = 0;
  #problem: string | undefined;

  constructor(kind: SnapshotKind, lines: Iterable<string>) {
    this.#kind = kind;
    this.#lines = lines[Symbol.iterator]();
  }

  get problem(): string | undefined {
    return this.#problem;
  }

  *records(): Generator<Json, void, undefined> {
    const header = this.#next();
    if (header === undefined) return;
    const { name, version } = this.#kind;
    const found = isObject(header) ? header : {};
    if (found['snapshot'] !== name) {
      this.#fail(`this is no snapshot of ${name}`);
      return;
    }
    if (found['version'] !== version) {
      this.#fail(`the snapshot's form is not version ${version}, which this program reads`);
      return;
    }
    for (let count = 0; ; count += 1) {
      const record = this.#next();
      if (record === undefined) return;
      if (isObject(record) && 'end' in record) {
        if (record['end'] !== count) this.#fail('lines are missing');
        else if (this.#lines.next().done !== true) this.#fail('there is more after its end');
        return;
      }
      yield record;
    }
  }

  #next(): Json | undefined {
    const { done, value } = this.#lines.next();
    this.#line += 1;
    if (done === true) {
      this.#fail(`the snapshot ends early, after line ${this.#line - 1}`);
      return undefined;
    }
    const json = value.slice(9).replace(/\n$/, '');
    this.#checksum = crc32(json, this.#checksum);
    const written = `${this.#checksum.toString(16).padStart(8, '0')} ${json}`;
    if (value.replace(/\n$/, '') === written) return JSON.parse(json) as Json;
    this.#fail(`line ${this.#line} of the snapshot is damaged`);
    return undefined;
  }

  #fail(problem: string): void {
    this.#problem = `${problem}. Start without it, from the first event on.`;
  }
}
