import type { MatchModel } from './model.ts';
import { FEATURES } from './model.ts';
import type { Prepared } from './prepare.ts';
import { prepare } from './prepare.ts';
import { TermIndex } from './term-index.ts';

/** Claims taken from each index for a closer look. */
const TAKEN = 40;

interface Candidate {
  /** Index into the library's claims. */
  readonly claim: number;
  /** In the order of `FEATURES`. */
  readonly features: Float64Array;
}

export interface Found {
  readonly candidates: readonly Candidate[];
  /** In the order of `NONE_FEATURES`. */
  readonly none: Float64Array;
}

/** A wording of a claim: numbers of its words, and how much they say together. */
interface Wording {
  readonly words: ReadonlySet<number>;
  readonly says: number;
}

/** Finds the claims that share rare words or letters with a text, and says how. */
export class CandidateFinder {
  readonly #words: TermIndex;
  readonly #grams: TermIndex;
  readonly #wordings: readonly (readonly Wording[])[];
  /** What a word says that no claim has: the measure of all others, so that small and large libraries compare. */
  readonly #unknown: number;
  /** Power of ten of the number of claims. */
  readonly #size: number;
  readonly #scores: {
    readonly words: Float32Array;
    readonly grams: Float32Array;
    readonly by: Float32Array;
  };

  /** `texts` has the wordings of each claim. */
  constructor(
    texts: readonly (readonly string[])[],
    { grams, words }: Pick<MatchModel, 'grams' | 'words'>,
  ) {
    const prepared = texts.map((wordings) => wordings.map(prepare));
    const wordsOf = prepared.map((all) => all.flatMap((one) => [...one.words, ...one.by]));
    this.#words = new TermIndex(wordsOf, words);
    this.#grams = new TermIndex(
      prepared.map((all) => all.flatMap((one) => one.grams)),
      grams,
    );
    this.#wordings = prepared.map((all) =>
      all.map((one) => this.#wording([...one.words, ...one.by])),
    );
    this.#unknown = Math.log(1 + (texts.length + 0.5) / 0.5) ** words.rarity;
    this.#size = Math.log10(texts.length + 1);
    this.#scores = {
      words: new Float32Array(texts.length),
      grams: new Float32Array(texts.length),
      by: new Float32Array(texts.length),
    };
  }

  /** Bytes the indexes take, about. */
  get bytes(): number {
    const words = this.#wordings.reduce(
      (sum, all) => sum + all.reduce((own, one) => own + 80 + one.words.size * 20, 0),
      0,
    );
    return this.#words.bytes + this.#grams.bytes + words;
  }

  /** `accept` leaves claims out; those it refuses compete with nobody. */
  find(text: string, accept?: (claim: number) => boolean): Found {
    const query = prepare(text);
    const { by, grams, words } = this.#scores;
    for (const scores of [by, grams, words]) scores.fill(0);
    this.#words.add(query.words, words);
    this.#words.add(query.by, by);
    this.#grams.add(query.grams, grams);
    const taken = new Set([...best(words, by, accept), ...best(grams, undefined, accept)]);
    const claims = [...taken].toSorted((a, b) => a - b);
    const mostWords = greatest(claims, words);
    const mostGrams = greatest(claims, grams);
    const asked = this.#asked(query);
    const candidates = claims.map((claim) => {
      const scored = [
        (words[claim] ?? 0) / this.#unknown,
        (words[claim] ?? 0) / mostWords,
        (by[claim] ?? 0) / this.#unknown,
        (grams[claim] ?? 0) / this.#unknown,
        (grams[claim] ?? 0) / mostGrams,
      ];
      return { claim, features: this.#features(claim, scored, asked) };
    });
    const none = Float64Array.of(1, Math.log1p(query.words.length), asked.known, this.#size);
    return { candidates, none };
  }

  #wording(terms: readonly number[]): Wording {
    const words = new Set(
      terms.map((term) => this.#words.numberOf(term)).filter((one) => one !== undefined),
    );
    let says = 0;
    for (const word of words) says += this.#words.rarityOf(word);
    return { words, says };
  }

  #asked({ words }: Prepared): Asked {
    const numbers = words.map((term) => this.#words.numberOf(term));
    const says = numbers.map((one) =>
      one === undefined ? this.#unknown : this.#words.rarityOf(one),
    );
    const total = says.reduce((sum, one) => sum + one, 0);
    const known = says.reduce((sum, one, at) => sum + (numbers[at] === undefined ? 0 : one), 0);
    return { numbers, says, total: Math.max(total, 1e-9), known: total === 0 ? 0 : known / total };
  }

  #features(claim: number, scored: readonly number[], asked: Asked): Float64Array {
    const wordings = this.#wordings[claim] ?? [];
    const matched = wordings.map(() => 0);
    const rarest = [0, 0, 0];
    let shared = 0;
    let count = 0;
    for (const [at, number] of asked.numbers.entries()) {
      if (number === undefined) continue;
      const says = asked.says[at] ?? 0;
      let found = false;
      for (const [index, { words }] of wordings.entries()) {
        if (!words.has(number)) continue;
        matched[index] = (matched[index] ?? 0) + says;
        found = true;
      }
      if (!found) continue;
      shared += says;
      count += 1;
      keepRarest(rarest, says);
    }
    const shares = wordings.map(({ says }, index) => (matched[index] ?? 0) / Math.max(says, 1e-9));
    const ofWording = Math.min(1, Math.max(0, ...shares));
    const ofText = shared / asked.total;
    const own = [ofWording, ofText, Math.sqrt(ofWording * ofText)];
    const features = [...scored, ...own, ...rarest.map((one) => one / this.#unknown), count / 5];
    return Float64Array.from({ length: FEATURES.length }, (_, at) => features[at] ?? 0);
  }
}

interface Asked {
  readonly numbers: readonly (number | undefined)[];
  readonly says: readonly number[];
  readonly total: number;
  /** Share of what the text says that is in words some claim has. */
  readonly known: number;
}

/** Keeps the three largest, the largest first. */
function keepRarest(rarest: number[], says: number): void {
  let value = says;
  for (let at = 0; at < rarest.length; at += 1) {
    const held = rarest[at] ?? 0;
    if (value <= held) continue;
    rarest[at] = value;
    value = held;
  }
}

function greatest(claims: readonly number[], scores: Float32Array): number {
  let most = 0;
  for (const claim of claims) most = Math.max(most, scores[claim] ?? 0);
  return most === 0 ? 1 : most;
}

/** The claims that score most, at most `TAKEN`; of equal ones the earlier. */
function best(
  scores: Float32Array,
  more: Float32Array | undefined,
  accept: ((claim: number) => boolean) | undefined,
): readonly number[] {
  const claims = new Uint32Array(TAKEN);
  const values = new Float64Array(TAKEN);
  let count = 0;
  let least = 0;
  for (let claim = 0; claim < scores.length; claim += 1) {
    const value = (scores[claim] ?? 0) + (more === undefined ? 0 : (more[claim] ?? 0));
    if (value <= least || accept?.(claim) === false) continue;
    let at = count < TAKEN ? count : TAKEN - 1;
    while (at > 0 && (values[at - 1] ?? 0) < value) {
      values[at] = values[at - 1] ?? 0;
      claims[at] = claims[at - 1] ?? 0;
      at -= 1;
    }
    values[at] = value;
    claims[at] = claim;
    if (count < TAKEN) count += 1;
    if (count === TAKEN) least = values[TAKEN - 1] ?? 0;
  }
  return [...claims.subarray(0, count)];
}
