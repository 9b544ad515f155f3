import { readdirSync, readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { NAME_BITS, Names } from './names.ts';
import { readGazetteerFile } from './read-gazetteer.ts';
import { entriesAt } from './running.ts';
import type { Gazetteer } from '../reading/words/gazetteer.ts';

const found = (gazetteer: Gazetteer, text: string): readonly string[] =>
  new Names([gazetteer])
    .find(text.split(' '))
    .map(({ entry, from, to, weak }) => `${entry.name} ${from}-${to}${weak ? ' weak' : ''}`);

const LEE = {
  name: 'Ann Q. Lee',
  kind: 'candidate',
  jurisdiction: 'US-GA',
  from: '2020-01-01',
  until: '2020-11-03',
};
const PURPLE = { name: 'Purple Party', kind: 'party', jurisdiction: 'US' };

it('finds all names in a text, each as strong as it is written', () => {
  expect(found([LEE, PURPLE], 'vote ann lee or the purple party')).toEqual([
    'Ann Q. Lee 1-3',
    'Ann Q. Lee 2-3 weak',
    'Purple Party 5-6 weak',
    'Purple Party 5-7',
  ]);
});

it('names that are written alike are all found', () => {
  const other = { ...LEE, name: 'Ann Lee', jurisdiction: 'US-NM' };
  expect(found([LEE, other], 'ann lee')).toEqual(
    expect.arrayContaining(['Ann Q. Lee 0-2', 'Ann Lee 0-2']),
  );
});

it('a form is seen once, with all it may stand for as bits', () => {
  const holder = { name: 'Bob Lee', kind: 'office-holder' };
  const seen: number[][] = [];
  new Names([[LEE, holder]]).scan(['bob', 'lee'], (bits, from, to) => seen.push([bits, from, to]));
  expect(seen).toEqual([
    [NAME_BITS['office-holder'], 0, 2],
    [NAME_BITS.weakCandidate | NAME_BITS.weakOfficeHolder, 1, 2],
  ]);
});

it('what an entry calls a weak alias is weak, whatever its name brings', () => {
  const rose = {
    name: 'Rose',
    kind: 'candidate',
    aliases: ['Candidate Rose'],
    weak_aliases: ['Rose'],
  };
  expect(found([rose], 'candidate rose')).toEqual(['Rose 0-2', 'Rose 1-2 weak']);
});

it('entries count at their place and time, and at places that are part of it or that it is part of', () => {
  const at = (region: string, day: string): readonly string[] =>
    entriesAt([[LEE, PURPLE]], { region, time: Date.parse(day) }).map(({ name }) => name);
  expect(at('US-GA', '2020-11-03T23:00:00Z')).toEqual(['Ann Q. Lee', 'Purple Party']);
  expect(at('US-GA', '2020-11-04')).toEqual(['Purple Party']);
  expect(at('US', '2020-06-01')).toEqual(['Ann Q. Lee', 'Purple Party']);
  expect(at('US-NM', '2020-06-01')).toEqual(['Purple Party']);
  expect(at('FR', '2020-06-01')).toEqual([]);
});

async function* once(text: string | Buffer): AsyncGenerator<Uint8Array> {
  yield await Promise.resolve(Buffer.from(text));
}

it('the shipped gazetteers can be read whole, and hold more than 30,000 names', async () => {
  const folder = new URL('../../packs/gazetteers/', import.meta.url);
  let size = 0;
  for (const name of readdirSync(folder)) {
    const read = await readGazetteerFile(
      once(readFileSync(new URL(`${name}/gazetteer.ndjson`, folder))),
    );
    expect(read.rejected).toEqual([]);
    size += read.entries.length;
    expect(readFileSync(new URL(`${name}/README.md`, folder), 'utf8')).toMatch(
      /CC0|CC BY|MIT|Apache/,
    );
  }
  expect(size).toBeGreaterThan(30_000);
});
