import type { ByteStrings } from './byte-sort.ts';
import { GrowingBytes } from './growing-bytes.ts';
import type { StringTableParts } from './string-table.ts';
import { BUCKET, LONG } from './string-table.ts';
import { SymbolEncoder, trainSymbols } from './symbol-table.ts';

/** Bytes symbols are chosen from. */
const SAMPLE_BYTES = 96 * 1024;

/** Strings in a row that are sampled: beginnings must be shared as in the whole. */
const SAMPLE_RUN = 16;

/** Puts strings away, in the order of `sorted`, which is theirs and has none twice. */
export function buildStringTable(sorted: Uint32Array, strings: ByteStrings): StringTableParts {
  const symbols = trainSymbols(sampleOf(sorted, strings));
  const encoder = new SymbolEncoder(symbols);
  const starts = new Uint32Array(Math.ceil(sorted.length / BUCKET));
  const data = new GrowingBytes(1 << 16);
  const codes = new Uint8Array(2 * 256);
  const { bytes } = strings;
  for (let index = 0; index < sorted.length; index += 1) {
    const id = sorted[index] ?? 0;
    const from = strings.starts[id] ?? 0;
    const length = strings.lengths[id] ?? 0;
    if (index % BUCKET === 0) {
      starts[index / BUCKET] = data.length;
      data.push(length);
      data.append(bytes.subarray(from, from + length));
      continue;
    }
    const shared = sharedBytes(strings, sorted[index - 1] ?? 0, id);
    const count = encoder.encode(bytes, from + shared, from + length, codes);
    data.push(shared);
    if (count < LONG) data.push(count);
    else {
      data.push(LONG);
      data.push(count & 0xff);
      data.push(count >>> 8);
    }
    data.append(codes.subarray(0, count));
  }
  return { data: data.finish(), starts, ...symbols };
}

function sharedBytes({ bytes, lengths, starts }: ByteStrings, one: number, other: number): number {
  const a = starts[one] ?? 0;
  const b = starts[other] ?? 0;
  const most = Math.min(lengths[one] ?? 0, lengths[other] ?? 0);
  let shared = 0;
  while (shared < most && bytes[a + shared] === bytes[b + shared]) shared += 1;
  return shared;
}

/** Ends of strings, each after a zero byte, from runs all over the table. */
function sampleOf(sorted: Uint32Array, strings: ByteStrings): Uint8Array {
  const sample = new GrowingBytes(SAMPLE_BYTES + 256);
  const runs = SAMPLE_BYTES / (SAMPLE_RUN * 12);
  const step = Math.max(SAMPLE_RUN, Math.floor(sorted.length / runs));
  for (let run = 0; run < sorted.length && sample.length < SAMPLE_BYTES; run += step) {
    const end = Math.min(run + SAMPLE_RUN, sorted.length);
    for (let index = run + 1; index < end; index += 1) {
      const id = sorted[index] ?? 0;
      const from = strings.starts[id] ?? 0;
      const shared = sharedBytes(strings, sorted[index - 1] ?? 0, id);
      sample.push(0);
      sample.append(strings.bytes.subarray(from + shared, from + (strings.lengths[id] ?? 0)));
    }
  }
  return sample.finish();
}
