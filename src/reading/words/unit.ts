import type { Entity, SlotValue } from '../reading.ts';
import type { Token } from './token.ts';

/** A word, a group of words or a name that patterns see as one. */
export interface Unit {
  readonly token: Token;
  /** UTF-16 offsets of the original. */
  readonly start: number;
  readonly end: number;
  /** Bits by class number of the language's lexicon. */
  readonly mask: Uint32Array;
  readonly entity: Entity | undefined;
  /** What a number, time or date says. */
  readonly value: SlotValue | undefined;
  /** A comma or another mark that ends no clause stands before it. */
  readonly afterComma: boolean;
  /** Position in the text's list of units. */
  readonly index: number;
}

export function hasClass(unit: Unit | undefined, number: number): boolean {
  return unit !== undefined && (((unit.mask[number >> 5] ?? 0) >>> (number & 31)) & 1) === 1;
}
