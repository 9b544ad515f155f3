import type { FieldValue } from '../events/fields.ts';
import { fold } from './fold.ts';
import { addressBytes } from './network.ts';

const UNREAD = Symbol('unread');

/** One value of a record, with what tests need of it worked out at most once. */
export class Member {
  #value: FieldValue;
  #text: string | undefined | typeof UNREAD = UNREAD;
  #folded: string | undefined | typeof UNREAD = UNREAD;
  #address: readonly number[] | undefined | typeof UNREAD = UNREAD;

  constructor(value: FieldValue) {
    this.#value = value;
  }

  /** Takes the place of a new object: there is one per field and record. */
  reset(value: FieldValue): void {
    this.#value = value;
    this.#text = UNREAD;
    this.#folded = UNREAD;
    this.#address = UNREAD;
  }

  get value(): FieldValue {
    return this.#value;
  }

  /** As text; undefined for null, objects and absent values. */
  get text(): string | undefined {
    if (this.#text === UNREAD) this.#text = textOf(this.#value);
    return this.#text;
  }

  get folded(): string | undefined {
    if (this.#folded === UNREAD) {
      const { text } = this;
      this.#folded = text === undefined ? undefined : fold(text);
    }
    return this.#folded;
  }

  get address(): readonly number[] | undefined {
    if (this.#address === UNREAD) {
      this.#address = typeof this.#value === 'string' ? addressBytes(this.#value) : undefined;
    }
    return this.#address;
  }
}

/** As tests on text see a value; undefined for null, objects and absent values. */
export function textOf(value: FieldValue): string | undefined {
  if (typeof value === 'string') return value;
  return typeof value === 'number' || typeof value === 'boolean' ? String(value) : undefined;
}

/** Those of a list, or the one value. */
export function membersOf(value: FieldValue): readonly FieldValue[] {
  return Array.isArray(value) ? (value.flat(8) as readonly FieldValue[]) : [value];
}

/** A field of the record under test: read once per record however many rules ask. */
export class Cell<R> {
  readonly #read: (record: R) => FieldValue;
  readonly #single = new Member(undefined);
  readonly #alone: readonly Member[] = [this.#single];
  #stamp = 0;
  #value: FieldValue;
  #members: readonly Member[] | undefined;

  constructor(read: (record: R) => FieldValue) {
    this.#read = read;
  }

  /** Reads the field of a record; the same stamp means the same record. */
  load(record: R, stamp: number): void {
    if (this.#stamp === stamp) return;
    this.#stamp = stamp;
    this.#value = this.#read(record);
    this.#members = Array.isArray(this.#value)
      ? membersOf(this.#value).map((value) => new Member(value))
      : undefined;
    if (this.#members === undefined) this.#single.reset(this.#value);
  }

  get isPresent(): boolean {
    return this.#value !== undefined;
  }

  /** Null, absent, or a list of nothing but nulls (an empty list has no value either). */
  get isNull(): boolean {
    if (this.#members === undefined) return this.#value === undefined || this.#value === null;
    return this.#members.every(({ value }) => value === null);
  }

  /** Those of a list, or the one value. */
  get members(): readonly Member[] {
    return this.#members ?? this.#alone;
  }

  some(test: (member: Member) => boolean): boolean {
    return this.#members === undefined ? test(this.#single) : this.#members.some(test);
  }
}
