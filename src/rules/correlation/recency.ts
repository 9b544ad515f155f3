/** A member of a recency list; the list owns both links. */
export interface Linked<T> {
  older: T | undefined;
  newer: T | undefined;
}

/**
 * Members in order of last use, as a linked list. (A `Map` used so has to be iterated past its deleted entries to find the
 * oldest, which makes it quadratic.)
 */
export class Recency<T extends Linked<T>> {
  #oldest: T | undefined;
  #newest: T | undefined;

  get oldest(): T | undefined {
    return this.#oldest;
  }

  /** Makes a member, new or not, the newest. */
  touch(member: T): void {
    if (this.#newest === member) return;
    this.remove(member);
    member.older = this.#newest;
    if (this.#newest === undefined) this.#oldest = member;
    else this.#newest.newer = member;
    this.#newest = member;
  }

  /** Without effect on what is not a member. */
  remove(member: T): void {
    const { newer, older } = member;
    if (older !== undefined) older.newer = newer;
    else if (this.#oldest === member) this.#oldest = newer;
    if (newer !== undefined) newer.older = older;
    else if (this.#newest === member) this.#newest = older;
    member.older = undefined;
    member.newer = undefined;
  }
}
