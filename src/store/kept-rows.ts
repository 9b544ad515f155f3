/** Numbers of facets that a row has. */
export const ROW_FACETS = 4;

/** Texts of its own that a row has; the first is the event's id. */
export const ROW_TEXTS = 3;

/** Kept events of one hour, column by column, as they lie on disk. */
export interface PackedRows {
  readonly events: number;
  /** All times, then all facets, then where each text ends, then the texts: little-endian. */
  readonly bytes: Uint8Array;
}

const FIRST_ROWS = 16;
const FIRST_TEXT_BYTES = 1024;
const encoder = new TextEncoder();

/** Bytes of a row without its texts. */
const ROW_BYTES = 8 + 4 * ROW_FACETS + 4 * ROW_TEXTS;

/** Kept events of one hour, in the order they came. */
export class RowBuilder {
  #events = 0;
  #times = new Float64Array(FIRST_ROWS);
  #facets = new Uint32Array(ROW_FACETS * FIRST_ROWS);
  #ends = new Uint32Array(ROW_TEXTS * FIRST_ROWS);
  #texts = new Uint8Array(FIRST_TEXT_BYTES);

  get events(): number {
    return this.#events;
  }

  /** Of memory. */
  get bytes(): number {
    return this.#times.length * ROW_BYTES + this.#texts.length;
  }

  add(time: number, texts: readonly string[], facets: ArrayLike<number>): void {
    const at = this.#events;
    if (at === this.#times.length) this.#grow();
    this.#times[at] = time;
    for (let facet = 0; facet < ROW_FACETS; facet += 1) {
      this.#facets[at * ROW_FACETS + facet] = facets[facet] ?? 0;
    }
    let end = at === 0 ? 0 : (this.#ends[at * ROW_TEXTS - 1] ?? 0);
    for (let text = 0; text < ROW_TEXTS; text += 1) {
      end += this.#write(texts[text] ?? '', end);
      this.#ends[at * ROW_TEXTS + text] = end;
    }
    this.#events += 1;
  }

  packed(): PackedRows {
    const events = this.#events;
    const textBytes = events === 0 ? 0 : (this.#ends[events * ROW_TEXTS - 1] ?? 0);
    const bytes = new Uint8Array(events * ROW_BYTES + textBytes);
    const put = (column: Float64Array | Uint32Array, from: number): void => {
      bytes.set(new Uint8Array(column.buffer, 0, column.byteLength), from);
    };
    put(this.#times.slice(0, events), 0);
    put(this.#facets.slice(0, events * ROW_FACETS), 8 * events);
    put(this.#ends.slice(0, events * ROW_TEXTS), (8 + 4 * ROW_FACETS) * events);
    bytes.set(this.#texts.subarray(0, textBytes), ROW_BYTES * events);
    return { events, bytes };
  }

  /** Bytes written. */
  #write(text: string, start: number): number {
    // At most three bytes for each UTF-16 unit.
    while (this.#texts.length < start + 3 * text.length) {
      const before = this.#texts;
      this.#texts = new Uint8Array(2 * before.length);
      this.#texts.set(before);
    }
    const bytes = this.#texts;
    for (let at = 0; at < text.length; at += 1) {
      const code = text.charCodeAt(at);
      if (code > 0x7f) return encoder.encodeInto(text, bytes.subarray(start)).written;
      bytes[start + at] = code;
    }
    return text.length;
  }

  #grow(): void {
    const capacity = 2 * this.#times.length;
    const times = new Float64Array(capacity);
    const facets = new Uint32Array(ROW_FACETS * capacity);
    const ends = new Uint32Array(ROW_TEXTS * capacity);
    times.set(this.#times);
    facets.set(this.#facets);
    ends.set(this.#ends);
    this.#times = times;
    this.#facets = facets;
    this.#ends = ends;
  }
}

/** Kept events as they were packed. */
export class RowReader {
  readonly events: number;
  readonly times: Float64Array;
  readonly #facets: Uint32Array;
  readonly #ends: Uint32Array;
  readonly #texts: Buffer;

  constructor({ events, bytes }: PackedRows) {
    // A copy: what the database gives need not stand where numbers of eight bytes may.
    const { buffer } = new Uint8Array(bytes);
    this.events = events;
    this.times = new Float64Array(buffer, 0, events);
    this.#facets = new Uint32Array(buffer, 8 * events, events * ROW_FACETS);
    this.#ends = new Uint32Array(buffer, (8 + 4 * ROW_FACETS) * events, events * ROW_TEXTS);
    this.#texts = Buffer.from(buffer, ROW_BYTES * events);
  }

  facetsOf(row: number): Uint32Array {
    return this.#facets.subarray(row * ROW_FACETS, (row + 1) * ROW_FACETS);
  }

  textsOf(row: number): readonly string[] {
    const texts: string[] = [];
    for (let text = row * ROW_TEXTS; text < (row + 1) * ROW_TEXTS; text += 1) {
      texts.push(this.#texts.toString('utf8', this.#startOf(text), this.#ends[text]));
    }
    return texts;
  }

  /** Below zero: the id of `row` stands before that of `other`, by their bytes in UTF-8. */
  compareIds(row: number, other: RowReader, otherRow: number): number {
    const [text, otherText] = [row * ROW_TEXTS, otherRow * ROW_TEXTS];
    return this.#texts.compare(
      other.#texts,
      other.#startOf(otherText),
      other.#ends[otherText],
      this.#startOf(text),
      this.#ends[text],
    );
  }

  #startOf(text: number): number {
    return text === 0 ? 0 : (this.#ends[text - 1] ?? 0);
  }
}
