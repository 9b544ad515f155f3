import { readFile, readdir } from 'node:fs/promises';
import { join } from 'node:path';
import type { Result } from '../lib/result.ts';
import { err, ok } from '../lib/result.ts';
import type { LanguagePack, PackFiles } from './pack.ts';
import { parsePack } from './pack.ts';

/** Reads every language below a folder such as `packs/reading`; what is wrong comes as a list. */
export async function loadLanguagePacks(
  folder: string,
): Promise<Result<readonly LanguagePack[], readonly string[]>> {
  const problems: string[] = [];
  const packs: LanguagePack[] = [];
  for (const { name, files } of await readLanguagePacks(folder)) {
    const pack = parsePack(files);
    if (pack.ok) packs.push(pack.value);
    else problems.push(...pack.error.map((problem) => `${name}: ${problem}`));
  }
  return problems.length > 0 ? err(problems) : ok(packs);
}

/** The texts of every language below a folder, as threads are given them. */
export async function readLanguagePacks(
  folder: string,
): Promise<readonly { readonly name: string; readonly files: PackFiles }[]> {
  const found = await readdir(folder, { withFileTypes: true });
  const names = found
    .filter((entry) => entry.isDirectory())
    .map(({ name }) => name)
    .toSorted();
  return Promise.all(
    names.map(async (name) => {
      const [lexicon = '', cues = '', propositions = '', places = ''] = await Promise.all(
        ['lexicon', 'cues', 'propositions', 'places'].map((file) =>
          readFile(join(folder, name, `${file}.yml`), 'utf8'),
        ),
      );
      return { name, files: { lexicon, cues, propositions, places } };
    }),
  );
}
