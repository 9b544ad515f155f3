import { APPS } from '../applications.ts';
import type { Account, SignInFacts, Step } from '../facts.ts';
import { drawPerson } from '../person.ts';
import { DAY, HOUR, MINUTE, localMidnight, localWeekday } from '../zone.ts';
import type { AttackContext, Try } from './attack.ts';
import { attackStory, ownerOf } from './attack.ts';

/** Share of answers that say "locked" because the address is known to be malicious: one code for both on purpose. */
export const BLOCKED_SHARE = 0.04;

export function signIn(
  context: AttackContext,
  attempt: Try,
  step: Step,
  rest: Partial<Omit<SignInFacts, 'kind' | 'story' | 'time' | 'account' | 'origin' | 'client'>> & {
    readonly code: number;
  },
): SignInFacts {
  return {
    kind: 'sign-in',
    time: attempt.time,
    account: attempt.account,
    origin: attempt.origin,
    client: attempt.client,
    application: attempt.client.legacy ? APPS.exchange : APPS.portal,
    interactive: true,
    proof: 'password',
    session: '',
    story: attackStory(context, step),
    ...rest,
  };
}

/** A wrong guess: unknown name, wrong password, or locked. */
export function miss(context: AttackContext, attempt: Try, locked: boolean): SignInFacts {
  const code = attempt.account.id === undefined ? 50_034 : locked ? 50_053 : 50_126;
  return signIn(context, attempt, 'attempt', { code });
}

/** The first moment from `time` on at which the account's owner is at work, in whole days of looking. */
export function atWork(context: AttackContext, account: Account, time: number): number {
  const index = ownerOf(context, account);
  if (index < 0) return time;
  const person = drawPerson(context.organisation, index, context.settings.mfaShare, context.net);
  for (let day = 0; day < 4; day++) {
    const midnight = localMidnight(person.place.zone, time + day * DAY);
    const weekday = localWeekday(person.place.zone, midnight + 12 * HOUR);
    if (weekday === 0 || weekday === 6) continue;
    const from = Math.max(time, midnight + (person.startsAt + 60) * MINUTE);
    const to = midnight + (person.startsAt + person.worksFor - 60) * MINUTE;
    if (from < to) return from + context.random.fork('at work').float() * Math.min(HOUR, to - from);
  }
  return time;
}
