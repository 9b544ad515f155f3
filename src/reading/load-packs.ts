import { readFile, readdir } from 'node:fs/promises';
import { join } from 'node:path';
import type { Result } from '../lib/result.ts';
import { err, ok } from '../lib/result.ts';
import type { LanguagePack } from './pack.ts';
import { parsePack } from './pack.ts';

/** Reads every language below a folder such as `packs/reading`; what is wrong comes as a list. */
export async function loadLanguagePacks(
  folder: string,
): Promise<Result<readonly LanguagePack[], readonly string[]>> {
  const found = await readdir(folder, { withFileTypes: true });
  const names = found
    .filter((entry) => entry.isDirectory())
    .map(({ name }) => name)
    .toSorted();
  const problems: string[] = [];
  const packs: LanguagePack[] = [];
  for (const name of names) {
    const [lexicon, cues, propositions, places] = await Promise.all(
      ['lexicon', 'cues', 'propositions', 'places'].map((file) =>
        readFile(join(folder, name, `${file}.yml`), 'utf8'),
      ),
    );
    const pack = parsePack({
      lexicon: lexicon ?? '',
      cues: cues ?? '',
      propositions: propositions ?? '',
      places: places ?? '',
    });
    if (pack.ok) packs.push(pack.value);
    else problems.push(...pack.error.map((problem) => `${name}: ${problem}`));
  }
  return problems.length > 0 ? err(problems) : ok(packs);
}
