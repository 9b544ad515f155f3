import { ACTIVITY } from '../events/event.ts';
import type { Audit, SignIn } from '../events/event.ts';
import { isObject, objectAt, textAt } from '../lib/json.ts';
import type { JsonObject } from '../lib/json.ts';
import { adminActivity, adminVerdict } from './duo-codes.ts';
import type { DuoVerdict } from './duo-codes.ts';
import {
  DUO_AUDITS,
  DUO_SIGN_INS,
  accessDevice,
  accessEndpoint,
  serviceOf,
  shared,
  texts,
} from './duo-record.ts';
import type { Entry } from './duo-record.ts';
import { account, defined, endpoint, found, meaningfulAt, refuse } from './event-parts.ts';
import type { Reading } from './source.ts';
import { NO_ID } from './source.ts';

/** `description` is an object written as JSON text, a sentence, or nothing. */
function description(record: JsonObject): JsonObject {
  const value = record['description'];
  if (isObject(value)) return value;
  if (typeof value !== 'string' || value.length > MAX_DESCRIPTION) return {};
  try {
    const parsed: unknown = JSON.parse(value);
    return isObject(parsed) ? parsed : { message: value };
  } catch {
    return { message: value };
  }
}

const MAX_DESCRIPTION = 100_000;

/** Administrator log. */
export function readAdministrator(entry: Entry): Reading {
  const { record } = entry;
  const action = textAt(record, 'action');
  if (action === undefined) {
    return refuse(`action should name what was done; found ${found(record['action'])}`);
  }
  const details = description(record);
  const email = meaningfulAt(details, 'email');
  const name = textAt(record, 'username');
  const object = textAt(record, 'object');
  const common = {
    ...shared(entry, NO_ID, [name, email, object]),
    src_endpoint: endpoint({ address: meaningfulAt(details, 'ip_address') }),
  };
  const verdict = adminVerdict(action, textAt(details, 'error') ?? textAt(details, 'message'));
  if (verdict !== undefined) {
    const who = email ?? name;
    return who === undefined
      ? refuse(`username should be the administrator; found ${found(record['username'])}`)
      : { ok: true, events: [adminSignIn(common, account(who), { action, verdict, details })] };
  }
  const actor = name === undefined ? undefined : account(name);
  const about = /^(?:user|bypass|aduser)_/.test(action) || object?.includes('@') === true;
  const audit: Audit = {
    ...defined({
      ...common,
      kind: 'audit' as const,
      class_uid: 6003 as const,
      logsource: DUO_AUDITS,
      activity: adminActivity(action, textAt(details, 'status')),
      actor: actor === undefined ? undefined : { user: actor },
      api: { operation: action, service: 'Duo Admin Panel' },
      status: action.endsWith('_error') ? ('failure' as const) : ('success' as const),
      parameters: texts(details, object),
    }),
    user: about && object !== undefined ? account(object) : actor,
  };
  return { ok: true, events: [audit] };
}

interface AdminSignIn {
  readonly action: string;
  readonly verdict: DuoVerdict;
  readonly details: JsonObject;
}

function adminSignIn(
  common: ReturnType<typeof shared>,
  user: SignIn['user'],
  { action, verdict, details }: AdminSignIn,
): SignIn {
  const { meaning, ...outcome } = verdict;
  return defined({
    ...common,
    kind: 'sign-in' as const,
    class_uid: 3002 as const,
    logsource: DUO_SIGN_INS,
    activity_id: ACTIVITY.logon,
    user,
    ...outcome,
    status_code: action,
    status_detail: meaning,
    service: { name: 'Duo Admin Panel' },
    auth_protocol: meaningfulAt(details, 'factor'),
  });
}

/** Activity log (version 2). */
export function readActivity(entry: Entry): Reading {
  const { record } = entry;
  const action = objectAt(record, 'action');
  const operation = textAt(action, 'name') ?? 'unknown';
  const actor = personOf(objectAt(record, 'actor'));
  const target = objectAt(record, 'target');
  const about = /user|admin/i.test(textAt(target, 'type') ?? '') ? personOf(target) : undefined;
  const parameters = texts(objectAt(action, 'details') ?? {}, textAt(target, 'name'));
  const audit: Audit = {
    ...defined({
      ...shared(entry, textAt(record, 'activity_id') ?? NO_ID, [actor?.name, about?.name]),
      kind: 'audit' as const,
      class_uid: 6003 as const,
      logsource: DUO_AUDITS,
      src_endpoint: accessEndpoint(record),
      device: accessDevice(record),
      activity: adminActivity(operation, undefined),
      actor: actor === undefined ? undefined : { user: actor },
      api: defined({ operation, service: serviceOf(record)?.name }),
      status: 'success' as const,
      parameters: parameters,
    }),
    user: about ?? actor,
  };
  return { ok: true, events: [audit] };
}

function personOf(person: JsonObject | undefined) {
  const details = objectAt(person, 'details');
  const name = meaningfulAt(details, 'email') ?? meaningfulAt(person, 'name');
  return name === undefined ? undefined : account(name, meaningfulAt(person, 'key'));
}
