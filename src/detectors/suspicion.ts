import type { EventDigest } from '../events/digest.ts';
import type { State } from '../history/state.ts';
import type { Detection } from './detection.ts';
import { DAY } from './day-counts.ts';
import type { Evidence, Sight } from './evidence.ts';
import type { Sighting } from './sighting.ts';
import { toSighting } from './to-sighting.ts';

/** All that is told of a suspicion is one detector's, whichever evidence is the strongest by then. */
const DETECTOR = 'sessions';

/** Log-odds that an account is somebody else's before anything is known: about 1 in 1,800. */
const PRIOR = -7.5;

/** Said as a possibility from here on, 1 in 13: soon rather than surely; what is less sure is told less gravely. */
const POSSIBLE = -2.5;

/** From here on, about 5 in 6, it stands: nothing the account's owner does takes it back. */
const SURE = 1.5;

const MAX_CONFIDENCE = 0.99;

/** A suspicion to which nothing was added for this long is dropped. */
const LASTS = 14 * DAY;

/** So a mere possibility that has been told: what comes later is another. */
const POSSIBLE_LASTS = 3 * DAY;

/** Events kept until they can be named, and origins of an intruder told apart, per account. */
const MAX_HELD = 48;
const MAX_TRACES = 16;

/** So long before and after evidence of an intruder, whoever comes from nowhere known is that intruder. */
const NEAR = DAY;

/** How an intruder's next event is known again. */
interface Trace {
  readonly address?: string;
  readonly prefix?: string;
  readonly client?: string;
  readonly session?: string;
  /** A session with the client it was copied to. */
  readonly copy?: string;
}

interface Held extends Trace {
  /** `near`: it is the intruder's if there is one about at the time. */
  readonly is: 'part' | 'near' | undefined;
  readonly sighting: Sighting;
}

type Weighed = Pick<Evidence, 'weight' | 'words' | 'kind' | 'detector'>;

/**
 * What is known of somebody else acting as an account. At most 12 KB where there is one, nothing for the others.
 */
export interface Suspicion {
  readonly opened: number;
  last: number;
  told: boolean;
  /** It has been as good as certain. */
  sure: boolean;
  /** Ids told while it was not, so that they can be taken back. */
  unsure: string[];
  readonly evidence: Map<string, Weighed>;
  traces: Trace[];
  held: Held[];
}

/** By account. */
const KIND = 'suspicion';

export class Suspicions {
  readonly #state: State;

  constructor(state: State) {
    this.#state = state;
  }

  /** Undefined when there is none. */
  of(organisation: string, account: string, time: number): Suspicion | undefined {
    const found = this.#state.get(organisation, KIND, account) as Suspicion | undefined;
    if (found === undefined) return undefined;
    const lasts = found.told && !found.sure ? POSSIBLE_LASTS : LASTS;
    return time - found.last <= lasts ? found : undefined;
  }

  /** Takes an event that a stranger did or that says something about one, and tells when that is enough. */
  add(sight: Sight, evidence: readonly Evidence[], tell: (detection: Detection) => void): void {
    const { account, event, organisation } = sight;
    const suspicion = this.of(organisation, account, event.time) ?? opened(event.time);
    for (const one of evidence) takeEvidence(suspicion, one);
    if (evidence.length > 0) suspicion.last = event.time;
    const isPart = evidence.some((one) => one.isPart === true);
    const trace = traceOf(sight);
    if (isPart || (sight.isStranger && hasGotSomewhere(event))) addTrace(suspicion, trace);
    const action = evidence.find((one) => one.action !== undefined)?.action;
    for (const { earlier } of evidence) {
      const isNew = !suspicion.held.some(({ sighting }) => sighting.id === earlier?.id);
      if (earlier !== undefined && isNew) hold(suspicion, { is: 'part', sighting: earlier });
    }
    const is = isPart ? 'part' : undefined;
    hold(suspicion, { ...trace, is, sighting: toSighting(event, action) });
    const odds = logOdds(suspicion);
    suspicion.sure ||= odds >= SURE;
    if (odds >= POSSIBLE || suspicion.sure) this.#tell(suspicion, sight, odds, tell);
    else if (suspicion.told) takeBack(suspicion, sight, tell);
    this.#state.set(organisation, KIND, suspicion, account);
  }

  /** Keeps an event that is the intruder's if there is one; tells it if that has been said. */
  keep(sight: Sight, tell: (detection: Detection) => void): void {
    const { account, event, organisation } = sight;
    const suspicion = this.of(organisation, account, event.time) ?? opened(event.time);
    hold(suspicion, { ...traceOf(sight), is: 'near', sighting: toSighting(event) });
    if (suspicion.told) this.#tell(suspicion, sight, logOdds(suspicion), tell);
    this.#state.set(organisation, KIND, suspicion, account);
  }

  #tell(
    suspicion: Suspicion,
    sight: Sight,
    odds: number,
    tell: (detection: Detection) => void,
  ): void {
    const named = suspicion.held.filter((held) => isNamed(suspicion, held, sight.event.time));
    if (named.length === 0) return;
    suspicion.held = [];
    suspicion.told = true;
    suspicion.unsure = suspicion.sure
      ? []
      : [...suspicion.unsure, ...named.map(({ sighting }) => sighting.id)].slice(-MAX_HELD);
    const strongest = strongestOf(suspicion);
    tell({
      detector: DETECTOR,
      organisation: sight.organisation,
      attack: `${sight.account} ${suspicion.opened}`,
      kind: strongest.kind ?? 'account-takeover',
      at: sight.event.time,
      confidence: Math.min(MAX_CONFIDENCE, 1 / (1 + Math.exp(-odds))),
      sightings: named.map((held) => held.sighting),
      reason: reasonOf(sight.account, suspicion, strongest),
    });
  }
}

/** Whether an event is where a suspected intruder was seen before; `copy`: it goes on with a copied session. */
export function tracedBy(
  suspicion: Suspicion | undefined,
  trace: Trace,
): 'copy' | 'place' | undefined {
  if (suspicion === undefined) return undefined;
  const { copy } = trace;
  if (copy !== undefined && suspicion.traces.some((one) => one.copy === copy)) return 'copy';
  return matches(suspicion.traces, trace) ? 'place' : undefined;
}

/** What was told of a mere possibility turns out to be the owner's. */
function takeBack(
  suspicion: Suspicion,
  { account, event, organisation }: Sight,
  tell: (detection: Detection) => void,
): void {
  const { kind } = strongestOf(suspicion);
  tell({
    detector: DETECTOR,
    organisation,
    attack: `${account} ${suspicion.opened}`,
    kind: kind ?? 'account-takeover',
    at: event.time,
    confidence: 0,
    sightings: [],
    withdrawn: suspicion.unsure,
    reason: `What looked like somebody else signed in as ${account} was its owner.`,
  });
  suspicion.unsure = [];
  suspicion.told = false;
}

export function traceOf({
  event,
  relation,
  session,
}: Pick<Sight, 'event' | 'relation' | 'session'>): Trace {
  const { address, client, prefix } = relation.origin;
  return {
    // What the owner has used tells nobody from them.
    ...(address !== undefined && relation.address?.to !== 'own' && { address }),
    ...(prefix !== undefined && relation.prefix?.to !== 'own' && { prefix }),
    ...(client !== undefined && relation.client?.to !== 'own' && { client }),
    // A session the owner began is the owner's, whoever else has got hold of it.
    ...(event.session !== undefined &&
      session?.isOwners !== true && { session: event.session.uid }),
    ...(event.session !== undefined &&
      client !== undefined &&
      relation.client?.to !== 'own' && { copy: `${event.session.uid} ${client}` }),
  };
}

function matches(traces: readonly Trace[], trace: Trace): boolean {
  return traces.some(
    (one) =>
      (one.session !== undefined && one.session === trace.session) ||
      (one.copy !== undefined && one.copy === trace.copy) ||
      (one.address !== undefined && one.address === trace.address) ||
      (one.prefix !== undefined &&
        one.prefix === trace.prefix &&
        one.client !== undefined &&
        one.client === trace.client),
  );
}

function takeEvidence(suspicion: Suspicion, one: Evidence): void {
  const { name, weight, words, kind, detector } = one;
  const before = suspicion.evidence.get(name);
  const isLess = before !== undefined && before.weight > weight;
  if (isLess && (suspicion.sure || one.isProvisional !== true)) return;
  suspicion.evidence.set(name, { weight, words, kind, detector });
}

function hold(suspicion: Suspicion, held: Held): void {
  suspicion.held = [...suspicion.held, held].slice(-MAX_HELD);
}

function isNamed({ last, traces }: Suspicion, held: Held, now: number): boolean {
  if (held.is === 'part') return true;
  // Longer ago, on an account then young, the same place may well have been its owner's.
  if (matches(traces, held)) return now - held.sighting.time <= POSSIBLE_LASTS;
  return (
    held.is === 'near' && now - held.sighting.time <= NEAR && held.sighting.time - last <= NEAR
  );
}

function addTrace(suspicion: Suspicion, trace: Trace): void {
  const isKnown = suspicion.traces.some(
    (one) =>
      one.address === trace.address &&
      one.client === trace.client &&
      one.session === trace.session &&
      one.copy === trace.copy,
  );
  if (!isKnown) suspicion.traces = [...suspicion.traces, trace].slice(-MAX_TRACES);
}

/** Failed guesses say nothing of where an intruder is: a spray comes from everywhere. */
function hasGotSomewhere(event: EventDigest): boolean {
  return event.kind === 'audit' || event.outcome === 'in' || event.outcome === 'password-known';
}

function opened(time: number): Suspicion {
  return {
    opened: time,
    last: time,
    told: false,
    sure: false,
    unsure: [],
    evidence: new Map(),
    traces: [],
    held: [],
  };
}

function logOdds({ evidence }: Suspicion): number {
  let odds = PRIOR;
  for (const { weight } of evidence.values()) odds += weight;
  return odds;
}

/** Evidence that tells the kind of attack goes first. */
function strongestOf({ evidence }: Suspicion): Weighed {
  let strongest: Weighed | undefined;
  for (const one of evidence.values()) {
    const tells = (one.kind !== undefined ? 1 : 0) - (strongest?.kind !== undefined ? 1 : 0);
    const isStronger = strongest === undefined || one.weight > strongest.weight;
    if (tells > 0 || (tells === 0 && isStronger)) strongest = one;
  }
  return strongest ?? { weight: 0, words: '', kind: undefined, detector: 'account-takeover' };
}

/** By detector. */
const HEADLINES: Readonly<Record<string, string>> = {
  'mfa-fatigue': 'Somebody who has the password of {account} keeps asking for its second factor',
  'token-theft': 'A session of {account} is used by somebody else',
  'device-code': '{account} was talked into signing somebody else in',
  'recovery-abuse': 'Somebody else tries to get into {account} by recovering it',
};

const HEADLINE = 'Somebody else seems to be signed in as {account}';

function reasonOf(account: string, { evidence }: Suspicion, { detector }: Weighed): string {
  const headline = HEADLINES[detector] ?? HEADLINE;
  const words = [...evidence.values()]
    .filter((one) => one.weight > 0 && one.words !== '')
    .toSorted((a, b) => b.weight - a.weight)
    .map((one) => one.words);
  return `${headline.replace('{account}', account)}: ${words.join('; ')}.`;
}
