import type { Trace } from './account-trace.ts';
import { MAX_CASE_EVENTS } from './case.ts';
import { PASSWORD_KNOWN } from './rung.ts';

/** An event of a case, and how much it says. */
export interface Listed {
  readonly time: number;
  /** Shows more than a failed try: listed before all others. */
  readonly telling: boolean;
}

/** The events of an attack: those worth listing, and all of them where they are asked for. */
export class EventList {
  readonly #all: Map<string, number> | undefined;
  readonly #telling = new Map<string, Listed>();
  readonly #others = new Map<string, Listed>();

  constructor(keepAll: boolean) {
    this.#all = keepAll ? new Map() : undefined;
  }

  /** Every event and when a stream would first have said that it belongs here, where all are kept. */
  get all(): ReadonlyMap<string, number> {
    return this.#all ?? new Map();
  }

  has(id: string): boolean {
    return this.#telling.has(id) || this.#others.has(id);
  }

  add({ id, time, rung }: Pick<Trace, 'id' | 'time' | 'rung'>, at: number): void {
    this.#know(id, at);
    const telling = rung >= PASSWORD_KNOWN;
    const list = telling ? this.#telling : this.#others;
    if (list.size < MAX_CASE_EVENTS) list.set(id, { time, telling });
  }

  remove(id: string): void {
    this.#all?.delete(id);
    this.#telling.delete(id);
    this.#others.delete(id);
  }

  merge(other: EventList): void {
    for (const [id, at] of other.all) this.#know(id, at);
    for (const [id, listed] of other.#telling) {
      this.#others.delete(id);
      this.#telling.set(id, listed);
    }
    for (const [id, listed] of other.#others)
      if (!this.#telling.has(id)) this.#others.set(id, listed);
  }

  #know(id: string, at: number): void {
    this.#all?.set(id, Math.min(at, this.#all.get(id) ?? Infinity));
  }

  /** At most `MAX_CASE_EVENTS` ids in order of time: the telling ones, and of the others the first. */
  list(): readonly string[] {
    const byTime = (list: ReadonlyMap<string, Listed>): (readonly [string, Listed])[] =>
      [...list].toSorted(([a, x], [b, y]) => x.time - y.time || (a < b ? -1 : 1));
    const chosen = [...byTime(this.#telling), ...byTime(this.#others)].slice(0, MAX_CASE_EVENTS);
    return chosen
      .toSorted(([a, x], [b, y]) => x.time - y.time || (a < b ? -1 : 1))
      .map(([id]) => id);
  }
}
