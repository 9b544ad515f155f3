import type { EventDigest } from '../events/digest.ts';
import type { State } from '../history/state.ts';
import { accountTakeover } from './account-takeover.ts';
import type { Detection } from './detection.ts';
import type { Detector } from './detector.ts';
import { deviceCode } from './device-code.ts';
import { NO_EVIDENCE } from './evidence.ts';
import type { Evidence, EvidenceSource, Sight } from './evidence.ts';
import { accountOf, Familiarity, originOf } from './familiarity.ts';
import type { Origin } from './familiarity.ts';
import { KnownSessions } from './known-session.ts';
import { mfaFatigue } from './mfa-fatigue.ts';
import { Probation } from './probation.ts';
import { recoveryAbuse } from './recovery-abuse.ts';
import { STRANGE, Strangeness } from './strangeness.ts';
import { Suspicions, tracedBy, traceOf } from './suspicion.ts';
import { tokenTheft } from './token-theft.ts';

const SOURCES: readonly EvidenceSource[] = Object.freeze([
  tokenTheft,
  mfaFatigue,
  deviceCode,
  recoveryAbuse,
  accountTakeover,
]);

/** Somebody else in, or on the way into, one account: the sources above, their evidence added up per account. */
export const sessions: Detector = { name: 'sessions', observe };

function observe(event: EventDigest, state: State, tell: (detection: Detection) => void): void {
  const account = accountOf(event);
  if (account === '') return;
  const organisation = event.metadata.tenant_uid;
  const familiarity = new Familiarity(state, 'sessions');
  const suspicions = new Suspicions(state);
  const known = new KnownSessions(state);
  const strange = new Strangeness(state);
  const probation = new Probation(state, familiarity, strange);
  const suspicion = suspicions.of(organisation, account, event.time);
  probation.release(organisation, account, {
    time: event.time,
    suspected: suspicion?.sure === true,
  });

  const who = { organisation, account, time: event.time };
  const relation = familiarity.relationTo(comparableOrigin(event), who);
  const strangeness = strange.of(event, relation);
  const session = known.of(event, account);
  const traced = suspicion && tracedBy(suspicion, traceOf({ event, relation, session }));
  const isDevice = event.device?.uid !== undefined;
  const isStranger =
    strangeness >= STRANGE ||
    (!isDevice && (traced === 'copy' || (traced === 'place' && strangeness > OWNERS)));
  const sight: Sight = {
    event,
    organisation,
    account,
    state,
    relation,
    strangeness,
    isStranger,
    session,
  };
  const evidence: Evidence[] = [];
  for (const source of SOURCES) {
    const found = source.weigh(sight);
    if (found !== NO_EVIDENCE) evidence.push(...found);
  }
  const isSuspect = isStranger || evidence.some(({ isPart }) => isPart === true);
  const isLikely = !isStranger && !isDevice && strangeness >= LIKELY && relation.place === 'new';
  if (isStranger || evidence.length > 0) suspicions.add(sight, evidence, tell);
  else if (isLikely) suspicions.keep(sight, tell);
  if (event.kind !== 'sign-in' || event.outcome !== 'in') return;
  known.see(event, account, relation, { isLikely, isStranger });
  if (isSuspect || (strangeness > 0 && !isDevice))
    probation.hold(event, { relation, isStranger: isSuspect });
  else probation.learn(event, relation);
}

/** With a client like the owner's, from a place nobody of the organisation has been: the intruder's, if there is one. */
const LIKELY = 1.2;

/** Below this an origin is the owner's, even if a suspect was seen with the same session or address. */
const OWNERS = -1;

/** Audit records name neither network nor device as sign-ins do: only addresses can be compared. */
function comparableOrigin(event: EventDigest): Origin {
  const origin = originOf(event);
  if (event.kind === 'sign-in') return origin;
  const { address, prefix } = origin;
  return address === undefined || prefix === undefined ? {} : { address, prefix };
}
