import type { GroupTable } from './group-table.ts';
import type { HitLog } from './hit-log.ts';

/**
 * What a correlation measures in the window of each group, kept up to date as hits enter and leave. Groups and hits are
 * slots. A hit enters as the tail of its group's list and leaves as its head. `holds` is asked after a hit has entered and
 * every hit older than the window has left.
 */
export interface Gauge {
  /** A group begins, perhaps in a slot that another had. */
  begin(group: number): void;
  enter(group: number, hit: number): void;
  leave(group: number, hit: number): void;
  holds(group: number, now: number): boolean;
  /** Lets go of what is kept outside of columns. */
  end?(group: number): void;
  /** What entering the hits of the list again does not bring back. */
  save?(group: number): readonly (number | null)[];
  load?(group: number, saved: readonly (number | null)[]): void;
}

/** What gauges read. */
export interface GaugeContext {
  readonly log: HitLog;
  readonly table: GroupTable;
}
