import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { createReader } from '../src/reading/create-reader.ts';
import type { GazetteerEntry } from '../src/reading/words/gazetteer.ts';
import { brief, shippedPacks } from '../src/reading/test-reader.test-support.ts';
import { sharedData } from './shared-data.ts';

const people = sharedData('suggest/gazetteer_538_candidates_2018_2022.tsv');
const parties = sharedData('suggest/gazetteer_parties_partyfacts_core.tsv');

/** Names of each list that are tried: every one of these steps. */
const STEP = 7;

const TEMPLATES = [
  '{} won the election',
  'I think {} won Georgia, vote or no vote',
  '{} stole the election',
  'vote for {}',
  'donate to {}',
  '{} is a criminal and everybody who can vote knows it',
  'did {} rig the election?',
  '{} said that voting machines switched votes',
  'It is false that {} was declared the winner of the election',
  '{} ganó las elecciones en Nevada',
  'votar por {}',
];

function column(path: string, name: string): readonly string[] {
  const [head = '', ...rows] = readFileSync(path, 'utf8').split(/\r?\n/);
  const index = head.split('\t').indexOf(name);
  return rows
    .flatMap((row) => row.split('\t')[index] ?? [])
    .filter((value) => /\p{L}/u.test(value));
}

describe.skipIf(people === undefined || parties === undefined)('real names', () => {
  it.each([
    ['candidate', people ?? '', 'name'],
    ['party', parties ?? '', 'name_english'],
  ])('of a %s, swapped, change no reading', async (kind, path, name) => {
    const names = [
      ...new Set(
        column(path, name)
          .flatMap((value) => value.replaceAll('"', '').split('/'))
          .map((value) => value.trim()),
      ),
    ].filter((value, index) => index % STEP === 0 && value !== '');
    const entries: readonly GazetteerEntry[] = ['Alma Rivera', ...names].map((value) => ({
      name: value,
      kind,
    }));
    const reader = createReader({ packs: await shippedPacks(), gazetteers: [entries] });
    const differences: string[] = [];
    for (const template of TEMPLATES) {
      const read = (value: string): string =>
        reader.read(template.replace('{}', value)).claims.map(brief).join();
      const wanted = read('Alma Rivera');
      for (const value of names)
        if (read(value) !== wanted)
          differences.push(`${template} · ${value}: ${read(value)}, not ${wanted}`);
    }
    expect(differences.slice(0, 5)).toEqual([]);
    expect(names.length).toBeGreaterThan(500);
  });
});
