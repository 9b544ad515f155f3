import { NO_EVIDENCE } from './evidence.ts';
import type { Evidence, EvidenceSource, Sight } from './evidence.ts';
import { browserOf } from './known-session.ts';
import type { KnownSession } from './known-session.ts';
import { systemOf } from './system.ts';

/**
 * A session is a key that a browser or an app keeps to itself: it moves between networks with its telephone, and is now
 * and then used by a second program of the same device. How often the organisation's own sessions go on with a client
 * that is new to their account is learnt (Beta-binomial); one that does has been copied, most likely. Where and on what
 * system it goes on weighs as the logarithm of a likelihood ratio, given that a second client uses it.
 */

/** Share of copied sessions that go on with another client than the owner's. */
const INTRUDERS = 0.5;
/** Share of the owners' sessions that do; the prior weighs as much as so many sessions. */
const PRIOR_SHARE = 1 / 300;
const PRIOR_SESSIONS = 300;
/** However long nothing of the kind has happened: once in so many sessions it will. */
const LEAST_SHARE = 1 / 2000;
/** On an account's first day every client is a second one; each such number of days later, e times fewer. */
const FIRST_DAY = 0.5;
const YOUTH_DAYS = 1;

/** Second clients of the owners' are where the first is, most of them; intruders seldom. */
const ELSEWHERE = 1.5;
const HERE = -2;
/** One device has one system. */
const OTHER_SYSTEM = 1.1;
const SAME_SYSTEM = -0.7;
/** What names no browser is a program that a device's own sign-in serves as well; stolen cookies go into browsers. */
const NO_BROWSER = -3;
/** A browser shares its sessions with no other: whoever opens a second one signs in anew. */
const OTHER_BROWSER = 3;
/** A session begun on a registered device goes on with none. */
const LOST_DEVICE = 1;
/** Less than this is ordinary life. */
const LEAST = 1;

/** State per organisation: two numbers. */
interface Seen {
  sessions: number;
  copied: number;
}

export const tokenTheft: EvidenceSource = { name: 'token-theft', weigh };

function weigh(sight: Sight): readonly Evidence[] {
  const { event, organisation, relation, session, state } = sight;
  if (event.kind !== 'sign-in' || event.outcome !== 'in' || event.session === undefined)
    return NO_EVIDENCE;
  const key = 'token-theft/organisation';
  const seen = (state.get(organisation, key) as Seen | undefined) ?? { sessions: 0, copied: 0 };
  if (session === undefined) {
    seen.sessions += 1;
    state.set(organisation, key, seen);
    return NO_EVIDENCE;
  }
  const { client, network } = relation.origin;
  if (client === undefined || network === undefined) return NO_EVIDENCE;
  const { faces } = session;
  const [first] = faces;
  if (first?.client === undefined || event.device?.uid !== undefined) return NO_EVIDENCE;
  if (relation.client?.to === 'own' || faces.some((face) => face.client === client))
    return NO_EVIDENCE;
  const weight = learnt(seen, relation.accountDays) + circumstances(sight, session, network);
  seen.copied += 1;
  state.set(organisation, key, seen);
  if (weight < LEAST) return NO_EVIDENCE;
  return [
    { ...evidence(weight, 'its session goes on with another client'), earlier: session.opening },
  ];
}

/** The weight of a second client, whatever it is. */
function learnt({ sessions, copied }: Seen, accountDays: number): number {
  const share = (copied + PRIOR_SHARE * PRIOR_SESSIONS) / (sessions + PRIOR_SESSIONS);
  const youth = FIRST_DAY * Math.exp(-accountDays / YOUTH_DAYS);
  return Math.log(INTRUDERS / Math.min(INTRUDERS, Math.max(LEAST_SHARE, share, youth)));
}

function circumstances(
  { event, relation: { place } }: Sight,
  { faces }: KnownSession,
  network: string,
): number {
  const isHere =
    place === 'own-address' ||
    place === 'own-prefix' ||
    faces.some((face) => face.network === network);
  // A log that names no autonomous systems tells places apart that a telephone passes through in an hour.
  const isNamed = event.src_endpoint?.autonomous_system?.number !== undefined;
  const where = isHere ? HERE : place === 'own-network' || !isNamed ? 0 : ELSEWHERE;
  const system = systemOf(event);
  const browser = browserOf(event);
  const isOtherBrowser =
    browser !== '' && faces.every((face) => face.browser !== '' && face.browser !== browser);
  const isTold = system !== '' && faces.every((face) => face.system !== '');
  const isOther = isTold && faces.every((face) => face.system !== system);
  const lost = faces[0]?.isDevice === true ? LOST_DEVICE : 0;
  return (
    where +
    (isOther ? OTHER_SYSTEM : isTold ? SAME_SYSTEM : 0) +
    (browser === '' ? NO_BROWSER : 0) +
    (isOtherBrowser ? OTHER_BROWSER : 0) +
    lost
  );
}

function evidence(weight: number, words: string): Evidence {
  return {
    name: 'copied-session',
    detector: 'token-theft',
    kind: 'token-theft',
    weight,
    words,
    isPart: true,
  };
}
