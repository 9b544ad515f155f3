import type { EventDigest } from '../events/digest.ts';
import type { State } from '../history/state.ts';
import { DAY, dayOf } from './day-counts.ts';
import type { Detection } from './detection.ts';
import type { Detector } from './detector.ts';
import { accountOf, Familiarity } from './familiarity.ts';
import { logTail } from './negative-binomial.ts';
import { recoveryOf } from './recovery.ts';
import type { Sighting } from './sighting.ts';
import { toSighting } from './to-sighting.ts';

/**
 * Recovery tried on many accounts: from one stranger's address, or, from many, on more accounts within a
 * week than the organisation's own past explains (negative binomial tail; the mean is learnt by day and shrunk to the
 * prior). Recoveries that succeed from familiar places are people who have forgotten their passwords.
 */
const WINDOW = 7 * DAY;

/** Accounts one strange address may touch: a household shares one. */
const FROM_ONE_ADDRESS = 3;
const ONE_ADDRESS_CONFIDENCE = 0.85;

/**
 * In vain: accounts per day that try, how many days that prior is worth, how bursty it is (after holidays, on the day
 * passwords expire), from which natural logarithm of the chance on it is told, and from how many accounts.
 */
interface Expectation {
  readonly mean: number;
  readonly days: number;
  readonly shape: number;
  readonly rare: number;
  readonly least: number;
  readonly confidence: number;
}
const ANYWHERE: Expectation = {
  mean: 0.5,
  days: 10,
  shape: 1,
  rare: -14,
  least: 5,
  confidence: 0.7,
};
/** From places strange to the account: people who forgot sit where they always do. */
const STRANGE: Expectation = {
  mean: 0.05,
  days: 20,
  shape: 4,
  rare: -8,
  least: 4,
  confidence: 0.8,
};

/** Attempts kept per organisation, the newest. */
const MAX_KEPT = 512;

interface Attempt {
  readonly sighting: Sighting;
  readonly isStrange: boolean;
  readonly isVain: boolean;
}

/** State per organisation: at most 512 attempts, about 150 KB, and a few numbers. */
interface Attempts {
  kept: Kept[];
  /** When those named now began; 0 when none is. */
  named: number;
  /** Account-days in vain that were no attack, those from strange places, and how many days that took. */
  total: number;
  strange: number;
  days: number;
  readonly since: number;
}

export const recoveryCampaign: Detector = { name: 'recovery-campaign', observe };

function observe(event: EventDigest, state: State, tell: (detection: Detection) => void): void {
  if (event.kind !== 'audit') return;
  const step = recoveryOf(event);
  const account = event.user?.name ?? accountOf(event);
  if (step === undefined || account === '') return;
  const organisation = event.metadata.tenant_uid;
  const { place } = new Familiarity(state, 'sessions').relation(event, account);
  const attempts = load(state, organisation, event.time);
  const attempt: Attempt = {
    sighting: { ...toSighting(event, 'account recovery'), account },
    isStrange: place === 'new' || place === 'colleagues-network',
    isVain: step === 'attempt',
  };
  learnExpired(attempts, event.time);
  attempts.kept = [...attempts.kept, attempt].slice(-MAX_KEPT);
  if (step === 'done' && !attempt.isStrange) explain(attempts, account);
  state.set(organisation, KEY, attempts);
  const found = fromOneAddress(attempts, attempt) ?? inVain(attempts);
  if (found === undefined) {
    attempts.named = 0;
    return;
  }
  if (attempts.named === 0) attempts.named = found.sightings[0]?.time ?? event.time;
  const told = new Set(found.sightings.map(({ id }) => id));
  attempts.kept = attempts.kept.map((one) => (told.has(one.sighting.id) ? asTold(one) : one));
  tell({
    detector: recoveryCampaign.name,
    organisation,
    attack: `recovery ${attempts.named}`,
    kind: 'account-takeover',
    at: event.time,
    confidence: found.confidence,
    sightings: found.sightings.filter((_, index) => found.fresh[index] === true),
    reason: found.reason,
  });
}

/** What has left the window without being part of an attack is how often that happens. */
function learnExpired(attempts: Attempts, time: number): void {
  const expired = attempts.kept.filter(({ sighting }) => time - sighting.time > WINDOW);
  if (expired.length > 0) {
    attempts.kept = attempts.kept.filter(({ sighting }) => time - sighting.time <= WINDOW);
    const vain = expired.filter((one) => one.isVain && one.isTold !== true);
    attempts.total += accountDays(vain);
    attempts.strange += accountDays(vain.filter((one) => one.isStrange));
  }
  attempts.days = Math.max(0, Math.floor((time - attempts.since - WINDOW) / DAY));
}

function accountDays(attempts: readonly Attempt[]): number {
  return new Set(attempts.map(({ sighting }) => `${dayOf(sighting.time)} ${sighting.account}`))
    .size;
}

/** The owner has got back in: what came before was not in vain. */
function explain(attempts: Attempts, account: string): void {
  attempts.kept = attempts.kept.filter(({ sighting }) => sighting.account !== account);
}

const KEY = 'recovery-campaign/attempts';

interface Kept extends Attempt {
  readonly isTold?: boolean;
}

function asTold(attempt: Attempt): Kept {
  return { ...attempt, isTold: true };
}

interface Found {
  readonly sightings: readonly Sighting[];
  /** Which were not named before. */
  readonly fresh: readonly boolean[];
  readonly confidence: number;
  readonly reason: string;
}

function fromOneAddress({ kept }: Attempts, newest: Attempt): Found | undefined {
  const { address } = newest.sighting;
  if (address === undefined || !newest.isStrange) return undefined;
  const from = kept.filter((one) => one.isStrange && one.sighting.address === address);
  const accounts = accountsOf(from);
  if (accounts < FROM_ONE_ADDRESS) return undefined;
  const reason = `The recovery of ${accounts} accounts was tried from ${address}, which none of them has used, within a week.`;
  return foundIn(from, ONE_ADDRESS_CONFIDENCE, reason);
}

function inVain(attempts: Attempts): Found | undefined {
  const vain = attempts.kept.filter((one) => one.isVain);
  const strange = vain.filter((one) => one.isStrange);
  return (
    tooMany(strange, attempts.strange, attempts.days, STRANGE) ??
    tooMany(vain, attempts.total, attempts.days, ANYWHERE)
  );
}

function tooMany(
  vain: readonly Attempt[],
  before: number,
  days: number,
  expected: Expectation,
): Found | undefined {
  const accounts = accountsOf(vain);
  if (accounts < expected.least) return undefined;
  const daily = (before + expected.mean * expected.days) / (days + expected.days);
  const mean = (daily * WINDOW) / DAY;
  if (logTail(accounts, mean, expected.shape) > expected.rare) return undefined;
  const from = expected === STRANGE ? ', from places strange to them,' : '';
  const reason = `The recovery of ${accounts} accounts was tried in vain${from} within a week; ${mean.toFixed(1)} are usual.`;
  return foundIn(vain, expected.confidence, reason);
}

function foundIn(attempts: readonly Kept[], confidence: number, reason: string): Found {
  return {
    sightings: attempts.map(({ sighting }) => sighting),
    fresh: attempts.map(({ isTold }) => isTold !== true),
    confidence,
    reason,
  };
}

function accountsOf(attempts: readonly Attempt[]): number {
  return new Set(attempts.map(({ sighting }) => sighting.account)).size;
}

function load(state: State, organisation: string, time: number): Attempts {
  const known = state.get(organisation, KEY) as Attempts | undefined;
  return known ?? { kept: [], named: 0, total: 0, strange: 0, days: 0, since: time };
}
