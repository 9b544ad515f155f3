import { describe, expect, it } from 'vitest';
import { parseRules } from '../parse.ts';
import { asDrafts } from '../shadow.ts';
import type { PipedRules } from './apply.ts';
import { applyPipelines } from './apply.ts';
import { pipelineOf, rule } from './pipeline.test-support.ts';
import { unusedDerived } from './unused-derived.ts';

const pipeline = pipelineOf(
  'scrutineer: { derived: [{ name: d, type: length, field: f }, { name: e, type: length, field: d }] }',
);
const set = (text: string): PipedRules => ({
  rules: parseRules(text, 'r.yml').rules,
  pipelines: [pipeline],
});
const messages = (...sets: readonly PipedRules[]): readonly string[] =>
  unusedDerived(sets, applyPipelines(sets).flat()).map(({ line, message }) => `${line} ${message}`);

describe('a derived field that no rule uses', () => {
  it('is warned of, not one that others are derived from', () => {
    expect(messages(set(rule('{ A: x }')))).toEqual([
      '1 no rule uses the derived field "d"',
      '1 no rule uses the derived field "e"',
    ]);
    expect(messages(set(rule('{ e: 3 }')))).toEqual([]);
  });

  it.each([
    ['a sentence', 'scrutineer: { explanation: "{e} characters" }'],
    ['a next step', 'scrutineer: { next_step: "Look at {e}." }'],
    ['the subject', 'scrutineer: { subject: e }'],
    ['the evidence', 'fields: [e]'],
  ])('is used by %s of a rule', (_, more) => {
    expect(messages(set(rule('{ A: x }', more)))).toEqual([]);
  });

  it('is used by a correlation and by drafts', () => {
    const correlation = `title: C
correlation: { type: value_count, rules: [T], group-by: [A], timespan: 1h, condition: { gte: 2, field: e } }
`;
    expect(messages(set(`${rule('{ A: x }', 'name: T')}---\n${correlation}`))).toEqual([]);
    const drafts = set(rule('{ e: 3 }'));
    expect(messages({ ...drafts, rules: asDrafts(drafts.rules, []) })).toEqual([]);
    expect(
      messages(set(rule('{ A: x }')), { ...drafts, rules: asDrafts(drafts.rules, []) }),
    ).toEqual([]);
  });

  it('is not warned of while only some of the rules it is for are loaded', () => {
    expect(messages({ ...set(rule('{ A: x }')), forMore: [pipeline] })).toEqual([]);
  });
});
