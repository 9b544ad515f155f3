import { expect, test } from 'vitest';
import { FoundTally } from './found.ts';
import { AnswerCheck } from './scale-checks.ts';
import type { Cell } from './scale-plan.ts';

const FILE = { path: 'x.ndjson', records: 9 };

function cell(contender: string, kind: Cell['kind'], rules: number): Cell {
  return { contender, kind, rules, file: FILE, cpu: [], compile: [], peak: [], matches: 0 };
}

function counted(counts: readonly number[]): Parameters<AnswerCheck['check']>[1] {
  return { records: 9, cpu: 1, compile: 1, counts };
}

function found(texts: readonly string[]): Parameters<AnswerCheck['check']>[1] {
  const tally = new FoundTally();
  for (const text of texts) tally.add(text);
  return { records: 9, cpu: 1, compile: 1, found: tally.result() };
}

test('A rule that matches another number of records is named, with both contenders', () => {
  const check = new AnswerCheck();
  check.check(cell('scrutineer', 'exact', 2), counted([3, 4]));
  expect(() => {
    check.check(cell('duckdb', 'exact', 2), counted([3, 5]));
  }).toThrow(
    'rule 2 matched 4 records in scrutineer with 2 exact rules over 9 records, but 5 in duckdb with 2 exact rules',
  );
});

test('Sets of any size are held against each other, kinds of rules are not', () => {
  const check = new AnswerCheck();
  check.check(cell('scrutineer', 'exact', 1), counted([3]));
  check.check(cell('scrutineer', 'exact', 3), counted([3, 4, 5]));
  check.check(cell('scrutineer', 'substring', 1), counted([7]));
  expect(() => {
    check.check(cell('sqrl', 'exact', 2), counted([3, 0]));
  }).toThrow('rule 2');
});

test('A contender that read another number of records is refused', () => {
  expect(() => {
    new AnswerCheck().check(cell('duckdb', 'exact', 1), { records: 8, cpu: 1, compile: 1 });
  }).toThrow('read 8');
});

test('Incidents may come in any order, but must be the same', () => {
  const check = new AnswerCheck();
  check.check(cell('scrutineer', 'windows', 2), found(['a', 'b']));
  check.check(cell('duckdb', 'windows', 2), found(['b', 'a']));
  expect(() => {
    check.check(cell('duckdb', 'windows', 2), found(['b', 'c']));
  }).toThrow(/2 in scrutineer.*\n {2}only there: a\n2 in duckdb.*\n {2}only there: c/);
});
