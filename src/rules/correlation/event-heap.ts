/** What can be put into order: by time, then by id. */
export interface Timed {
  /** Event time in milliseconds. */
  readonly time: number;
  readonly id: string;
}

function isBefore(a: Timed, b: Timed): boolean {
  return a.time < b.time || (a.time === b.time && a.id < b.id);
}

/** Gives back the earliest of what it holds, in a number of steps that grows with the logarithm of their number. */
export class EventHeap<T extends Timed> {
  readonly #events: T[] = [];

  get size(): number {
    return this.#events.length;
  }

  get first(): T | undefined {
    return this.#events[0];
  }

  /** In no order. */
  get all(): readonly T[] {
    return this.#events;
  }

  push(event: T): void {
    let at = this.#events.push(event) - 1;
    while (at > 0) {
      const above = (at - 1) >>> 1;
      const parent = this.#events[above];
      if (parent === undefined || !isBefore(event, parent)) break;
      this.#events[at] = parent;
      at = above;
    }
    this.#events[at] = event;
  }

  shift(): T | undefined {
    const first = this.#events[0];
    const moved = this.#events.pop();
    if (moved === undefined || this.#events.length === 0) return first;
    let at = 0;
    for (;;) {
      const left = this.#events[2 * at + 1];
      const right = this.#events[2 * at + 2];
      const below = right !== undefined && left !== undefined && isBefore(right, left);
      const child = below ? right : left;
      if (child === undefined || !isBefore(child, moved)) break;
      this.#events[at] = child;
      at = 2 * at + (below ? 2 : 1);
    }
    this.#events[at] = moved;
    return first;
  }
}
