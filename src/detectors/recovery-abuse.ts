import { NO_EVIDENCE } from './evidence.ts';
import type { Evidence, EvidenceSource, Sight } from './evidence.ts';
import { recoveryOf } from './recovery.ts';

/**
 * The way round the password: one account's reset, recovery address or second factor in a stranger's hands. Attempts
 * over many accounts are in `recovery-campaign.ts`.
 */

/** An attempt at recovery from a stranger's place, each; how many add up. */
const ATTEMPT = 0.8;
const MAX_ATTEMPTS = 4;
/** Owners have few places; each further /24 or /48 that is strange to the account. */
const FURTHER_PLACE = 2;
const MAX_PLACES = 6;
/** A recovery has several steps. Milliseconds. */
const SAME_ATTEMPT = 300_000;
/** A recovery that came through, or a recovery address changed, from a stranger's place. */
const DONE = 2.5;
/** So at the first attempt: those who know the answers are mostly those who set them. */
const DONE_AT_ONCE = 1.5;

/** A stranger's sign-in so soon after a reset, wherever the reset came from. Milliseconds. */
const SOON = 24 * 3_600_000;
const RESET_BEFORE = 1.5;

const FORGOTTEN_AFTER = 14 * 24 * 3_600_000;

/** By account. */
const KIND = 'recovery-abuse';

/** State per account that ever recovered: about 200 bytes. */
interface Recovery {
  readonly attempts: number;
  readonly last: number;
  readonly done: number;
  /** Strange prefixes it was tried from, at most `MAX_PLACES`. */
  readonly places: readonly string[];
}

export const recoveryAbuse: EvidenceSource = { name: 'recovery-abuse', weigh };

function weigh(sight: Sight): readonly Evidence[] {
  const { account, event, isStranger, organisation, state, strangeness } = sight;
  if (event.kind === 'sign-in') {
    if (!isStranger || event.outcome !== 'in') return NO_EVIDENCE;
    const known = state.get(organisation, KIND, account) as Recovery | undefined;
    const isSoon = known !== undefined && event.time - known.done <= SOON;
    return isSoon ? [evidence('recovered', RESET_BEFORE, 'a reset within the day before')] : [];
  }
  const step = recoveryOf(event);
  if (step === undefined) return NO_EVIDENCE;
  const known = state.get(organisation, KIND, account) as Recovery | undefined;
  const isFresh = known === undefined || event.time - known.last > FORGOTTEN_AFTER;
  // An address the log does not tell is nobody's.
  const isStrange = isStranger || strangeness > 0;
  const isOwners = step === 'done' && !isStrange;
  const isStep = known !== undefined && event.time - known.last <= SAME_ATTEMPT;
  const sofar = isFresh || isOwners ? 0 : known.attempts;
  const attempts = sofar + (isStrange && (!isStep || sofar === 0) ? 1 : 0);
  const done = step === 'done' ? event.time : (known?.done ?? Number.NEGATIVE_INFINITY);
  const prefix = sight.relation.origin.prefix;
  const before = isFresh || isOwners ? NO_PLACES : known.places;
  const isFurther = isStrange && prefix !== undefined && !before.includes(prefix);
  const places = isFurther ? [...before, prefix].slice(-MAX_PLACES) : before;
  const recovery = { attempts, last: event.time, done, places };
  state.set(organisation, KIND, recovery, account);
  if (!isStrange) return NO_EVIDENCE;
  const origin = {
    ...evidence('origin', strangeness, `${event.src_endpoint?.ip ?? 'somewhere'}, strange to it`),
    isPart: true,
  };
  const weight =
    ATTEMPT * Math.min(attempts, MAX_ATTEMPTS) + FURTHER_PLACE * Math.max(0, places.length - 1);
  const tries = attempts === 1 ? 'an attempt' : `${attempts} attempts`;
  const from = places.length > 1 ? ` from ${places.length} places` : '';
  const tried = {
    ...evidence('recovery', weight, `${tries} at its recovery${from}`),
    isPart: true,
  };
  const weightDone = attempts > 1 ? DONE : DONE_AT_ONCE;
  return step === 'done'
    ? [
        origin,
        tried,
        evidence('recovered', weightDone, 'its password or recovery changed from there'),
      ]
    : [origin, tried];
}

const NO_PLACES: readonly string[] = Object.freeze([]);

function evidence(name: string, weight: number, words: string): Evidence {
  return {
    name,
    detector: 'recovery-abuse',
    kind: undefined,
    weight,
    words,
    action: 'account recovery',
  };
}
