import type { SignIn } from '../events/event.ts';
import { DAY } from './day-counts.ts';
import { NO_EVIDENCE } from './evidence.ts';
import type { Evidence, EvidenceSource, Sight } from './evidence.ts';
import { originEvidence } from './origin-evidence.ts';
import { STRANGE } from './strangeness.ts';

/**
 * Second-factor prompts that nobody answers or that somebody turns down, again and again: in a burst or one an hour for
 * days. People miss prompts too, but answer the next. Each prompt without an answer since the last that was answered
 * from the same side (the owner's or a stranger's) weighs how much less often the organisation's own people miss one.
 */

/** A run ends when nothing was added for this long: a stranger's, the owner's. */
const STRANGER_LASTS = 14 * DAY;
const OWNER_LASTS = DAY / 2;

/** Share of an intruder's prompts that stay without the answer yes. */
const INTRUDER_MISSES = 0.9;
/** Prior for the organisation: this share is missed, which weighs as much as so many prompts. */
const PRIOR_MISSES = 0.15;
const PRIOR_PROMPTS = 40;

/** People turn down a prompt of their own only by mistake, and hardly ever report one. */
const DENIED = 2.8;
const REPORTED = 7;
/** Asked for a second factor, and no word of what became of it. */
const ASKED = 0.7;

/** Logarithm of how seldom an intruder sits where the owner does. */
const AT_HOME = 5;

/** With the owner's client somewhere new the account's owner is likelier, on a journey, than an intruder. */
const AWAY = 1.5;

/** Prompts an owner misses in a row, and milliseconds until the answer. */
const OWNER_MISSES = 2;
const OWNER_ANSWERS = DAY / 96;

/** More prompts add nothing. */
const MAX_WEIGHT = 30;

const OF_ACCOUNT = 'mfa-fatigue/account';

interface Run {
  count: number;
  weight: number;
  last: number;
}

/** State: two runs per account, about 100 bytes; two numbers per organisation. */
interface Prompts {
  owner: Run;
  stranger: Run;
}

interface Rate {
  prompts: number;
  missed: number;
}

export const mfaFatigue: EvidenceSource = { name: 'mfa-fatigue', weigh };

function weigh(sight: Sight): readonly Evidence[] {
  const { event, state, organisation, account, isStranger } = sight;
  if (event.kind !== 'sign-in') return NO_EVIDENCE;
  const failed = isUnanswered(event);
  const answered = event.outcome === 'in' && event.is_interactive !== false;
  if (!failed && !answered) return NO_EVIDENCE;
  const before = state.get(organisation, OF_ACCOUNT, account) as Prompts | undefined;
  if (answered && before === undefined && event.mfa_result !== 'passed') return NO_EVIDENCE;
  const rate = learnRate(sight, event, failed);
  const prompts = before ?? { owner: noRun(), stranger: noRun() };
  const isAway = isStranger || isElsewhere(sight);
  const run = isAway ? prompts.stranger : prompts.owner;
  const stale = event.time - run.last > (isAway ? STRANGER_LASTS : OWNER_LASTS);
  const isAnswer = answered && (!isStranger || isOwnersAnswer(run, event.time));
  if (stale || isAnswer) {
    run.count = 0;
    run.weight = 0;
  }
  if (failed) {
    run.count += 1;
    run.last = event.time;
    run.weight = Math.min(MAX_WEIGHT, run.weight + weightOf(event, rate));
  }
  if (failed || before !== undefined) state.set(organisation, OF_ACCOUNT, prompts, account);
  if (!failed) return before !== undefined && isAway && isAnswer ? [ANSWERED] : NO_EVIDENCE;
  const weight = run.weight - doubtOf(sight, isAway);
  if (weight <= 0) return NO_EVIDENCE;
  const times = run.count === 1 ? 'a prompt' : `${run.count} prompts`;
  return [
    ...(isAway ? originEvidence(sight) : NO_EVIDENCE),
    {
      name: isAway ? 'prompts' : 'own-prompts',
      detector: 'mfa-fatigue',
      kind: run.count > 1 ? 'mfa-fatigue' : undefined,
      weight,
      words: `${times} turned down or not answered`,
      isPart: true,
      isProvisional: true,
      action: 'second factor prompt',
    },
  ];
}

function doubtOf({ strangeness }: Sight, isAway: boolean): number {
  if (!isAway) return AT_HOME;
  // Where an earlier prompt came from is no stranger's for that alone.
  return strangeness >= STRANGE ? 0 : AWAY;
}

/** With a client like the owner's, but not where the account has been: who asks may be either. */
function isElsewhere({ relation, strangeness }: Sight): boolean {
  const { place } = relation;
  return strangeness > 0 && place !== 'own-address' && place !== 'own-prefix';
}

/** An owner at a new place misses one or two prompts, and answers the next within minutes. */
function isOwnersAnswer({ count, last }: Run, time: number): boolean {
  return count <= OWNER_MISSES && time - last <= OWNER_ANSWERS;
}

/** Whoever asked has been answered. */
const ANSWERED: Evidence = Object.freeze({
  name: 'prompts',
  detector: 'mfa-fatigue',
  kind: undefined,
  weight: 0,
  words: '',
  isProvisional: true,
});

function isUnanswered(event: Pick<SignIn, 'outcome' | 'stopped_by' | 'mfa_result'>): boolean {
  if (event.mfa_result !== undefined && event.mfa_result !== 'passed')
    return event.outcome !== 'in';
  return event.outcome === 'password-known' && event.stopped_by === 'mfa';
}

function weightOf(event: Pick<SignIn, 'mfa_result'>, rate: Rate | undefined): number {
  switch (event.mfa_result) {
    case 'denied':
      return DENIED;
    case 'fraud':
      return REPORTED;
    case 'timeout':
    case 'failed': {
      const { missed, prompts } = rate ?? { missed: 0, prompts: 0 };
      const share = (missed + PRIOR_MISSES * PRIOR_PROMPTS) / (prompts + PRIOR_PROMPTS);
      return Math.log(INTRUDER_MISSES / Math.min(share, INTRUDER_MISSES));
    }
    default:
      return ASKED;
  }
}

/** How often the organisation's people miss a prompt, as far as it was not a stranger who asked. */
function learnRate(
  sight: Sight,
  event: SignIn | Sight['event'],
  failed: boolean,
): Rate | undefined {
  const { state, organisation, isStranger } = sight;
  const key = 'mfa-fatigue/organisation';
  const known = state.get(organisation, key) as Rate | undefined;
  if (isStranger || event.kind !== 'sign-in' || event.mfa_result === undefined) return known;
  const rate = known ?? { prompts: 0, missed: 0 };
  rate.prompts += 1;
  if (failed) rate.missed += 1;
  state.set(organisation, key, rate);
  return rate;
}

function noRun(): Run {
  return { count: 0, weight: 0, last: Number.NEGATIVE_INFINITY };
}
