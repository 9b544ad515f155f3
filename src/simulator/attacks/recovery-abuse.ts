import { APPS } from '../applications.ts';
import type { Account, AuditFacts, Change, Facts, Step } from '../facts.ts';
import { originIn } from '../life/whereabouts.ts';
import { mergeByTime } from '../merge.ts';
import type { Random } from '../random.ts';
import { DAY, HOUR, MINUTE, SECOND } from '../zone.ts';
import { aftermath } from './aftermath.ts';
import type { AttackContext, Try } from './attack.ts';
import { attackMode, attackStory } from './attack.ts';
import { attackClients } from './clients.ts';
import { RotatingPool, networksFor } from './infrastructure.ts';
import { awake, awakeMoment } from './schedule.ts';
import { chooseAccounts } from './targets.ts';
import { signIn } from './tries.ts';

const defaults = {
  /** Share of the organisation's accounts whose recovery is tried. */
  share: 0.3,
  /** Resets begun per account; 2,700 identification attempts on 241 accounts are about 11. */
  triesPerAccount: 11,
  /** Accounts whose reset succeeds; 4 of 241 did. */
  hits: 0,
  /** When, as a share of the attack's length. */
  hitAfter: 0.7,
  /** The recovery telephone number or address is replaced as well. */
  changesRecovery: true,
  /** Minutes from the reset to the sign-in, from another network. */
  minutesToUse: 25,
  aftermath: 'mailbox',
  client: 'browser',
  /** When the attacker works: `always`, `office` or `night` of the target, `shift` of their own. */
  hours: 'always',
  poolSize: 30,
  poolChurn: 2,
  netblocks: 24,
  infrastructure: 'abroad',
};

/** The directory refuses an account's resets after five in a day. */
const DAILY_LIMIT = 5;

/** Phosphorus: resets begun on many accounts, the few that work taken over through their recovery details. */
export const recoveryAbuse = attackMode({
  name: 'recovery-abuse',
  title: 'Password resets begun on many accounts; a few succeed and are taken over',
  source:
    'Microsoft on Phosphorus, 4 October 2019: more than 2,700 attempts to identify accounts in 30 days, 241 attacked, 4 compromised, through reset and recovery; the pool of addresses is an assumption',
  duration: 30 * DAY,
  defaults,
  generate: (context, rates) => {
    const accounts = chooseAccounts(context, rates.share);
    const pool = new RotatingPool(context, rates);
    const clients = attackClients(rates.client, context.start, context.shared.fork('clients'));
    const works = awake(context, rates.hours);
    const taken = new Set(context.random.fork('hits').sample(accounts, rates.hits));
    const span = context.end - context.start;
    const stream = function* (account: Account): Generator<Facts> {
      const random = context.random.fork(`try ${account.name}`);
      const found = taken.has(account)
        ? context.start + span * Math.min(0.97, rates.hitAfter * random.between(0.9, 1))
        : Number.POSITIVE_INFINITY;
      const client = random.pick(clients);
      const perDay = new Map<number, number>();
      for (const time of begun(context, rates.triesPerAccount, works, random)) {
        const origin = random.pick(pool.at(context.start));
        if (time >= found) break;
        const day = Math.floor(time / DAY);
        const today = (perDay.get(day) ?? 0) + 1;
        perDay.set(day, today);
        yield* failedReset(context, { time, account, origin, client, random }, today > DAILY_LIMIT);
      }
      if (found >= context.end) return;
      const origin = random.pick(pool.at(context.start));
      yield* takenOver(context, { time: found, account, origin, client, random }, rates);
    };
    return mergeByTime(accounts.map(stream));
  },
});

/** The moments, in order and far enough apart that one reset is given up before the next. */
function begun(
  context: AttackContext,
  tries: number,
  works: (time: number) => boolean,
  random: Random,
): number[] {
  const span = context.end - context.start;
  const times: number[] = [];
  for (let index = 0; index < tries; index++) {
    const time = awakeMoment(works, () => context.start + span * random.float());
    if (time !== undefined) times.push(time);
  }
  times.sort((one, other) => one - other);
  return times.filter((time, index) => index === 0 || time - (times[index - 1] ?? 0) > 5 * MINUTE);
}

function change(context: AttackContext, attempt: Try, what: Change, step: Step): AuditFacts {
  return {
    kind: 'audit',
    time: attempt.time,
    account: attempt.account,
    origin: attempt.origin,
    userAgent: attempt.client.userAgent,
    change: what,
    story: attackStory(context, step),
  };
}

/** How far a stranger gets: the name is taken, the options are shown, none is passed. */
function* failedReset(context: AttackContext, attempt: Try, refused: boolean): Generator<Facts> {
  const { random } = attempt;
  let { time } = attempt;
  const step = (progress: Extract<Change, { operation: 'reset-progress' }>['progress']) =>
    change(context, { ...attempt, time }, { operation: 'reset-progress', progress }, 'attempt');
  yield step('named');
  time += random.between(1, 20) * SECOND;
  if (refused) {
    yield step('limited');
    return;
  }
  yield step('offered');
  // Many only look which ways of recovery there are.
  if (random.chance(0.4)) return;
  time += random.between(15, 150) * SECOND;
  yield step(random.chance(0.5) ? 'cancelled' : 'failed');
}

/** The reset works: a new password, recovery details of the attacker's own, a sign-in from elsewhere. */
function* takenOver(
  context: AttackContext,
  attempt: Try,
  rates: typeof defaults,
): Generator<Facts> {
  const { account, random } = attempt;
  let { time } = attempt;
  const next = (what: Change, step: Step) => change(context, { ...attempt, time }, what, step);
  for (const progress of ['named', 'offered', 'passed'] as const) {
    yield next({ operation: 'reset-progress', progress }, 'attempt');
    time += random.between(8, 90) * SECOND;
  }
  yield next({ operation: 'password-reset' }, 'entry');
  const networks = networksFor(context, random.chance(0.5) ? 'hosting' : rates.infrastructure);
  const origin = originIn(random.pick(networks), random);
  const [client = attempt.client] = attackClients('browser', time, random);
  time += rates.minutesToUse * MINUTE * random.between(0.6, 1.4);
  const session = random.uuid();
  const elsewhere = { time, account, origin, client, random };
  yield signIn(context, elsewhere, 'entry', { code: 0, session, application: APPS.portal });
  if (rates.changesRecovery) {
    time += random.between(1, 8) * MINUTE;
    const method = random.chance(0.6) ? 'Mobile phone' : 'Email';
    const kept = { ...elsewhere, time };
    yield change(context, kept, { operation: 'recovery-change', method }, 'aftermath');
  }
  yield* aftermath(context, { ...elsewhere, time: time + random.float() * HOUR }, rates.aftermath);
}
