import type { Audit, Event, SignIn } from '../events/event.ts';
import type { JsonObject } from '../lib/json.ts';
import { windowsSecurity } from './windows-security.ts';

/** Windows events for tests, as a flat record of the Security channel of fs1.example.org. */

export const CONTEXT = { latest: Date.UTC(2026, 5, 1) };

export const JANE = { TargetUserName: 'Jane', TargetDomainName: 'EXAMPLE' };

export function record(EventID: number, EventData: JsonObject, more: JsonObject = {}): JsonObject {
  return {
    EventID,
    TimeCreated: '2026-03-02T08:15:30Z',
    Computer: 'fs1.example.org',
    Channel: 'Security',
    EventRecordID: 9,
    EventData,
    ...more,
  };
}

export function read(value: JsonObject): Event {
  const reading = windowsSecurity.recognise(value)
    ? windowsSecurity.read(value, CONTEXT)
    : { ok: false as const, reason: 'not recognised' };
  if (!reading.ok) throw new Error(reading.reason);
  return reading.events[0];
}

export function signIn(EventID: number, data: JsonObject): SignIn {
  const event = read(record(EventID, data));
  if (event.kind !== 'sign-in') throw new Error(`${EventID} was read as ${event.kind}`);
  return event;
}

export function audit(EventID: number, data: JsonObject, more: JsonObject = {}): Audit {
  const event = read(record(EventID, data, more));
  if (event.kind !== 'audit') throw new Error(`${EventID} was read as ${event.kind}`);
  return event;
}
