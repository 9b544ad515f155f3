import type { User } from '../events/event.ts';
import type { EntraRecord } from './entra-record.ts';
import { account } from './event-parts.ts';

/** Whether a record names somebody. */
export function hasUser(record: EntraRecord): boolean {
  return real(record.text('userPrincipalName')) !== undefined || userOf(record) !== undefined;
}

/**
 * Whose sign-in a record is of; undefined when it names nobody. Typed names that match no account come as
 * `signInIdentifier`; programs have a service principal instead.
 */
export function userOf(record: EntraRecord): User | undefined {
  const uid = real(record.text('userId'));
  const person =
    real(record.text('userPrincipalName')) ?? real(record.text('signInIdentifier')) ?? uid;
  if (person !== undefined) return account(person, uid?.toLowerCase());
  const program = real(record.text('servicePrincipalId'));
  const name = real(record.text('servicePrincipalName')) ?? program;
  return name === undefined ? undefined : account(name, program?.toLowerCase());
}

const NO_ACCOUNT = /^(?:0{8}-0{4}-0{4}-0{4}-0{12}|not available|unknown|-)$/i;

/** How long the texts are that stand for no account. */
const NO_ACCOUNT_CHARS = new Set([1, 7, 13, 36]);

function real(text: string | undefined): string | undefined {
  if (text === undefined) return undefined;
  return NO_ACCOUNT_CHARS.has(text.length) && NO_ACCOUNT.test(text) ? undefined : text;
}
