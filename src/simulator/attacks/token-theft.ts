import { APPS } from '../applications.ts';
import type { Facts, SignInFacts } from '../facts.ts';
import { benign } from '../life/scene.ts';
import { originIn } from '../life/whereabouts.ts';
import { mergeByTime } from '../merge.ts';
import { DAY, MINUTE, SECOND } from '../zone.ts';
import { aftermath } from './aftermath.ts';
import { attackMode } from './attack.ts';
import { attackClients } from './clients.ts';
import { networksFor } from './infrastructure.ts';
import { chooseVictims } from './targets.ts';
import { atWork, signIn } from './tries.ts';
import { victimOf } from './victim.ts';

const defaults = {
  accounts: 1,
  /** `proxy`: the sign-in itself goes through the attacker. `cookie`: a session of the person's own is taken. */
  variant: 'proxy',
  /** Minutes until the session is used elsewhere. */
  minutesToUse: 6,
  uses: 8,
  aftermath: 'mailbox',
  infrastructure: 'hosting',
};

/** A session used from a second network and client than the one that began it. */
export const tokenTheft = attackMode({
  name: 'token-theft',
  title: 'A session stolen by a phishing proxy or from a computer, used from another network',
  source: 'MITRE ATT&CK T1557 and T1539; the timing is an assumption',
  duration: 2 * DAY,
  defaults,
  generate: (context, rates) => {
    const networks = networksFor(context, rates.infrastructure);
    const victims = chooseVictims(context, rates.accounts).map(
      function* (account): Generator<Facts> {
        const random = context.random.fork(`victim ${account.name}`);
        let time = atWork(context, account, context.start);
        const { person, home, browser } = victimOf(context, account, time);
        const session = random.uuid();
        const proxy = originIn(random.pick(networks), random);
        const mfa =
          person.mfaMethod === undefined
            ? {}
            : { mfa: 'passed' as const, mfaMethod: person.mfaMethod };
        const stolen = rates.variant === 'cookie';
        const first: SignInFacts = signIn(
          context,
          {
            time,
            account,
            origin: stolen ? home : proxy,
            client: { ...browser, deviceId: '', deviceName: '', managed: false },
            random,
          },
          'entry',
          { code: 0, session, ...mfa },
        );
        // A session of the person's own is ordinary life; the theft shows in what follows.
        yield stolen ? { ...first, client: browser, story: benign('ordinary') } : first;
        const second = originIn(random.pick(networks), random);
        const [client = browser] = attackClients('browser', time, random);
        time += rates.minutesToUse * MINUTE * random.between(0.7, 1.3);
        let last = time;
        for (let use = 0; use < rates.uses; use++) {
          if (time >= context.end) return;
          const application = random.pick([APPS.webMail, APPS.office, APPS.sharePoint, APPS.teams]);
          yield signIn(
            context,
            { time, account, origin: second, client, random },
            use === 0 && stolen ? 'entry' : 'aftermath',
            {
              code: 0,
              session,
              application,
              interactive: false,
              proof: 'claim',
              ...(person.mfaMethod === undefined ? {} : { mfa: 'claim' as const }),
            },
          );
          last = time;
          time += random.between(20, 600) * SECOND;
        }
        yield* aftermath(
          context,
          { time: last, account, origin: second, client, random },
          rates.aftermath,
        );
      },
    );
    return mergeByTime(victims);
  },
});
