import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import type { Event } from '../src/events/event.ts';
import { readBack } from '../src/intake/records.test-support.ts';
import { textAt } from '../src/lib/json.ts';
import { entraAudit } from '../src/sources/entra-audit.ts';
import { ENTRA_CODES } from '../src/sources/entra-codes.ts';
import { entraRisk } from '../src/sources/entra-risk.ts';
import { entraSignin } from '../src/sources/entra-signin.ts';
import { o365Audit } from '../src/sources/o365-audit.ts';
import { sharedData } from './shared-data.ts';

const SOURCES = [entraSignin, entraAudit, entraRisk, o365Audit];

/** Every record of a file as an event, or why not. */
function readFile(path: string): {
  readonly events: readonly Event[];
  readonly faults: readonly string[];
} {
  const bytes = readFileSync(path);
  const { records, broken } = readBack(path.endsWith('.gz') ? gunzipSync(bytes) : bytes);
  const events: Event[] = [];
  const faults: string[] = broken.map((piece) => JSON.stringify(piece));
  for (const record of records) {
    if (typeof record === 'string') {
      faults.push(`a line: ${record}`);
      continue;
    }
    const claims = SOURCES.filter((source) => source.recognise(record));
    const [source] = claims;
    if (source === undefined || claims.length > 1) {
      faults.push(`${claims.length} sources claim ${Object.keys(record).join()}`);
      continue;
    }
    const reading = source.read(record, { latest: 0 });
    if (reading.ok) events.push(...reading.events);
    else faults.push(reading.reason);
  }
  return { events, faults };
}

function failedYetSuccess(events: readonly Event[]): readonly Event[] {
  return events.filter(
    ({ raw }) => raw['Operation'] === 'UserLoginFailed' && raw['ResultStatus'] === 'Success',
  );
}

const samples = sharedData('accounts/det-eng-samples/dataset');

describe.skipIf(samples === undefined)('labelled samples of Office 365 attacks', () => {
  const folder = samples ?? '';
  const files = samples === undefined ? [] : readdirSync(folder);

  it('are read whole: 125 records', () => {
    const read = files.map((file) => readFile(join(folder, file)));
    expect(read.flatMap(({ faults }) => faults)).toEqual([]);
    expect(read.flatMap(({ events }) => events)).toHaveLength(125);
  });

  it.each([
    ['t1110.003', 'sign-in'],
    ['t1592.004', 'sign-in'],
    ['t1098.002_Application', 'role-grant'],
    ['t1098.002_Mail', 'mailbox-permission'],
    ['t1098.003', 'role-grant'],
    ['t1114.002', 'mailbox-protocol'],
    ['t1114_Set-Mailbox', 'mailbox-forwarding'],
    ['t1114.003_Forward', 'mailbox-forwarding'],
    ['t1114.003_rule', 'inbox-rule'],
    ['t1531_mass', 'account-delete'],
    ['t1531_Remove', 'role-removal'],
    ['t1550.001_All', 'access-policy-change'],
    ['t1550.001_default', 'application-change'],
    ['t1556', 'mfa-change'],
    ['t1562.001_Remove', 'access-policy-change'],
    ['t1562.008', 'audit-policy-change'],
    ['t1562-', 'audit-policy-change'],
    ['t1562_', 'audit-policy-change'],
    ['t1564.008', 'inbox-rule'],
  ])('%s is about %s', (prefix, expected) => {
    const chosen = files.filter((file) => file.startsWith(prefix));
    expect(chosen).not.toEqual([]);
    const about = chosen
      .flatMap((file) => readFile(join(folder, file)).events)
      .map((event) => (event.kind === 'audit' ? event.activity : event.kind));
    expect(new Set(about)).toEqual(new Set([expected]));
  });
});

const incident = sharedData('accounts/invictus-o365_dataset/auditrecords.csv.gz');

describe.skipIf(incident === undefined)('an Office 365 incident exported through Splunk', () => {
  const { events, faults } =
    incident === undefined ? { events: [], faults: [] } : readFile(incident);

  it('is read whole: 9,611 records', () => {
    expect(faults).toEqual([]);
    expect(events).toHaveLength(9611);
    expect(events.filter(({ kind }) => kind === 'sign-in')).toHaveLength(951);
  });

  it('never takes a failed log-in with ResultStatus Success for one that got in', () => {
    const trapped = failedYetSuccess(events);
    expect(trapped.length).toBeGreaterThan(250);
    expect(trapped.filter((event) => event.kind !== 'sign-in' || event.outcome === 'in')).toEqual(
      [],
    );
  });
});

const codes = sharedData('accounts/entra-errorcodes/ep3p-ResultType-SignInLogsErrorCodes.csv');

describe.skipIf(codes === undefined)('the public watchlist of result codes', () => {
  it('has no code that the table lacks', () => {
    const { records } = readBack(readFileSync(codes ?? ''));
    const listed = records.map((record) =>
      typeof record === 'string' ? record : textAt(record, 'ResultType'),
    );
    expect(listed).toHaveLength(36);
    expect(listed.filter((code) => !ENTRA_CODES.has(code ?? ''))).toEqual([]);
  });
});

const panther = sharedData('accounts/panther-tests/azure_signin_rules.jsonl');

describe.skipIf(panther === undefined)('test records of public Azure rules', () => {
  it('are read whole', () => {
    const { records } = readBack(readFileSync(panther ?? ''));
    const faults = records.flatMap((test) => {
      const log = typeof test === 'string' ? undefined : test['log'];
      if (typeof log !== 'object' || log === null || Array.isArray(log)) return [];
      const source = SOURCES.find((candidate) => candidate.recognise(log as never));
      const reading = source?.read(log as never, { latest: 0 });
      return reading?.ok === true ? [] : [reading?.reason ?? JSON.stringify(log)];
    });
    expect(records.length).toBeGreaterThan(40);
    expect(faults).toEqual([]);
  });
});
