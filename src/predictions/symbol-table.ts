/**
 * Short strings as codes of one byte each, as FSST has it (Boncz, Neumann, Leis 2020): 255 symbols of up to eight bytes
 * chosen from a sample, and one code that says "the next byte as it is".
 */
export interface SymbolTable {
  /** Eight bytes for each code. */
  readonly symbols: Uint8Array;
  readonly lengths: Uint8Array;
}

export const ESCAPE = 255;
const SYMBOL_BYTES = 8;
const ROUNDS = 5;

interface Candidate {
  readonly bytes: Uint8Array;
  gain: number;
}

/** Chooses the symbols that shorten `sample` most. */
export function trainSymbols(sample: Uint8Array): SymbolTable {
  let table: SymbolTable = { symbols: new Uint8Array(2048), lengths: new Uint8Array(256) };
  for (let round = 0; round < ROUNDS; round += 1) table = nextTable(sample, table);
  return table;
}

function nextTable(sample: Uint8Array, table: SymbolTable): SymbolTable {
  const encoder = new SymbolEncoder(table);
  const candidates = new Map<string, Candidate>();
  const add = (bytes: Uint8Array): void => {
    const key = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length).toString('latin1');
    const known = candidates.get(key);
    if (known === undefined) candidates.set(key, { bytes, gain: bytes.length });
    else known.gain += bytes.length;
  };
  let before = -1;
  for (let at = 0; at < sample.length;) {
    const length = encoder.longest(sample, at, sample.length);
    const taken = length === 0 ? 1 : length;
    // Zero parts strings; no symbol reaches over it.
    if (sample[at] === 0) before = -1;
    else {
      add(sample.subarray(at, at + taken));
      if (taken > 1) add(sample.subarray(at, at + 1));
      if (before !== -1 && at + taken - before <= SYMBOL_BYTES)
        add(sample.subarray(before, at + taken));
      before = at;
    }
    at += taken;
  }
  return tableOf([...candidates.values()]);
}

function tableOf(candidates: readonly Candidate[]): SymbolTable {
  const best = candidates
    .toSorted((a, b) => b.gain - a.gain || Buffer.compare(a.bytes, b.bytes))
    .slice(0, ESCAPE);
  const symbols = new Uint8Array(256 * SYMBOL_BYTES);
  const lengths = new Uint8Array(256);
  for (const [code, { bytes }] of best.entries()) {
    symbols.set(bytes, code * SYMBOL_BYTES);
    lengths[code] = bytes.length;
  }
  return { symbols, lengths };
}

/** Encodes with the longest symbol at each place. */
export class SymbolEncoder {
  readonly #table: SymbolTable;
  /** Codes by first byte, longest symbol first. */
  readonly #byFirst: readonly Uint8Array[];
  #code = ESCAPE;

  constructor(table: SymbolTable) {
    this.#table = table;
    const lists: number[][] = Array.from({ length: 256 }, () => []);
    for (let code = 0; code < ESCAPE; code += 1) {
      if (table.lengths[code] !== 0) lists[table.symbols[code * SYMBOL_BYTES] ?? 0]?.push(code);
    }
    this.#byFirst = lists.map((codes) =>
      Uint8Array.from(
        codes.toSorted((a, b) => (table.lengths[b] ?? 0) - (table.lengths[a] ?? 0) || a - b),
      ),
    );
  }

  /** Bytes the longest symbol at `at` takes; 0 when there is none. */
  longest(bytes: Uint8Array, at: number, end: number): number {
    const { lengths, symbols } = this.#table;
    const codes = this.#byFirst[bytes[at] ?? 0];
    if (codes === undefined) return 0;
    for (let index = 0; index < codes.length; index += 1) {
      const code = codes[index] ?? 0;
      const length = lengths[code] ?? 0;
      if (at + length > end) continue;
      let same = 1;
      while (same < length && symbols[code * SYMBOL_BYTES + same] === bytes[at + same]) same += 1;
      if (same === length) {
        this.#code = code;
        return length;
      }
    }
    return 0;
  }

  /** Writes the codes of `[from, to)` to `out` at `at`; returns where they end. At most two for each byte. */
  encode(bytes: Uint8Array, from: number, to: number, out: Uint8Array): number {
    let end = 0;
    for (let at = from; at < to;) {
      const length = this.longest(bytes, at, to);
      if (length === 0) {
        out[end] = ESCAPE;
        out[end + 1] = bytes[at] ?? 0;
        end += 2;
        at += 1;
      } else {
        out[end] = this.#code;
        end += 1;
        at += length;
      }
    }
    return end;
  }
}
