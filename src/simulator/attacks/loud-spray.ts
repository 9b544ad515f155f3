import { assert } from '../../lib/assert.ts';
import type { Account, Facts } from '../facts.ts';
import { originIn } from '../life/whereabouts.ts';
import { HOUR, MINUTE } from '../zone.ts';
import { attackMode } from './attack.ts';
import { attackClients } from './clients.ts';
import { networksFor } from './infrastructure.ts';
import { chooseAccounts, guessNames } from './targets.ts';
import { NO_PRIZE, drawHits, hit } from './prize.ts';
import { miss } from './tries.ts';

const defaults = {
  addresses: 1,
  /** Passwords tried, each on every account before the next. */
  passwords: 2,
  triesPerMinute: 30,
  /** Minutes between two passwords, to stay below a lockout. */
  pauseMinutes: 30,
  share: 1,
  guessedShare: 0.1,
  /** At most so many accounts, as large tenants are sprayed in portions. */
  limit: 500,
  client: 'script',
  infrastructure: 'hosting',
  ...NO_PRIZE,
};

/** One address, every account, one password after another, as common spray tools do it. */
export const loudSpray = attackMode({
  name: 'loud-spray',
  title: 'One address tries one or a few passwords on many accounts',
  source:
    'MITRE ATT&CK T1110.003 and the defaults of public spray tools: one password on all accounts, a pause, the next',
  duration: 3 * HOUR,
  defaults,
  *generate(context, rates): Generator<Facts> {
    const { random } = context;
    const known = chooseAccounts(context, rates.share).slice(0, rates.limit);
    const guesses = random.fork('guesses');
    const count = Math.round(known.length * rates.guessedShare);
    const accounts = [...known, ...guessNames(context, count, guesses)];
    const networks = networksFor(context, rates.infrastructure);
    const origins = Array.from({ length: rates.addresses }, () =>
      originIn(context.shared.pick(networks), context.shared),
    );
    const [client] = attackClients(rates.client, context.start, context.shared.fork('clients'));
    assert(client !== undefined, 'a tool has a client');
    const hits = drawHits(context, known, rates);
    const won: Facts[] = [];
    const found = new Set<Account>();
    let time = context.start;
    for (let round = 0; round < rates.passwords; round++) {
      for (const account of random.sample(accounts, accounts.length)) {
        time += random.exponential(MINUTE / rates.triesPerMinute);
        if (time >= context.end) break;
        const attempt = { time, account, origin: random.pick(origins), client, random };
        if (found.has(account)) continue;
        const last = round === rates.passwords - 1;
        const due = rates.hitAfter > 0 && time >= (hits.get(account) ?? Number.POSITIVE_INFINITY);
        if ((last || due) && hits.has(account)) {
          found.add(account);
          const [first, ...rest] = hit(context, attempt, rates);
          if (first !== undefined) yield first;
          won.push(...rest);
        } else {
          yield miss(context, attempt, false);
        }
      }
      time += rates.pauseMinutes * MINUTE;
    }
    // The operator looks at what was won when the spray is over; kept in order behind it.
    const shift = Math.max(0, time - Math.min(...won.map((facts) => facts.time)));
    yield* won
      .map((facts) => ({ ...facts, time: facts.time + (won.length > 0 ? shift : 0) }))
      .toSorted((one, other) => one.time - other.time);
  },
});
