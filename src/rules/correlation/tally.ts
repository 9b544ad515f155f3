/** How many were lost, and the event times between which they lie (milliseconds; absent when there are none). */
export interface Loss {
  readonly count: number;
  readonly from?: number;
  readonly to?: number;
}

const NOTHING: Loss = { count: 0 };

export type LossKind = 'undecided' | 'forgottenHits' | 'forgottenGroups' | 'closedEarly';

export type SavedTally = readonly [number, number, Readonly<Record<LossKind, Loss>>];

/** What one correlation could not take in or had to give up, over all organisations. */
export class Tally {
  ungrouped = 0;
  valueless = 0;
  losses: Readonly<Record<LossKind, Loss>> = {
    undecided: NOTHING,
    forgottenHits: NOTHING,
    forgottenGroups: NOTHING,
    closedEarly: NOTHING,
  };

  lose(kind: LossKind, first: number, last: number): void {
    const { count, from = first, to = last } = this.losses[kind];
    const loss = { count: count + 1, from: Math.min(from, first), to: Math.max(to, last) };
    this.losses = { ...this.losses, [kind]: loss };
  }

  save(): SavedTally {
    return [this.ungrouped, this.valueless, this.losses];
  }

  restore([ungrouped, valueless, losses]: SavedTally): void {
    this.ungrouped = ungrouped;
    this.valueless = valueless;
    this.losses = losses;
  }
}
