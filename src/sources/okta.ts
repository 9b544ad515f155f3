import { ACTIVITY } from '../events/event.ts';
import type { Audit, SignIn } from '../events/event.ts';
import type { LogSource } from '../events/logsource.ts';
import { textAt } from '../lib/json.ts';
import type { JsonObject } from '../lib/json.ts';
import { defined, found, meaningfulAt, refuse, valueText } from './event-parts.ts';
import { oktaActivity } from './okta-audit.ts';
import { oktaVerdict, signInPart } from './okta-codes.ts';
import type { SignInPart } from './okta-codes.ts';
import {
  isLogEvent,
  logEvent,
  resultOf,
  serviceOf,
  shared,
  streamed,
  targetUser,
  userOf,
} from './okta-record.ts';
import type { LogEvent } from './okta-record.ts';
import { fromRow, isRow } from './okta-row.ts';
import { oktaRisk } from './okta-risk.ts';
import type { Reading, Source, SourceContext } from './source.ts';

/**
 * Okta System Log events as `/api/v1/logs` gives them, as log streaming wraps them (`detail` of an EventBridge event),
 * as rows of the admin console's CSV, and from warehouses that write the names of top-level fields in lower case.
 */
export const okta: Source<JsonObject> = {
  name: 'okta',
  title: 'Okta System Log',
  shape: 'object',
  recognise: (record) => isLogEvent(record) || isRow(record) || isLogEvent(streamed(record)),
  read,
};

function read(record: JsonObject, context: SourceContext): Reading {
  const event = logEvent(bare(record), context);
  if (typeof event === 'string') return refuse(event);
  const part = signInPart(event.type);
  return part === undefined ? { ok: true, events: [readAudit(event)] } : readSignIn(event, part);
}

function bare(record: JsonObject): JsonObject {
  if (isRow(record)) return fromRow(record);
  return isLogEvent(record) ? record : (streamed(record) ?? record);
}

function readSignIn(event: LogEvent, part: SignInPart): Reading {
  const { actor, debug, authentication, outcome } = event;
  const own = userOf(actor);
  const user =
    actor?.['type'] === 'SystemPrincipal' ? (targetUser(event) ?? own) : (own ?? targetUser(event));
  if (user === undefined) {
    return refuse(`actor.alternateId should be the account; found ${found(actor)}`);
  }
  const reason = textAt(outcome, 'reason') ?? meaningfulAt(debug, 'loginResult');
  const verdict = oktaVerdict({
    part,
    result: resultOf(event),
    reason,
    userUnknown: textAt(actor, 'id')?.toLowerCase() === 'unknown',
    factor: textAt(debug, 'factor')?.toUpperCase(),
    push: textAt(debug, 'pushOnlyResponseType')?.toUpperCase(),
    requestUri: textAt(debug, 'requestUri'),
  });
  const { meaning, ...result } = verdict;
  const legacy = event.type.endsWith('auth_via_richclient');
  const signIn: SignIn = defined({
    ...shared(event, user),
    kind: 'sign-in' as const,
    class_uid: 3002 as const,
    logsource: SIGN_INS,
    activity_id: part === 'end' ? ACTIVITY.logoff : ACTIVITY.logon,
    user,
    ...result,
    status_code: reason,
    status_detail: meaning,
    service: serviceOf(event),
    auth_protocol: meaningfulAt(debug, 'factor') ?? meaningfulAt(authentication, 'credentialType'),
    is_legacy_protocol: legacy ? true : undefined,
    is_mfa: part === 'push-denied' || isSecondFactor(part, debug) ? true : undefined,
    is_interactive: part === 'application' ? false : undefined,
    ...oktaRisk(debug, event.security),
  });
  return { ok: true, events: [signIn] };
}

function isSecondFactor(part: SignInPart, debug: JsonObject | undefined): boolean {
  return part === 'factor' && textAt(debug, 'factor')?.toUpperCase() !== 'PASSWORD_AS_FACTOR';
}

function readAudit(event: LogEvent): Audit {
  const { actor, type } = event;
  const acting = userOf(actor);
  const user = targetUser(event) ?? (isAddress(actor) ? undefined : acting);
  const parameters = auditParameters(event);
  const result = resultOf(event);
  return {
    ...defined({
      ...shared(event, user),
      kind: 'audit' as const,
      class_uid: 6003 as const,
      logsource: AUDITS,
      activity: oktaActivity(type),
      actor: acting === undefined || isAddress(actor) ? undefined : { user: acting },
      api: defined({ operation: type, service: serviceOf(event)?.name }),
      status: auditStatus(result),
      parameters: Object.keys(parameters).length === 0 ? undefined : parameters,
    }),
    user,
  };
}

/** ThreatInsight blames an address, not an account. */
function isAddress(actor: JsonObject | undefined): boolean {
  return /^ip/i.test(textAt(actor, 'type') ?? '');
}

function auditStatus(result: string | undefined): Audit['status'] {
  if (result === 'SUCCESS' || result === 'ALLOW') return 'success';
  return result === 'FAILURE' || result === 'DENY' || result === 'RATE_LIMIT'
    ? 'failure'
    : 'unknown';
}

/** Okta's own named values, and the display name of each target under its type. */
function auditParameters({ debug, targets, outcome }: LogEvent): Readonly<Record<string, string>> {
  const values = new Map<string, string>();
  for (const [name, value] of Object.entries(debug ?? {})) {
    const text = valueText(value);
    if (text !== undefined) values.set(name, text);
  }
  for (const target of targets) {
    const type = meaningfulAt(target, 'type');
    const name = meaningfulAt(target, 'displayName') ?? meaningfulAt(target, 'alternateId');
    if (type === undefined || name === undefined) continue;
    const before = values.get(type);
    values.set(type, before === undefined ? name : `${before},${name}`);
  }
  const reason = textAt(outcome, 'reason');
  if (reason !== undefined) values.set('reason', reason);
  return Object.fromEntries(values);
}

const SIGN_INS: LogSource = Object.freeze({
  category: 'authentication',
  product: 'okta',
  services: ['okta'],
});

const AUDITS: LogSource = Object.freeze({ category: 'audit', product: 'okta', services: ['okta'] });
