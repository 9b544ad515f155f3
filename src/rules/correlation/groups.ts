import type { CompiledCorrelation } from '../compiled.ts';
import type { Budget, Holder } from './budget.ts';
import { NONE } from './columns.ts';
import type { Hit } from './hit-log.ts';
import type { Incident, IncidentOwner, SavedIncident } from './incident.ts';
import { OpenIncident } from './incident.ts';
import { MAX_GAUGE_BYTES } from './limits.ts';
import { measureOf } from './measure.ts';
import type { Tally } from './tally.ts';
import { Windows } from './windows.ts';

/** What is told of incidents. */
export interface IncidentSink {
  /** An incident began: the alert. */
  readonly onOpen?: (incident: Incident) => void;
  /** An incident is over: its final form. */
  readonly onClosed: (incident: Incident) => void;
}

export interface GroupsContext {
  readonly correlation: CompiledCorrelation;
  readonly partition: string | undefined;
  readonly sink: IncidentSink;
  readonly tally: Tally;
  readonly budget: Budget;
}

/** An incident that opened, and when: for one that opened because something did not happen, when that was certain. */
export interface Opened {
  readonly time: number;
  readonly values: readonly string[];
  readonly events: readonly string[];
}

export type SavedGroup = readonly [
  'group',
  key: string,
  last: number,
  incident: SavedIncident | null,
  gauge: readonly (number | null)[] | null,
];
export type SavedHit = readonly [
  'hit',
  group: number,
  time: number,
  events: Hit['events'],
  stages: readonly number[],
  value: string | null,
  marked: boolean,
];

/**
 * The groups of one correlation in one organisation that had a hit within the time span. A group is watched through its
 * window until the condition holds; then it is an open incident, to which everything within the time span belongs.
 */
export class Groups implements Holder {
  readonly correlation: CompiledCorrelation;
  /** Whether hits carry a value. */
  readonly keepsValues: boolean;
  readonly #context: GroupsContext;
  readonly #timespan: number;
  readonly #windows: Windows;
  readonly #maxGroups: number;
  readonly #open = new Map<number, OpenIncident>();
  readonly #restored: { group: number; gauge: readonly (number | null)[] | null }[] = [];

  constructor(context: GroupsContext) {
    this.#context = context;
    this.correlation = context.correlation;
    const { correlation } = context.correlation.rule;
    const measure = measureOf(correlation);
    this.keepsValues = measure.keeps.values;
    this.#timespan = correlation.timespan;
    this.#windows = new Windows(measure, correlation.timespan);
    const room = Math.floor(MAX_GAUGE_BYTES / Math.max(1, measure.bytesPerGroup));
    this.#maxGroups = Math.min(context.budget.limits.groups, Math.max(1, room));
    context.budget.join(this);
  }

  get groupCount(): number {
    return this.#windows.table.size;
  }

  get hitCount(): number {
    return this.#windows.log.size;
  }

  /** Milliseconds: nothing happens by itself until after that time. */
  get due(): number {
    const { oldest } = this.#windows.table;
    if (oldest === NONE) return Infinity;
    const silence = this.#windows.table.last(oldest) + this.#timespan;
    return Math.min(silence, this.#windows.nextDecision);
  }

  /** When the next absence is certain; `decide` is to be asked for it once time has passed that. */
  get nextDecision(): number {
    return this.#windows.nextDecision;
  }

  /** Adds a hit to the group of these values. The incident it opened is returned, so that chains can go on from it. */
  add(values: readonly string[], hit: Hit): Opened | undefined {
    this.advance(hit.time);
    const { limits } = this.#context.budget;
    const { table } = this.#windows;
    const group = this.#group(JSON.stringify(values), hit.time);
    table.touch(group, hit.time);
    const incident = this.#open.get(group);
    if (incident !== undefined) {
      incident.add(hit);
      return undefined;
    }
    if (table.hits(group) >= limits.windowHits) this.#forget(table.head(group));
    this.#context.budget.roomForHit();
    const holds = this.#count(() => this.#windows.add(group, hit));
    if (!holds || this.#windows.waits) return undefined;
    return this.#openIncident(group, hit.time);
  }

  /** Decides the next absence. */
  decide(): Opened | undefined {
    const time = this.nextDecision;
    const group = this.#count(() => this.#windows.decide());
    return group === NONE ? undefined : this.#openIncident(group, time);
  }

  /** Closes every group with no hit in the time span before `time`, and moves windows on to it. */
  advance(time: number): void {
    if (time <= this.#windows.now) return;
    const { table } = this.#windows;
    for (let { oldest } = table; oldest !== NONE; { oldest } = table) {
      if (time - table.last(oldest) <= this.#timespan) break;
      this.#close(oldest);
    }
    this.#count(() => this.#windows.expire(time));
  }

  /** Closes what is open. What could still be refuted is undecided. */
  end(): void {
    const { log, table } = this.#windows;
    for (let group = table.oldest; group !== NONE; group = table.newer(group)) {
      const waiting = this.#windows.undecided(group);
      if (waiting === NONE) continue;
      this.#context.tally.lose('undecided', log.time(waiting), table.last(group));
    }
    this.advance(Infinity);
  }

  giveUpGroup(): void {
    const { log, table } = this.#windows;
    const group = table.oldest;
    const last = table.last(group);
    const { tally } = this.#context;
    const incident = this.#open.get(group);
    const waiting = this.#windows.undecided(group);
    const head = table.head(group);
    if (incident !== undefined) tally.lose('closedEarly', incident.first, last);
    else if (waiting !== NONE) tally.lose('undecided', log.time(waiting), last);
    else tally.lose('forgottenGroups', head === NONE ? last : log.time(head), last);
    this.#close(group);
  }

  giveUpHit(): void {
    const { log } = this.#windows;
    if (log.group(log.front) !== NONE) this.#forget(log.front);
    this.#count(() => this.#windows.shift());
  }

  *save(): Generator<SavedGroup | SavedHit, void, undefined> {
    const { log, table } = this.#windows;
    const places = new Map<number, number>();
    for (let group = table.oldest; group !== NONE; group = table.newer(group)) {
      places.set(group, places.size);
      const incident = this.#open.get(group);
      const gauge = incident === undefined ? this.#windows.gaugeState(group) : undefined;
      const last = table.last(group);
      yield ['group', table.key(group), last, incident?.save() ?? null, gauge ?? null];
    }
    for (let hit = log.front; hit !== NONE; hit = log.after(hit)) {
      const place = places.get(log.group(hit));
      if (place === undefined) continue;
      const { events, stages, time, value } = log.read(hit);
      yield ['hit', place, time, events, stages, value ?? null, log.isMarked(hit)];
    }
  }

  get now(): number {
    return this.#windows.now;
  }

  /** Takes up what `save` gave, in the same order; `restored` ends it. */
  restore(saved: SavedGroup | SavedHit, now: number): void {
    this.#windows.restoreNow(now);
    if (saved[0] === 'group') {
      const [, key, last, incident, gauge] = saved;
      const group = this.#windows.begin(key, last);
      this.#context.budget.groups += 1;
      this.#restored.push({ group, gauge });
      if (incident === null) return;
      this.#open.set(group, OpenIncident.restore(incident));
      return;
    }
    const [, place, time, events, stages, value, marked] = saved;
    const group = this.#restored[place]?.group ?? NONE;
    const hit = { time, events, stages, value: value ?? undefined };
    this.#count(() => this.#windows.restoreHit(group, hit, marked));
  }

  restored(): void {
    for (const { gauge, group } of this.#restored.splice(0)) {
      if (gauge !== null) this.#windows.restoreGauge(group, gauge);
    }
  }

  #group(key: string, time: number): number {
    const { budget } = this.#context;
    const known = this.#windows.table.find(key);
    if (known !== NONE) return known;
    if (this.groupCount >= this.#maxGroups) this.giveUpGroup();
    budget.roomForGroup();
    budget.groups += 1;
    return this.#windows.begin(key, time);
  }

  #openIncident(group: number, detectedAt: number): Opened {
    const { log, table } = this.#windows;
    const incident = new OpenIncident(log.time(table.head(group)), detectedAt);
    for (const hit of this.#windows.take(group)) incident.add(hit);
    this.#open.set(group, incident);
    const owner = this.#owner(group);
    this.#context.sink.onOpen?.(incident.as('open', owner));
    return { time: detectedAt, values: owner.values, events: incident.events };
  }

  #close(group: number): void {
    const incident = this.#open.get(group);
    this.#open.delete(group);
    this.#context.budget.groups -= 1;
    const closed = incident?.as('closed', this.#owner(group));
    this.#windows.remove(group);
    if (closed !== undefined) this.#context.sink.onClosed(closed);
  }

  #owner(group: number): IncidentOwner {
    const { correlation, partition } = this.#context;
    const { table } = this.#windows;
    const values = JSON.parse(table.key(group)) as readonly string[];
    return { correlation, partition, values, last: table.last(group) };
  }

  /** Pushes the oldest hit of a group out before its time. */
  #forget(hit: number): void {
    const { log } = this.#windows;
    const time = log.time(hit);
    this.#context.tally.lose(log.isMarked(hit) ? 'undecided' : 'forgottenHits', time, time);
    this.#windows.retire(hit);
  }

  /** Books how many slots of hits something takes or gives back. */
  #count<T>(change: () => T): T {
    const before = this.hitCount;
    const result = change();
    this.#context.budget.hits += this.hitCount - before;
    return result;
  }
}
