import { rawField } from '../events/fields.ts';
import type { JsonObject } from '../lib/json.ts';
import { isObject, objectAt } from '../lib/json.ts';
import type { WindowsShape } from './windows-record.ts';
import { elementText } from './windows-record.ts';

const SECURITY_AUDITING = 'Microsoft-Windows-Security-Auditing';

/** Winlogbeat and Elastic Agent: `winlog.*` with ECS fields beside it, nested or dotted, or a search hit with both. */
export const ecsShape: WindowsShape = {
  recognise(record) {
    const document = documentOf(record);
    return (
      isObject(document.winlog) ||
      Object.hasOwn(document, 'winlog.event_id') ||
      eventProvider(document) === SECURITY_AUDITING
    );
  },
  parts(record) {
    const document = documentOf(record);
    return {
      eventId: eventId(document) ?? code(document),
      time: timestamp(document) ?? created(document),
      computer: elementText(computer(document)) ?? elementText(host(document)),
      channel: elementText(channel(document)),
      provider: elementText(provider(document)) ?? elementText(eventProvider(document)),
      recordId: elementText(recordId(document)),
      keywords: keywords(document) ?? outcome(document),
      data: { ...under(document, 'user_data'), ...under(document, 'event_data') },
      fields: { eventId: 'winlog.event_id', time: '@timestamp' },
      ...(document === record ? {} : { inner: document }),
    };
  },
};

/** What Elasticsearch returns for a search has the document in `_source`. */
function documentOf(record: JsonObject): JsonObject {
  return objectAt(record, '_source') ?? record;
}

const eventId = rawField('winlog.event_id');
const code = rawField('event.code');
const timestamp = rawField('@timestamp');
const created = rawField('event.created');
const computer = rawField('winlog.computer_name');
const host = rawField('host.name');
const channel = rawField('winlog.channel');
const provider = rawField('winlog.provider_name');
const eventProvider = rawField('event.provider');
const recordId = rawField('winlog.record_id');
const keywords = rawField('winlog.keywords');
const outcome = rawField('event.outcome');

/** The fields below `winlog.<part>`, whether nested or flattened into dotted keys. */
function under(record: JsonObject, part: 'event_data' | 'user_data'): JsonObject {
  const nested = isObject(record.winlog) ? record.winlog[part] : record[`winlog.${part}`];
  if (isObject(nested)) return nested;
  const prefix = `winlog.${part}.`;
  return Object.fromEntries(
    Object.entries(record)
      .filter(([key]) => key.startsWith(prefix))
      .map(([key, value]) => [key.slice(prefix.length), value]),
  );
}
