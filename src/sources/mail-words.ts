/** Words of a message that are looked at. */
const MAX_WORDS = 4000;
const MAX_CHARS = 60_000;
/** Of fewer words each counts by itself, of more each pair. */
const FEW_WORDS = 12;
const BITS = 64;

const WORD = /\p{L}[\p{L}\p{M}']*/gu;

/** The words to read, in small letters, without those that stand for the one who got the message. */
export function wordsOf(text: string, recipients: readonly string[]): readonly string[] {
  const own = new Set(
    recipients.flatMap((address) => address.split('@', 1)[0]?.split(/[^\p{L}]+/u) ?? []),
  );
  const plain = text
    .slice(0, MAX_CHARS)
    .toLowerCase()
    .split(/\s+/)
    .filter((piece) => !piece.includes('@') && !/^\W{0,3}https?:/.test(piece))
    .join(' ');
  const words = plain.match(WORD) ?? [];
  return words.slice(0, MAX_WORDS).filter((word) => !own.has(word));
}

/**
 * SimHash (Charikar, STOC 2002) of 64 bits in hex: of texts that share most of their words, or pairs of words, few bits
 * differ. Undefined when there are no words.
 */
export function fingerprint(words: readonly string[]): string | undefined {
  if (words.length === 0) return undefined;
  const votes = new Int32Array(BITS);
  const pairs = words.length >= FEW_WORDS;
  let before = '';
  for (const word of words) {
    const feature = pairs ? `${before} ${word}` : word;
    before = word;
    vote(votes, feature);
  }
  let hex = '';
  for (let bit = 0; bit < BITS; bit += 4) {
    let digit = 0;
    for (let next = 0; next < 4; next += 1) if ((votes[bit + next] ?? 0) > 0) digit |= 1 << next;
    hex += digit.toString(16);
  }
  return hex;
}

/** Two hashes of 32 bits (FNV-1a, mixed as MurmurHash3 does at its end), a vote for or against each bit. */
function vote(votes: Int32Array, feature: string): void {
  let low = 0x811c9dc5;
  let high = 0x9747b28c;
  for (let index = 0; index < feature.length; index += 1) {
    const code = feature.charCodeAt(index);
    low = Math.imul(low ^ code, 0x01000193);
    high = Math.imul(high ^ code, 0x5bd1e995);
  }
  low = mixed(low);
  high = mixed(high);
  for (let bit = 0; bit < 32; bit += 1) {
    votes[bit] = (votes[bit] ?? 0) + ((low >>> bit) & 1 ? 1 : -1);
    votes[bit + 32] = (votes[bit + 32] ?? 0) + ((high >>> bit) & 1 ? 1 : -1);
  }
}

function mixed(word: number): number {
  let mix = word ^ (word >>> 16);
  mix = Math.imul(mix, 0x85ebca6b);
  mix ^= mix >>> 13;
  mix = Math.imul(mix, 0xc2b2ae35);
  return mix ^ (mix >>> 16);
}
