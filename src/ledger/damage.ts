/** Something about a ledger that does not hold, and where. */
export interface Damage {
  /** The file, relative to the folder that is served. */
  readonly file: string;
  /** What is wrong, as a sentence. */
  readonly message: string;
  /** Index of the first entry concerned. */
  readonly entry?: number;
  /** Index of the last, where there are several. */
  readonly lastEntry?: number;
  readonly level?: number | 'entries';
  readonly tile?: number;
  /** Of the first byte concerned in the file. */
  readonly offset?: number;
}

/** Damages listed; beyond it they are only counted. */
const MAX_LISTED = 100;

export class DamageList {
  readonly #listed: Damage[] = [];
  #count = 0;

  add(damage: Damage): void {
    this.#count += 1;
    if (this.#listed.length < MAX_LISTED) this.#listed.push(damage);
  }

  get listed(): readonly Damage[] {
    return this.#listed;
  }

  get count(): number {
    return this.#count;
  }
}
