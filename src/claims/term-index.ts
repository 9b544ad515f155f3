/** How scores come about. Fitted on training data; see `docs/claims.md`. */
export interface Ranking {
  /** BM25: how fast another mention of a term stops to count. */
  readonly k1: number;
  /** BM25: how much longer texts are held back, 0 to 1. */
  readonly b: number;
  /** Power of a term's rarity: above 1, rare terms count for more than BM25 gives them. */
  readonly rarity: number;
  /** Terms in a larger share of the claims than this are not looked up. */
  readonly common: number;
}

/** Sorted arrays from a term to what every claim that has it scores for it: BM25, worked out beforehand. */
export class TermIndex {
  /** Hash of a term → its number. */
  readonly #numbers: ReadonlyMap<number, number>;
  readonly #starts: Uint32Array;
  readonly #claims: Uint32Array;
  readonly #impacts: Float32Array;
  readonly #rarities: Float32Array;

  /** `documents` has the terms of each claim, mentions repeated. */
  constructor(documents: readonly (readonly number[])[], ranking: Ranking) {
    const numbers = new Map<number, number>();
    const counts = documents.map((terms) => countTerms(terms, numbers));
    const found = new Uint32Array(numbers.size);
    for (const count of counts)
      for (const term of count.keys()) found[term] = (found[term] ?? 0) + 1;
    this.#numbers = numbers;
    this.#rarities = Float32Array.from(
      found,
      (df) => Math.log(1 + (documents.length - df + 0.5) / (df + 0.5)) ** ranking.rarity,
    );
    this.#starts = new Uint32Array(numbers.size + 1);
    const most = Math.max(1, documents.length * ranking.common);
    let total = 0;
    for (const [term, df] of found.entries()) {
      this.#starts[term] = total;
      if (df <= most) total += df;
    }
    this.#starts[numbers.size] = total;
    this.#claims = new Uint32Array(total);
    this.#impacts = new Float32Array(total);
    this.#fill(documents, counts, ranking);
  }

  #fill(
    documents: readonly (readonly number[])[],
    counts: readonly ReadonlyMap<number, number>[],
    { b, k1 }: Ranking,
  ): void {
    const average =
      documents.reduce((sum, { length }) => sum + length, 0) / Math.max(1, documents.length);
    const next = this.#starts.slice();
    for (const [claim, count] of counts.entries()) {
      const size = (documents[claim]?.length ?? 0) / Math.max(1, average);
      for (const [term, times] of count) {
        const at = next[term] ?? 0;
        if (at >= (this.#starts[term + 1] ?? 0)) continue;
        this.#claims[at] = claim;
        this.#impacts[at] =
          ((this.#rarities[term] ?? 0) * times * (k1 + 1)) / (times + k1 * (1 - b + b * size));
        next[term] = at + 1;
      }
    }
  }

  /** The number of a term; undefined when no claim has it. */
  numberOf(term: number): number | undefined {
    return this.#numbers.get(term);
  }

  /** How much a term says, by its number. */
  rarityOf(number: number): number {
    return this.#rarities[number] ?? 0;
  }

  /** Adds to `scores`, by claim, what each scores for the terms. */
  add(terms: readonly number[], scores: Float32Array): void {
    const [claims, impacts, starts] = [this.#claims, this.#impacts, this.#starts];
    for (const term of terms) {
      const number = this.#numbers.get(term);
      if (number === undefined) continue;
      const end = starts[number + 1] ?? 0;
      for (let at = starts[number] ?? 0; at < end; at += 1) {
        const claim = claims[at] ?? 0;
        scores[claim] = (scores[claim] ?? 0) + (impacts[at] ?? 0);
      }
    }
  }

  /** Bytes of the arrays; the table of terms takes about 40 more for each. */
  get bytes(): number {
    const arrays = [this.#starts, this.#claims, this.#impacts, this.#rarities];
    return arrays.reduce((sum, { byteLength }) => sum + byteLength, 0) + this.#numbers.size * 40;
  }
}

/** Times each term is mentioned, by number; new terms get the next number. */
function countTerms(
  terms: readonly number[],
  numbers: Map<number, number>,
): ReadonlyMap<number, number> {
  const count = new Map<number, number>();
  for (const term of terms) {
    let number = numbers.get(term);
    if (number === undefined) {
      number = numbers.size;
      numbers.set(term, number);
    }
    count.set(number, (count.get(number) ?? 0) + 1);
  }
  return count;
}
