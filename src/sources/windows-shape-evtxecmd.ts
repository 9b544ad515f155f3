import { found } from './event-parts.ts';
import type { WindowsShape } from './windows-record.ts';
import { elementText, eventData, parseObject, userData } from './windows-record.ts';

/** EvtxECmd `--json` and `--csv`: the event's fields are JSON text in `Payload`. */
export const evtxEcmdShape: WindowsShape = {
  recognise: (record) =>
    Object.hasOwn(record, 'EventId') &&
    (Object.hasOwn(record, 'Payload') || Object.hasOwn(record, 'PayloadData1')),
  parts(record) {
    const { Payload } = record;
    const payload = typeof Payload === 'string' ? parseObject(Payload) : Payload;
    const data = eventData((payload as typeof record | null | undefined)?.EventData);
    const broken = typeof Payload === 'string' && Payload.trim() !== '' && payload === null;
    return {
      eventId: record.EventId,
      time: record.TimeCreated,
      computer: elementText(record.Computer),
      channel: elementText(record.Channel),
      provider: elementText(record.Provider),
      recordId: elementText(record.EventRecordId),
      keywords: record.Keywords,
      data: { ...userData((payload as typeof record | null | undefined)?.UserData), ...data },
      fields: { eventId: 'EventId', time: 'TimeCreated' },
      ...(broken ? { problem: `Payload: not a JSON object (found ${found(Payload)})` } : {}),
    };
  },
};
