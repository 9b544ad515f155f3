import { tenantOf } from './entra-record.ts';
import { lostStatus } from './entra-powershell.ts';
import { EntraSignIn } from './entra-signin-event.ts';
import { hasUser, userOf } from './entra-signin-user.ts';
import { signInRecord, signInShape } from './entra-signin-shapes.ts';
import type { JsonObject } from '../lib/json.ts';
import { ParsedMembers } from '../lib/members.ts';
import type { Members } from '../lib/members.ts';
import { found, refuse } from './event-parts.ts';
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
  if (!hasUser(record)) {
    return `userPrincipalName: expected an account, found ${found(record.get('userPrincipalName'))}`;
  }
  const metadata = {
    uid: `${NAME}:${record.text('id')?.toLowerCase() ?? NO_ID}`,
    source: NAME,
    tenant_uid: context.organisation ?? tenantOf(record) ?? userOf(record)?.domain ?? 'unknown',
  };
  return new EntraSignIn(record, time, metadata);
}
