import type { Event } from './event.ts';

/** An event as the stages that remember keep it: without the vendor's record. */
export type EventDigest = Event extends infer E
  ? E extends Event
    ? Omit<E, 'raw' | 'aliases' | 'onDemand' | 'logsource'>
    : never
  : never;
