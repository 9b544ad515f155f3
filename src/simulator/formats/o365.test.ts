import { describe, expect, it } from 'vitest';
import type { Json, JsonObject } from '../../lib/json.ts';
import { arrayAt, isObject, textAt } from '../../lib/json.ts';
import { simulateSignins } from '../simulate.ts';

const START = Date.UTC(2026, 8, 8);

function records(): JsonObject[] {
  const attacks = [
    { mode: 'loud-spray', start: START, rates: { client: 'browser' } },
    { mode: 'legacy-success', start: START },
    { mode: 'mfa-fatigue', start: START, rates: { aftermath: 'full' } },
  ];
  const options = { seed: 5, start: START, days: 2, people: 60, format: 'o365', attacks } as const;
  return [...simulateSignins(options)].map((record) => JSON.parse(record.line) as JsonObject);
}

function named(pairs: readonly Json[], name: string): string | undefined {
  const pair = pairs.find((one) => isObject(one) && one['Name'] === name);
  return isObject(pair) ? textAt(pair, 'Value') : undefined;
}

describe('Office 365 audit records', () => {
  const all = records();
  const signIns = all.filter((record) => record['RecordType'] === 15);

  it('carry the operation and code of each sign-in, and the misleading status of a log-in page', () => {
    const failed = signIns.filter((record) => record['ErrorNumber'] === '50126');
    expect(failed.length).toBeGreaterThan(50);
    for (const record of failed) {
      expect(record['Operation']).toBe('UserLoginFailed');
      expect(record['LogonError']).toBe('InvalidUserNameOrPassword');
      const page = named(arrayAt(record, 'ExtendedProperties'), 'RequestType') === 'Login:login';
      expect(record['ResultStatus']).toBe(page ? 'Success' : 'Failed');
    }
    expect(new Set(failed.map((record) => record['ResultStatus'])).size).toBe(2);
  });

  it('write "keep me signed in" as a log-in', () => {
    const kept = signIns.filter((record) => record['ErrorNumber'] === '50140');
    expect(kept.length).toBeGreaterThan(0);
    for (const record of kept) expect(record['Operation']).toBe('UserLoggedIn');
  });

  it('give Exchange changes an address with a port', () => {
    const rules = all.filter((record) => record['Operation'] === 'New-InboxRule');
    expect(rules.length).toBeGreaterThan(0);
    for (const record of rules) expect(textAt(record, 'ClientIP')).toMatch(/:\d+$/);
  });
});
