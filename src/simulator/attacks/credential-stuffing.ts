import type { Account, Facts } from '../facts.ts';
import { mergeByTime } from '../merge.ts';
import { HOUR, MINUTE } from '../zone.ts';
import { attackMode } from './attack.ts';
import { attackClients } from './clients.ts';
import { RotatingPool, STRONTIUM_POOL } from './infrastructure.ts';
import { awake, awakeMoment } from './schedule.ts';
import { chooseAccounts, guessNames } from './targets.ts';
import { NO_PRIZE, drawHits, hit } from './prize.ts';
import { miss } from './tries.ts';

const defaults = {
  /** Share of the accounts that stand in the leaked list. */
  share: 0.6,
  /** Names in the list that the directory no longer has, per account that it has. */
  goneShare: 0.4,
  /** Chance of a second password for the same name. */
  secondTry: 0.3,
  /** Share of leaked passwords still in use; 0.1 to 2 % is what is reported of such attacks. */
  hitRate: 0.01,
  /** When the attacker works: `always`, `office` or `night` of the target, `shift` of their own. */
  hours: 'always',
  client: 'browser',
  ...STRONTIUM_POOL,
  poolSize: 200,
  netblocks: 120,
  infrastructure: 'anonymiser',
  ...NO_PRIZE,
};

/** A leaked list of names and passwords: each name once or twice, gone names among them. */
export const credentialStuffing = attackMode({
  name: 'credential-stuffing',
  title: 'Leaked names and passwords tried once or twice each',
  source: 'MITRE ATT&CK T1110.004; shares are assumptions, see the docs',
  duration: 4 * HOUR,
  defaults,
  generate: (context, rates) => {
    const known = chooseAccounts(context, rates.share);
    const draw = context.random.fork('list');
    const gone = Math.round(known.length * rates.goneShare);
    const names = guessNames(context, gone, draw);
    const pool = new RotatingPool(context, rates);
    const clients = attackClients(rates.client, context.start, context.shared.fork('clients'));
    const works = awake(context, rates.hours);
    const drawn = drawHits(context, known, rates);
    const lucky = new Set([...drawn.keys(), ...known.filter(() => draw.chance(rates.hitRate))]);
    const stream = function* (account: Account): Generator<Facts> {
      const random = context.random.fork(`try ${account.name}`);
      const moment = (): number => context.start + (context.end - context.start) * random.float();
      const asked = rates.hitAfter > 0 ? drawn.get(account) : undefined;
      let time = asked ?? awakeMoment(works, moment) ?? context.end;
      for (let turn = random.chance(rates.secondTry) ? 2 : 1; turn > 0; turn--) {
        if (time >= context.end) return;
        const origin = random.pick(pool.at(context.start));
        const attempt = { time, account, origin, client: random.pick(clients), random };
        if ((turn === 1 || asked !== undefined) && lucky.has(account)) {
          yield* hit(context, attempt, rates);
          return;
        }
        yield miss(context, attempt, false);
        time += random.between(0.1, 20) * MINUTE;
      }
    };
    return mergeByTime([...known, ...names].map(stream));
  },
});
