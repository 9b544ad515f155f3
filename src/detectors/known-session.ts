import type { State } from '../history/state.ts';
import type { EventDigest } from '../events/digest.ts';
import type { Relation } from './familiarity.ts';
import type { Sighting } from './sighting.ts';
import { systemOf } from './system.ts';
import { toSighting } from './to-sighting.ts';

/** Sessions kept per account, those not used for longest going first; origins told apart per session. */
const MAX_SESSIONS = 24;
const MAX_FACES = 6;

/** By account. */
const KIND = 'known-session';

/** Where and with what a session was used. */
interface Face {
  readonly network: string | undefined;
  readonly client: string | undefined;
  /** What it runs on, in a word; empty when the log does not say. */
  readonly system: string;
  /** The browser without its version; empty where the log names none. */
  readonly browser: string;
  readonly isDevice: boolean;
  readonly isStranger: boolean;
}

export interface KnownSession {
  /** Begun from an origin that was not a stranger's. */
  readonly isOwners: boolean;
  readonly faces: readonly Face[];
  /** The event that began it, where its place was not the owner's. */
  readonly opening: Sighting | undefined;
}

/** State per account: at most 24 sessions of 6 origins, about 3 KB with 4 sessions of 2. */
export class KnownSessions {
  readonly #state: State;

  constructor(state: State) {
    this.#state = state;
  }

  of(event: EventDigest, account: string): KnownSession | undefined {
    const uid = event.session?.uid;
    if (uid === undefined) return undefined;
    return this.#all(event.metadata.tenant_uid, account)?.get(uid);
  }

  see(
    event: EventDigest,
    account: string,
    seen: Pick<Relation, 'origin'>,
    { isLikely, isStranger }: { readonly isLikely: boolean; readonly isStranger: boolean },
  ): void {
    const uid = event.session?.uid;
    if (uid === undefined) return;
    const organisation = event.metadata.tenant_uid;
    const { client, network } = seen.origin;
    const all = this.#all(organisation, account) ?? new Map<string, KnownSession>();
    const known = all.get(uid);
    const isNew =
      known?.faces.some((one) => one.network === network && one.client === client) !== true;
    if (known !== undefined && (!isNew || known.faces.length >= MAX_FACES)) {
      // Used again: to the end.
      all.delete(uid);
      all.set(uid, known);
      return;
    }
    const system = systemOf(event);
    const browser = browserOf(event);
    const face = {
      network,
      client,
      system,
      browser,
      isDevice: event.device?.uid !== undefined,
      isStranger,
    };
    all.delete(uid);
    all.set(uid, {
      isOwners: known?.isOwners ?? !isStranger,
      faces: [...(known?.faces ?? []), face],
      opening: known === undefined ? (isLikely ? toSighting(event) : undefined) : known.opening,
    });
    if (all.size > MAX_SESSIONS) {
      for (const oldest of all.keys()) {
        all.delete(oldest);
        break;
      }
    }
    this.#state.set(organisation, KIND, all, account);
  }

  #all(organisation: string, account: string): Map<string, KnownSession> | undefined {
    const found = this.#state.get(organisation, KIND, account);
    return found as Map<string, KnownSession> | undefined;
  }
}

/** Without its version, which changes within a session. */
export function browserOf(event: EventDigest): string {
  const name = (event.device?.browser ?? '').replace(/[\d.\s]+$/, '').toLowerCase();
  // What logs say of programs that are none.
  return name === 'other' || name === 'unknown' ? '' : name;
}
