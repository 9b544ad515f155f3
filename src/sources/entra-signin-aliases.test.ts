import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { eventField } from '../events/fields.ts';
import type { Json, JsonObject } from '../lib/json.ts';
import { entraSignin } from './entra-signin.ts';
import {
  EVENT_HUB_SIGN_IN,
  GRAPH_SIGN_IN,
  PORTAL_SIGN_IN,
  readSignIn,
  tableSignIn,
} from './microsoft.test-support.ts';

const RECORDS: readonly JsonObject[] = [
  GRAPH_SIGN_IN,
  EVENT_HUB_SIGN_IN,
  tableSignIn(false),
  tableSignIn(true),
  PORTAL_SIGN_IN,
];

const VALUES: readonly Json[] = [null, '', 'text', '{"a":1}', 0, true, [], [{}], {}, { city: 'x' }];

/** A record with some of its members, and names rules ask for, taken away or changed. */
const records = fc
  .tuple(
    fc.constantFrom(...RECORDS),
    fc.array(
      fc.tuple(
        fc.oneof(
          fc.nat({ max: 60 }),
          fc.constantFrom('Status', 'DeviceDetail', 'Location', 'LocationDetails', 'ResultType'),
        ),
        fc.option(fc.constantFrom(...VALUES), { nil: undefined }),
      ),
      { maxLength: 4 },
    ),
  )
  .map(([record, changes]) => {
    const changed: Record<string, Json | undefined> = { ...record };
    const names = Object.keys(record);
    for (const [which, value] of changes) {
      const name = typeof which === 'string' ? which : (names[which % names.length] ?? '');
      if (value === undefined) delete changed[name];
      else changed[name] = value;
    }
    return changed;
  })
  .filter((record) => entraSignin.recognise(record) && entraSignin.read(record, { latest: 0 }).ok);

describe('aliases of a sign-in', () => {
  it('are the same asked for one by one as all together', () => {
    fc.assert(
      fc.property(records, (record) => {
        const { aliases, raw } = readSignIn(entraSignin, record);
        const all = aliases?.all() ?? {};
        for (const name of [...Object.keys(all), ...Object.keys(raw), 'constructor', 'no such']) {
          expect(aliases?.value(name)).toEqual(Object.hasOwn(all, name) ? all[name] : undefined);
        }
      }),
    );
  });

  it('keep what the record says where an alias knows no better', () => {
    const { aliases } = readSignIn(entraSignin, {
      ...tableSignIn(false),
      Location: null,
      LocationDetails: {},
    });
    expect(aliases?.value('Location')).toBeNull();
    expect(aliases?.all()['Location']).toBeNull();
  });

  it('leave the record as it was read', () => {
    fc.assert(
      fc.property(records, (record) => {
        const given = JSON.stringify(record);
        const { aliases, raw } = readSignIn(entraSignin, record);
        const kept = JSON.stringify(raw);
        aliases?.all();
        expect(JSON.stringify(record)).toBe(given);
        expect(JSON.stringify(raw)).toBe(kept);
      }),
    );
  });

  it('are entered by dotted names', () => {
    const event = readSignIn(entraSignin, GRAPH_SIGN_IN);
    expect(eventField('LocationDetails.city')(event)).toBe(GRAPH_SIGN_IN.location.city);
    expect(eventField('DeviceDetail.deviceId')(event)).toBe(GRAPH_SIGN_IN.deviceDetail.deviceId);
  });
});
