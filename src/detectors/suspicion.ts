import type { EventDigest } from '../events/digest.ts';
import type { State } from '../history/state.ts';
import type { Detection } from './detection.ts';
import { DAY } from './day-counts.ts';
import type { Evidence, Sight } from './evidence.ts';
import type { Sighting } from './sighting.ts';
import { toSighting } from './to-sighting.ts';

/** Log-odds that an account is somebody else's before anything is known: about 1 in 8,000. */
const PRIOR = -9;

/** Said aloud from here on: about 3 in 5. */
const THRESHOLD = 0.4;

const MAX_CONFIDENCE = 0.99;

/** A suspicion to which nothing was added for this long is dropped. */
const LASTS = 14 * DAY;

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
  readonly evidence: Map<string, Weighed>;
  traces: Trace[];
  held: Held[];
}

export class Suspicions {
  readonly #state: State;

  constructor(state: State) {
    this.#state = state;
  }

  /** Undefined when there is none. */
  of(organisation: string, account: string, time: number): Suspicion | undefined {
    const found = this.#state.get(organisation, keyOf(account)) as Suspicion | undefined;
    return found !== undefined && time - found.last <= LASTS ? found : undefined;
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
    if (odds >= THRESHOLD || suspicion.told) this.#tell(suspicion, sight, odds, tell);
    this.#state.set(organisation, keyOf(account), suspicion);
  }

  /** Keeps an event that is the intruder's if there is one; tells it if that has been said. */
  keep(sight: Sight, tell: (detection: Detection) => void): void {
    const { account, event, organisation } = sight;
    const suspicion = this.of(organisation, account, event.time) ?? opened(event.time);
    hold(suspicion, { ...traceOf(sight), is: 'near', sighting: toSighting(event) });
    if (suspicion.told) this.#tell(suspicion, sight, logOdds(suspicion), tell);
    this.#state.set(organisation, keyOf(account), suspicion);
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
    const strongest = strongestOf(suspicion);
    tell({
      detector: strongest.detector,
      organisation: sight.organisation,
      attack: `${sight.account} ${suspicion.opened}`,
      kind: strongest.kind ?? 'account-takeover',
      at: sight.event.time,
      confidence: Math.min(MAX_CONFIDENCE, 1 / (1 + Math.exp(-Math.max(odds, THRESHOLD)))),
      sightings: named.map((held) => held.sighting),
      reason: reasonOf(sight.account, suspicion, strongest),
    });
  }
}

/** Whether an event is where a suspected intruder was seen before. */
export function isTraced(suspicion: Suspicion | undefined, trace: Trace): boolean {
  return suspicion !== undefined && matches(suspicion.traces, trace);
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
  };
}

function matches(traces: readonly Trace[], trace: Trace): boolean {
  return traces.some(
    (one) =>
      (one.session !== undefined && one.session === trace.session) ||
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
  if (isLess && (suspicion.told || one.isProvisional !== true)) return;
  suspicion.evidence.set(name, { weight, words, kind, detector });
}

function hold(suspicion: Suspicion, held: Held): void {
  suspicion.held = [...suspicion.held, held].slice(-MAX_HELD);
}

function isNamed({ last, traces }: Suspicion, held: Held, now: number): boolean {
  if (held.is === 'part' || matches(traces, held)) return true;
  return (
    held.is === 'near' && now - held.sighting.time <= NEAR && held.sighting.time - last <= NEAR
  );
}

function addTrace(suspicion: Suspicion, trace: Trace): void {
  const isKnown = suspicion.traces.some(
    (one) =>
      one.address === trace.address && one.client === trace.client && one.session === trace.session,
  );
  if (!isKnown) suspicion.traces = [...suspicion.traces, trace].slice(-MAX_TRACES);
}

/** Failed guesses say nothing of where an intruder is: a spray comes from everywhere. */
function hasGotSomewhere(event: EventDigest): boolean {
  return event.kind === 'audit' || event.outcome === 'in' || event.outcome === 'password-known';
}

function opened(time: number): Suspicion {
  return { opened: time, last: time, told: false, evidence: new Map(), traces: [], held: [] };
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

function keyOf(account: string): string {
  return `suspicion/${account}`;
}
