import { ACTIVITY } from '../events/event.ts';
import type { Audit, RiskLevel, SignIn } from '../events/event.ts';
import { arrayAt, booleanAt, objectAt, textAt } from '../lib/json.ts';
import type { JsonObject } from '../lib/json.ts';
import { duoVerdict } from './duo-codes.ts';
import {
  DUO_AUDITS,
  DUO_SIGN_INS,
  accessDevice,
  accessEndpoint,
  serviceOf,
  shared,
} from './duo-record.ts';
import type { Entry } from './duo-record.ts';
import {
  account,
  anyDefined,
  defined,
  domainOf,
  found,
  meaningfulAt,
  refuse,
} from './event-parts.ts';
import type { Reading } from './source.ts';
import { NO_ID } from './source.ts';

/** Authentication log, both versions; an enrolment is a change of the second factor, not a sign-in. */
export function readAuthentication(entry: Entry): Reading {
  const { record } = entry;
  const person = objectAt(record, 'user');
  const email = meaningfulAt(record, 'email');
  const name =
    meaningfulAt(person, 'name') ??
    meaningfulAt(record, 'username') ??
    email ??
    meaningfulAt(record, 'alias');
  if (name === undefined) {
    const value = record['user'] ?? record['username'];
    return refuse(`user.name or username should be the account; found ${found(value)}`);
  }
  const user = account(name, meaningfulAt(person, 'key'), domainOf(email));
  const id = textAt(record, 'txid') ?? NO_ID;
  const common = {
    ...shared(entry, id, [name, email, meaningfulAt(record, 'alias')]),
    src_endpoint: accessEndpoint(record),
    device: accessDevice(record),
  };
  const result = textAt(record, 'result');
  const reason = textAt(record, 'reason');
  if (isEnrolment(record)) {
    const audit: Audit = {
      ...defined({
        ...common,
        kind: 'audit' as const,
        class_uid: 6003 as const,
        logsource: DUO_AUDITS,
        activity: 'mfa-change' as const,
        actor: { user },
        api: defined({ operation: 'enrollment', service: serviceOf(record)?.name }),
        status: /^success$/i.test(result ?? '') ? ('success' as const) : ('failure' as const),
        parameters: anyDefined({ factor: textAt(record, 'factor'), reason }),
      }),
      user,
    };
    return { ok: true, events: [audit] };
  }
  const { meaning, ...verdict } = duoVerdict(result, reason);
  const signIn: SignIn = defined({
    ...common,
    kind: 'sign-in' as const,
    class_uid: 3002 as const,
    logsource: DUO_SIGN_INS,
    activity_id: ACTIVITY.logon,
    user,
    ...verdict,
    status_code: reason ?? result,
    status_detail: meaning,
    service: serviceOf(record),
    auth_protocol: meaningfulAt(record, 'factor'),
    ...trustOf(record),
  });
  return { ok: true, events: [signIn] };
}

function isEnrolment(record: JsonObject): boolean {
  return (
    /^enrol/i.test(textAt(record, 'event_type') ?? '') ||
    booleanAt(record, 'new_enrollment') === true
  );
}

/** Duo's risk-based authentication rates trust, the reverse of risk. */
function trustOf(record: JsonObject) {
  const assessment = objectAt(objectAt(record, 'adaptive_trust_assessments'), 'more_secure_auth');
  const level = textAt(assessment, 'trust_level')?.toLowerCase();
  const detectors = arrayAt(assessment, 'detected_attack_detectors').filter(
    (detector) => typeof detector === 'string',
  );
  const risk: RiskLevel | undefined =
    level === 'low' ? 'high' : level === 'normal' ? 'none' : undefined;
  return {
    risk_level: risk,
    risk_details: detectors.length === 0 ? undefined : detectors,
  };
}
