import { CandidateFinder } from './candidates.ts';
import type { CheckedClaim } from './claim.ts';
import { familiesOf, wordingsOf } from './families.ts';
import type { MatchModel } from './model.ts';
import { SHIPPED_MODEL } from './model.ts';
import { weigh } from './weigh.ts';

interface ClaimMatch {
  readonly claim: CheckedClaim;
  /** Ids of other claims of the library in the same words. */
  readonly same: readonly string[];
  /** Calibrated: of texts with 0.8, four in five mean the claim. */
  readonly probability: number;
}

export interface Matching {
  /** The most probable first; those of equal probability in the library's order. */
  readonly matches: readonly ClaimMatch[];
  /** That the text means no claim of the library. */
  readonly none: number;
}

export interface MatchOptions {
  /** How many are returned; 5 if absent. */
  readonly limit?: number;
  /** RFC 3339: claims that do not hold for a text of this time are left out. */
  readonly at?: string;
  /** Claims about other places are left out; those about a whole hold for its parts and the other way around. */
  readonly jurisdiction?: string;
  /** Share of texts that have a known claim, where it is known; the library's model assumes half. */
  readonly prior?: number;
}

/** Claims somebody has checked, and which of them a text means. */
export class ClaimLibrary {
  readonly claims: readonly CheckedClaim[];
  readonly #families: readonly (readonly number[])[];
  readonly #finder: CandidateFinder;
  readonly #model: MatchModel;

  constructor(claims: readonly CheckedClaim[], model: MatchModel = SHIPPED_MODEL) {
    this.claims = claims;
    this.#model = model;
    const texts = claims.map((claim) => claim.texts);
    this.#families = familiesOf(texts);
    this.#finder = new CandidateFinder(
      this.#families.map((family) => wordingsOf(family, texts)),
      model,
    );
  }

  /** Bytes of the index, about. */
  get bytes(): number {
    return this.#finder.bytes;
  }

  /** Pure. Linear in the text and in the claims that share a word with it. */
  match(text: string, options: MatchOptions = {}): Matching {
    const { limit = 5, prior } = options;
    const accepted = this.#accepted(options);
    const found = this.#finder.find(
      text,
      accepted && ((family) => (this.#families[family] ?? []).some(accepted)),
    );
    const { none, probabilities } = weigh(found, this.#model, prior);
    const order = [...probabilities.keys()].toSorted(
      (a, b) => (probabilities[b] ?? 0) - (probabilities[a] ?? 0) || a - b,
    );
    const matches = order.slice(0, limit).flatMap((at) => {
      const family = this.#families[found.candidates[at]?.claim ?? -1] ?? [];
      const members = family
        .filter((one) => accepted?.(one) ?? true)
        .map((one) => this.claims[one]);
      const [claim, ...rest] = members.filter((one) => one !== undefined);
      if (claim === undefined) return [];
      return [{ claim, same: rest.map(({ id }) => id), probability: probabilities[at] ?? 0 }];
    });
    return { matches, none };
  }

  /** The claim a text means, where that is sure enough: the port decisions ask. At most one. */
  known(
    text: string,
    options: MatchOptions = {},
  ): readonly { readonly id: string; readonly verdict: string; readonly score: number }[] {
    const [best] = this.match(text, { ...options, limit: 1 }).matches;
    if (best === undefined || best.probability < this.#model.threshold) return [];
    return [{ id: best.claim.id, verdict: best.claim.verdict, score: best.probability }];
  }

  /** Probability from which a match counts. */
  get threshold(): number {
    return this.#model.threshold;
  }

  #accepted({ at, jurisdiction }: MatchOptions): ((claim: number) => boolean) | undefined {
    if (at === undefined && jurisdiction === undefined) return undefined;
    const time = at === undefined ? undefined : Date.parse(at);
    return (index) => {
      const claim = this.claims[index];
      if (claim === undefined) return false;
      return holdsAt(claim, time) && isAbout(claim, jurisdiction);
    };
  }
}

function holdsAt({ from, until }: CheckedClaim, time: number | undefined): boolean {
  if (time === undefined) return true;
  return !(time < Date.parse(from ?? '')) && !(time >= Date.parse(until ?? ''));
}

function isAbout({ jurisdictions }: CheckedClaim, place: string | undefined): boolean {
  if (place === undefined || jurisdictions.length === 0) return true;
  return jurisdictions.some(
    (own) => own === place || own.startsWith(`${place}-`) || place.startsWith(`${own}-`),
  );
}
