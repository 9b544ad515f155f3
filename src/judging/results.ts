import type { RaceState } from '../facts/race-state.ts';
import type { Ledger } from './ledger.ts';
import type { Names } from './names.ts';
import type { Verdict } from './verdict.ts';
import { held, UNKNOWN, verdict } from './verdict.ts';

/** A race as it bears on one claim. */
export interface RaceView {
  readonly race: string;
  readonly status: RaceState['status'];
  readonly winner?: string;
  /** Whether the winner is whom the claim names; absent when either is not known. */
  readonly agrees?: boolean;
}

export function raceView(state: RaceState, claimed: string | undefined, names: Names): RaceView {
  const { race, status, winner } = state;
  return {
    race,
    status,
    ...(winner !== undefined && { winner }),
    ...(winner !== undefined && claimed !== undefined && { agrees: names.same(winner, claimed) }),
  };
}

/** Whoever the claim names has won. */
export function victory(state: RaceState, claimed: string | undefined, names: Names): Verdict {
  const { facts, status, winner } = state;
  if (status === 'open' || status === 'claimed') return verdict('premature', facts);
  if (status === 'contested') return verdict('disputed', facts);
  if (winner === undefined || claimed === undefined) return UNKNOWN;
  return held(names.same(winner, claimed), facts);
}

/** Whoever the claim names has given up: before a result nobody but they themselves can say so. */
export function conceded(state: RaceState, claimed: string | undefined, names: Names): Verdict {
  const { facts, status, winner } = state;
  if (status === 'open' || status === 'claimed') return verdict('premature', facts);
  const won = winner !== undefined && claimed !== undefined && names.same(winner, claimed);
  return won ? held(false, facts) : UNKNOWN;
}

/** The result is certified, of whomever the claim names. */
export function certified(state: RaceState, claimed: string | undefined, names: Names): Verdict {
  const { facts, status, winner } = state;
  if (status === 'contested') return verdict('disputed', facts);
  if (status !== 'certified') return verdict('premature', facts);
  return claimed === undefined || winner === undefined
    ? held(true, facts)
    : held(names.same(winner, claimed), facts);
}

/** Something else has become of the result: refused, overturned, not over. */
export function uncertified({ facts, status }: RaceState): Verdict {
  return status === 'certified' ? held(false, facts) : UNKNOWN;
}

/** More votes were cast than there are people who could. */
export function overVoted({ facts }: RaceState, ledger: Ledger): Verdict {
  for (const id of facts) {
    const data = ledger.book.get(id)?.data;
    const { registered, turnout, votes } = data ?? {};
    if (typeof votes === 'number' && typeof registered === 'number')
      return held(votes > registered, [id]);
    if (typeof turnout === 'number') return held(turnout > 100, [id]);
  }
  return UNKNOWN;
}
