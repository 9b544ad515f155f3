import type { Json, JsonObject } from '../lib/json.ts';
import { isObject, objectAt } from '../lib/json.ts';
import { found } from './event-parts.ts';
import type { WindowsShape } from './windows-record.ts';
import { elementText, eventData, userData } from './windows-record.ts';

/**
 * The event's XML turned into JSON: `{"Event":{"System":…,"EventData":…}}` as evtx_dump, chainsaw and xmltodict over
 * python-evtx write it (attributes in `#attributes`, `<name>_attributes` or `@name`), or without the outer `Event` as
 * Velociraptor does.
 */
export const xmlShape: WindowsShape = {
  recognise: (record) => system(record) !== undefined,
  parts(record) {
    const outer = objectAt(record, 'Event') ?? record;
    const inner = system(record) ?? {};
    const data = eventData(outer.EventData);
    return {
      eventId: isObject(inner.EventID) ? elementText(inner.EventID) : inner.EventID,
      time: systemTime(inner),
      computer: elementText(inner.Computer),
      channel: elementText(inner.Channel),
      provider:
        elementText(inner.Provider) ?? elementText(objectAt(inner, 'Provider_attributes')?.Name),
      recordId: elementText(inner.EventRecordID),
      keywords: inner.Keywords,
      data: { ...userData(outer.UserData), ...data },
      fields: { eventId: 'Event.System.EventID', time: 'Event.System.TimeCreated' },
      ...(data === undefined
        ? { problem: `EventData: not an object (found ${found(outer.EventData)})` }
        : {}),
    };
  },
};

function system(record: JsonObject): JsonObject | undefined {
  const inner = objectAt(objectAt(record, 'Event') ?? record, 'System');
  return inner !== undefined && Object.hasOwn(inner, 'EventID') ? inner : undefined;
}

function systemTime(inner: JsonObject): Json | undefined {
  const created = inner.TimeCreated;
  return timeElement(created) ?? objectAt(inner, 'TimeCreated_attributes')?.SystemTime ?? created;
}

/** `SystemTime` of a `TimeCreated` element, wherever the converter put the attribute. */
export function timeElement(value: Json | undefined): Json | undefined {
  if (!isObject(value)) return undefined;
  return (
    value.SystemTime ??
    value['@SystemTime'] ??
    (objectAt(value, '#attributes') ?? objectAt(value, 'attributes'))?.SystemTime
  );
}
