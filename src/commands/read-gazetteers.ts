import { readFile } from 'node:fs/promises';
import { parseGazetteer } from '../reading/words/parse-gazetteer.ts';
import type { Gazetteer } from '../reading/words/gazetteer.ts';
import { UsageError } from './command.ts';

/** The names in files the user brings, each checked. */
export async function readGazetteers(files: readonly string[]): Promise<readonly Gazetteer[]> {
  return Promise.all(
    files.map(async (file) => {
      const text = await readFile(file, 'utf8').catch((error: NodeJS.ErrnoException) => error);
      if (typeof text !== 'string')
        throw new UsageError(`${file}: cannot be read (${text.code ?? text.message})`);
      const gazetteer = parseGazetteer(text);
      if (!gazetteer.ok)
        throw new UsageError(`${file}:${gazetteer.error.line}: ${gazetteer.error.message}`);
      return gazetteer.value;
    }),
  );
}
