import fc from 'fast-check';
import { expect, it } from 'vitest';
import type { Json } from '../lib/json.ts';
import { factRecord, readFact } from './read-fact.ts';

const GOOD = {
  kind: 'hours',
  jurisdiction: 'US-GA',
  value: 'Polls close at 19:00.',
  data: { close: '19:00' },
  source: 'https://example.org/hours',
};

function said(record: Json): readonly string[] {
  return readFact(record).problems.map(
    ({ field, hint, message, severity }) =>
      `${severity} ${field ?? ''}: ${message}${hint === undefined ? '' : ` (${hint})`}`,
  );
}

it('reads a fact and makes an id of what it says', () => {
  const { fact, problems } = readFact(GOOD);
  expect(problems).toEqual([]);
  expect(fact?.id).toMatch(/^fact-[0-9a-f]{32}$/);
  expect(readFact({ ...GOOD, jurisdiction: 'us-georgia' }).fact?.id).toBe(fact?.id);
  expect(readFact({ ...GOOD, value: 'Other.' }).fact?.id).not.toBe(fact?.id);
});

it('lets known_at be from when it is not given, and a day of until hold to its end', () => {
  const { fact } = readFact({ ...GOOD, from: '2020-11-03T19:00:00-05:00', until: '2020-11-04' });
  expect(fact).toMatchObject({
    from: '2020-11-04T00:00:00Z',
    known_at: '2020-11-04T00:00:00Z',
    until: '2020-11-05T00:00:00Z',
  });
});

it.each([
  [
    { ...GOOD, kind: 'huors' },
    'warning kind: "huors" is no kind of fact that decisions read (did you mean "hours"?)',
  ],
  [
    { ...GOOD, data: { closes: '19:00' } },
    'warning data.closes: is no key of hours facts; it is kept (did you mean "close"?)',
  ],
  [
    { ...GOOD, untill: '2020-11-03' },
    'warning untill: is no field of a fact; it is kept (did you mean "until"?)',
  ],
  [
    { ...GOOD, from: '2020-13-01' },
    'error from: "2020-13-01" is no time (as in 2020-11-03 or 2020-11-03T19:00:00-05:00)',
  ],
  [
    { ...GOOD, from: '2020-11-05', until: '2020-11-03' },
    'error until: is not after from: the fact would never hold',
  ],
  [
    { ...GOOD, jurisdiction: 'Freedonai' },
    'warning jurisdiction: "Freedonai" is in no list of countries and is taken as a name of its own',
  ],
  [
    { ...GOOD, jurisdiction: 'Gemany' },
    'warning jurisdiction: "Gemany" is in no list of countries and is taken as a name of its own (did you mean "germany"?)',
  ],
  [
    { ...GOOD, jurisdiction: 'Georgia' },
    'error jurisdiction: "Georgia" may be any of several places (write US-GA (Georgia) or GE (Georgia))',
  ],
  [
    { ...GOOD, jurisdiction: 'US-XX' },
    'warning jurisdiction: "US-XX" is no state (parts of the United States: US-GA, US-GA-Fulton)',
  ],
  [
    { ...GOOD, source: { url: 'ftp://example.org' } },
    'error source.url: is no http or https address',
  ],
  [
    { ...GOOD, data: { open: '19:00', close: '07:00' } },
    'error data.close: polls that open at 19:00 cannot close at 07:00',
  ],
  [
    { ...GOOD, kind: 'method', data: { allowed: ['phnoe'] } },
    'warning data.allowed: "phnoe" is no way to vote (did you mean "phone"?)',
  ],
  [
    { ...GOOD, kind: 'method', data: { allowed: ['post'], not_allowed: ['post'] } },
    'error data.not_allowed: "post" is both allowed and not allowed',
  ],
  [
    { kind: 'retraction', jurisdiction: 'US', source: 'x' },
    'error retracts: a retraction names the ids it withdraws',
  ],
  [
    JSON.parse(
      '{"kind":"call","jurisdiction":"US","value":"x","source":"x","__proto__":{"a":1}}',
    ) as Json,
    'error __proto__: is no usable name of a field',
  ],
] as const)('says of %j what is wrong', (record, expected) => {
  expect(said(record)).toContain(expected);
});

it('never throws, and reads again what it wrote', () => {
  const time = fc.constantFrom('2020-11-03', '2020-11-03T19:00:00-05:00', '2020-11-07T16:25:00.5Z');
  const record = fc.record(
    {
      id: fc.string({ minLength: 1, maxLength: 20 }),
      kind: fc.constantFrom('hours', 'call', 'method', 'invented'),
      jurisdiction: fc.constantFrom('US', 'US-GA', 'Freedonia-NM', 'Texas', 'US-GA-De Kalb'),
      race: fc.constantFrom('president 2020', 'US-GA senate 2020 special', 'governor'),
      value: fc.string(),
      data: fc.dictionary(
        fc.string().filter((key) => key !== '__proto__'),
        fc.jsonValue() as fc.Arbitrary<Json>,
        { maxKeys: 4 },
      ),
      from: time,
      known_at: time,
      source: fc.constantFrom('https://example.org/a', 'A source'),
      more: fc.jsonValue(),
    },
    { requiredKeys: ['kind', 'jurisdiction'] },
  );
  fc.assert(
    fc.property(record, (one) => {
      const { fact } = readFact(one);
      if (fact === undefined) return;
      const again = readFact(JSON.parse(JSON.stringify(factRecord(fact))) as Json);
      expect(JSON.stringify(again.fact)).toBe(JSON.stringify(fact));
    }),
    { numRuns: 500 },
  );
  fc.assert(fc.property(fc.jsonValue(), (value) => void readFact(value as Json)));
});
