import { tenantOf } from './entra-record.ts';
import type { EntraRecord } from './entra-record.ts';
import { lostStatus } from './entra-powershell.ts';
import { EntraSignIn } from './entra-signin-event.ts';
import { signInRecord, signInShape } from './entra-signin-shapes.ts';
import type { User } from '../events/event.ts';
import type { JsonObject } from '../lib/json.ts';
import { ParsedMembers } from '../lib/members.ts';
import type { Members } from '../lib/members.ts';
import { account, found, refuse } from './event-parts.ts';
import { NO_ID } from './source.ts';
import type { Source, SourceContext } from './source.ts';

const NAME = 'entra-signin';

/**
 * Sign-ins of Entra ID (Azure AD): interactive, non-interactive, of service principals and managed identities; as Graph,
 * diagnostic settings, Log Analytics, advanced hunting and the portal's CSV write them. The same sign-in has the same
 * event id in all of them.
 */
export const entraSignin: Source<JsonObject> = {
  name: NAME,
  title: 'Microsoft Entra ID sign-ins',
  shape: 'object',
  recognise: (record) => signInShape(new ParsedMembers(record)) !== undefined,
  read: (record, context) => {
    const event = signIn(new ParsedMembers(record), context);
    return typeof event === 'string' ? refuse(event) : { ok: true, events: [event.whole()] };
  },
  onDemand: {
    recognise: (members) => signInShape(members) !== undefined,
    read: (members, context) => {
      const event = signIn(members, context);
      return typeof event === 'string' ? refuse(event) : { ok: true, events: [event.event()] };
    },
  },
};

/** The event, or why there is none. */
function signIn(members: Members, context: SourceContext): EntraSignIn | string {
  const shape = signInShape(members) ?? 'graph';
  const record = signInRecord(members, shape);
  const lost = shape === 'powershell' ? lostStatus(record.raw) : undefined;
  if (lost !== undefined) return lost;
  const time = record.time('createdDateTime', 'emittedDateTime');
  if (time === undefined) {
    const value = record.get('createdDateTime') ?? record.get('emittedDateTime');
    return `createdDateTime: expected a time, found ${found(value)}`;
  }
  const user = userOf(record);
  if (user === undefined) {
    return `userPrincipalName: expected an account, found ${found(record.get('userPrincipalName'))}`;
  }
  const metadata = {
    uid: `${NAME}:${record.text('id')?.toLowerCase() ?? NO_ID}`,
    source: NAME,
    tenant_uid: context.organisation ?? tenantOf(record) ?? user.domain ?? 'unknown',
  };
  return new EntraSignIn(record, { time, user, metadata });
}

const NO_ACCOUNT = /^(?:0{8}-0{4}-0{4}-0{4}-0{12}|not available|unknown|-)$/i;

/** Typed names that match no account come as `signInIdentifier`; programs have a service principal instead. */
function userOf(record: EntraRecord): User | undefined {
  const uid = real(record.text('userId'));
  const person =
    real(record.text('userPrincipalName')) ?? real(record.text('signInIdentifier')) ?? uid;
  if (person !== undefined) return account(person, uid?.toLowerCase());
  const program = real(record.text('servicePrincipalId'));
  const name = real(record.text('servicePrincipalName')) ?? program;
  return name === undefined ? undefined : account(name, program?.toLowerCase());
}

function real(text: string | undefined): string | undefined {
  return text === undefined || NO_ACCOUNT.test(text) ? undefined : text;
}
