import type { AttackKind } from './detection.ts';
import type { Attempt } from './password-attempt.ts';
import type { Counts } from './pitman-yor.ts';
import { count, logChance, noCounts, uncount } from './pitman-yor.ts';

const HOUR = 3_600_000;

/** Attempts kept to know how fast a campaign goes, and to take back what was its owner's. */
const MAX_RECENT = 256;
/** Of them, those by which its pace is told. */
const PACE = 32;

/** Accounts and addresses remembered of a campaign; more are counted but not told apart. */
const MAX_ACCOUNTS = 20_000;
/** Addresses remembered from which an account was got into. */
const MAX_WON = 16;

/** A campaign with no attempt for this long, or for eight of its usual gaps, is over. */
const QUIET = 7 * 24 * HOUR;

/** Chances of a value before anything of a campaign has been seen: one of so many. */
const TOOLS = 30;
const NETWORKS = 400;
const PREFIXES = 16;
const ADDRESSES = 16;
const ACCOUNTS = 20;

export interface Target {
  tries: number;
  /** Addresses from which, and clients with which, the right password was given. */
  readonly won: Set<string>;
  /** When whoever it was first gave the right password; later ones do not prolong it. */
  wonAt?: number;
  first: number;
  last: number;
  /** Tries within the hour that began at `hourFrom`, and the most of any hour. */
  hourFrom: number;
  hourTries: number;
  peak: number;
}

/** One attack on the passwords of an organisation: what has been seen of it, as plain data. */
export interface Campaign {
  readonly key: string;
  /** Logarithm of the chance that ordinary life looks like this, when it was opened. */
  readonly surprise: number;
  first: number;
  last: number;
  attempts: number;
  unknownNames: number;
  /** Tries on accounts tried so often that it is no spray. */
  bruteTries: number;
  readonly tools: Counts;
  readonly networks: Counts;
  readonly prefixes: Counts;
  readonly addresses: Counts;
  readonly accounts: Counts;
  readonly targets: Map<string, Target>;
  /** Tries on single accounts within single hours that are over, and how many such hours there were. */
  readonly pace: { sum: number; hours: number };
  /** The newest attempts, oldest first. */
  readonly recent: Attempt[];
}

export function newCampaign(key: string, surprise: number): Campaign {
  return {
    key,
    surprise,
    first: Infinity,
    last: -Infinity,
    attempts: 0,
    unknownNames: 0,
    bruteTries: 0,
    tools: noCounts(),
    networks: noCounts(),
    prefixes: noCounts(),
    addresses: noCounts(),
    accounts: noCounts(),
    targets: new Map(),
    pace: { sum: 0, hours: 0 },
    recent: [],
  };
}

export function addAttempt(campaign: Campaign, attempt: Attempt): void {
  const { sighting, origin, tool, failed } = attempt;
  const { account, time, outcome } = sighting;
  campaign.attempts += 1;
  campaign.first = Math.min(campaign.first, time);
  campaign.last = Math.max(campaign.last, time);
  if (outcome === 'user-unknown') campaign.unknownNames += 1;
  campaign.recent.push(attempt);
  if (campaign.recent.length > MAX_RECENT) campaign.recent.shift();
  const target = addTry(campaign, account, time);
  if (!failed) {
    // What a right password looked like is less sure than what missed: it does not tell what the campaign is like.
    if (outcome === 'in' && target !== undefined) target.wonAt ??= time;
    for (const trace of [origin.address, origin.client]) {
      if (trace !== undefined && (target?.won.size ?? MAX_WON) < MAX_WON) target?.won.add(trace);
    }
    return;
  }
  count(campaign.tools, tool);
  if (origin.network !== undefined) count(campaign.networks, origin.network);
  if (origin.prefix !== undefined) count(campaign.prefixes, origin.prefix);
  if (origin.address !== undefined) count(campaign.addresses, origin.address);
  count(campaign.accounts, account);
}

function addTry(campaign: Campaign, account: string, time: number): Target | undefined {
  let target = campaign.targets.get(account);
  if (target === undefined) {
    if (campaign.targets.size >= MAX_ACCOUNTS) return undefined;
    target = {
      tries: 0,
      won: new Set(),
      first: time,
      last: time,
      hourFrom: time,
      hourTries: 0,
      peak: 0,
    };
    campaign.targets.set(account, target);
  }
  target.tries += 1;
  target.last = Math.max(target.last, time);
  if (time - target.hourFrom >= HOUR) {
    if (target.hourTries > 0) {
      campaign.pace.sum += target.hourTries;
      campaign.pace.hours += 1;
    }
    target.hourFrom = time;
    target.hourTries = 0;
  }
  target.hourTries += 1;
  if (target.peak >= BRUTE_PER_HOUR) campaign.bruteTries += 1;
  else if (target.hourTries >= BRUTE_PER_HOUR) campaign.bruteTries += target.tries;
  target.peak = Math.max(target.peak, target.hourTries);
  return target;
}

/** Takes back an attempt that turned out to be its owner's. */
export function withdrawAttempt(campaign: Campaign, attempt: Attempt): void {
  const { sighting, origin, tool, failed } = attempt;
  campaign.attempts -= 1;
  if (sighting.outcome === 'user-unknown') campaign.unknownNames -= 1;
  if (failed) {
    uncount(campaign.tools, tool);
    if (origin.network !== undefined) uncount(campaign.networks, origin.network);
    if (origin.prefix !== undefined) uncount(campaign.prefixes, origin.prefix);
    if (origin.address !== undefined) uncount(campaign.addresses, origin.address);
    uncount(campaign.accounts, sighting.account);
  }
  const target = campaign.targets.get(sighting.account);
  if (target === undefined) return;
  target.tries -= 1;
  if (target.peak >= BRUTE_PER_HOUR) campaign.bruteTries -= 1;
  if (target.tries <= 0) campaign.targets.delete(sighting.account);
}

/**
 * How well an attempt goes with a campaign, beside how well it goes with any attack: natural logarithm of the ratio.
 * Every campaign is a Pitman-Yor process over tools, over networks with their prefixes and addresses, and over accounts;
 * an attempt that fits none is the beginning of another (Dirichlet process mixture; Neal, 2000).
 */
export function fit(campaign: Campaign, attempt: Attempt): number {
  return (
    fitOfTool(campaign, attempt) + fitOfOrigin(campaign, attempt) + fitOfAccount(campaign, attempt)
  );
}

function fitOfTool({ tools }: Campaign, { tool }: Attempt): number {
  return logChance(tools, tool, 1 / TOOLS) + Math.log(TOOLS);
}

function fitOfOrigin(campaign: Campaign, { origin }: Attempt): number {
  const { address, network, prefix } = origin;
  if (network === undefined || prefix === undefined || address === undefined) return 0;
  const inNetwork = logChance(campaign.networks, network, 1 / NETWORKS) + Math.log(NETWORKS);
  const networkCount = campaign.networks.of.get(network) ?? 0;
  if (networkCount === 0) return inNetwork;
  const prefixCount = campaign.prefixes.of.get(prefix) ?? 0;
  const inPrefix = nested(prefixCount, networkCount, PREFIXES);
  if (prefixCount === 0) return inNetwork + inPrefix;
  return (
    inNetwork + inPrefix + nested(campaign.addresses.of.get(address) ?? 0, prefixCount, ADDRESSES)
  );
}

/** The same for a part of something already there. */
function nested(part: number, whole: number, parts: number): number {
  return Math.log((part + 1 / parts) / (whole + 1)) + Math.log(parts);
}

function fitOfAccount({ accounts }: Campaign, { sighting }: Attempt): number {
  // Names that do not exist are guesses, each new by itself.
  if (sighting.outcome === 'user-unknown') return 0;
  return logChance(accounts, sighting.account, 1 / ACCOUNTS) + Math.log(ACCOUNTS);
}

/** Hours on single accounts after which a campaign's pace is known. */
const LEAST_HOURS = 4;

/**
 * How badly one more try on its account goes with how often a campaign tries others: a spray does not try one account a
 * hundred times an hour. Natural logarithm, 0 or below.
 */
export function paceFit(campaign: Campaign, { sighting }: Attempt, now: number): number {
  const target = campaign.targets.get(sighting.account);
  const { sum, hours } = campaign.pace;
  if (target === undefined || now - target.hourFrom >= HOUR || hours < LEAST_HOURS) return 0;
  const usual = sum / hours;
  const most = 4 * usual + 8;
  return target.hourTries <= most ? 0 : -6 * Math.log(target.hourTries / most);
}

/** A day after it began, a campaign's own pace is known. */
const LEAST_AGE = 24;

/** How badly one more attempt goes with how fast a campaign has gone so far. Natural logarithm, 0 or below. */
export function burstFit({ attempts, first, recent }: Campaign, now: number): number {
  const hours = (now - first) / HOUR;
  if (hours < LEAST_AGE) return 0;
  const since = recent.findLastIndex(({ sighting }) => now - sighting.time > HOUR);
  const lately = recent.length - 1 - since;
  const most = 4 * (attempts / hours) + 4;
  return lately <= most ? 0 : -3 * Math.log(lately / most);
}

/** Attempts per hour, by the newest ones and the time since. */
export function rateOf({ recent }: Campaign, now: number): number {
  const since = recent.at(-PACE) ?? recent[0];
  const span = now - (since?.sighting.time ?? now);
  return Math.min(recent.length, PACE) / (Math.max(span, HOUR / 6) / HOUR);
}

export function isOver(campaign: Campaign, now: number): boolean {
  const quiet = now - campaign.last;
  if (quiet < QUIET) return false;
  const gaps = Math.max(1, campaign.attempts - 1);
  return quiet > (8 * (campaign.last - campaign.first)) / gaps;
}

/** Tries an hour on one account from which on it is no spray: people lock themselves out with fewer. */
export const BRUTE_PER_HOUR = 25;

/** Share of names that do not exist, and tries per name, of a list that was leaked elsewhere. */
const LEAKED_UNKNOWN = 0.15;
const LEAKED_TRIES = 3;
/** A list is worked through, not repeated for weeks. */
const LEAKED_TIME = 4 * 24 * HOUR;

export function kindOf(campaign: Campaign): AttackKind {
  const { attempts, targets } = campaign;
  if (campaign.bruteTries * 2 > attempts) return 'brute-force';
  const leaked =
    targets.size >= 5 &&
    attempts / targets.size <= LEAKED_TRIES &&
    campaign.unknownNames / attempts >= LEAKED_UNKNOWN &&
    campaign.last - campaign.first <= LEAKED_TIME;
  return leaked ? 'credential-stuffing' : 'password-spray';
}

/** Whether a tool is one of the campaign's own, and not one that was let in by mistake. */
export function usesTool({ tools }: Campaign, tool: string): boolean {
  const seen = tools.of.get(tool) ?? 0;
  return seen >= 3 && seen * 20 >= tools.total;
}
