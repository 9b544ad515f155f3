import { createReadStream } from 'node:fs';
import { readGazetteerFile } from '../gazetteer/read-gazetteer.ts';
import { ContentError, readContent } from '../intake/content.ts';
import type { Gazetteer } from '../reading/words/gazetteer.ts';
import { UsageError } from './command.ts';

/** The names in files the user brings, each checked. */
export async function readGazetteers(files: readonly string[]): Promise<readonly Gazetteer[]> {
  return Promise.all(
    files.map(async (file) => {
      const read = await readGazetteerFile(contentOf(file)).catch((error: unknown) => {
        const { code, message } = error as NodeJS.ErrnoException;
        const why = error instanceof ContentError ? message : `cannot be read (${code ?? message})`;
        throw new UsageError(`${file}: ${why}`);
      });
      const [wrong] = read.rejected;
      if (wrong !== undefined) throw new UsageError(`${file}:${wrong.line}: ${wrong.reason}`);
      return read.entries;
    }),
  );
}

/** Unpacked, but for a zip, which is read as one. */
async function* contentOf(file: string): AsyncGenerator<Uint8Array> {
  const isZip = file.toLowerCase().endsWith('.zip');
  yield* isZip ? createReadStream(file) : readContent(createReadStream(file));
}
