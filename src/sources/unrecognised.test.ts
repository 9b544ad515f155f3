import { describe, expect, it } from 'vitest';
import { SOURCES } from './all.ts';
import { unrecognised } from './unrecognised.ts';

describe('a record that nobody knows is refused', () => {
  it('by its category, where Azure gives one', () => {
    const record = { time: 't', category: 'ProvisioningLogs', properties: {} };
    expect(unrecognised(record, SOURCES)).toContain('is of the category "ProvisioningLogs"');
  });
  it('with the way out of the envelope a collector put it in', () => {
    const record = { ts: 1, event: { __REALTIME_TIMESTAMP: '1', MESSAGE: 'x' } };
    expect(unrecognised(record, SOURCES)).toContain(`take it out (jq -cr '.event')`);
  });
  it('with the way out of text, two envelopes deep', () => {
    const json = '{"__REALTIME_TIMESTAMP":"1","MESSAGE":"x"}';
    expect(unrecognised({ _raw: json }, SOURCES)).toContain(`(jq -cr '._raw | fromjson')`);
    const line = 'Nov  3 08:00:00 host sshd[1]: x';
    expect(unrecognised({ result: { _raw: line } }, SOURCES)).toContain(`(jq -cr '.result._raw')`);
  });
  it('by a few of its fields otherwise', () => {
    const record = Object.fromEntries(Array.from({ length: 9 }, (_, index) => [`f${index}`, 1]));
    expect(unrecognised(record, SOURCES)).toMatch(/it has f0, f1, f2, f3, f4, f5, …\)$/);
    expect(unrecognised({}, SOURCES)).toContain('no fields');
  });
});
