import { expect, it } from 'vitest';
import { findingOf } from './case-files.test-support.ts';
import { worstFirst } from './worst-first.ts';

it('gives every finding once, the worst first, each level in the order given', () => {
  const findings = Array.from({ length: 12 }, (_, index) => findingOf(index));
  const sorted = [...worstFirst(() => findings)];
  expect(sorted.map(({ id }) => Number(id.slice('finding-'.length)))).toEqual([
    0, 5, 10, 1, 6, 11, 2, 7, 3, 8, 4, 9,
  ]);
});
