import type { Account, Facts, Origin } from '../facts.ts';
import { mergeByTime } from '../merge.ts';
import type { Random } from '../random.ts';
import { DAY, HOUR } from '../zone.ts';
import type { AttackContext } from './attack.ts';
import { attackMode } from './attack.ts';
import { attackClients } from './clients.ts';
import { RotatingPool, STRONTIUM_POOL } from './infrastructure.ts';
import { awake } from './schedule.ts';
import { chooseAccounts, guessName } from './targets.ts';
import { NO_PRIZE, drawHits, hit } from './prize.ts';
import { BLOCKED_SHARE, miss } from './tries.ts';

const defaults = {
  /** Per account and hour; MSTIC: 4, from 4 addresses. */
  triesPerHour: 4,
  /** MSTIC: 20 % of an organisation's accounts on average. */
  share: 0.2,
  /** Names guessed at any one time, per targeted account. MSTIC: "some account names guessed"; the share is ours. */
  guessedShare: 0.15,
  /** The first hours at so many times the rate; 0: no burst. */
  burstHours: 0,
  burstFactor: 10,
  /** When the attacker works: `always`, `office` or `night` of the target, `shift` of their own. */
  hours: 'always',
  client: 'legacy',
  ...STRONTIUM_POOL,
  ...NO_PRIZE,
};

/** An account is not tried from an address again before this many others. */
const FRESH = 12;
/** A guessed name is dropped after a while, and another tried. */
const GUESS_LIFE = 6 * HOUR;

/** Strontium's spray mode: few tries on each account, nearly every one from another address, for days to weeks. */
export const distributedSpray = attackMode({
  name: 'distributed-spray',
  title: 'Password spray spread over a large, slowly changing pool of addresses',
  source: 'MSTIC, "STRONTIUM: Detecting new patterns in credential harvesting", 10 September 2020',
  duration: 14 * DAY,
  defaults,
  generate: (context, rates) => {
    const accounts = chooseAccounts(context, rates.share);
    const pool = new RotatingPool(context, rates);
    const clients = attackClients(rates.client, context.start, context.shared.fork('clients'));
    const hits = drawHits(context, accounts, rates);
    const works = awake(context, rates.hours);
    const guessed = Math.ceil(accounts.length * rates.guessedShare);
    const slots: (Account | number)[] = [
      ...accounts,
      ...Array.from({ length: guessed }, (_, slot) => slot),
    ];
    const stream = function* (slot: Account | number): Generator<Facts> {
      const own = typeof slot === 'number' ? `guess ${slot}` : `try ${slot.name}`;
      const random = context.random.fork(own);
      const recent: Origin[] = [];
      let account = typeof slot === 'number' ? guessName(context, random) : slot;
      let dropped = context.start + GUESS_LIFE * random.float();
      for (const time of moments(context, rates, random)) {
        if (!works(time)) continue;
        if (typeof slot === 'number' && time > dropped) {
          account = guessName(context, random);
          dropped = time + GUESS_LIFE * random.between(0.5, 1.5);
        }
        const origin = fresh(pool.at(time), recent, random);
        const attempt = { time, account, origin, client: random.pick(clients), random };
        if (time >= (hits.get(account) ?? Number.POSITIVE_INFINITY)) {
          yield* hit(context, attempt, rates);
          return;
        }
        yield miss(context, attempt, random.chance(BLOCKED_SHARE));
      }
    };
    return mergeByTime(slots.map(stream));
  },
});

/** Evenly spaced with a jitter of half the gap: the mean rate is kept, a clock is not. */
function* steady(
  [from, to]: readonly [number, number],
  gap: number,
  random: Random,
): Generator<number> {
  const phase = from + gap * random.float();
  for (let turn = 0; ; turn++) {
    const time = phase + gap * (turn + random.between(-0.45, 0.45));
    if (time >= to) return;
    if (time >= from) yield time;
  }
}

/** A burst, when there is one, then the steady rate to the end. */
function* moments(
  context: AttackContext,
  rates: Pick<typeof defaults, 'triesPerHour' | 'burstHours' | 'burstFactor'>,
  random: Random,
): Generator<number> {
  const gap = HOUR / rates.triesPerHour;
  const calm = Math.min(context.end, context.start + rates.burstHours * HOUR);
  if (calm > context.start) {
    yield* steady([context.start, calm], gap / rates.burstFactor, random);
  }
  yield* steady([calm, context.end], gap, random);
}

function fresh(pool: readonly Origin[], recent: Origin[], random: Random): Origin {
  let origin = random.pick(pool);
  for (let turn = 0; turn < 4 && recent.includes(origin); turn++) origin = random.pick(pool);
  recent.push(origin);
  if (recent.length > FRESH) recent.shift();
  return origin;
}
