import { readdirSync, readFileSync } from 'node:fs';
import { expect, it } from 'vitest';

const ROOT = new URL('../', import.meta.url);

interface Limit {
  readonly file: string;
  readonly name: string;
  readonly value: number;
}

const textOf = (path: string): string => readFileSync(new URL(path, ROOT), 'utf8');

/** Rows of the page's table of limits: one value for each constant they name. */
function stated(page: string): readonly Limit[] {
  const rows = textOf(page).matchAll(/^\| .* \| (.*) \| ((?:`MAX_\w+`, )+)`(.*)` \|$/gm);
  return Array.from(rows).flatMap(([, values = '', names = '', file = '']) => {
    const numbers = values.split(/; | and /).map(numberOf);
    return Array.from(names.matchAll(/\w+/g), ([name], place) => ({
      file,
      name,
      value: numbers[place] ?? Number.NaN,
    }));
  });
}

/** Constants that the code has, with their names and values. */
function limitsIn(file: string): readonly Limit[] {
  const found = textOf(file).matchAll(/^(?:export )?const (MAX_\w+) = ([\d_ *]+);$/gm);
  return Array.from(found, ([, name = '', product = '']) => ({
    file,
    name,
    value: factors(product),
  }));
}

it.each([
  ['docs/sigma-profile.md', 20],
  ['docs/pipelines.md', 15],
])('%s states the limits that the code has', (page, least) => {
  const limits = stated(page);
  expect(limits.length).toBeGreaterThan(least);
  const real = limits.map(
    ({ file, name }) => limitsIn(file).find((limit) => limit.name === name) ?? { file, name },
  );
  expect(limits).toEqual(real);
});

/** Changes how fast something is, not what comes out. */
const UNSEEN = new Set(['MAX_REMEMBERED']);

it('every limit of pipelines is stated', () => {
  const folder = 'src/rules/pipeline/';
  const files = readdirSync(new URL(folder, ROOT)).map((name) => folder + name);
  const real = [...files, 'src/load-pipelines.ts']
    .flatMap(limitsIn)
    .filter(({ name }) => !UNSEEN.has(name));
  expect(stated('docs/pipelines.md')).toEqual(expect.arrayContaining(real));
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
