/** Values that outlive an event, by organisation and key. */
export interface State {
  get(organisation: string, key: string): unknown;
  set(organisation: string, key: string, value: unknown): void;
}

/** State for one run in memory. */
export class MemoryState implements State {
  readonly #organisations = new Map<string, Map<string, unknown>>();

  get(organisation: string, key: string): unknown {
    return this.#organisations.get(organisation)?.get(key);
  }

  set(organisation: string, key: string, value: unknown): void {
    let values = this.#organisations.get(organisation);
    if (values === undefined) {
      values = new Map();
      this.#organisations.set(organisation, values);
    }
    values.set(key, value);
  }
}
