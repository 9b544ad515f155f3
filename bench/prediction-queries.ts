/** A number from 0 to below 1, the same ones for the same seed (mulberry32). */
export function random(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

const ONSETS = 'b c d f g h j k l m n p r s t v w br ch cl cr dr fl gr pl pr sh sl st th tr'.split(
  ' ',
);
const NUCLEI = 'a e i o u ai ea ee ou oo'.split(' ');
const CODAS = ['', '', '', 'n', 'r', 's', 't', 'l', 'm', 'nd', 'st', 'ck'];

/** Words of a made-up language, short ones first as in life. */
function vocabulary(size: number, next: () => number): readonly string[] {
  const pick = (from: readonly string[]): string => from[Math.floor(next() * from.length)] ?? '';
  const words = new Set<string>();
  while (words.size < size) {
    const syllables =
      1 + Math.floor((next() * (words.size + 500) * 3) / size) + (words.size > 500 ? 1 : 0);
    let word = '';
    for (let at = 0; at < syllables; at += 1) word += pick(ONSETS) + pick(NUCLEI) + pick(CODAS);
    words.add(word);
  }
  return [...words];
}

const WORDS = 120_000;
/** Words that may follow a word; the first ones mostly do. */
const FOLLOWERS = 60;

export interface CountedQuery {
  readonly query: string;
  readonly count: number;
}

/**
 * Different queries of about 32 characters, five words and a half, as a chain of words in which few words follow most
 * others; counts fall as the rank to the power of -0.9 (Zipf). The same for the same seed.
 */
export function* madeUpQueries(size: number, seed = 20_200_910): Generator<CountedQuery> {
  const next = random(seed);
  const words = vocabulary(WORDS, next);
  const seen = new Set<string>();
  const zipf = (count: number, power: number): number => Math.floor(count ** (next() ** power)) - 1;
  while (seen.size < size) {
    const length = 1 + Math.floor(next() * 4 + next() * 5);
    let word = zipf(WORDS, 1);
    let query = words[word] ?? '';
    for (let at = 1; at < length; at += 1) {
      const follower = zipf(FOLLOWERS, 1);
      // A quarter of what follows is what follows most words.
      const from = next() < 0.25 ? 0 : word;
      word =
        Math.floor(
          WORDS **
            (((Math.imul(from * FOLLOWERS + follower + 1, 0x9e3779b1) >>> 0) / 2 ** 32) ** 1.1),
        ) - 1;
      query += ` ${words[word]}`;
    }
    const known = seen.size;
    seen.add(query);
    if (seen.size > known) yield { query, count: Math.ceil(5_000_000 / (known + 1) ** 0.9) };
  }
}
