/**
 * A test that is answered for many tests at once, by one pass over its field. It holds for the record whose number it
 * carries.
 */
export interface Probe {
  /** Place among all probes of a matcher factory. */
  readonly number: number;
  /** Record it last held for. */
  record: number;
}

/** All probes of one field and kind. */
export interface Pass {
  /** Probes that hold for the record at hand, each once. Reads the field at most once per record. */
  held(): readonly Probe[];
}

/** Keeps which probes hold for a record; shared by the kinds of passes. */
export class Held {
  #record = 0;
  readonly probes: Probe[] = [];

  /** False when the record was begun already. */
  begin(record: number): boolean {
    if (this.#record === record) return false;
    this.#record = record;
    this.probes.length = 0;
    return true;
  }

  add(probes: readonly Probe[]): void {
    for (const probe of probes) {
      if (probe.record === this.#record) continue;
      probe.record = this.#record;
      this.probes.push(probe);
    }
  }
}
