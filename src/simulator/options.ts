import { OFFICE_LIMIT } from './internet.ts';
import type { LogFaults } from './log-faults.ts';
import { PERFECT_LOG, checkFaults } from './log-faults.ts';
import { TIME_ZONES } from './places.ts';

export const FORMATS = ['graph', 'log-analytics', 'o365'] as const;

/**
 * - `graph`: Microsoft Graph `auditLogs/signIns` (beta) and `auditLogs/directoryAudits`.
 * - `log-analytics`: the same as diagnostic settings export them to Log Analytics, Event Hub or storage.
 * - `o365`: Office 365 Management Activity API.
 */
export type Format = (typeof FORMATS)[number];

/** What ordinary people do that an alarm must not take for an attack. Every rate can be 0. */
export interface Noise {
  /** Wrong password, then the right one: per password typed. */
  readonly typos: number;
  /** Several failures, then a self-service reset: per person and working day. */
  readonly forgottenPasswords: number;
  /** A phone goes on with the old password for days: per password change. */
  readonly stalePhones: number;
  /** Days a password lives, staggered over people; 0: for ever. */
  readonly passwordExpiryDays: number;
  /** Day of the simulation on which everybody's password has expired; -1: never. */
  readonly expiryMorning: number;
  /** Trips begun per person and day. */
  readonly travellers: number;
  /** Share of trips abroad on which the phone keeps its home address (home-routed roaming). */
  readonly homeRoutedRoaming: number;
  /** Share of people with a commercial VPN, of people with a privacy relay, of people who use Tor. */
  readonly vpnUsers: number;
  readonly relayUsers: number;
  readonly torUsers: number;
  /** Per person and day: who starts, who gets a new phone or laptop. */
  readonly newStarters: number;
  readonly newDevices: number;
  /** Expired or revoked sessions: per token refresh. */
  readonly expiredSessions: number;
  /** "Stay signed in?" interrupts: per password typed. */
  readonly keepSignedIn: number;
  /** Prompts that nobody answered, then a second one that somebody did: per second-factor prompt. */
  readonly missedPushes: number;
  /** Consent to an application with few rights: per person and day. */
  readonly consents: number;
  /** Ordinary inbox rules, such as filing newsletters: per person and day. Only `o365` logs them. */
  readonly mailboxRules: number;
  /** Share of phones that use ActiveSync with a stored password. */
  readonly legacyPhones: number;
  /** Allow-listed scanners per organisation: a probe every ten minutes, wrong passwords once a week. */
  readonly scanners: number;
  /** Share of forgotten passwords for which there is no self-service: the help desk sets a new one. */
  readonly helpdeskResets: number;
  /** Share of trips with another hotel, on a network of its own, each night. */
  readonly hotelHops: number;
  /** Day after the first on which volunteers begin, all on one morning; -1: never. And their share of the people. */
  readonly volunteerMorning: number;
  readonly volunteers: number;
  /** Day after the first from which the office has other addresses, of another provider; -1: never. */
  readonly officeMove: number;
  /** Chance that somebody at work signs in anew, within minutes of the end of an outage. */
  readonly outageRush: number;
  /** Mailboxes with one password that several people use, per organisation. */
  readonly sharedMailboxes: number;
  /** Service accounts per organisation whose secret expires: failures every few minutes until somebody notices. */
  readonly expiredSecrets: number;
  /** Outside services that are on no list and go on trying a service account with an old password. */
  readonly unlistedProbes: number;
}

export const DEFAULT_NOISE: Noise = Object.freeze({
  typos: 0.07,
  forgottenPasswords: 0.002,
  stalePhones: 0.12,
  passwordExpiryDays: 180,
  expiryMorning: -1,
  travellers: 0.006,
  homeRoutedRoaming: 0.3,
  vpnUsers: 0.05,
  relayUsers: 0.08,
  torUsers: 0,
  newStarters: 0.0005,
  newDevices: 0.001,
  expiredSessions: 0.03,
  keepSignedIn: 0.25,
  missedPushes: 0.03,
  consents: 0.001,
  mailboxRules: 0.001,
  legacyPhones: 0.08,
  scanners: 0,
  helpdeskResets: 0,
  hotelHops: 0,
  volunteerMorning: -1,
  volunteers: 0.3,
  officeMove: -1,
  outageRush: 0,
  sharedMailboxes: 0,
  expiredSecrets: 0,
  unlistedProbes: 0,
});

/** Kinds of noise that are a day of the simulation; -1: never. */
const DAYS: ReadonlySet<string> = new Set(['expiryMorning', 'volunteerMorning', 'officeMove']);

/** Everything off but working days. */
export const NO_NOISE: Noise = Object.freeze(
  Object.fromEntries(
    Object.keys(DEFAULT_NOISE).map((name) => [name, DAYS.has(name) ? -1 : 0]),
  ) as unknown as Noise,
);

interface OrganisationOptions {
  /** First label of its domain under `example.org`. */
  readonly name?: string;
  readonly people?: number;
  readonly timeZone?: string;
  readonly remoteShare?: number;
  readonly noise?: Partial<Noise>;
}

/** A rate or choice of an attack mode; the names are the keys of the mode's `defaults`. */
export type Rate = number | string | boolean;

export interface AttackPlan {
  /** Name of a mode in `attacks/modes.ts`. */
  readonly mode: string;
  /** Milliseconds since 1970; default: a third of the way through. */
  readonly start?: number;
  /** Milliseconds; default: the mode's own. Cut at the end of the simulation. */
  readonly duration?: number;
  /** Principal names attacked; default: drawn by the mode. Names of other organisations are passed over. */
  readonly accounts?: readonly string[];
  /** Positions of the organisations attacked; default: all, with the same infrastructure. */
  readonly organisations?: readonly number[];
  /** Default: the mode and the place of the plan in the list. Plans with one campaign share infrastructure. */
  readonly campaign?: string;
  readonly rates?: Readonly<Record<string, Rate>>;
}

interface Outage {
  /** Milliseconds since 1970. */
  readonly start: number;
  readonly minutes: number;
}

export interface SimulationOptions {
  readonly seed: string | number;
  /** Milliseconds since 1970. */
  readonly start: number;
  readonly days: number;
  /** How many, or one entry each. Default 1. */
  readonly organisations?: number | readonly OrganisationOptions[];
  /** Per organisation. Default 100. */
  readonly people?: number;
  /** Default `graph`. */
  readonly format?: Format;
  readonly attacks?: readonly AttackPlan[];
  readonly noise?: Partial<Noise>;
  /** Time zone of the offices, one of `TIME_ZONES`. Default `America/New_York`. */
  readonly timeZone?: string;
  /** Share of people who never come to the office. Default 0.15. */
  readonly remoteShare?: number;
  /** Share of people with a second factor. Default 0.92. */
  readonly mfaShare?: number;
  /** Silent token refreshes of a person on a working day, all devices. Default 20. */
  readonly refreshes?: number;
  /** Times during which nobody can sign in. */
  readonly outages?: readonly Outage[];
  /** What is wrong with the log itself. Default: nothing. */
  readonly log?: Partial<LogFaults>;
}

export interface Settings extends Required<
  Omit<SimulationOptions, 'organisations' | 'noise' | 'log'>
> {
  readonly end: number;
  readonly noise: Noise;
  readonly organisations: readonly OrganisationOptions[];
  readonly log: LogFaults;
}

const DAY = 86_400_000;

export function settingsOf(options: SimulationOptions): Settings {
  const { organisations = 1, noise, log, ...rest } = options;
  return {
    people: 100,
    format: 'graph',
    attacks: [],
    timeZone: 'America/New_York',
    remoteShare: 0.15,
    mfaShare: 0.92,
    refreshes: 20,
    outages: [],
    ...rest,
    end: options.start + options.days * DAY,
    noise: { ...DEFAULT_NOISE, ...noise },
    log: { ...PERFECT_LOG, ...log },
    organisations:
      typeof organisations === 'number'
        ? Array.from({ length: organisations }, () => ({}))
        : organisations,
  };
}

/** What is wrong with the sizes and names, one sentence each; attack plans are checked by `attacks/plan.ts`. */
export function checkSettings(settings: Settings): string[] {
  const problems: string[] = [];
  const zones = [settings.timeZone, ...settings.organisations.map((one) => one.timeZone)];
  for (const zone of new Set(zones)) {
    if (zone !== undefined && !TIME_ZONES.includes(zone)) {
      problems.push(`Unknown time zone "${zone}"; known are ${TIME_ZONES.join(', ')}.`);
    }
  }
  if (!Number.isFinite(settings.start)) problems.push('The start is not a time.');
  if (!(settings.days > 0)) problems.push('The number of days must be above 0.');
  if (!(FORMATS as readonly string[]).includes(settings.format)) {
    problems.push(`Unknown format "${settings.format}"; known are ${FORMATS.join(', ')}.`);
  }
  if (settings.organisations.length < 1 || settings.organisations.length > OFFICE_LIMIT) {
    problems.push(`The number of organisations must be from 1 to ${OFFICE_LIMIT}.`);
  }
  const sizes = settings.organisations.map((one) => one.people ?? settings.people);
  if (sizes.some((size) => !Number.isInteger(size) || size < 1 || size > 100_000)) {
    problems.push('The number of people must be from 1 to 100,000.');
  }
  const noises = [settings.noise, ...settings.organisations.map((one) => one.noise ?? {})];
  for (const [name, value] of noises.flatMap((noise) => Object.entries(noise))) {
    if (!(name in DEFAULT_NOISE)) problems.push(`Unknown kind of noise "${name}".`);
    const low = DAYS.has(name) ? -1 : 0;
    if (!(value >= low)) problems.push(`The noise rate "${name}" must be ${low} or more.`);
  }
  return [...problems, ...checkFaults(settings.log)];
}
