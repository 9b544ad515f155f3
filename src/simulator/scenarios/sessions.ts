import type { AttackPlan } from '../options.ts';
import type { Random } from '../random.ts';
import { DAY, HOUR } from '../zone.ts';
import type { Guise } from './guise.ts';
import { clientOf, networkOf, sourceRates } from './guise.ts';
import type { Scenario } from './scenario.ts';
import { about, drawWorld, scenarioRandom } from './world.ts';

interface SessionAttack {
  readonly name: string;
  readonly title: string;
  /** Whether it can also come from households nearby with a popular browser. */
  readonly hides: boolean;
  /** Days simulated after it begins. */
  readonly after: number;
  readonly plan: (guise: Guise, random: Random) => Omit<AttackPlan, 'start'>;
}

const AFTERMATHS = ['none', 'mailbox', 'full'] as const;

function victims(random: Random): number {
  return random.pick([1, 1, 2, 3]);
}

function theft(variant: string, guise: Guise, random: Random): Omit<AttackPlan, 'start'> {
  return {
    mode: 'token-theft',
    rates: {
      variant,
      accounts: victims(random),
      minutesToUse: random.between(1, 240),
      uses: random.whole(3, 15),
      aftermath: random.pick(AFTERMATHS),
      infrastructure: guise === 'hidden' ? 'residential' : random.pick(['hosting', 'abroad']),
      client: guise === 'hidden' ? 'popular' : random.pick(['browser', 'script']),
    },
  };
}

/** A right password used once, or a code typed: the attacker needs nothing but a place to be. */
function entry(mode: string, guise: Guise, random: Random): Omit<AttackPlan, 'start'> {
  return {
    mode,
    rates: {
      accounts: victims(random),
      aftermath: random.pick(AFTERMATHS),
      infrastructure:
        guise === 'hidden' ? networkOf(guise, random) : random.pick(['hosting', 'abroad']),
      client: guise === 'hidden' ? clientOf(guise, random) : random.pick(['browser', 'script']),
    },
  };
}

const ATTACKS: readonly SessionAttack[] = [
  {
    name: 'mfa-fatigue',
    title: 'Second-factor prompts by the dozen within minutes',
    hides: true,
    after: 2,
    plan: (guise, random) => ({
      mode: 'mfa-fatigue',
      rates: {
        accounts: victims(random),
        prompts: random.whole(6, 40),
        secondsBetween: random.between(12, 90),
        declinedShare: random.between(0.2, 0.9),
        approved: random.chance(0.6),
        aftermath: random.pick(AFTERMATHS),
        infrastructure: networkOf(guise, random),
        client: clientOf(guise, random) === 'popular' ? 'popular' : 'browser',
      },
    }),
  },
  {
    name: 'mfa-fatigue-slow',
    title: 'Prompts hours apart for days, from changing addresses, denied throughout',
    hides: true,
    after: 6,
    plan: (guise, random) => ({
      mode: 'mfa-fatigue',
      duration: random.between(2, 5) * DAY,
      rates: {
        accounts: victims(random),
        prompts: random.whole(8, 30),
        secondsBetween: random.between(1500, 14_000),
        declinedShare: random.between(0.3, 1),
        addresses: random.whole(1, 8),
        approved: false,
        infrastructure: networkOf(guise, random),
        client: guise === 'hidden' ? 'popular' : 'browser',
      },
    }),
  },
  {
    name: 'token-proxy',
    title: 'A sign-in through a phishing proxy, its session used from another network',
    hides: true,
    after: 3,
    plan: (guise, random) => theft('proxy', guise, random),
  },
  {
    name: 'token-cookie',
    title: "A stolen cookie of the person's own session used from another network",
    hides: true,
    after: 3,
    plan: (guise, random) => theft('cookie', guise, random),
  },
  {
    name: 'token-odd-client',
    title: 'After a phishing-resistant sign-in, the session goes on with an odd client elsewhere',
    hides: true,
    after: 3,
    plan: (guise, random) => theft('odd-client', guise, random),
  },
  {
    name: 'token-same-network',
    title: "A stolen cookie used through the person's own connection, with another client",
    hides: false,
    after: 3,
    plan: (_, random) => {
      const plan = theft('cookie', 'open', random);
      return { ...plan, rates: { ...plan.rates, sameNetwork: true, aftermath: 'none' } };
    },
  },
  {
    name: 'legacy-success',
    title: 'Mail fetched over IMAP with the right password, past the second factor',
    hides: true,
    after: 2,
    plan: (guise, random) => ({
      mode: 'legacy-success',
      rates: {
        accounts: victims(random),
        failures: random.whole(0, 4),
        fetches: random.whole(2, 12),
        infrastructure: networkOf(guise, random),
      },
    }),
  },
  {
    name: 'impossible-travel',
    title: 'A stolen password used abroad while its owner is at work',
    hides: false,
    after: 3,
    plan: (_, random) => {
      const plan = entry('impossible-travel', 'open', random);
      return { ...plan, rates: { ...plan.rates, infrastructure: 'abroad' } };
    },
  },
  {
    name: 'stolen-password-nearby',
    title: "A stolen password used from a household of the office's country",
    hides: false,
    after: 3,
    plan: (_, random) => entry('impossible-travel', 'hidden', random),
  },
  {
    name: 'anonymiser-sign-in',
    title: 'A stolen password used over Tor',
    hides: false,
    after: 3,
    plan: (_, random) => ({
      mode: 'anonymiser-sign-in',
      rates: { accounts: victims(random), aftermath: random.pick(AFTERMATHS) },
    }),
  },
  {
    name: 'device-code-phishing',
    title: 'A device code typed by the person, tokens taken by the attacker',
    hides: true,
    after: 3,
    plan: (guise, random) => entry('device-code-phishing', guise, random),
  },
  {
    name: 'consent-phishing',
    title: 'People talked into granting an application their mail',
    hides: false,
    after: 3,
    plan: (_, random) => ({
      mode: 'consent-phishing',
      rates: {
        accounts: random.whole(1, 4),
        application: random.pick([
          'Shared Calendar Viewer',
          'Secure File Viewer',
          'Voicemail Sync',
        ]),
        scope: random.pick([
          'Mail.Read Contacts.Read offline_access User.Read',
          'Mail.ReadWrite MailboxSettings.ReadWrite offline_access',
          'Files.ReadWrite.All offline_access User.Read',
        ]),
      },
    }),
  },
  {
    name: 'recovery-abuse',
    title: 'Password resets begun on many accounts; some succeed and are taken over',
    hides: true,
    after: 14,
    plan: (guise, random) => ({
      mode: 'recovery-abuse',
      duration: random.between(3, 13) * DAY,
      rates: {
        share: random.between(0.15, 0.5),
        triesPerAccount: random.whole(4, 15),
        hits: random.whole(0, 2),
        hitAfter: random.between(0.2, 0.95),
        changesRecovery: random.chance(0.7),
        minutesToUse: random.between(2, 400),
        hours: random.pick(['always', 'shift', 'office']),
        poolSize: random.whole(3, 60),
        netblocks: random.whole(3, 40),
        aftermath: random.pick(AFTERMATHS),
        ...sourceRates(guise, random),
        client: guise === 'hidden' ? 'popular' : 'browser',
      },
    }),
  },
];

function scenario(attack: SessionAttack, guise: Guise): Scenario {
  const hidden = guise === 'hidden';
  const name = `${attack.name}${hidden ? '-residential' : ''}`;
  return {
    name,
    title: hidden
      ? `${attack.title}; from households of the office's country, with popular browsers`
      : attack.title,
    proves: 'flagged within 5 minutes; who, and how far it got',
    options: (seed) => {
      const lead = 7;
      const size = scenarioRandom(name, seed).fork('size');
      const people = about(size.pick([10, 25, 60]), size);
      const world = drawWorld(name, seed, { people, days: lead + 4 + attack.after });
      const plan = attack.plan(guise, world.random);
      // Some weekday's hours: most of these need their victim at work.
      const start = world.between(lead, lead + 3) + world.random.below(HOUR);
      return { ...world.options, attacks: [{ ...plan, start }] };
    },
  };
}

export const SESSIONS: readonly Scenario[] = ATTACKS.flatMap((attack) =>
  attack.hides
    ? [scenario(attack, 'open'), scenario(attack, 'hidden')]
    : [scenario(attack, 'open')],
);
