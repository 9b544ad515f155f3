import { FIRST_ROOM, NONE, floats, integers, moreRoom } from './columns.ts';

/**
 * Groups by key, in order of their last hit, with the ends of each one's list of hits. A group is a slot in columns; its key
 * is kept once. Slots of removed groups are used again.
 */
export class GroupTable {
  #slots = new Map<string, number>();
  #keys: (string | undefined)[] = [];
  #room = 0;
  #used = 0;
  #unused = NONE;
  #oldest = NONE;
  #newest = NONE;
  #last = floats(0);
  /** Of an unused slot, the next unused one. */
  #older = integers(0);
  #newer = integers(0);
  #head = integers(0);
  #tail = integers(0);
  #hits = integers(0);

  get size(): number {
    return this.#slots.size;
  }

  /** Slots there is room for: what a column beside this table must have. */
  get room(): number {
    return this.#room;
  }

  /** The group whose last hit is the longest ago. */
  get oldest(): number {
    return this.#oldest;
  }

  newer(group: number): number {
    return this.#newer[group] ?? NONE;
  }

  find(key: string): number {
    return this.#slots.get(key) ?? NONE;
  }

  key(group: number): string {
    return this.#keys[group] ?? '';
  }

  /** Milliseconds. */
  last(group: number): number {
    return this.#last[group] ?? 0;
  }

  /** Its oldest hit. */
  head(group: number): number {
    return this.#head[group] ?? NONE;
  }

  tail(group: number): number {
    return this.#tail[group] ?? NONE;
  }

  /** How many its list has. */
  hits(group: number): number {
    return this.#hits[group] ?? 0;
  }

  add(key: string, time: number): number {
    const group = this.#slot();
    this.#slots.set(key, group);
    this.#keys[group] = key;
    this.#last[group] = time;
    this.empty(group);
    this.#link(group);
    return group;
  }

  /** Makes it the newest. */
  touch(group: number, time: number): void {
    this.#last[group] = time;
    if (this.#newest === group) return;
    this.#unlink(group);
    this.#link(group);
  }

  /** Takes in a hit that the log has put after the group's tail. */
  push(group: number, hit: number): void {
    if (this.head(group) === NONE) this.#head[group] = hit;
    this.#tail[group] = hit;
    this.#hits[group] = this.hits(group) + 1;
  }

  /** Drops the oldest hit; `next` is the one after it. */
  shift(group: number, next: number): void {
    this.#head[group] = next;
    if (next === NONE) this.#tail[group] = NONE;
    this.#hits[group] = this.hits(group) - 1;
  }

  /** Its hits are no longer its own. */
  empty(group: number): void {
    this.#head[group] = NONE;
    this.#tail[group] = NONE;
    this.#hits[group] = 0;
  }

  remove(group: number): void {
    this.#slots.delete(this.key(group));
    this.#keys[group] = undefined;
    this.#unlink(group);
    this.#older[group] = this.#unused;
    this.#unused = group;
    if (this.#slots.size === 0 && this.#room > FIRST_ROOM) this.#reset();
  }

  #slot(): number {
    const reused = this.#unused;
    if (reused !== NONE) {
      this.#unused = this.#older[reused] ?? NONE;
      return reused;
    }
    if (this.#used === this.#room) this.#grow(moreRoom(this.#room));
    this.#used += 1;
    return this.#used - 1;
  }

  #grow(room: number): void {
    this.#room = room;
    this.#last = floats(room, this.#last);
    this.#older = integers(room, this.#older);
    this.#newer = integers(room, this.#newer);
    this.#head = integers(room, this.#head);
    this.#tail = integers(room, this.#tail);
    this.#hits = integers(room, this.#hits);
  }

  /** Gives the memory of a rush back once it is over. */
  #reset(): void {
    this.#slots = new Map();
    this.#keys = [];
    this.#used = 0;
    this.#room = 0;
    this.#unused = NONE;
    this.#last = floats(0);
    this.#older = integers(0);
    this.#newer = integers(0);
    this.#head = integers(0);
    this.#tail = integers(0);
    this.#hits = integers(0);
  }

  #link(group: number): void {
    this.#older[group] = this.#newest;
    this.#newer[group] = NONE;
    if (this.#newest === NONE) this.#oldest = group;
    else this.#newer[this.#newest] = group;
    this.#newest = group;
  }

  #unlink(group: number): void {
    const older = this.#older[group] ?? NONE;
    const newer = this.#newer[group] ?? NONE;
    if (older === NONE) this.#oldest = newer;
    else this.#newer[older] = newer;
    if (newer === NONE) this.#newest = older;
    else this.#older[newer] = older;
  }
}
