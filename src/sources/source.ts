import type { Event } from '../events/event.ts';
import type { JsonObject } from '../lib/json.ts';
import type { Members } from '../lib/members.ts';

/**
 * The port every format implements, one file each. A source sees one record at a time, already cut out of its file
 * (`framing/`) and decoded: an object for JSON and CSV, a line for text. It is pure: the same record and context give
 * the same events on every machine.
 */
export interface Source<Record extends JsonObject | string = JsonObject | string> {
  /** Prefix of event ids and value of `metadata.source`, e.g. `entra-signin`. */
  readonly name: string;
  /** What people call it, e.g. `Microsoft Entra ID sign-ins`. */
  readonly title: string;
  readonly shape: Record extends string ? 'line' : 'object';
  /** Cheap test by content, a few key look-ups. No two sources may claim the same record. */
  recognise(record: Record): boolean;
  /** Called only with records it recognised. */
  read(record: Record, context: SourceContext): Reading;
  /** The same for an object of which only what is asked for is read; events may do so later, until the next record. */
  readonly onDemand?: {
    recognise(members: Members): boolean;
    read(members: Members, context: SourceContext): Reading;
  };
}

export interface SourceContext {
  /** For formats without a year: the latest the record can be (the file's modification time). Milliseconds. */
  readonly latest: number;
  /** Overrides the organisation derived from the record. */
  readonly organisation?: string;
}

/** Events of one record (rarely more than one), or why it cannot be read: a sentence naming the field at fault. */
export type Reading =
  | { readonly ok: true; readonly events: readonly [Event, ...Event[]] }
  | { readonly ok: false; readonly reason: string };

/**
 * The id part used by records that carry none of their own. The pipeline replaces it by a hash of the record and the
 * how-manieth such record of its file it is, so that equal lines stay two and a file read twice stays one.
 */
export const NO_ID = '';
