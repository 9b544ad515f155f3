import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { sharedData } from '../../../test/shared-data.ts';
import type { Json, JsonObject } from '../../lib/json.ts';
import { isObject } from '../../lib/json.ts';
import { decision } from '../decisions.test-support.ts';
import codes from './codes.json' with { type: 'json' };
import { statementOf } from './statement.ts';
import { statementProblems } from './validate.ts';

const GOOD = statementOf(decision()) as unknown as JsonObject;

function fields(statement: Json): readonly string[] {
  return statementProblems(statement).map(({ field }) => field);
}

describe('the statement of a decision', () => {
  it('says what was done, on what ground and on which facts', () => {
    expect(GOOD).toMatchObject({
      decision_visibility: [
        'DECISION_VISIBILITY_CONTENT_LABELLED',
        'DECISION_VISIBILITY_CONTENT_INTERACTION_RESTRICTED',
      ],
      incompatible_content_ground: 'Claims of victory before certification (civic 1.2.0)',
      incompatible_content_explanation: 'Nobody has called the race.',
      application_date: '2020-11-04',
    });
    expect(GOOD['decision_facts']).toContain('premature');
    expect(JSON.stringify(GOOD)).not.toContain('Ann Lee');
    expect(statementProblems(GOOD)).toEqual([]);
  });

  it('is there for restrictions alone', () => {
    expect(statementOf(decision({ action: 'none' }))).toBeUndefined();
    expect(statementOf(decision({ action: 'review' }))).toBeUndefined();
    expect(statementOf(decision({ action: 'remove' }))?.decision_visibility[0]).toContain(
      'REMOVED',
    );
  });

  it('is one the database takes, whatever the decision says', () => {
    fc.assert(
      fc.property(
        fc.constantFrom('label', 'reduce', 'remove'),
        fc.string({ unit: 'grapheme', minLength: 1, maxLength: 6000 }),
        fc.boolean(),
        (action, text, many) => {
          const reasons = many ? [{ rule: text, clause: text, explanation: text }] : [];
          const statement = statementOf(
            decision({ action, reasons, id: text.trim() === '' ? 'x' : `x${text}` }),
            { days: 30 },
          );
          expect(statementProblems(statement as unknown as Json)).toEqual([]);
        },
      ),
      { numRuns: 30 },
    );
  });
});

describe('the check of statements', () => {
  it.each([
    [{ puid: 'a b' }, 'puid'],
    [{ puid: 'a'.repeat(501) }, 'puid'],
    [{ decision_visibility: [] }, 'decision_visibility'],
    [{ decision_visibility: 'DECISION_VISIBILITY_CONTENT_REMOVED' }, 'decision_visibility'],
    [{ decision_visibility: ['DECISION_VISIBILITY_OTHER'] }, 'decision_visibility_other'],
    [{ decision_monetary: 'DECISION_MONETARY_OTHER' }, 'decision_monetary_other'],
    [{ decision_ground: 'DECISION_GROUND_ILLEGAL_CONTENT' }, 'illegal_content_legal_ground'],
    [{ content_type: ['CONTENT_TYPE_OTHER'] }, 'content_type_other'],
    [{ content_type: ['CONTENT_TYPE_TXT'] }, 'content_type'],
    [{ category: 'STATEMENT_CATEGORY_X' }, 'category'],
    [{ category_specification: ['KEYWORD_X'] }, 'category_specification'],
    [{ category_addition: ['KEYWORD_X'] }, 'category_addition'],
    [{ territorial_scope: ['US'] }, 'territorial_scope'],
    [{ content_language: 'en' }, 'content_language'],
    [{ content_date: '1999-12-31' }, 'content_date'],
    [{ content_date: '2021-02-30' }, 'content_date'],
    [{ application_date: '2019-12-31' }, 'application_date'],
    [{ end_date_visibility_restriction: '2039-01-01' }, 'end_date_visibility_restriction'],
    [{ decision_facts: 'x'.repeat(5001) }, 'decision_facts'],
    [{ incompatible_content_ground: '' }, 'incompatible_content_ground'],
    [{ incompatible_content_explanation: 'x'.repeat(2001) }, 'incompatible_content_explanation'],
    [{ source_type: 'SOURCE_X' }, 'source_type'],
    [{ automated_detection: 'yes' }, 'automated_detection'],
    [{ automated_decision: 'FULLY' }, 'automated_decision'],
    [{ decision_ground_reference_url: 'nowhere' }, 'decision_ground_reference_url'],
    [{ content_id: { 'EAN-13': '12' } }, 'content_id'],
  ])('finds %j', (change, field) => {
    expect(fields({ ...GOOD, ...change })).toContain(field);
  });

  it('asks for what must be there, and takes any other restriction', () => {
    expect(fields({})).toEqual(expect.arrayContaining(['puid', 'decision_facts', 'category']));
    const { decision_visibility: _, ...rest } = GOOD;
    expect(fields({ ...rest, decision_account: 'DECISION_ACCOUNT_SUSPENDED' })).toEqual([]);
    expect(fields([])).toEqual(['']);
  });
});

const examples = sharedData('civic/protocols/dsa/example_multi_statements.json');
const single = sharedData('civic/protocols/dsa/example_statement.json');
const lists = sharedData('civic/protocols/dsa/statements.json');

it.skipIf(examples === undefined || single === undefined)(
  "the database's own examples pass",
  () => {
    const read = (path = ''): Json => JSON.parse(readFileSync(path, 'utf8')) as Json;
    const many = read(examples);
    const all = [
      read(single),
      ...(isObject(many)
        ? ((many['statements'] ?? []) as readonly Json[])
        : (many as readonly Json[])),
    ];
    expect(all.length).toBeGreaterThan(1);
    for (const one of all) expect(statementProblems(one)).toEqual([]);
  },
);

it.skipIf(lists === undefined)("every value the database's client lists is known", () => {
  const listed = JSON.parse(readFileSync(lists ?? '', 'utf8')) as Readonly<
    Record<string, readonly string[]>
  >;
  for (const [field, known] of Object.entries(codes as Readonly<Record<string, readonly string[]>>))
    for (const value of listed[field] ?? []) expect(known).toContain(value);
});
