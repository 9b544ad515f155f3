import type { Account, Facts } from '../facts.ts';
import { mergeByTime } from '../merge.ts';
import { DAY } from '../zone.ts';
import { attackMode } from './attack.ts';
import { attackClients } from './clients.ts';
import { OneUsePool } from './infrastructure.ts';
import { chooseAccounts } from './targets.ts';
import { NO_PRIZE, drawHits, hit, miss } from './tries.ts';

const defaults = {
  triesPerDay: 1,
  share: 0.2,
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
    const accounts = chooseAccounts(context, rates.share);
    const pool = new OneUsePool(context, rates.infrastructure);
    const clients = attackClients(rates.client, context.start, context.shared.fork('clients'));
    const hits = drawHits(context, accounts, rates.hits);
    const order = context.random.fork('order');
    const gap = DAY / rates.triesPerDay;
    const stream = function* (account: Account): Generator<Facts> {
      const random = context.random.fork(`try ${account.name}`);
      for (let turn = 0; ; turn++) {
        // Any hour of the day: the tool does not sleep.
        const time = context.start + gap * (turn + random.float());
        if (time >= context.end) return;
        const client = order.pick(clients);
        const attempt = { time, account, origin: pool.draw(), client, random };
        if (time >= (hits.get(account) ?? Number.POSITIVE_INFINITY)) {
          yield* hit(context, attempt, rates);
          return;
        }
        yield miss(context, attempt, false);
      }
    };
    return mergeByTime(accounts.map(stream));
  },
});
