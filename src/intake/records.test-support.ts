import type { JsonObject } from '../lib/json.ts';
import type { Broken, Chunk } from './chunk.ts';
import { createCutter } from './cutter.ts';
import { decodeChunk } from './decode.ts';
import { detectFraming } from './framing.ts';

export interface ReadBack {
  readonly records: readonly (JsonObject | string)[];
  readonly broken: readonly Broken[];
  readonly framing: string;
  readonly complete: boolean;
}

/** Reads a whole content in pieces of the sizes given (the last size repeats). */
export function readBack(content: Buffer, sizes: readonly number[] = [content.length]): ReadBack {
  const { framing, csv } = detectFraming(content.subarray(0, 256 * 1024));
  const cutter = createCutter(framing, csv);
  const chunks: Chunk[] = [];
  let at = 0;
  for (let index = 0; at < content.length; index += 1) {
    const size = Math.max(1, sizes[Math.min(index, sizes.length - 1)] ?? 1);
    chunks.push(...cutter.push(content.subarray(at, at + size)));
    at += size;
  }
  chunks.push(...cutter.end());
  const records: (JsonObject | string)[] = [];
  const broken: Broken[] = [];
  for (const chunk of chunks) {
    decodeChunk(chunk, {
      record: (decoded) => records.push(decoded.record),
      broken: (found) => broken.push(found),
    });
  }
  return { records, broken, framing, complete: cutter.complete() };
}

/** Every record located: line and offset of where it stands. */
export function locations(content: Buffer): readonly { line: number; offset: number }[] {
  const { framing, csv } = detectFraming(content);
  const cutter = createCutter(framing, csv);
  const found: { line: number; offset: number }[] = [];
  for (const chunk of [...cutter.push(content), ...cutter.end()]) {
    decodeChunk(chunk, {
      record: (decoded) => {
        const { line, offset } = decoded.locate('');
        found.push({ line, offset });
      },
      broken: ({ line, offset }) => found.push({ line, offset }),
    });
  }
  return found;
}
