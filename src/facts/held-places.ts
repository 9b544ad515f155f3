import { foldName, placeChain } from './jurisdiction.ts';

/** The places facts are held of, ready to tell what a name beside them means. */
export class HeldPlaces {
  /** The places and all they lie in. */
  readonly chains: ReadonlySet<string>;
  readonly #byName: ReadonlyMap<string, string>;

  constructor(places: Iterable<string> = []) {
    const own = [...places];
    this.chains = new Set(own.flatMap((place) => placeChain(place)));
    this.#byName = new Map(own.map((place) => [foldName(place), place]));
  }

  /** The held place of exactly this canonical name, in any case. */
  named(name: string): string | undefined {
    return this.#byName.get(foldName(name));
  }
}
