import type { Account, Facts, Origin } from '../facts.ts';
import { mergeByTime } from '../merge.ts';
import { HOUR, MINUTE } from '../zone.ts';
import { attackMode } from './attack.ts';
import { attackClients } from './clients.ts';
import { RotatingPool, STRONTIUM_POOL } from './infrastructure.ts';
import { awake } from './schedule.ts';
import { chooseVictims } from './targets.ts';
import { NO_PRIZE, drawHits, hit } from './prize.ts';
import { miss } from './tries.ts';

const defaults = {
  /** Per account; MSTIC: 335. */
  triesPerHour: 335,
  /** Per account; MSTIC: 200. */
  addressesPerHour: 200,
  accounts: 2,
  client: 'legacy',
  /** Smart lockout: after so many failures the account answers "locked" for a minute, then fails again. */
  lockoutThreshold: 10,
  /** When the attacker works: `always`, `office` or `night` of the target, `shift` of their own. */
  hours: 'always',
  ...STRONTIUM_POOL,
  ...NO_PRIZE,
};

const LOCKED_FOR = MINUTE;

/** Strontium's brute-force mode: hundreds of tries an hour on few accounts, for hours to days. */
export const bruteForce = attackMode({
  name: 'brute-force',
  title: 'Hundreds of tries an hour on a few accounts, from many addresses',
  source: 'MSTIC, "STRONTIUM: Detecting new patterns in credential harvesting", 10 September 2020',
  duration: 6 * HOUR,
  defaults,
  generate: (context, rates) => {
    const accounts = chooseVictims(context, rates.accounts);
    const pool = new RotatingPool(context, rates);
    const clients = attackClients(rates.client, context.start, context.shared.fork('clients'));
    const hits = drawHits(context, accounts, rates);
    const works = awake(context, rates.hours);
    const stream = function* (account: Account): Generator<Facts> {
      const random = context.random.fork(`try ${account.name}`);
      let time = context.start;
      let failures = 0;
      let lockedUntil = 0;
      let turn = 0;
      let hour: Origin[] = [];
      let hourEnd = 0;
      for (;;) {
        time += random.exponential(HOUR / rates.triesPerHour);
        if (time >= context.end) return;
        if (!works(time)) continue;
        if (time >= hourEnd) {
          hour = random.sample(pool.at(time), rates.addressesPerHour);
          hourEnd = time + HOUR;
        }
        const origin = hour[turn++ % hour.length] ?? random.pick(pool.at(time));
        const attempt = { time, account, origin, client: random.pick(clients), random };
        const locked = time < lockedUntil;
        if (!locked && time >= (hits.get(account) ?? Number.POSITIVE_INFINITY)) {
          yield* hit(context, attempt, rates);
          return;
        }
        yield miss(context, attempt, locked);
        if (locked) continue;
        failures++;
        if (failures % rates.lockoutThreshold === 0) lockedUntil = time + LOCKED_FOR;
      }
    };
    return mergeByTime(accounts.map(stream));
  },
});
