import type { EventDigest } from '../events/digest.ts';
import type { Audit, SignIn } from '../events/event.ts';

/** What tests say of an event; the rest is filled in. */
export interface Told {
  readonly account: string;
  readonly id?: string | undefined;
  readonly organisation?: string | undefined;
  /** Milliseconds. */
  readonly time?: number | undefined;
  readonly ip?: string | undefined;
  readonly asn?: number | undefined;
  readonly country?: string | undefined;
  readonly agent?: string | undefined;
  readonly session?: string | undefined;
}

let ids = 0;

function base(told: Told) {
  const { account, asn, country, ip } = told;
  ids += 1;
  const time = told.time ?? 0;
  return {
    time,
    metadata: {
      uid: told.id ?? `test:${time}-${account}-${ids}`,
      source: 'test',
      tenant_uid: told.organisation ?? 'example.org',
    },
    user: { name: account },
    ...(ip !== undefined && {
      src_endpoint: {
        ip,
        ...(asn !== undefined && { autonomous_system: { number: asn } }),
        ...(country !== undefined && { location: { country } }),
      },
    }),
    ...(told.agent !== undefined && { http_request: { user_agent: told.agent } }),
    ...(told.session !== undefined && { session: { uid: told.session } }),
  };
}

/** A sign-in that got in, unless `more` says otherwise. */
export function signIn(told: Told, more: Partial<SignIn> = {}): EventDigest {
  return {
    kind: 'sign-in',
    class_uid: 3002,
    activity_id: 1,
    outcome: 'in',
    ...base(told),
    ...more,
  };
}

/** Something an account did to itself, unless `more` says otherwise. */
export function audit(told: Told, more: Partial<Audit> & Pick<Audit, 'activity'>): EventDigest {
  const { user, ...rest } = base(told);
  return {
    kind: 'audit',
    class_uid: 6003,
    actor: { user },
    user,
    api: { operation: more.activity },
    status: 'success',
    ...rest,
    ...more,
  };
}
