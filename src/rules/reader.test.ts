import { describe, expect, it } from 'vitest';

import type { Event, SignIn } from '../events/event.ts';
import type { LogSource } from '../events/logsource.ts';
import { compileRules } from './compile.ts';
import type { RuleSet } from './compile.ts';
import type { RuleDocument } from './tree.ts';
import { parseRules } from './parse.ts';
import { eventReader } from './reader.ts';

const AZURE: LogSource = {
  category: 'authentication',
  product: 'azure',
  services: ['signinlogs', 'extra'],
};

const EVENT: SignIn = {
  kind: 'sign-in',
  class_uid: 3002,
  activity_id: 1,
  time: Date.UTC(2026, 0, 2, 3, 4, 5),
  metadata: { uid: 'entra:1', source: 'entra', tenant_uid: 'example.org' },
  logsource: AZURE,
  user: { name: 'ann@example.org' },
  outcome: 'wrong-password',
  raw: { UserPrincipalName: 'Ann@Example.org', ResultType: 50126, location: { city: 'Bern' } },
};

function matches(logsource: string, search: string): boolean {
  const text = `title: t\nlogsource: ${logsource}\ndetection: { s: ${search}, condition: s }`;
  const { ruleSet } = compileRules(parseRules(text, 't.yml').rules, eventReader);
  return ruleSet.match(EVENT).length === 1;
}

describe('rules over events', () => {
  it.each([
    ['{ product: azure, service: signinlogs }', true],
    ['{ product: Azure, service: EXTRA }', true],
    ['{ product: azure, service: auditlogs }', false],
    ['{ product: okta }', false],
    ['{ category: authentication }', true],
    ['{ category: audit }', false],
    ['{ category: authentication, product: okta }', false],
    ['{ service: signinlogs }', true],
  ])('with the log source %s apply: %s', (logsource, expected) => {
    expect(matches(logsource, '{ outcome: wrong-password }')).toBe(expected);
  });

  it('mean the vendor by a shared field name only when they name a product', () => {
    const raw = { ...EVENT.raw, outcome: 'allow' };
    const matching = (logsource: string, value: string): number => {
      const text = `title: t\nlogsource: ${logsource}\ndetection: { s: { outcome: ${value} }, condition: s }`;
      const { ruleSet } = compileRules(parseRules(text, 't.yml').rules, eventReader);
      return ruleSet.match({ ...EVENT, raw }).length;
    };
    expect(matching('{ category: authentication }', 'wrong-password')).toBe(1);
    expect(matching('{ category: authentication }', 'allow')).toBe(0);
    expect(matching('{ product: azure }', 'allow')).toBe(1);
    expect(matching('{ product: azure }', 'wrong-password')).toBe(0);
  });

  it.each([
    ['{ ResultType: 50126 }', true],
    ['{ location.city: bern }', true],
    ['{ user.name: ann@example.org }', true],
    ['{ "time|hour": 3 }', true],
    ['[bern]', true],
    ['{ resulttype: 50126 }', false],
    ['{ "session.uid|exists": false }', true],
  ])('read %s from the record as from its normalised form: %s', (search, expected) => {
    expect(matches('{ product: azure }', search)).toBe(expected);
  });

  it('finds the same rules with the index as one by one', () => {
    const bodies = [
      '{ a: [1, x*] }',
      '{ a: 1, b: 2 }',
      '{ b: [2, 3] }',
      '{ "c|contains": z }',
      '{ a: null }',
      '[zz]',
    ];
    const text = bodies
      .flatMap((body, n) =>
        ['s', 'not s'].map(
          (condition) =>
            `title: t${n} ${condition}\nlogsource: { product: azure }\ndetection: { s: ${body}, condition: ${condition} }\n`,
        ),
      )
      .join('---\n');
    const { rules } = parseRules(text, 't.yml');
    const together = compileRules(rules, eventReader).ruleSet;
    const values = [undefined, 1, '1', 2, 'xy', ['q', 3], 'zz', null];
    for (const a of values) {
      for (const b of values) {
        for (const c of values) {
          const event = {
            ...EVENT,
            raw: {
              ...(a === undefined ? {} : { a }),
              ...(b === undefined ? {} : { b }),
              ...(c === undefined ? {} : { c }),
            },
          };
          const alone = rules
            .filter((rule) => compiledAlone(rule).match(event).length > 0)
            .map(({ title }) => title);
          expect(together.match(event).map(({ rule }) => rule.title)).toEqual(alone);
        }
      }
    }
  });
});

const alone = new WeakMap<object, RuleSet<Event>>();

function compiledAlone(rule: RuleDocument) {
  const known = alone.get(rule);
  if (known !== undefined) return known;
  const made = compileRules([rule], eventReader).ruleSet;
  alone.set(rule, made);
  return made;
}
