import { readdirSync, readFileSync } from 'node:fs';
import { expect, it } from 'vitest';

const ROOT = new URL('../', import.meta.url);
const FOLDER = new URL('packs/conformance/', ROOT);

const page = readFileSync(new URL('docs/sigma-profile.md', ROOT), 'utf8');

interface Vector {
  readonly id: string;
  readonly decided_by: string;
}

function vectors(): readonly Vector[] {
  const files = readdirSync(FOLDER).filter((name) => name.endsWith('.json'));
  return files.flatMap((name) => {
    const text = readFileSync(new URL(name, FOLDER), 'utf8');
    return (JSON.parse(text) as { readonly vectors: readonly Vector[] }).vectors;
  });
}

/** `group` 01 02 … in the last column of a row. */
function cited(): ReadonlySet<string> {
  const found = new Set<string>();
  for (const row of page.split('\n').filter((line) => line.startsWith('| '))) {
    const cell = row.replaceAll('\\|', '').split('|').at(-2) ?? '';
    for (const [, group, numbers = ''] of cell.matchAll(/`([a-z-]+)`((?: \d+)+)/g)) {
      for (const number of numbers.trim().split(' ')) found.add(`${group}-${number}`);
    }
  }
  return found;
}

it('the profile cites every vector it decides, and no other', () => {
  const decided = vectors().filter(({ decided_by: by }) => by === 'profile');
  expect([...cited()].toSorted()).toEqual(decided.map(({ id }) => id).toSorted());
});
