/** Values of a signature. */
export const SLOTS = 64;

/** Groups of values looked up whole. */
const BANDS = 16;

const ROWS = SLOTS / BANDS;

/**
 * Equal values that make two texts near duplicates. With fewer than `BANDS` unequal ones at least one band is all equal, so
 * looking up bands finds every near duplicate.
 */
export const NEAR = SLOTS - BANDS + 1;

/** Odd constants, one for each value: fixed, so that signatures are the same everywhere. */
const SEEDS = Uint32Array.from(
  { length: SLOTS },
  (_, slot) => mixed(Math.imul(slot + 1, 0x9e3779b1)) | 1,
);

/**
 * A short stand-in for a set of terms: the share of equal values of two signatures estimates what share of their terms
 * together two sets have in common (MinHash).
 */
export function signatureOf(terms: readonly number[]): Uint32Array {
  const signature = new Uint32Array(SLOTS).fill(0xffffffff);
  for (const term of terms) {
    const spread = mixed(term);
    for (let slot = 0; slot < SLOTS; slot += 1) {
      const value = mixed(spread ^ (SEEDS[slot] ?? 0));
      if (value < (signature[slot] ?? 0)) signature[slot] = value;
    }
  }
  return signature;
}

export function equalSlots(a: Uint32Array, b: Uint32Array): number {
  let equal = 0;
  for (let slot = 0; slot < SLOTS; slot += 1) equal += Number(a[slot] === b[slot]);
  return equal;
}

/** A key for each band. Bands whose keys are equal by chance cost a comparison and nothing else. */
export function bandKeys(signature: Uint32Array): readonly number[] {
  return Array.from({ length: BANDS }, (_, band) => {
    let key = band + 1;
    for (let row = 0; row < ROWS; row += 1)
      key = mixed(Math.imul(key, 0x01000193) ^ (signature[band * ROWS + row] ?? 0));
    // The band is part of the key, so one table holds all.
    return band * 0x1_0000_0000 + key;
  });
}

function mixed(word: number): number {
  let mix = word ^ (word >>> 16);
  mix = Math.imul(mix, 0x7feb352d);
  mix ^= mix >>> 15;
  mix = Math.imul(mix, 0x846ca68b);
  return (mix ^ (mix >>> 16)) >>> 0;
}
