import type { Facts } from '../facts.ts';
import type { Random } from '../random.ts';

/** A record in a vendor's format. */
export interface Rendered {
  /** The vendor's id of the record. */
  readonly id: string;
  /** One line of JSON. */
  readonly line: string;
}

/**
 * Writes facts in a vendor's format, ids drawn from the stream of the person or attack. Undefined when the product
 * does not log such a thing there.
 */
export type Renderer = (facts: Facts, ids: Random) => Rendered | undefined;
