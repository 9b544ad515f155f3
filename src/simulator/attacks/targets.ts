import type { Account } from '../facts.ts';
import { GUESSED_MAILBOXES, drawName, mailboxOf } from '../names.ts';
import type { Random } from '../random.ts';
import type { AttackContext } from './attack.ts';

/** At least one account, else the nearest whole number to a share of all. */
export function chooseAccounts(context: AttackContext, share: number): Account[] {
  if (context.chosen !== undefined) return [...context.chosen];
  const { accounts } = context.organisation;
  const count = Math.min(accounts.length, Math.max(1, Math.round(accounts.length * share)));
  return context.random.fork('targets').sample(accounts, count);
}

export function chooseVictims(context: AttackContext, count: number): Account[] {
  if (context.chosen !== undefined) return [...context.chosen];
  return context.random.fork('victims').sample(context.organisation.accounts, count);
}

/** So many different names that the directory does not have. */
export function guessNames(context: AttackContext, count: number, random: Random): Account[] {
  const names = new Map<string, Account>();
  while (names.size < count) {
    const account = guessName(context, random);
    names.set(account.name, account);
  }
  return [...names.values()];
}

const rosters = new WeakMap<readonly Account[], ReadonlySet<string>>();

function namesOf(accounts: readonly Account[]): ReadonlySet<string> {
  let names = rosters.get(accounts);
  if (names === undefined) {
    names = new Set(accounts.map((account) => account.name));
    rosters.set(accounts, names);
  }
  return names;
}

/** A name the directory does not have: a usual mailbox, or a guess at somebody's. */
export function guessName(context: AttackContext, random: Random): Account {
  const { tenant, accounts } = context.organisation;
  const names = namesOf(accounts);
  for (;;) {
    const person = drawName(random);
    const initial = `${person.given.charAt(0)}${person.family}`.toLowerCase();
    const mailbox = random.chance(0.4)
      ? random.pick(GUESSED_MAILBOXES)
      : random.chance(0.5)
        ? initial
        : mailboxOf(person);
    const name = `${mailbox}@${tenant.domain}`;
    if (names.has(name)) continue;
    return { tenant, name, displayName: name, id: undefined };
  }
}
