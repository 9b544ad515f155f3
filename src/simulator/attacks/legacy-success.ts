import { APPS } from '../applications.ts';
import type { Facts } from '../facts.ts';
import { originIn } from '../life/whereabouts.ts';
import { mergeByTime } from '../merge.ts';
import { DAY, HOUR, MINUTE } from '../zone.ts';
import { attackMode } from './attack.ts';
import { IMAP } from './clients.ts';
import { networksFor } from './infrastructure.ts';
import { chooseVictims } from './targets.ts';
import { miss, signIn } from './tries.ts';

const defaults = {
  accounts: 1,
  /** Wrong passwords before the right one. */
  failures: 2,
  /** Times the mail is fetched afterwards. */
  fetches: 6,
  infrastructure: 'hosting',
};

/** The right password over a mail protocol that cannot ask for a second factor. */
export const legacySuccess = attackMode({
  name: 'legacy-success',
  title: 'Mail fetched over IMAP with the right password, past the second factor',
  source: 'MITRE ATT&CK T1078.004 with T1114.002; counts are assumptions',
  duration: DAY,
  defaults,
  generate: (context, rates) => {
    const networks = networksFor(context, rates.infrastructure);
    const victims = chooseVictims(context, rates.accounts).map(
      function* (account): Generator<Facts> {
        const random = context.random.fork(`victim ${account.name}`);
        const origin = originIn(random.pick(networks), random);
        let time =
          context.start + random.between(0, Math.min(2 * HOUR, (context.end - context.start) / 3));
        for (let failure = 0; failure < rates.failures; failure++) {
          yield miss(context, { time, account, origin, client: IMAP, random }, false);
          time += random.between(0.2, 3) * MINUTE;
        }
        for (let fetch = 0; fetch <= rates.fetches && time < context.end; fetch++) {
          const attempt = { time, account, origin, client: IMAP, random };
          yield signIn(context, attempt, fetch === 0 ? 'entry' : 'aftermath', {
            code: 0,
            application: APPS.exchange,
            protocol: 'ropc',
          });
          time += random.between(5, 40) * MINUTE;
        }
      },
    );
    return mergeByTime(victims);
  },
});
