import { createReadStream } from 'node:fs';
import { createInterface } from 'node:readline';
import type { Readable } from 'node:stream';
import { createGunzip } from 'node:zlib';
import type { Label } from '../evaluation/label.ts';
import { parseLabel } from '../evaluation/label.ts';
import type { Result } from '../lib/result.ts';
import { err, ok } from '../lib/result.ts';

/** Hands every label of a file (plain or .gz) to `take`. The error is a sentence with file, line and field. */
export async function readLabels(
  path: string,
  take: (label: Label) => void,
): Promise<Result<number, string>> {
  let count = 0;
  let number = 0;
  try {
    for await (const line of linesOf(path)) {
      number += 1;
      if (line.trim() === '') continue;
      const label = parseLabel(line);
      if (!label.ok) return err(`${path}:${number}: ${label.error}`);
      take(label.value);
      count += 1;
    }
  } catch (error) {
    const { code, message } = error as NodeJS.ErrnoException;
    return err(`${path}: cannot be read (${code ?? message})`);
  }
  return count === 0 ? err(`${path}: there is no label in it`) : ok(count);
}

export async function* linesOf(path: string): AsyncGenerator<string, void, undefined> {
  const file = createReadStream(path);
  const gunzip = createGunzip();
  let input: Readable = file;
  if (path.endsWith('.gz')) {
    file.on('error', (error) => gunzip.destroy(error));
    input = file.pipe(gunzip);
  }
  // The lines end with the stream; its failure comes as an event that must not be lost.
  const failed = Promise.withResolvers<never>();
  input.on('error', failed.reject);
  failed.promise.catch(() => undefined);
  const lines = createInterface({ input, crlfDelay: Infinity })[Symbol.asyncIterator]();
  try {
    for (;;) {
      const next = await Promise.race([lines.next(), failed.promise]);
      if (next.done === true) break;
      yield next.value;
    }
    if (input.errored !== null) throw input.errored;
  } finally {
    file.destroy();
  }
}
