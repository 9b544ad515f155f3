import type { Account, Facts, Origin } from '../facts.ts';
import { originIn } from '../life/whereabouts.ts';
import { HOUR } from '../zone.ts';
import { aftermath } from './aftermath.ts';
import type { AttackContext, Try } from './attack.ts';
import { attackClients } from './clients.ts';
import { networksFor } from './infrastructure.ts';
import { signIn } from './tries.ts';

/** What a guessing attack may win; off by default, as in the published campaign. */
export interface PrizeRates {
  /** Accounts whose password is found. */
  readonly hits: number;
  /** `in`, or right and stopped: `mfa` asked for, `blocked` by conditional access, `expired`, `enrol` a second factor. */
  readonly hitOutcome: string;
  /** When, as a share of the attack's length; 0: drawn for each account, between a third and the end. */
  readonly hitAfter: number;
  /** Where the right password comes from: the `attack` itself, another `address`, another `client`, or `both`. */
  readonly hitFrom: string;
  /** Hours until an operator comes back with the password, by hand and from elsewhere; 0: never. */
  readonly returnAfter: number;
  /** What follows getting in: `none`, `mailbox` or `full`. */
  readonly aftermath: string;
}

export const NO_PRIZE: PrizeRates = {
  hits: 0,
  hitOutcome: 'in',
  hitAfter: 0,
  hitFrom: 'attack',
  returnAfter: 0,
  aftermath: 'mailbox',
};

/** Codes of a right password that was stopped. */
const STOPPED: ReadonlyMap<string, number> = new Map([
  ['mfa', 50_076],
  ['blocked', 53_003],
  ['expired', 50_055],
  ['enrol', 50_072],
]);

export const HIT_OUTCOMES: readonly string[] = ['in', ...STOPPED.keys()];
export const HIT_PLACES = ['attack', 'address', 'client', 'both'] as const;

/** Accounts found in one attack are found one after another: up to this share of its length apart. */
const HIT_SPREAD = 0.03;
/** So that a hit asked for at the very end still falls inside. */
const LATEST_HIT = 0.97;

/** The right password: stopped or in, and what comes after. Nothing more is tried on the account. */
export function* hit(context: AttackContext, attempt: Try, prize: PrizeRates): Generator<Facts> {
  const returns = prize.returnAfter > 0;
  const first = handedOver(context, attempt, prize.hitFrom);
  yield* tryRight(context, first, returns ? { ...prize, aftermath: 'none' } : prize);
  if (!returns) return;
  const later = handedOver(context, attempt, 'both');
  const random = context.random.fork(`return ${attempt.account.name}`);
  const time = attempt.time + prize.returnAfter * HOUR * random.between(0.8, 1.2);
  yield* tryRight(context, { ...later, time, random }, prize);
}

function* tryRight(context: AttackContext, attempt: Try, prize: PrizeRates): Generator<Facts> {
  const code = STOPPED.get(prize.hitOutcome);
  if (code !== undefined) {
    yield signIn(context, attempt, 'hit', { code });
    return;
  }
  yield signIn(context, attempt, 'entry', { code: 0, session: attempt.random.uuid() });
  yield* aftermath(context, attempt, prize.aftermath);
}

/** The same try from another address, with another client, or both. */
function handedOver(context: AttackContext, attempt: Try, from: string): Try {
  if (from === 'attack') return attempt;
  const random = context.random.fork(`elsewhere ${attempt.account.name}`);
  const kinds = ['hosting', 'residential', 'abroad', 'anonymiser'] as const;
  const networks = networksFor(context, random.pick(kinds));
  const origin: Origin = originIn(random.pick(networks), random);
  const kind = attempt.client.app === 'Browser' ? 'script' : 'popular';
  const [client = attempt.client] = attackClients(kind, attempt.time, random);
  return {
    ...attempt,
    origin: from === 'client' ? attempt.origin : origin,
    client: from === 'address' ? attempt.client : client,
  };
}

/** When the password of each lucky account is found, the same for any order of use. */
export function drawHits(
  context: AttackContext,
  accounts: readonly Account[],
  prize: Pick<PrizeRates, 'hits' | 'hitAfter'>,
): ReadonlyMap<Account, number> {
  const random = context.random.fork('hits');
  const span = context.end - context.start;
  const share = (): number =>
    prize.hitAfter === 0
      ? random.between(0.3, 0.9)
      : Math.min(LATEST_HIT, prize.hitAfter + HIT_SPREAD * random.float());
  return new Map(
    random
      .sample(accounts, prize.hits)
      .map((account): [Account, number] => [account, context.start + span * share()]),
  );
}
