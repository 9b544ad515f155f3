import { open, rename, rm } from 'node:fs/promises';
import type { JsonObject } from '../lib/json.ts';
import type { Result } from '../lib/result.ts';
import { err } from '../lib/result.ts';
import type { UnpackedIndex } from './index-file.ts';
import { packIndex, unpackIndex } from './index-file.ts';
import { MAX_INDEX_BYTES } from './limits.ts';
import type { PredictionIndex } from './prediction-index.ts';

/** Bytes asked of a file at a time; the system gives no more than two gigabytes. */
const READ_BYTES = 1 << 30;

/** Reads a file into one piece of memory, whose parts the index then is. The error says what to do. */
export async function loadIndex(path: string): Promise<Result<UnpackedIndex, string>> {
  try {
    await using file = await open(path);
    const { size } = await file.stat();
    if (size > MAX_INDEX_BYTES) return err(`is larger than ${MAX_INDEX_BYTES / 2 ** 30} GiB`);
    const bytes = Buffer.from(new ArrayBuffer(size));
    for (let at = 0; at < size;) {
      const { bytesRead } = await file.read(bytes, at, Math.min(size - at, READ_BYTES), at);
      if (bytesRead === 0) break;
      at += bytesRead;
    }
    return unpackIndex(bytes);
  } catch (thrown) {
    return err(`cannot be read (${codeOf(thrown)})`);
  }
}

/** Writes the whole file beside the old one, then puts it in its place: what is there is never half of one. */
export async function saveIndex(
  path: string,
  index: PredictionIndex,
  about: JsonObject = {},
): Promise<Result<number, string>> {
  const beside = `${path}.${process.pid}.new`;
  try {
    let size = 0;
    {
      await using file = await open(beside, 'w');
      for (const piece of packIndex(index, about)) {
        for (let at = 0; at < piece.length;) {
          const { bytesWritten } = await file.write(
            piece,
            at,
            Math.min(piece.length - at, READ_BYTES),
          );
          at += bytesWritten;
        }
        size += piece.length;
      }
      await file.sync();
    }
    await rename(beside, path);
    return { ok: true, value: size };
  } catch (thrown) {
    await rm(beside, { force: true });
    return err(`cannot be written (${codeOf(thrown)})`);
  }
}

function codeOf(thrown: unknown): string {
  const { code, message } = thrown as NodeJS.ErrnoException;
  return code ?? message;
}
