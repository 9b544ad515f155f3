import type { EventDigest } from '../events/digest.ts';

type AuditDigest = Extract<EventDigest, { kind: 'audit' }>;

/** Operations by which somebody gets back into an account without its password, as vendors name them. */
const OPERATION =
  /self.?service|forgot|recover|reset(?!.*(?:setting|polic))|unlock|identif(?:y|ication)|sspr/i;

const ACTIVITIES: ReadonlySet<string> = new Set([
  'password-change',
  'mfa-change',
  'account-change',
  'other',
]);

/** What an audit record says of the recovery of an account by whoever claims to own it; undefined: nothing. */
export function recoveryOf(event: AuditDigest): 'attempt' | 'done' | undefined {
  if (!ACTIVITIES.has(event.activity) || !OPERATION.test(event.api.operation)) return undefined;
  const actor = event.actor?.user.name;
  const target = event.user?.name;
  // An administrator's reset is the organisation's own work.
  if (actor !== undefined && target !== undefined && actor !== target) return undefined;
  if (event.status === 'success')
    return /progress|identif|verif/i.test(event.api.operation) ? 'attempt' : 'done';
  return 'attempt';
}
