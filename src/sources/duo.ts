import { isObject, objectAt, textAt } from '../lib/json.ts';
import type { JsonObject } from '../lib/json.ts';
import { readActivity, readAdministrator } from './duo-administrator.ts';
import { readAuthentication } from './duo-authentication.ts';
import type { Entry } from './duo-record.ts';
import { firstTime, found, refuse } from './event-parts.ts';
import type { Reading, Source, SourceContext } from './source.ts';

/**
 * Cisco Duo logs: authentication (Admin API version 2, and the flat records of version 1), administrator actions
 * (version 1) and activity (version 2).
 */
export const duo: Source<JsonObject> = {
  name: 'duo',
  title: 'Cisco Duo logs',
  shape: 'object',
  recognise: (record) => kindOf(record) !== undefined,
  read,
};

type Kind = 'authentication' | 'administrator' | 'activity';

function kindOf(record: JsonObject): Kind | undefined {
  if (isAuthentication(record)) return 'authentication';
  if (typeof record['action'] === 'string') {
    return isAdministrator(record) ? 'administrator' : undefined;
  }
  const named = textAt(objectAt(record, 'action'), 'name') !== undefined;
  return named && record['activity_id'] !== undefined && record['ts'] !== undefined
    ? 'activity'
    : undefined;
}

function isAuthentication(record: JsonObject): boolean {
  if (typeof record['result'] !== 'string' || record['factor'] === undefined) return false;
  const nested = isObject(record['access_device']) || isObject(record['auth_device']);
  const flat = record['integration'] !== undefined && record['username'] !== undefined;
  return flat || (nested && (isObject(record['user']) || record['txid'] !== undefined));
}

function isAdministrator(record: JsonObject): boolean {
  const action = textAt(record, 'action') ?? '';
  if (!/^[a-z0-9]+(?:_[a-z0-9]+)+$/.test(action)) return false;
  if (record['username'] === undefined) return false;
  const ours =
    record['isotimestamp'] !== undefined ||
    textAt(record, 'host')?.endsWith('.duosecurity.com') === true ||
    record['eventtype'] === 'administrator';
  return ours && (record['timestamp'] !== undefined || record['isotimestamp'] !== undefined);
}

function read(record: JsonObject, context: SourceContext): Reading {
  const time = firstTime(
    record['isotimestamp'],
    record['ts'],
    record['timestamp'],
    record['p_event_time'],
  );
  if (time === undefined) {
    const value = record['isotimestamp'] ?? record['ts'] ?? record['timestamp'];
    return refuse(`isotimestamp or timestamp should be when it happened; found ${found(value)}`);
  }
  const entry: Entry = { record, time, context };
  if (kindOf(record) === 'authentication') return readAuthentication(entry);
  return isObject(record['action']) ? readActivity(entry) : readAdministrator(entry);
}
