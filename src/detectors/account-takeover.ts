import type { SignIn } from '../events/event.ts';
import { NO_EVIDENCE } from './evidence.ts';
import type { Evidence, EvidenceSource, Sight } from './evidence.ts';
import { intruderAction } from './intruder-action.ts';
import { originEvidence } from './origin-evidence.ts';

/**
 * Somebody got in from a stranger's network with a stranger's client, while the owner was at work elsewhere, or went on
 * to do what intruders do. Each of these happens to honest people; together they do not.
 */

/** The owner was seen elsewhere within this time. Milliseconds. */
const MEANWHILE = 3_600_000;
/** The same country says little: a telephone left at home, a computer that is on. */
const SAME_COUNTRY = 1.4;
const OTHER_COUNTRY = 3.5;

/** Strange origins of one account within this time, each with a network and client of its own. */
const SECOND_WITHIN = 24 * 3_600_000;
const SECOND_STRANGER = 2.5;

/** Wrong passwords from the same place within this time before. */
const GUESSED_WITHIN = 24 * 3_600_000;
const GUESSED = 1.5;

/** The organisation's own provider says so itself. */
const RISK = { none: 0, low: 0.7, medium: 2, high: 3.5 } as const;
const ANONYMOUS = 1.5;
/** A protocol that knows no second factor, by an account that never used it. */
const LEGACY = 3;
/** Owners pass the second factor; most intruders do not have it. */
const PASSED = -1;

/** By account. */
const KIND = 'account-takeover';

/** State per account, about 400 bytes. */
interface Whereabouts {
  /** The owner, last. */
  own?: { time: number; readonly network: string; readonly country: string | undefined };
  /** A stranger who got in, last. */
  strange?: { readonly time: number; readonly network: string; readonly client: string };
  /** A stranger who guessed, last. */
  guess?: { readonly time: number; readonly prefix: string };
  usesLegacy?: boolean;
}

export const accountTakeover: EvidenceSource = { name: 'account-takeover', weigh };

function weigh(sight: Sight): readonly Evidence[] {
  const { event } = sight;
  return event.kind === 'audit' ? weighAction(sight, event) : weighSignIn(sight, event);
}

function weighAction(
  sight: Sight,
  event: Parameters<typeof intruderAction>[0],
): readonly Evidence[] {
  const action = sight.isStranger ? intruderAction(event) : undefined;
  if (action === undefined) return NO_EVIDENCE;
  const { weight, words } = action;
  return [evidence(action.name, weight, words, words), ...originEvidence(sight)];
}

function weighSignIn(sight: Sight, event: SignInFacts): readonly Evidence[] {
  const { account, isStranger, organisation, relation, state, strangeness } = sight;
  const before = (state.get(organisation, KIND, account) as Whereabouts | undefined) ?? {};
  const { network, client, prefix, country } = relation.origin;
  if (event.outcome !== 'in') {
    const isGuess = event.outcome === 'wrong-password' || event.outcome === 'locked';
    if (isGuess && strangeness > 0 && prefix !== undefined) {
      const guess = { time: event.time, prefix };
      state.set(organisation, KIND, { ...before, guess }, account);
    }
    return NO_EVIDENCE;
  }
  if (!isStranger) {
    const odd = strangeness > 0 ? oddities(event, sight, before) : NO_EVIDENCE;
    const legacy = event.is_legacy_protocol === true || before.usesLegacy === true;
    const isOwn = relation.client?.to === 'own' && network !== undefined;
    // With nearly every event of a log: where the time alone is new, nothing else is made.
    if (isOwn) {
      const { own } = before;
      if (own?.network === network && own.country === country) own.time = event.time;
      else before.own = { time: event.time, network, country };
    }
    if (legacy) before.usesLegacy = true;
    state.set(organisation, KIND, before, account);
    return odd.length > 0 ? [...originEvidence(sight), ...odd] : NO_EVIDENCE;
  }
  if (network !== undefined && client !== undefined) {
    const strange = { time: event.time, network, client };
    state.set(organisation, KIND, { ...before, strange }, account);
  }
  return [...originEvidence(sight), ...circumstances(event, sight, before)];
}

type SignInFacts = Pick<
  SignIn,
  | 'outcome'
  | 'time'
  | 'is_legacy_protocol'
  | 'risk_level'
  | 'src_endpoint'
  | 'mfa_result'
  | 'is_interactive'
>;

function* circumstances(
  event: SignInFacts,
  sight: Sight,
  before: Whereabouts,
): Generator<Evidence> {
  const { relation } = sight;
  const { network, client, country } = relation.origin;
  const { own, strange } = before;
  if (own !== undefined && own.network !== network && event.time - own.time <= MEANWHILE) {
    const abroad = own.country !== undefined && country !== undefined && own.country !== country;
    const where = abroad ? `, in ${own.country}` : '';
    const weight = abroad && relation.country?.to !== 'own' ? OTHER_COUNTRY : SAME_COUNTRY;
    yield evidence('owner-elsewhere', weight, `its owner was active elsewhere${where}`);
  }
  if (
    strange !== undefined &&
    strange.network !== network &&
    strange.client !== client &&
    event.time - strange.time <= SECOND_WITHIN
  ) {
    yield evidence(
      'second-stranger',
      SECOND_STRANGER,
      'a second strange network and client within a day',
    );
  }
  yield* oddities(event, sight, before);
  const isAnonymous = event.src_endpoint?.is_anonymous === true;
  const risk = RISK[event.risk_level ?? 'none'];
  // The provider's verdict on an anonymiser is that it is one: the greater of the two counts.
  if (isAnonymous && risk <= ANONYMOUS) {
    yield evidence('risk', ANONYMOUS, 'an anonymising network');
  } else if (risk > 0)
    yield evidence('risk', risk, `the provider calls the risk ${event.risk_level}`);
  if (event.mfa_result === 'passed' && event.is_interactive !== false) {
    yield evidence('second-factor', PASSED, '');
  }
}

/** What says something also where the place alone would not be called strange. */
function oddities(
  event: SignInFacts,
  { relation }: Sight,
  { guess, usesLegacy }: Whereabouts,
): readonly Evidence[] {
  const isLegacy = event.is_legacy_protocol === true && usesLegacy !== true;
  const isGuessed =
    guess !== undefined &&
    guess.prefix === relation.origin.prefix &&
    event.time - guess.time <= GUESSED_WITHIN;
  return [
    ...(isLegacy
      ? [evidence('legacy', LEGACY, 'a protocol without a second factor, new to the account')]
      : []),
    ...(isGuessed ? [evidence('guessed', GUESSED, 'wrong passwords from there before')] : []),
  ];
}

function evidence(name: string, weight: number, words: string, action?: string): Evidence {
  return {
    name,
    detector: 'account-takeover',
    kind: undefined,
    weight,
    words,
    ...(action !== undefined && { action, isPart: true }),
  };
}
