import fc from 'fast-check';
import { expect, it } from 'vitest';
import { MemoryState } from '../history/state.ts';
import type { EventDigest } from '../events/digest.ts';
import { DETECTORS } from './all.ts';
import type { Detection } from './detection.ts';
import { signIn } from './events.test-support.ts';
import { LearntToday } from './learnt-today.ts';

const HOUR = 3_600_000;

const WHO = fc.constantFrom('ann', 'ben', 'eve');
const WHERE = fc.constantFrom(
  { ip: '192.0.2.10', asn: 64_496, country: 'US' },
  { ip: '203.0.113.5', asn: 64_497, country: 'US' },
  { ip: '2001:db8:5::1', asn: 64_498, country: 'US' },
  { ip: '198.51.100.7', asn: 64_499, country: 'NL' },
);
const WITH = fc.constantFrom('Chrome 130', 'Outlook 16', 'curl 8');
const OUTCOME = fc.constantFrom('in', 'in', 'in', 'wrong-password', 'password-known');

/** Sign-ins in order of time, a quarter of a day apart at most. */
const LOG = fc
  .array(fc.tuple(WHO, WHERE, WITH, OUTCOME, fc.integer({ min: 1, max: 6 * 60 })), {
    minLength: 20,
    maxLength: 200,
  })
  .map((steps) => {
    let time = 9 * HOUR;
    return steps.map(([account, where, agent, outcome, minutes], index) => {
      time += minutes * 60_000;
      return signIn({ account, ...where, agent, time, id: `${index}` }, { outcome });
    });
  });

function observed(events: readonly EventDigest[]): readonly Detection[] {
  const state = new MemoryState();
  const told: Detection[] = [];
  for (const event of events) {
    for (const detector of DETECTORS) detector.observe(event, state, (one) => told.push(one));
  }
  return told;
}

/** The same events with parts that are shared, as those of a log that was kept. */
function shared(events: readonly EventDigest[]): readonly EventDigest[] {
  const parts = new Map<string, unknown>();
  const part = <T>(value: T): T => {
    const text = JSON.stringify(value) ?? '';
    if (!parts.has(text)) parts.set(text, value);
    return parts.get(text) as T;
  };
  return events.map((event) => {
    const { src_endpoint, device, http_request } = event;
    return Object.assign({}, event, {
      src_endpoint: part(src_endpoint),
      device: part(device),
      http_request: part(http_request),
    });
  });
}

it('changes nothing that detectors tell', () => {
  fc.assert(
    fc.property(LOG, (log) => {
      expect(observed(shared(log))).toEqual(observed(structuredClone(log)));
    }),
    { numRuns: 60 },
  );
});

it('finds an origin again on its day, until something was forgotten or the account has learnt more', () => {
  const learnt = new LearntToday<object, string>();
  const [home, office] = [{}, {}];
  const all = { forgotten: 0 };
  learnt.add(home, 1, all, true);
  expect(learnt.find(home, 1, all)).toBeDefined();
  expect(learnt.find({}, 1, all)).toBeUndefined();
  expect(learnt.find(home, 2, all)).toBeUndefined();
  expect(learnt.find(home, 1, { forgotten: 1 })).toBeUndefined();
  learnt.add(office, 1, all, false);
  expect(learnt.find(home, 1, all)).toBeDefined();
  learnt.add({}, 1, all, true);
  expect(learnt.find(home, 1, all)).toBeUndefined();
});
