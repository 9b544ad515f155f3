import { describe, expect, it } from 'vitest';
import type { JsonObject } from '../lib/json.ts';
import { okta } from './okta.ts';

const CONTEXT = { latest: Date.UTC(2026, 10, 4) };

/** As the admin console's CSV has it: every column is there, most of them empty. */
const ROW: JsonObject = {
  severity: 'WARN',
  event_type: 'user.session.start',
  display_message: 'User login to Okta',
  uuid: 'd8b1',
  timestamp: '2026-11-03T08:00:00.123Z',
  'outcome.result': 'FAILURE',
  'outcome.reason': 'INVALID_CREDENTIALS',
  'actor.id': '00u1',
  'actor.type': 'User',
  'actor.alternate_id': 'Ana@example.org',
  'client.ip_address': '203.0.113.7',
  'client.user_agent.raw_user_agent': 'Mozilla/5.0',
  'client.geographical_context.country': 'Belgium',
  'client.geographical_context.geolocation.lat': '51.05',
  'client.geographical_context.geolocation.lon': '3.72',
  'authentication_context.external_session_id': 's1',
  'target0.id': '0oa1',
  'target0.type': 'AppInstance',
  'target0.display_name': 'Payroll',
  'target1.id': '',
};

const API: JsonObject = {
  eventType: 'user.session.start',
  uuid: 'd8b1',
  published: '2026-11-03T08:00:00.123Z',
  displayMessage: 'User login to Okta',
  outcome: { result: 'FAILURE', reason: 'INVALID_CREDENTIALS' },
  actor: { id: '00u1', type: 'User', alternateId: 'Ana@example.org' },
  client: {
    ipAddress: '203.0.113.7',
    userAgent: { rawUserAgent: 'Mozilla/5.0' },
    geographicalContext: { country: 'Belgium', geolocation: { lat: 51.05, lon: 3.72 } },
  },
  authenticationContext: { externalSessionId: 's1' },
  target: [{ id: '0oa1', type: 'AppInstance', displayName: 'Payroll' }],
};

function read(record: JsonObject) {
  expect(okta.recognise(record)).toBe(true);
  const reading = okta.read(record, CONTEXT);
  if (!reading.ok) throw new Error(reading.reason);
  const { raw, ...event } = reading.events[0];
  return { raw, event };
}

describe("a row of the console's CSV", () => {
  it('is the same event as the API gives', () => {
    expect(read(ROW).event).toEqual(read(API).event);
  });
  it('answers to the names of both', () => {
    expect(read(ROW).raw).toMatchObject({
      event_type: 'user.session.start',
      eventType: 'user.session.start',
      actor: { alternateId: 'Ana@example.org' },
      target: [{ displayName: 'Payroll' }],
    });
  });
  it('may have been flattened by another tool, with its lists as JSON text', () => {
    const flat = {
      eventType: 'user.session.start',
      uuid: 'd8b1',
      published: '2026-11-03T08:00:00.123Z',
      'outcome.result': 'SUCCESS',
      'actor.alternateId': 'ana@example.org',
      'client.ipAddress': '203.0.113.7',
      target: '[{"type":"AppInstance","displayName":"Payroll"}]',
      '__proto__.polluted': 'yes',
    };
    expect(read(flat).event).toMatchObject({ outcome: 'in', service: { name: 'Payroll' } });
    expect('polluted' in {}).toBe(false);
  });
});
