import type { CorrelationLimits } from './limits.ts';

/** Who holds groups and hits, and can give some up. */
export interface Holder {
  readonly groupCount: number;
  readonly hitCount: number;
  /** Gives up the group that has been quiet for longest. */
  giveUpGroup(): void;
  /** Gives up the oldest hit. */
  giveUpHit(): void;
}

/**
 * The limits that all correlations of all organisations share. Whoever holds most gives up first, so that a flood in one
 * organisation costs another nothing.
 */
export class Budget {
  readonly limits: CorrelationLimits;
  readonly #holders: Holder[] = [];
  groups = 0;
  hits = 0;

  constructor(limits: CorrelationLimits) {
    this.limits = limits;
  }

  join(holder: Holder): void {
    this.#holders.push(holder);
  }

  roomForGroup(): void {
    while (this.groups >= this.limits.allGroups) {
      this.#largest(({ groupCount }) => groupCount)?.giveUpGroup();
    }
  }

  roomForHit(): void {
    while (this.hits >= this.limits.allHits) {
      this.#largest(({ hitCount }) => hitCount)?.giveUpHit();
    }
  }

  #largest(size: (holder: Holder) => number): Holder | undefined {
    let largest: Holder | undefined;
    for (const holder of this.#holders) {
      if (largest === undefined || size(holder) > size(largest)) largest = holder;
    }
    return largest;
  }
}
