/**
 * Values that outlive an event, by organisation and kind and, where there are many of a kind, by name: an account, an
 * address. Kinds are few and constant texts, so that nothing is put together or hashed to ask for one.
 */
export interface State {
  get(organisation: string, kind: string, name?: string): unknown;
  set(organisation: string, kind: string, value: unknown, name?: string): void;
}

/** Values by kind: those without a name, and those with one. */
interface Values {
  readonly alone: Map<string, unknown>;
  readonly named: Map<string, Map<string, unknown>>;
}

/** State for one run in memory. */
export class MemoryState implements State {
  readonly #organisations = new Map<string, Values>();

  get(organisation: string, kind: string, name?: string): unknown {
    const values = this.#organisations.get(organisation);
    if (values === undefined) return undefined;
    return name === undefined ? values.alone.get(kind) : values.named.get(kind)?.get(name);
  }

  set(organisation: string, kind: string, value: unknown, name?: string): void {
    let values = this.#organisations.get(organisation);
    if (values === undefined) {
      values = { alone: new Map(), named: new Map() };
      this.#organisations.set(organisation, values);
    }
    if (name === undefined) {
      values.alone.set(kind, value);
      return;
    }
    const named = values.named.get(kind);
    if (named === undefined) values.named.set(kind, new Map([[name, value]]));
    else named.set(name, value);
  }
}
