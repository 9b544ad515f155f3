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
 * Recovery tried on many accounts: from one stranger's address, or, where the log tells none, on more accounts within a
 * day than the organisation's own past explains (negative binomial tail; the mean is learnt by day and shrunk to the
 * prior). Recoveries that succeed from familiar places are people who have forgotten their passwords.
 */
const WINDOW = DAY;

/** Accounts one strange address may touch: a household shares one. */
const FROM_ONE_ADDRESS = 3;
const ONE_ADDRESS_CONFIDENCE = 0.85;

/** Accounts per day that try in vain, and how many days that is worth. */
const PRIOR_MEAN = 0.5;
const PRIOR_DAYS = 10;
/** Forgetting comes in bursts: after holidays, on the day passwords expire. */
const SHAPE = 1;
/** Natural logarithm: once in about 3,000 years of days. */
const RARE = -14;
const LEAST_ACCOUNTS = 5;
const RARE_CONFIDENCE = 0.7;

/** Attempts kept per organisation, the newest. */
const MAX_KEPT = 512;

interface Attempt {
  readonly sighting: Sighting;
  readonly isStrange: boolean;
  readonly isVain: boolean;
}

/** State per organisation: at most 512 attempts, about 150 KB, and 4 numbers. */
interface Attempts {
  kept: Attempt[];
  /** When those named now began; 0 when none is. */
  named: number;
  /** Accounts that tried in vain on days before the newest, days counted, the newest day. */
  total: number;
  days: number;
  day: number;
  today: Set<string>;
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
  attempts.kept = attempts.kept
    .filter(({ sighting }) => event.time - sighting.time <= WINDOW)
    .concat(attempt)
    .slice(-MAX_KEPT);
  if (attempt.isVain) attempts.today.add(account);
  state.set(organisation, KEY, attempts);
  const found = fromOneAddress(attempts, attempt) ?? fromAnywhere(attempts);
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
  const reason = `The recovery of ${accounts} accounts was tried from ${address}, which none of them has used, within a day.`;
  return found(from, ONE_ADDRESS_CONFIDENCE, reason);
}

function fromAnywhere(attempts: Attempts): Found | undefined {
  const vain = attempts.kept.filter((one) => one.isVain);
  const accounts = accountsOf(vain);
  if (accounts < LEAST_ACCOUNTS) return undefined;
  const mean = (attempts.total + PRIOR_MEAN * PRIOR_DAYS) / (attempts.days + PRIOR_DAYS);
  if (logTail(accounts, mean, SHAPE) > RARE) return undefined;
  const reason = `The recovery of ${accounts} accounts was tried in vain within a day; ${mean.toFixed(1)} are usual.`;
  return found(vain, RARE_CONFIDENCE, reason);
}

function found(attempts: readonly Kept[], confidence: number, reason: string): Found {
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
  const day = dayOf(time);
  const known = state.get(organisation, KEY) as Attempts | undefined;
  if (known === undefined) return { kept: [], named: 0, total: 0, days: 0, day, today: new Set() };
  if (day > known.day) {
    // Days on which an attack was seen teach nothing.
    if (known.named === 0) known.total += known.today.size;
    known.days += day - known.day;
    known.day = day;
    known.today = new Set();
  }
  return known;
}
