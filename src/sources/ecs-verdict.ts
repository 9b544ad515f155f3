import { ACTIVITY } from '../events/event.ts';
import type { SignIn } from '../events/event.ts';
import type { OutcomeRow } from '../events/outcome.ts';
import { duoVerdict } from './duo-codes.ts';
import type { EcsRecord } from './ecs-record.ts';
import { entraVerdict, resultCode, successFlag } from './entra-outcome.ts';
import { signInVerdict } from './google-codes.ts';
import type { Parameters } from './google-parameters.ts';
import { parametersOf } from './google-parameters.ts';
import type { Vendor } from './identity-products.ts';
import { oktaVerdict, signInPart } from './okta-codes.ts';
import { reportedFailure } from './reported-failure.ts';

/** How a sign-in ended; `code` is the vendor's result code. */
export type EcsVerdict = OutcomeRow &
  Pick<SignIn, 'mfa_result' | 'is_mfa' | 'is_interactive'> & {
    readonly code?: string | undefined;
    readonly activity_id: SignIn['activity_id'];
  };

/**
 * The verdict on a sign-in, from the vendor's own fields when an Elastic integration kept them beside ECS, else from
 * `event.outcome` and words. Undefined when the record is no sign-in.
 */
export function ecsVerdict(record: EcsRecord, vendor: Vendor | undefined): EcsVerdict | undefined {
  switch (vendor) {
    case 'okta':
      return oktaEcs(record);
    case 'google':
      return googleEcs(record);
    case 'entra':
      return entraEcs(record);
    case 'o365':
      return o365Ecs(record);
    case 'duo':
      return duoEcs(record);
    default:
      return genericEcs(record, vendor);
  }
}

function oktaEcs(record: EcsRecord): EcsVerdict | undefined {
  const type = record.text('okta.event_type', 'event.action') ?? '';
  const part = signInPart(type);
  if (part === undefined) return undefined;
  const debug = 'okta.debug_context.debug_data';
  const reason = record.text('okta.outcome.reason', 'event.reason');
  const verdict = oktaVerdict({
    part,
    result: record.text('okta.outcome.result', 'event.outcome')?.toUpperCase(),
    reason,
    // Not `text`, which takes `unknown` for a placeholder.
    userUnknown: record.value('okta.actor.id') === 'unknown',
    factor: record.text(`${debug}.factor`, `${debug}.flattened.factor`)?.toUpperCase(),
    push: record.text(`${debug}.flattened.pushOnlyResponseType`)?.toUpperCase(),
    requestUri: record.text(`${debug}.request_uri`, `${debug}.flattened.requestUri`),
  });
  const application = part === 'application' ? { is_interactive: false } : {};
  const activity_id = part === 'end' ? ACTIVITY.logoff : ACTIVITY.logon;
  return { ...verdict, ...application, code: reason, activity_id };
}

/** The integration moves parameters to `google_workspace.login.*`, without the `login_` some start with. */
export function googleParameters(record: EcsRecord): Parameters {
  const dataset = record.text('event.provider') ?? 'login';
  const own = parametersOf(record.object(`google_workspace.${dataset}`));
  const renamed = Object.entries(own).map(([name, value]) => [`login_${name}`, value] as const);
  return { ...Object.fromEntries(renamed), ...own };
}

function googleEcs(record: EcsRecord): EcsVerdict | undefined {
  const action = record.text('event.action') ?? '';
  const parameters = googleParameters(record);
  const verdict = signInVerdict(action, parameters);
  if (verdict === undefined) return undefined;
  return {
    ...verdict,
    code: parameters['login_failure_type'],
    activity_id: action === 'logout' ? ACTIVITY.logoff : ACTIVITY.logon,
  };
}

function entraEcs(record: EcsRecord): EcsVerdict | undefined {
  if (record.object('azure.auditlogs') !== undefined) return undefined;
  const base = 'azure.signinlogs';
  const code = resultCode(
    record.text(
      `${base}.properties.status.error_code`,
      `${base}.result_type`,
      'event.code',
      'error.code',
    ),
  );
  if (code === undefined) return genericEcs(record, 'entra');
  const { outcome, stopped_by, detail } = entraVerdict({
    code,
    success: successFlag(record.text('event.outcome')),
    reason: record.text(`${base}.properties.status.failure_reason`, `${base}.result_description`),
    passwordRight: false,
    fromToken: record.flag(`${base}.properties.is_interactive`) === false,
  });
  return {
    outcome,
    ...(stopped_by === undefined ? {} : { stopped_by }),
    meaning: detail ?? `Entra code ${code}`,
    code,
    activity_id: ACTIVITY.logon,
  };
}

/** `event.outcome` is made from `ResultStatus`, which can be Success on a failed log-in: the operation decides. */
function o365Ecs(record: EcsRecord): EcsVerdict | undefined {
  const operation = record.text('event.action', 'o365.audit.Operation') ?? '';
  const success = /^UserLoggedIn$/i.test(operation);
  if (!success && !/^UserLoginFailed$/i.test(operation)) return undefined;
  const code = resultCode(record.text('o365.audit.ErrorNumber'));
  if (success && (code === undefined || code === '0')) {
    return { outcome: 'in', meaning: 'signed in', activity_id: ACTIVITY.logon };
  }
  return failed(record, 'o365', [code, record.text('o365.audit.LogonError')]);
}

function duoEcs(record: EcsRecord): EcsVerdict | undefined {
  if (record.object('cisco_duo.auth') === undefined) return undefined;
  if (/^enrol/i.test(record.text('cisco_duo.auth.event_type') ?? '')) return undefined;
  const reason = record.text('cisco_duo.auth.reason', 'event.reason');
  const result = record.text('cisco_duo.auth.result', 'event.outcome');
  return { ...duoVerdict(result, reason), code: reason, activity_id: ACTIVITY.logon };
}

const CHANGES = new Set(['creation', 'deletion', 'change', 'group', 'admin']);
const OVER = /log.?o(?:ut|ff)|logged.?(?:out|off)|sign.?out|session.?(?:end|close)/i;

function genericEcs(record: EcsRecord, vendor: Vendor | undefined): EcsVerdict | undefined {
  if (!record.words('event.category').includes('authentication')) return undefined;
  const types = record.words('event.type');
  const action = record.text('event.action') ?? '';
  if (OVER.test(action) || (types.includes('end') && !types.includes('start'))) {
    return { outcome: 'none', meaning: 'signed out', activity_id: ACTIVITY.logoff };
  }
  const status = ecsStatus(record);
  if (status === 'unknown' && types.some((type) => CHANGES.has(type))) return undefined;
  if (status === 'success') {
    return { outcome: 'in', meaning: 'signed in', activity_id: ACTIVITY.logon };
  }
  if (status === 'failure') return failed(record, vendor, []);
  return { outcome: 'none', meaning: 'no result given', activity_id: ACTIVITY.logon };
}

function failed(
  record: EcsRecord,
  vendor: Vendor | undefined,
  codes: readonly (string | undefined)[],
): EcsVerdict {
  const failure = reportedFailure({
    vendor,
    codes: [...codes, record.text('error.code'), record.text('event.code'), sshEvent(record)],
    texts: [
      record.text('event.reason'),
      record.text('error.message'),
      record.text('message'),
      record.text('event.original'),
    ],
  });
  return { ...failure, activity_id: ACTIVITY.logon };
}

/** Filebeat's `system` module cuts sshd's sentence into a word and a method. */
function sshEvent(record: EcsRecord): string | undefined {
  const event = record.text('system.auth.ssh.event');
  if (event === undefined) return undefined;
  return `${event} ${event === 'Invalid' ? 'user' : (record.text('system.auth.ssh.method') ?? '')}`;
}

/** `event.outcome`; before ECS 1.4 it was a type, and some sources say it only in the action. */
export function ecsStatus(record: EcsRecord): 'success' | 'failure' | 'unknown' {
  const told = record.text('event.outcome');
  const words = [told ?? '', ...(told === undefined ? record.words('event.type') : [])];
  if (told === undefined) words.push(record.text('event.action') ?? '');
  const text = words.join(' ');
  if (/fail|denied|invalid|reject/i.test(text)) return 'failure';
  return /success|accepted|logged.?in|logon/i.test(text) ? 'success' : 'unknown';
}
