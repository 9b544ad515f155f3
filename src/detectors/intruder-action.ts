import type { EventDigest } from '../events/digest.ts';
import { consentOf } from './consent.ts';

type AuditDigest = Extract<EventDigest, { kind: 'audit' }>;

export interface IntruderAction {
  readonly name: string;
  /** Logarithm of how much more often a stranger does this than an owner who is somewhere new. */
  readonly weight: number;
  readonly words: string;
}

/** What intruders do once they are in, to stay, to hide, and to read. Undefined for what says nothing, or failed. */
export function intruderAction(event: AuditDigest): IntruderAction | undefined {
  if (event.status === 'failure') return undefined;
  switch (event.activity) {
    case 'inbox-rule':
      return hidesOrForwards(event)
        ? { name: 'inbox-rule', weight: 5, words: 'an inbox rule that hides or forwards mail' }
        : { name: 'inbox-rule', weight: 2, words: 'an inbox rule' };
    case 'mailbox-forwarding':
      return { name: 'forwarding', weight: 5, words: 'mail forwarded' };
    case 'mailbox-permission':
      return { name: 'mailbox-permission', weight: 3.5, words: 'rights to a mailbox given' };
    case 'mailbox-protocol':
      return { name: 'mailbox-protocol', weight: 2.5, words: 'a mail protocol switched on' };
    case 'mfa-change':
      return { name: 'mfa-change', weight: 3.5, words: 'a second factor changed' };
    case 'password-change':
      return { name: 'password-change', weight: 2, words: 'the password changed' };
    case 'role-grant':
      return { name: 'role-grant', weight: 3.5, words: 'a role granted' };
    case 'consent': {
      const weight = consentOf(event).risk === 'none' ? 1 : 3.5;
      return { name: 'consent', weight, words: 'consent given to an application' };
    }
    case 'application-change':
      return { name: 'application-change', weight: 2, words: 'an application changed' };
    case 'access-policy-change':
    case 'audit-policy-change':
      return { name: 'policy-change', weight: 3.5, words: 'a protection changed' };
    case 'account-create':
      return { name: 'account-create', weight: 2, words: 'an account created' };
    default:
      return /search|export|download|mailitemsaccessed/i.test(event.api.operation)
        ? { name: 'mass-access', weight: 2, words: 'data searched or exported' }
        : undefined;
  }
}

const HIDES = ['DeleteMessage', 'SoftDeleteMessage', 'MarkAsRead'] as const;
const SENDS = ['ForwardTo', 'ForwardAsAttachmentTo', 'RedirectTo'] as const;

function hidesOrForwards({ parameters = {} }: AuditDigest): boolean {
  const hides = HIDES.some((name) => parameters[name]?.toLowerCase() === 'true');
  return hides || SENDS.some((name) => (parameters[name] ?? '') !== '');
}
