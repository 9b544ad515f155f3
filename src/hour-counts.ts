import type { Event } from './events/event.ts';

const HOUR = 3_600_000;

/** Events by log and hour: what tells a silent log from a quiet one. */
export class HourCounts {
  readonly byLog = new Map<string, Map<number, number>>();
  /** Those of the last event: the next one is nearly always from the same log. */
  #source = '';
  #tenant = '';
  #counts = new Map<number, number>();

  add({ metadata, time }: Event): void {
    if (metadata.source !== this.#source || metadata.tenant_uid !== this.#tenant) {
      this.#source = metadata.source;
      this.#tenant = metadata.tenant_uid;
      const log = `${this.#source}\t${this.#tenant}`;
      this.#counts = this.byLog.get(log) ?? new Map<number, number>();
      this.byLog.set(log, this.#counts);
    }
    const hour = Math.floor(time / HOUR);
    this.#counts.set(hour, (this.#counts.get(hour) ?? 0) + 1);
  }
}
