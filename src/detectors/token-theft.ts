import { NO_EVIDENCE } from './evidence.ts';
import type { Evidence, EvidenceSource, Sight } from './evidence.ts';
import { systemOf } from './system.ts';

/**
 * A session is a key that a browser or an app keeps to itself: it moves between networks with its telephone, and is now
 * and then used by a second program of the same device. One used from a stranger's network with a stranger's client has
 * been copied. Weights are logarithms of likelihood ratios, given that the origin is strange already: people with a new
 * device at a new place sign in anew.
 */
const ELSEWHERE = 3;
/** One device has one system; another program in another network may still be of the same device. */
const OTHER_SYSTEM = 4;
/** A stranger's sign-in through a phishing proxy, used from the stranger's own network; or a traveller's new device. */
const MOVED = 2.5;
/** A session begun on a registered device goes on with none. */
const LOST_DEVICE = 1;

export const tokenTheft: EvidenceSource = { name: 'token-theft', weigh };

function weigh({ event, relation, session, strangeness }: Sight): readonly Evidence[] {
  if (event.kind !== 'sign-in' || event.outcome !== 'in' || session === undefined)
    return NO_EVIDENCE;
  if (strangeness <= 0) return NO_EVIDENCE;
  const { client, network } = relation.origin;
  if (client === undefined || network === undefined) return NO_EVIDENCE;
  const { faces, isOwners } = session;
  const isFar = relation.place === 'new' || relation.place === 'colleagues-network';
  // Anonymisers change their exits by themselves.
  const isHopping = event.src_endpoint?.is_anonymous === true;
  if (
    !isOwners &&
    isFar &&
    !isHopping &&
    faces.every((face) => face.isStranger && face.network !== network)
  ) {
    return [evidence(MOVED, 'a session begun by a stranger goes on in a second strange network')];
  }
  const [first] = faces;
  if (first?.client === undefined || relation.client?.to === 'own') return NO_EVIDENCE;
  if (faces.some((face) => face.client === client)) return NO_EVIDENCE;
  const system = systemOf(event);
  const isElsewhere = faces.every((face) => face.network !== network);
  const isOther =
    system !== '' && faces.every((face) => face.system !== '' && face.system !== system);
  const lost = first.isDevice && event.device?.uid === undefined ? LOST_DEVICE : 0;
  const weight = (isOther ? OTHER_SYSTEM : 0) + (isElsewhere ? ELSEWHERE : 0) + lost;
  if (weight === 0) return NO_EVIDENCE;
  return [
    { ...evidence(weight, 'its session goes on with another client'), earlier: session.opening },
  ];
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
