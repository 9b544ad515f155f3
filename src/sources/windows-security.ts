import type { Event } from '../events/event.ts';
import type { JsonObject } from '../lib/json.ts';
import { refuse } from './event-parts.ts';
import type { Reading, Source, SourceContext } from './source.ts';
import { NO_ID } from './source.ts';
import { windowsOrganisation } from './windows-account.ts';
import { windowsAuditRecord } from './windows-audit.ts';
import { WINDOWS_SIGN_IN, windowsAudit } from './windows-channels.ts';
import type { WindowsRecord } from './windows-record.ts';
import { isWindowsRecord, readWindowsRecord } from './windows-shape.ts';
import { isWindowsSignIn, windowsSignIn } from './windows-sign-in.ts';

const NAME = 'windows-security';
const SECURITY = 'Security';

/** Windows events of every channel, as JSON; those of the Security channel are understood, the others kept for rules. */
export const windowsSecurity: Source<JsonObject> = {
  name: NAME,
  title: 'Windows event log',
  shape: 'object',
  recognise: isWindowsRecord,
  read(record: JsonObject, context: SourceContext): Reading {
    const reading = readWindowsRecord(record);
    if (!reading.ok) return refuse(reading.error);
    const { event, raw } = reading.value;
    const channel = event.channel ?? assumedChannel(event);
    const security = channel.toLowerCase() === 'security';
    const base = {
      time: event.time,
      metadata: {
        uid: `${NAME}:${recordId(event, channel)}`,
        source: NAME,
        tenant_uid: context.organisation ?? windowsOrganisation(event.computer),
      },
      raw,
    };
    if (security && isWindowsSignIn(event.eventId) && !hasFields(event.data)) {
      return refuse(`EventData: empty, so event ${event.eventId} says nothing of who signed in`);
    }
    const signIn = security ? windowsSignIn(event) : undefined;
    const read: Event =
      signIn === undefined
        ? { ...base, logsource: windowsAudit(channel), ...windowsAuditRecord(event, security) }
        : { ...base, logsource: WINDOWS_SIGN_IN, ...signIn };
    return { ok: true, events: [read] };
  },
};

/** Tools that drop the channel keep the provider; without both, the event's number has to do. */
function assumedChannel(event: WindowsRecord): string {
  const { provider, eventId } = event;
  if (provider !== undefined) {
    return /^Microsoft[- ]Windows[- ]Security[- ]Auditing\.?$/i.test(provider)
      ? SECURITY
      : provider;
  }
  return isWindowsSignIn(eventId) || (eventId >= 4608 && eventId < 5200) ? SECURITY : '';
}

/** Record numbers count per channel and computer; the Security channel's stand alone. */
function recordId(event: WindowsRecord, channel: string): string {
  const { computer, recordId: number } = event;
  if (computer === undefined || number === undefined) return NO_ID;
  const host = computer.toLowerCase();
  return channel.toLowerCase() === 'security'
    ? `${host}/${number}`
    : `${host}/${channel}/${number}`;
}

function hasFields(data: JsonObject): boolean {
  for (const key in data) if (Object.hasOwn(data, key)) return true;
  return false;
}
