import type { PlaceRange } from './best-of-ranges.ts';
import { MAX_QUERY_BYTES, MAX_TYPO, MIN_TYPO } from './limits.ts';
import type { StringTable } from './string-table.ts';

/**
 * Disjoint ranges of the keys that have a beginning at most one slip of the pen from what was typed: a character left out,
 * put in, exchanged for another, or two beside each other turned round; the first one too. Empty when too little was typed.
 */
export function oneTypoRanges(keys: StringTable, typed: string): readonly PlaceRange[] {
  const characters = Array.from(typed, (character) => ENCODER.encode(character));
  if (characters.length < MIN_TYPO || characters.length > MAX_TYPO) return [];
  const search = new TypoSearch(keys, characters);
  return disjoint(search.ranges());
}

const ENCODER = new TextEncoder();

class TypoSearch {
  readonly #keys: StringTable;
  readonly #characters: readonly Uint8Array[];
  readonly #found: PlaceRange[] = [];
  readonly #wanted = new Uint8Array(MAX_QUERY_BYTES + 16);
  readonly #key = new Uint8Array(MAX_QUERY_BYTES + 8);
  #length = 0;

  constructor(keys: StringTable, characters: readonly Uint8Array[]) {
    this.#keys = keys;
    this.#characters = characters;
  }

  ranges(): readonly PlaceRange[] {
    let range: PlaceRange = [0, this.#keys.size];
    const { length } = this.#characters;
    for (let at = 0; at <= length; at += 1) {
      // `range` is of the keys that begin with what was typed up to here, without a slip.
      if (range[0] === range[1]) return this.#found;
      if (at < length) this.#slipsOfTyped(at, range);
      if (at < length) this.#otherCharacters(at, range);
      this.#length = this.#beginning(at);
      if (at < length) range = this.#narrow(range, this.#append(at, at + 1));
    }
    this.#found.push(range);
    return this.#found;
  }

  /** A character too many, or two turned round. */
  #slipsOfTyped(at: number, range: PlaceRange): void {
    const { length } = this.#characters;
    this.#length = this.#beginning(at);
    this.#add(range, this.#append(at + 1, length));
    if (at + 1 >= length) return;
    this.#length = this.#beginning(at);
    this.#append(at + 1, at + 2);
    this.#append(at, at + 1);
    this.#add(range, this.#append(at + 2, length));
  }

  /** A character left out before, or exchanged for, the one at `at`: any that a key goes on with here. */
  #otherCharacters(at: number, range: PlaceRange): void {
    const begin = this.#beginning(at);
    const { length } = this.#characters;
    for (let place = range[0]; place < range[1];) {
      const size = this.#keys.copy(place, this.#key);
      if (size === begin) {
        place += 1;
        continue;
      }
      const end = begin + characterBytes(this.#key[begin] ?? 0);
      for (let byte = begin; byte < end; byte += 1) this.#wanted[byte] = this.#key[byte] ?? 0;
      const next = this.#keys.bound(this.#wanted, end, true, place, range[1]);
      const own: PlaceRange = [place, next];
      this.#length = end;
      this.#add(own, this.#append(at, length));
      this.#length = end;
      this.#add(own, this.#append(at + 1, length));
      place = next;
    }
  }

  /** Writes the first characters typed; returns their bytes. */
  #beginning(count: number): number {
    this.#length = 0;
    return this.#append(0, count);
  }

  /** Adds characters typed; returns the length of all. */
  #append(from: number, to: number): number {
    for (let index = from; index < to; index += 1) {
      const character = this.#characters[index];
      if (character === undefined) continue;
      this.#wanted.set(character, this.#length);
      this.#length += character.length;
    }
    return this.#length;
  }

  #narrow([from, to]: PlaceRange, length: number): PlaceRange {
    const low = this.#keys.bound(this.#wanted, length, false, from, to);
    return [low, this.#keys.bound(this.#wanted, length, true, low, to)];
  }

  #add(range: PlaceRange, length: number): void {
    const found = this.#narrow(range, length);
    if (found[0] < found[1]) this.#found.push(found);
  }
}

/** Bytes of a UTF-8 character by its first one. */
function characterBytes(first: number): number {
  return first < 0x80 ? 1 : first < 0xe0 ? 2 : first < 0xf0 ? 3 : 4;
}

/** Ranges of beginnings hold one another or have nothing in common: the outer ones. */
function disjoint(ranges: readonly PlaceRange[]): readonly PlaceRange[] {
  const sorted = ranges.toSorted((a, b) => a[0] - b[0] || b[1] - a[1]);
  const outer: PlaceRange[] = [];
  let end = 0;
  for (const range of sorted) {
    if (range[1] <= end) continue;
    outer.push(range);
    end = range[1];
  }
  return outer;
}
