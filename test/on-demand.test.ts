import fc from 'fast-check';
import { expect, it } from 'vitest';
import type { Event } from '../src/events/event.ts';
import { eventField } from '../src/events/fields.ts';
import { FacetNumbers, FacetTable } from '../src/facet-numbers.ts';
import { JsonLine } from '../src/intake/json-line.ts';
import { KeptEvents, numberFacets, ownTexts } from '../src/kept-event.ts';
import type { Json, JsonObject } from '../src/lib/json.ts';
import { SOURCES } from '../src/sources/all.ts';
import type { Reading } from '../src/sources/source.ts';
import {
  EVENT_HUB_SIGN_IN,
  GRAPH_SIGN_IN,
  PORTAL_SIGN_IN,
  tableSignIn,
} from '../src/sources/microsoft.test-support.ts';

const RECORDS: readonly JsonObject[] = [
  GRAPH_SIGN_IN,
  EVENT_HUB_SIGN_IN,
  tableSignIn(false),
  tableSignIn(true),
  PORTAL_SIGN_IN,
];

const VALUES: readonly Json[] = [
  null,
  '',
  'text',
  '{"a":1}',
  'Zoë\n',
  0,
  -1.5e3,
  true,
  [],
  [{}],
  {},
];

/** What rules ask for: names of every kind. */
const FIELDS = [
  'ResultType',
  'Status',
  'status.errorCode',
  'DeviceDetail.trusttype',
  'LocationDetails',
  'user.name',
  'src_endpoint.ip',
  'outcome',
  'is_mfa',
  'risk_level',
  'device.uid',
  'no such',
];

const numbers = new FacetNumbers(0);
const facets = new FacetTable((text) => JSON.parse(text) as JsonObject);
const keptEvents = new KeptEvents();

/** An event as it comes back from where it was kept, after others that may share its facets. */
function keptAndBack(event: Event): unknown {
  numbers.begin();
  const own = numberFacets(event, undefined, numbers);
  facets.take(numbers.end());
  const kept = keptEvents.one({
    time: event.time,
    texts: ownTexts(event, event.metadata.uid),
    facets: own.map((number) => facets.of(number) ?? null),
  });
  return JSON.parse(JSON.stringify({ ...kept.event, raw: undefined }));
}

/** Everything the later stages may ask of what was read. */
function view(reading: Reading): unknown {
  if (!reading.ok) return reading;
  const [event] = reading.events;
  const { raw: _, aliases: __, onDemand, ...plain } = event;
  const digest = onDemand?.digest() ?? plain;
  const kept = keptAndBack(event);
  expect(kept).toEqual(JSON.parse(JSON.stringify(digest)));
  return {
    fields: FIELDS.map((field) => eventField(field)(event)),
    digest,
    kept,
    aliases: event.aliases?.all(),
    raw: event.raw,
  };
}

const line = new JsonLine();

const cases = fc.tuple(
  fc.constantFrom(...RECORDS),
  fc.array(
    fc.tuple(fc.nat({ max: 60 }), fc.option(fc.constantFrom(...VALUES), { nil: undefined })),
    {
      maxLength: 4,
    },
  ),
);

it('a sign-in read on demand is the one that is read whole', () => {
  let compared = 0;
  fc.assert(
    fc.property(cases, ([record, changes]) => {
      const changed: Record<string, Json | undefined> = { ...record };
      const names = Object.keys(record);
      for (const [which, value] of changes) changed[names[which % names.length] ?? ''] = value;
      const bytes = Buffer.from(JSON.stringify(changed));
      const whole = JSON.parse(bytes.toString()) as JsonObject;
      line.load(bytes);
      if (!line.show(0, bytes.length)) return;
      for (const source of SOURCES) {
        const { onDemand, shape } = source;
        if (onDemand === undefined || shape !== 'object') continue;
        expect(onDemand.recognise(line)).toBe(source.recognise(whole));
        if (!source.recognise(whole)) continue;
        compared += 1;
        const wanted = view(source.read(whole, { latest: 0 }));
        expect(view(onDemand.read(line, { latest: 0 }))).toStrictEqual(wanted);
      }
    }),
    { numRuns: 1000 },
  );
  expect(compared).toBeGreaterThan(500);
});
