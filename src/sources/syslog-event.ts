import { ACTIVITY } from '../events/event.ts';
import type { Audit, Event, Metadata, SignIn } from '../events/event.ts';
import type { JsonObject } from '../lib/json.ts';
import type { Attempt } from './attempt.ts';
import { account, defined, endpoint } from './event-parts.ts';
import type { Reading, SourceContext } from './source.ts';
import { NO_ID } from './source.ts';
import { linuxLogSource, readAttempt } from './syslog-programs.ts';

/** A message of a Unix program, from a syslog line or the journal. */
export interface Message {
  /** Milliseconds since 1970. */
  readonly time: number;
  readonly hostname: string;
  readonly program: string;
  readonly facility: number | undefined;
  readonly message: string;
  readonly source: string;
  /** The record's own id, or `NO_ID`. */
  readonly id: string;
  readonly raw: JsonObject;
}

/** One message may stand for many attempts, but not for any number somebody writes into a log; the rest is cut off. */
const MAX_ATTEMPTS = 10_000;

/**
 * A sign-in for each attempt the message tells of, else one audit record that rules can match. Where the record has an
 * id, those of its second and later attempts end in `/2`, `/3`, …; else the pipeline tells them apart, as equal lines.
 */
export function messageEvents(message: Message, context: SourceContext): Reading {
  const attempt = readAttempt(message.program, message.message);
  if (attempt === undefined) return { ok: true, events: [auditEvent(message, context)] };
  const parts = signInParts(message, attempt);
  const event = (index: number): SignIn => ({
    ...parts,
    metadata: metadata(message, context, index),
  });
  const times = Math.min(attempt.times, MAX_ATTEMPTS);
  const later = Array.from({ length: times - 1 }, (_, i) => event(i + 1));
  return { ok: true, events: [event(0), ...later] };
}

function signInParts(message: Message, attempt: Attempt): Omit<SignIn, 'metadata'> {
  const { row, session } = attempt;
  return defined({
    kind: 'sign-in' as const,
    class_uid: 3002 as const,
    time: message.time,
    logsource: linuxLogSource('authentication', message.program, message.facility),
    activity_id: ACTIVITY.logon,
    user: account(attempt.user),
    outcome: row.outcome,
    stopped_by: row.stopped_by,
    status_detail: row.meaning,
    service: defined({ name: attempt.service, uid: message.hostname || undefined }),
    auth_protocol: attempt.auth_protocol,
    is_legacy_protocol: attempt.is_legacy_protocol,
    src_endpoint: source(attempt),
    session: session === undefined ? undefined : { uid: session },
    raw: message.raw,
  });
}

function source(attempt: Attempt): SignIn['src_endpoint'] {
  const { from, port } = attempt;
  if (from === undefined || /^(?:UNKNOWN)?$/i.test(from)) return undefined;
  return endpoint({ address: from, port: port === undefined ? undefined : Number(port) });
}

function auditEvent(message: Message, context: SourceContext): Event {
  const audit: Audit = {
    kind: 'audit',
    class_uid: 6003,
    time: message.time,
    metadata: metadata(message, context, 0),
    logsource: linuxLogSource('audit', message.program, message.facility),
    activity: 'other',
    user: undefined,
    api: { operation: message.program === '' ? 'message' : message.program, service: 'syslog' },
    status: 'unknown',
    raw: message.raw,
  };
  return audit;
}

function metadata(message: Message, context: SourceContext, index: number): Metadata {
  const suffix = index === 0 || message.id === NO_ID ? '' : `/${index + 1}`;
  return {
    uid: `${message.source}:${message.id}${suffix}`,
    source: message.source,
    tenant_uid: context.organisation ?? organisation(message.hostname),
  };
}

/** The domain of the host that logged it. Names in messages are what clients sent, and so no organisation's. */
function organisation(hostname: string): string {
  const dot = hostname.indexOf('.');
  const domain = hostname.slice(dot + 1).toLowerCase();
  return dot > 0 && /^(?=.*[a-z])[a-z\d.-]+$/.test(domain) ? domain : 'unknown';
}
