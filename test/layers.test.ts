import { readdirSync, readFileSync } from 'node:fs';
import { expect, it } from 'vitest';

const ROOT = new URL('../', import.meta.url);

/** What stands above the layers and sees all of them. */
const ABOVE = new Set(['commands']);

interface Override {
  readonly files: readonly string[];
  readonly rules: {
    readonly 'no-restricted-imports'?: readonly [
      string,
      { readonly patterns: readonly { readonly group: readonly string[] }[] },
    ];
  };
}

function refusedBy(layer: string): readonly string[] {
  const text = readFileSync(new URL('.oxlintrc.json', ROOT), 'utf8');
  const { overrides } = JSON.parse(text) as { readonly overrides: readonly Override[] };
  return overrides
    .filter(({ files }) => files.includes(`src/${layer}/**/*.ts`))
    .flatMap(({ rules }) => rules['no-restricted-imports']?.[1].patterns ?? [])
    .flatMap(({ group }) => group);
}

const entries = readdirSync(new URL('src/', ROOT), { withFileTypes: true });
const layers = entries
  .filter((entry) => entry.isDirectory() && !ABOVE.has(entry.name))
  .map(({ name }) => name);
const files = entries
  .filter((entry) => entry.isFile() && !entry.name.includes('.test'))
  .map(({ name }) => name);

/** `..` and `../..` for a layer with a folder in it. */
function waysUp(layer: string): readonly string[] {
  const inside = readdirSync(new URL(`src/${layer}/`, ROOT), { recursive: true, encoding: 'utf8' });
  const steps = Math.max(...inside.map((path) => path.split(/[\\/]/).length));
  return Array.from({ length: steps }, (_, step) => '../'.repeat(step + 1));
}

it.each(layers)('no file of %s may import a top-level file of src', (layer) => {
  const refused = refusedBy(layer);
  const ways = waysUp(layer).flatMap((way) => files.map((file) => way + file));
  expect(ways.filter((way) => !refused.includes(way))).toEqual([]);
});

it.each(layers)('%s and any other layer never import each other', (layer) => {
  const refuses = (from: string, to: string): boolean => refusedBy(from).includes(`../**/${to}/**`);
  const free = layers.filter(
    (other) => other !== layer && !refuses(layer, other) && !refuses(other, layer),
  );
  expect(free).toEqual([]);
});
