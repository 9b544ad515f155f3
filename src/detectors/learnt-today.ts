/** An origin that an account was learnt to use, and what was said of it since. */
interface Learnt<Origin, Relation> {
  readonly origin: Origin;
  readonly forgotten: number;
  /** How the account stands to it: all of it is its own. */
  relation: Relation | undefined;
}

/** How often an organisation's memory let something go for something else. */
interface Forgetting {
  readonly forgotten: number;
}

/** Origins of one account told apart: a telephone and two computers by turns. */
const MAX_LEARNT = 4;

/**
 * The origins an account was learnt to use on one day. Most of any log is the same person from the same place with the
 * same device: learning that again on the same day changes nothing, nor does how the account stands to it. Found by
 * identity, so that it costs next to nothing.
 */
export class LearntToday<Origin, Relation> {
  #day = -1;
  #learnt: Learnt<Origin, Relation>[] = [];

  /** Undefined when the origin was not learnt on this day, or something was forgotten since. */
  find(origin: Origin, day: number, all: Forgetting): Learnt<Origin, Relation> | undefined {
    if (day !== this.#day) return undefined;
    for (const one of this.#learnt) {
      if (one.origin === origin) return one.forgotten === all.forgotten ? one : undefined;
    }
    return undefined;
  }

  /** `isNew`: some of it was new to the account, for which something else may have been forgotten. */
  add(origin: Origin, day: number, all: Forgetting, isNew: boolean): void {
    if (isNew || day !== this.#day) this.#learnt = [];
    this.#day = day;
    this.#learnt = this.#learnt.filter((one) => one.origin !== origin).slice(1 - MAX_LEARNT);
    this.#learnt.push({ origin, forgotten: all.forgotten, relation: undefined });
  }
}
