import { describe, expect, it } from 'vitest';
import { parseCases } from './cases.ts';

function records(yaml: string): readonly unknown[] {
  const { cases, diagnostics } = parseCases(yaml, 'x.cases.yml');
  expect(diagnostics).toEqual([]);
  return cases.flatMap((one) => one.records);
}

const head = '- name: a\n  expect: match\n  records:\n';

describe('a case file', () => {
  it('gives plain records as they are, and merge keys written out', () => {
    const yaml = `${head}    - &one { id: 1, user: ann }\n    - <<: *one\n      user: ben\n    - a line\n`;
    expect(records(yaml)).toEqual([{ id: 1, user: 'ann' }, { user: 'ben', id: 1 }, 'a line']);
  });

  it('repeats a record with its times moved on, also within texts and numbers', () => {
    const yaml = `${head}    - record: { at: "2026-09-08T23:59:50.5Z", timestamp: 100, size: 7, data: '{"t":"2026-09-08 10:00:00"}' }\n      repeat: 2\n      every: 20s\n`;
    expect(records(yaml)[1]).toEqual({
      at: '2026-09-09T00:00:10.5Z',
      timestamp: 120,
      size: 7,
      data: '{"t":"2026-09-08 10:00:20"}',
    });
  });

  it('moves the times of syslog lines over the end of a month and counts in them', () => {
    const yaml = `${head}    - record: "Sep 30 23:59:59 host sshd[1]: port 4{n}"\n      repeat: 2\n      every: 2s\n`;
    expect(records(yaml)).toEqual([
      'Sep 30 23:59:59 host sshd[1]: port 41',
      'Oct  1 00:00:01 host sshd[1]: port 42',
    ]);
  });

  it('varies fields by path: numbered texts, lists in turn, members of lists, keys with dots', () => {
    const yaml = `${head}    - record: { user: { name: x }, list: [{ v: 1 }], "a.b": 0 }\n      repeat: 3\n      vary: { user.name: "u{n}", list.0.v: [5, 6], a.b: 9 }\n`;
    expect(records(yaml)).toEqual([
      { user: { name: 'u1' }, list: [{ v: 5 }], 'a.b': 9 },
      { user: { name: 'u2' }, list: [{ v: 6 }], 'a.b': 9 },
      { user: { name: 'u3' }, list: [{ v: 5 }], 'a.b': 9 },
    ]);
  });

  it.each([
    ['name: a', 'a case file is a list of cases, not a map'],
    ['- expect: match\n  records: [x]', 'a case needs a "name"'],
    ['- name: a\n  expect: maybe\n  records: [x]', '"expect" is match or no-match'],
    ['- name: a\n  expect: match', 'a case needs a list of "records"'],
    ['- name: a\n  expect: match\n  record: []\n  records: [x]', 'unknown key "record"'],
    [`${head}    - 7`, 'a record is a map of its fields, or a line of text'],
    [`${head}    - { record: x, repeat: 0 }`, '"repeat" is a whole number from 1 to 10000'],
    [`${head}    - { record: x, every: soon }`, '"every" is a time such as 30s'],
  ])('says what is wrong and leaves the case out: %s', (yaml, message) => {
    const { cases, diagnostics } = parseCases(yaml, 'x.cases.yml');
    expect(diagnostics.map((found) => found.message)).toContain(message);
    expect(cases).toEqual([]);
  });
});
