import type { Event } from '../events/event.ts';
import { eventField, normalisedFirst, rawField } from '../events/fields.ts';
import type { FieldValue } from '../events/fields.ts';
import type { LogSource } from '../events/logsource.ts';
import type { JsonObject } from '../lib/json.ts';
import { isObject } from '../lib/json.ts';

/** How rules see a kind of record. */
export interface RecordReader<R> {
  /**
   * Resolves a field name once; the function returned reads it from any record. Undefined: the record has no such
   * field. Null: it has one and says null. An array: any of its members may match.
   */
  field(name: string): (record: R) => FieldValue;
  /** What a rule that names no product means by a field name; absent: the same as any other rule. */
  readonly vendorless?: (name: string) => string;
  /** Every text and number of the record, for keywords. */
  texts(record: R): Iterable<string>;
  /** Undefined: every rule applies. Objects should be shared between records: rules are looked up by identity. */
  logsource(record: R): LogSource | undefined;
}

/** Plain JSON records without a log source. */
export const jsonReader: RecordReader<JsonObject> = {
  field: rawField,
  texts: jsonTexts,
  logsource: () => undefined,
};

/** Events: the vendor's own fields first, then the normalised ones. */
export const eventReader: RecordReader<Event> = {
  field: eventField,
  vendorless: normalisedFirst,
  texts: (event) => jsonTexts(event.aliases?.all() ?? event.raw),
  logsource: (event) => event.logsource,
};

/** Values of a record at any depth, written out; keys are not values. */
function jsonTexts(record: JsonObject): readonly string[] {
  const texts: string[] = [];
  const open: unknown[] = [record];
  while (open.length > 0) {
    const value = open.pop();
    if (typeof value === 'string') texts.push(value);
    else if (typeof value === 'number' || typeof value === 'boolean') texts.push(String(value));
    else if (Array.isArray(value)) for (const member of value) open.push(member);
    else if (isObject(value)) for (const member of Object.values(value)) open.push(member);
  }
  return texts;
}
