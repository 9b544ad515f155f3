import type { Account, Facts } from '../facts.ts';
import { mergeByTime } from '../merge.ts';
import { DAY } from '../zone.ts';
import { attackMode } from './attack.ts';
import { attackClients } from './clients.ts';
import { OneUsePool } from './infrastructure.ts';
import { awake, awakeMoment } from './schedule.ts';
import { chooseAccounts, chooseVictims } from './targets.ts';
import { NO_PRIZE, drawHits, hit } from './prize.ts';
import { miss } from './tries.ts';

const defaults = {
  triesPerDay: 1,
  share: 0.2,
  /** At most so many accounts; 0: as many as the share gives. */
  accounts: 0,
  /** When the attacker works: `always`, `office` or `night` of the target, `shift` of their own. */
  hours: 'always',
  /** `anonymiser`, `hosting`, `residential` (own country) or `abroad`. */
  infrastructure: 'abroad',
  client: 'browser',
  ...NO_PRIZE,
};

/** One try per account and day, each from an address that is never seen again. */
export const ultraSlowSpray = attackMode({
  name: 'ultra-slow-spray',
  title: 'Password spray of one try per account and day, every address used once',
  source:
    'The shape looked for by Microsoft Sentinel\'s "Low and slow password attempts" hunting query and notebook: addresses used once, over weeks',
  duration: 28 * DAY,
  defaults,
  generate: (context, rates) => {
    const accounts =
      rates.accounts > 0
        ? chooseVictims(context, rates.accounts)
        : chooseAccounts(context, rates.share);
    const pool = new OneUsePool(context, rates.infrastructure);
    const clients = attackClients(rates.client, context.start, context.shared.fork('clients'));
    const hits = drawHits(context, accounts, rates);
    const order = context.random.fork('order');
    const gap = DAY / rates.triesPerDay;
    const works = awake(context, rates.hours);
    const stream = function* (account: Account): Generator<Facts> {
      const random = context.random.fork(`try ${account.name}`);
      for (let turn = 0; ; turn++) {
        if (context.start + gap * turn >= context.end) return;
        const moment = (): number => context.start + gap * (turn + random.float());
        const time = awakeMoment(works, moment);
        if (time === undefined) continue;
        if (time >= context.end) return;
        const client = order.pick(clients);
        const attempt = { time, account, origin: pool.draw(), client, random };
        // Whoever is to be found is found by the last try at the latest.
        const last = context.start + gap * (turn + 1) >= context.end;
        if (
          time >= (hits.get(account) ?? Number.POSITIVE_INFINITY) ||
          (last && hits.has(account))
        ) {
          yield* hit(context, attempt, rates);
          return;
        }
        yield miss(context, attempt, false);
      }
    };
    return mergeByTime(accounts.map(stream));
  },
});
