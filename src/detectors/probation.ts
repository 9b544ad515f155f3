import type { EventDigest } from '../events/digest.ts';
import type { State } from '../history/state.ts';
import { DAY } from './day-counts.ts';
import type { Familiarity, Origin, Relation } from './familiarity.ts';
import type { Strangeness } from './strangeness.ts';

/**
 * Sign-ins from a stranger's origin become familiar only when a time has passed in which nothing spoke against them, and
 * never when their account is under suspicion by then. So do new places with a client the account has used, for a
 * shorter time: a phishing proxy shows the client of the person it deceives.
 */
const PROBATION = 3 * DAY;
const SHORT_PROBATION = DAY / 2;

/** Origins on probation per account; the oldest are forgotten, not learnt. */
const MAX_HELD = 16;

/** By account. */
const KIND = 'probation';

interface Held {
  readonly origin: Origin;
  readonly cell: number | undefined;
  readonly time: number;
  /** When it becomes familiar. */
  readonly until: number;
}

/** State: up to 16 origins per account, about 300 bytes each, where there are any. */
export class Probation {
  readonly #state: State;
  readonly #familiarity: Familiarity;
  readonly #strangeness: Strangeness;

  constructor(state: State, familiarity: Familiarity, strangeness: Strangeness) {
    this.#state = state;
    this.#familiarity = familiarity;
    this.#strangeness = strangeness;
  }

  learn(event: EventDigest, relation: Relation): void {
    if (event.kind !== 'sign-in') return;
    const cell = this.#strangeness.cell(event, relation);
    const organisation = event.metadata.tenant_uid;
    const who = { organisation, account: event.user.name, time: event.time };
    if (cell !== undefined) this.#strangeness.learn(cell, who);
    this.#familiarity.learnOrigin(relation.origin, who);
  }

  hold(
    event: EventDigest,
    { isStranger, relation }: { readonly isStranger: boolean; readonly relation: Relation },
  ): void {
    if (event.kind !== 'sign-in') return;
    const organisation = event.metadata.tenant_uid;
    const held = this.#held(organisation, event.user.name);
    const isKnown = held.some(
      ({ origin }) =>
        origin.address === relation.origin.address && origin.client === relation.origin.client,
    );
    if (isKnown) return;
    const cell = this.#strangeness.cell(event, relation);
    const { time } = event;
    const until = time + (isStranger ? PROBATION : SHORT_PROBATION);
    const now = [...held, { origin: relation.origin, cell, time, until }].slice(-MAX_HELD);
    this.#state.set(organisation, KIND, now, event.user.name);
  }

  /** Learns what has been held for long enough; drops it when the account is suspected. */
  release(
    organisation: string,
    account: string,
    { time, suspected }: { readonly time: number; readonly suspected: boolean },
  ): void {
    const held = this.#held(organisation, account);
    if (held.length === 0) return;
    const due = held.filter((one) => time >= one.until);
    if (due.length === 0) return;
    const rest = held.filter((one) => time < one.until);
    this.#state.set(organisation, KIND, rest, account);
    if (suspected) return;
    for (const one of due) {
      const who = { organisation, account, time: one.time };
      if (one.cell !== undefined) this.#strangeness.learn(one.cell, who);
      this.#familiarity.learnOrigin(one.origin, who);
    }
  }

  #held(organisation: string, account: string): readonly Held[] {
    const found = this.#state.get(organisation, KIND, account);
    return (found as readonly Held[] | undefined) ?? [];
  }
}
