import { expect, it } from 'vitest';
import { parseRules } from '../rules/parse.ts';
import { affectedFiles } from './affected-files.ts';

const rule = (name: string): string =>
  `title: ${name}\nname: ${name}\nlogsource: {}\ndetection: { s: { a: 1 }, condition: s }\n`;
const over = (name: string, of: string): string =>
  `title: ${name}\nname: ${name}\ncorrelation: { type: event_count, rules: [${of}], group-by: [b], timespan: 1h, condition: { gte: 2 } }\n`;

function documents(files: Readonly<Record<string, string>>) {
  return Object.entries(files).flatMap(([file, text]) => [...parseRules(text, file).rules]);
}

function affected(
  changed: readonly string[],
  before: Readonly<Record<string, string>>,
  after: Readonly<Record<string, string>> = before,
): readonly string[] {
  const loaded = { documents: documents(after), files: Object.keys(after) };
  const known = new Set(Object.keys(before));
  return [...affectedFiles(changed, documents(before), loaded, known)].toSorted();
}

const FILES = { a: rule('a'), b: over('b', 'a'), c: over('c', 'b'), d: rule('d') };
const named = (files: Readonly<Record<string, string>>) =>
  Object.fromEntries(Object.entries(files).map(([name, text]) => [`${name}.yml`, text]));

it('are the file itself, also by its cases', () => {
  expect(affected(['d.yml'], named(FILES))).toEqual(['d.yml']);
  expect(affected(['d.cases.yml'], named(FILES))).toEqual(['d.yml']);
});

it('are all that refer to one another with it, before or after', () => {
  expect(affected(['b.yml'], named(FILES))).toEqual(['a.yml', 'b.yml', 'c.yml']);
  const apart = { ...FILES, c: over('c', 'd') };
  expect(affected(['c.yml'], named(FILES), named(apart))).toEqual([
    'a.yml',
    'b.yml',
    'c.yml',
    'd.yml',
  ]);
});

it('are all when a file comes or goes, filters, or is none of the rules', () => {
  const all = ['a.yml', 'b.yml', 'c.yml', 'd.yml'];
  expect(affected(['x.pipeline.yml'], named(FILES))).toEqual(all);
  expect(affected(['e.yml'], named(FILES), named({ ...FILES, e: rule('e') }))).toEqual([
    ...all,
    'e.yml',
  ]);
  const filter = 'title: f\nlogsource: {}\nfilter: { rules: any, s: { a: 1 }, condition: not s }\n';
  expect(affected(['e.yml'], named({ ...FILES, e: filter }))).toEqual([...all, 'e.yml']);
});
