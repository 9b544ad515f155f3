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

it('the profile states the limits that the code has', () => {
  const rows = page.matchAll(/^\| .* \| (.*) \| `(MAX_\w+)`, `(.*)` \|$/gm);
  const stated = Array.from(rows, ([, value = '', name = '', file = '']) => [
    name,
    file,
    numberOf(value),
  ]);
  expect(stated.length).toBeGreaterThan(10);
  const real = stated.map(([name, file]) => {
    const source = readFileSync(new URL(String(file), ROOT), 'utf8');
    const [, product = ''] = new RegExp(`const ${name} = ([\\d_ *]+);`).exec(source) ?? [];
    return [name, file, factors(product)];
  });
  expect(stated).toEqual(real);
});

const UNITS: Readonly<Record<string, number>> = {
  MiB: 1024 ** 2,
  'Mi characters': 1024 ** 2,
  days: 86_400_000,
  minutes: 60_000,
};

/** `8 Mi characters`, `16,384`. */
function numberOf(text: string): number {
  const [, digits = '', unit = ''] = /^([\d,]+) ?(.*)$/.exec(text) ?? [];
  return Number(digits.replaceAll(',', '')) * (UNITS[unit] ?? 1);
}

function factors(product: string): number {
  return product
    .split('*')
    .map((factor) => Number(factor.replaceAll('_', '')))
    .reduce((a, b) => a * b, 1);
}
