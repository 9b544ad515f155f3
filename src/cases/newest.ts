/**
 * A map of the entries set last: at least half of `limit`, at most all of it. Two generations, so that setting takes the
 * same time whatever is forgotten; the oldest generation goes as one.
 */
export class Newest<V> {
  #old = new Map<string, V>();
  #young = new Map<string, V>();

  get size(): number {
    return this.#old.size + this.#young.size;
  }

  has(key: string): boolean {
    return this.#young.has(key) || this.#old.has(key);
  }

  get(key: string): V | undefined {
    return this.#young.get(key) ?? this.#old.get(key);
  }

  /** `limit`: at least 2; may change from call to call. */
  set(key: string, value: V, limit: number): void {
    this.#old.delete(key);
    this.#young.set(key, value);
    if (this.#young.size * 2 < limit) return;
    this.#old = this.#young;
    this.#young = new Map();
  }

  delete(key: string): void {
    this.#old.delete(key);
    this.#young.delete(key);
  }

  /** The generation set first comes first. */
  *keys(): Generator<string, void, undefined> {
    yield* this.#old.keys();
    yield* this.#young.keys();
  }

  *values(): Generator<V, void, undefined> {
    yield* this.#old.values();
    yield* this.#young.values();
  }
}
