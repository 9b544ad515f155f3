import { APPS } from '../applications.ts';
import type { Account, Facts, SignInFacts, Step } from '../facts.ts';
import { drawPerson } from '../person.ts';
import { DAY, HOUR, MINUTE, localMidnight, localWeekday } from '../zone.ts';
import { aftermath } from './aftermath.ts';
import type { AttackContext, Try } from './attack.ts';
import { attackStory, ownerOf } from './attack.ts';

/** What a guessing attack may win; off by default, as in the published campaign. */
export interface PrizeRates {
  /** Accounts whose password is found. */
  readonly hits: number;
  /** `in`, `mfa` (right, second factor asked for), `blocked` (right, conditional access). */
  readonly hitOutcome: string;
  /** What follows getting in: `none`, `mailbox` or `full`. */
  readonly aftermath: string;
}

export const NO_PRIZE: PrizeRates = { hits: 0, hitOutcome: 'in', aftermath: 'mailbox' };

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

/** The right password: stopped or in, and what comes after. Nothing more is tried on the account. */
export function* hit(context: AttackContext, attempt: Try, prize: PrizeRates): Generator<Facts> {
  if (prize.hitOutcome !== 'in') {
    const code = prize.hitOutcome === 'blocked' ? 53_003 : 50_076;
    yield signIn(context, attempt, 'hit', { code });
    return;
  }
  yield signIn(context, attempt, 'entry', { code: 0, session: attempt.random.uuid() });
  yield* aftermath(context, attempt, prize.aftermath);
}

/** When the password of each lucky account is found: some time after the first third, the same for any order of use. */
export function drawHits(
  context: AttackContext,
  accounts: readonly Account[],
  hits: number,
): ReadonlyMap<Account, number> {
  const random = context.random.fork('hits');
  const span = context.end - context.start;
  return new Map(
    random
      .sample(accounts, hits)
      .map((account): [Account, number] => [
        account,
        context.start + span * random.between(0.3, 0.9),
      ]),
  );
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
