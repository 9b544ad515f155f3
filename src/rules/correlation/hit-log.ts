import { FIRST_ROOM, NONE, floats, integers, moreRoom } from './columns.ts';

/** One hit as a correlation takes it in. */
export interface Hit {
  /** Milliseconds of event time. */
  readonly time: number;
  /** Ids of the events behind it: one, or those of a whole incident in a chain. */
  readonly events: string | readonly string[];
  /** Which of the correlation's rules it belongs to, by place in `rules`, ascending. */
  readonly stages: readonly number[];
  /** What is counted or summed up; undefined where the kind needs no value. */
  readonly value: string | undefined;
}

/**
 * The hits that windows hold, of all groups of a correlation, in order of time. All windows of a correlation are equally
 * long, so the hits that leave them are those at the front: no group needs a window of its own. A hit is a slot in columns;
 * `next` leads to its group's next hit.
 */
export class HitLog {
  readonly #keepsStages: boolean;
  readonly #keepsValues: boolean;
  #room = 0;
  #used = 0;
  #size = 0;
  #unused = NONE;
  #front = NONE;
  #back = NONE;
  #time = floats(0);
  #group = integers(0);
  #next = integers(0);
  /** The hit after it in time; of an unused slot, the next unused one. */
  #after = integers(0);
  /** Place in `#stageSets`; negative (its complement) while the hit is marked. */
  #stages = integers(0);
  #events: (Hit['events'] | undefined)[] = [];
  #values: (string | undefined)[] = [];
  readonly #stageSets: (readonly number[])[] = [[]];

  constructor(keeps: { readonly stages: boolean; readonly values: boolean }) {
    this.#keepsStages = keeps.stages;
    this.#keepsValues = keeps.values;
  }

  /** Slots taken, forgotten hits that have not left the front included. */
  get size(): number {
    return this.#size;
  }

  /** Slots there is room for: what a column beside this log must have. */
  get room(): number {
    return this.#room;
  }

  /** The oldest slot, of a hit or a forgotten one. */
  get front(): number {
    return this.#front;
  }

  time(hit: number): number {
    return this.#time[hit] ?? 0;
  }

  /** `NONE`: the hit was forgotten. */
  group(hit: number): number {
    return this.#group[hit] ?? NONE;
  }

  next(hit: number): number {
    return this.#next[hit] ?? NONE;
  }

  after(hit: number): number {
    return this.#after[hit] ?? NONE;
  }

  value(hit: number): string | undefined {
    return this.#values[hit];
  }

  stages(hit: number): readonly number[] {
    const place = this.#stages[hit] ?? 0;
    return this.#stageSets[place < 0 ? ~place : place] ?? [];
  }

  isMarked(hit: number): boolean {
    return (this.#stages[hit] ?? 0) < 0;
  }

  /** Only in a log that keeps stages. */
  toggleMark(hit: number): void {
    this.#stages[hit] = ~(this.#stages[hit] ?? 0);
  }

  read(hit: number): Hit {
    return {
      time: this.time(hit),
      events: this.#events[hit] ?? [],
      stages: this.stages(hit),
      value: this.#values[hit],
    };
  }

  /** Adds the newest hit, after `previous` of its group. */
  append({ events, stages, time, value }: Hit, group: number, previous: number): number {
    const hit = this.#slot();
    this.#time[hit] = time;
    this.#group[hit] = group;
    this.#next[hit] = NONE;
    this.#after[hit] = NONE;
    this.#events[hit] = events;
    if (this.#keepsStages) this.#stages[hit] = this.#stageSet(stages);
    if (this.#keepsValues) this.#values[hit] = value;
    if (previous !== NONE) this.#next[previous] = hit;
    if (this.#back === NONE) this.#front = hit;
    else this.#after[this.#back] = hit;
    this.#back = hit;
    this.#size += 1;
    return hit;
  }

  /** Lets go of what a hit holds; its slot goes when it comes to the front. */
  forget(hit: number): void {
    this.#group[hit] = NONE;
    this.#events[hit] = undefined;
    if (this.#keepsValues) this.#values[hit] = undefined;
    if (this.#keepsStages) this.#stages[hit] = 0;
  }

  /** Gives the front's slot back. The hit was forgotten before. */
  shift(): void {
    const hit = this.#front;
    this.#front = this.after(hit);
    if (this.#front === NONE) this.#back = NONE;
    this.#after[hit] = this.#unused;
    this.#unused = hit;
    this.#size -= 1;
    if (this.#size === 0 && this.#room > FIRST_ROOM) this.#reset();
  }

  #slot(): number {
    const reused = this.#unused;
    if (reused !== NONE) {
      this.#unused = this.after(reused);
      return reused;
    }
    if (this.#used === this.#room) this.#grow(moreRoom(this.#room));
    this.#used += 1;
    return this.#used - 1;
  }

  #grow(room: number): void {
    this.#room = room;
    this.#time = floats(room, this.#time);
    this.#group = integers(room, this.#group);
    this.#next = integers(room, this.#next);
    this.#after = integers(room, this.#after);
    if (this.#keepsStages) this.#stages = integers(room, this.#stages);
  }

  /** Gives the memory of a rush back once it is over. */
  #reset(): void {
    this.#room = 0;
    this.#used = 0;
    this.#unused = NONE;
    this.#time = floats(0);
    this.#group = integers(0);
    this.#next = integers(0);
    this.#after = integers(0);
    this.#stages = integers(0);
    this.#events = [];
    this.#values = [];
  }

  /** Rules hit together, each combination kept once: there are few. */
  #stageSet(stages: readonly number[]): number {
    const known = this.#stageSets.findIndex(
      (set) => set.length === stages.length && set.every((stage, at) => stage === stages[at]),
    );
    return known < 0 ? this.#stageSets.push(stages) - 1 : known;
  }
}
