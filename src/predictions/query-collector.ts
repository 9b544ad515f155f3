import type { ByteStrings } from './byte-sort.ts';
import { GrowingBytes } from './growing-bytes.ts';
import { MAX_QUERY_BYTES } from './limits.ts';
import { queryKey } from './query-key.ts';

/** A query on its way into a segment. */
export interface NewQuery {
  /** As people see it. */
  readonly text: string;
  readonly count: number;
  /** Its code in the `VerdictBook`; 0, undecided, when left out. */
  readonly verdict?: number;
  readonly template?: number | undefined;
}

/** Queries that are collected before a segment is built of them; several of one key become one. */
export class QueryCollector {
  readonly #bytes = new GrowingBytes(1 << 16);
  readonly #originals = new GrowingBytes(1 << 10);
  #starts = new Uint32Array(1 << 10);
  #lengths = new Uint8Array(1 << 10);
  /** Where the original begins in `#originals`, plus one; 0 when it is the key. */
  #originalStarts = new Uint32Array(1 << 10);
  #counts = new Float64Array(1 << 10);
  #verdicts = new Uint8Array(1 << 10);
  readonly #templates = new Map<number, number>();
  size = 0;

  /** Why the query was not taken; undefined when it was. */
  add({ count, template, text, verdict = 0 }: NewQuery): string | undefined {
    const key = queryKey(text);
    if (key === '') return 'the query is empty';
    const start = this.#bytes.length;
    const length = this.#bytes.pushText(key);
    if (length > MAX_QUERY_BYTES) {
      this.#bytes.length = start;
      return `the query is longer than ${MAX_QUERY_BYTES} bytes`;
    }
    if (this.size === this.#starts.length) this.#grow();
    const id = this.size;
    this.size += 1;
    this.#starts[id] = start;
    this.#lengths[id] = length;
    this.#counts[id] = count;
    this.#verdicts[id] = verdict;
    if (template !== undefined) this.#templates.set(id, template);
    if (key !== text) {
      this.#originalStarts[id] = this.#originals.length + 1;
      this.#originals.pushText(text);
      this.#originals.push(0);
    }
    return undefined;
  }

  #grow(): void {
    const size = this.size * 2;
    const [starts, lengths, originals] = [this.#starts, this.#lengths, this.#originalStarts];
    const [counts, verdicts] = [this.#counts, this.#verdicts];
    (this.#starts = new Uint32Array(size)).set(starts);
    (this.#lengths = new Uint8Array(size)).set(lengths);
    (this.#originalStarts = new Uint32Array(size)).set(originals);
    (this.#counts = new Float64Array(size)).set(counts);
    (this.#verdicts = new Uint8Array(size)).set(verdicts);
  }

  strings(): ByteStrings {
    return {
      bytes: this.#bytes.bytes,
      starts: this.#starts.subarray(0, this.size),
      lengths: this.#lengths.subarray(0, this.size),
    };
  }

  countOf(id: number): number {
    return this.#counts[id] ?? 0;
  }

  verdictOf(id: number): number {
    return this.#verdicts[id] ?? 0;
  }

  templateOf(id: number): number | undefined {
    return this.#templates.get(id);
  }

  /** The original in UTF-8; undefined when it is the key. */
  originalOf(id: number): Uint8Array | undefined {
    const start = this.#originalStarts[id] ?? 0;
    if (start === 0) return undefined;
    const { bytes } = this.#originals;
    return bytes.subarray(start - 1, bytes.indexOf(0, start - 1));
  }
}
