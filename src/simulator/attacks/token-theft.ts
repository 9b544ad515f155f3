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
  /**
   * `proxy`: the sign-in itself goes through the attacker. `cookie`: a session of the person's own is taken.
   * `odd-client`: a session begun with a phishing-resistant factor, which no proxy can pass on, goes on elsewhere.
   */
  variant: 'proxy',
  /** Minutes until the session is used elsewhere. */
  minutesToUse: 6,
  uses: 8,
  /** Used through the person's own connection, as from a computer taken over: only the client is another. */
  sameNetwork: false,
  /** What the session is used with. */
  client: 'browser',
  aftermath: 'mailbox',
  infrastructure: 'hosting',
};

/** A factor bound to the site it was made for. */
const RESISTANT = 'FIDO2 security key';

/** A proxy cannot pass on a security key: it has the person fall back to a text message. */
function methodFor(variant: string, own: string | undefined): string | undefined {
  if (variant === 'odd-client') return RESISTANT;
  return variant === 'proxy' && own === RESISTANT ? 'Text message' : own;
}

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
        const mfaMethod = methodFor(rates.variant, person.mfaMethod);
        const mfa = mfaMethod === undefined ? {} : { mfa: 'passed' as const, mfaMethod };
        const stolen = rates.variant !== 'proxy';
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
        const elsewhere = originIn(random.pick(networks), random);
        const second = rates.sameNetwork ? home : elsewhere;
        const [client = browser] = attackClients(rates.client, time, random);
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
              ...(mfaMethod === undefined ? {} : { mfa: 'claim' as const }),
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
