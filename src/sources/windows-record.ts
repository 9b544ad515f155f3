import type { Json, JsonObject } from '../lib/json.ts';
import { isObject, objectAt, textAt } from '../lib/json.ts';

/** A Windows event, whichever tool wrote it down as JSON. */
export interface WindowsRecord {
  readonly eventId: number;
  /** Milliseconds since 1970. */
  readonly time: number;
  /** As logged; undefined when the record does not name the host. */
  readonly computer: string | undefined;
  readonly channel: string | undefined;
  readonly provider: string | undefined;
  /** Number of the record within its channel and host. */
  readonly recordId: string | undefined;
  /** Audit success or failure, from the event's keywords. */
  readonly audited: 'success' | 'failure' | undefined;
  /** The event's own fields, named as in its `EventData`. */
  readonly data: JsonObject;
}

/** What a shape finds in a record, not yet checked. */
export interface WindowsParts {
  readonly eventId: Json | undefined;
  readonly time: Json | undefined;
  readonly computer: string | undefined;
  readonly channel: string | undefined;
  readonly provider: string | undefined;
  readonly recordId: string | undefined;
  readonly keywords: Json | undefined;
  readonly data: JsonObject;
  /** The record inside an envelope, whose keys are offered beside the envelope's. */
  readonly inner?: JsonObject;
  /** Where this shape keeps the two that every event must have, for the sentence that refuses a record. */
  readonly fields: { readonly eventId: string; readonly time: string };
  /** Why the record cannot be read at all. */
  readonly problem?: string;
}

/** One way in which tools write Windows events as JSON. */
export interface WindowsShape {
  recognise(record: JsonObject): boolean;
  parts(record: JsonObject): WindowsParts;
}

/**
 * The fields of an `EventData` element, which converters write as an object, as a list of named `Data`
 * (`@Name`, `Name` or `#attributes.Name`, with the value in `#text`) or as JSON text. Undefined when it is none of
 * these.
 */
export function eventData(value: Json | undefined): JsonObject | undefined {
  if (value === undefined || value === null || value === '') return {};
  if (typeof value === 'string') return eventData(parseObject(value));
  if (!isObject(value)) return undefined;
  const { Data } = value;
  if (Array.isArray(Data)) return fromList(Data as readonly Json[]);
  return isObject(Data) ? fromList([Data]) : value;
}

/** `UserData` holds one element of the provider's own, such as `LogFileCleared`, and the fields inside it. */
export function userData(value: Json | undefined): JsonObject {
  if (!isObject(value)) return {};
  for (const [name, inner] of Object.entries(value)) {
    if (isObject(inner) && !/^[#@]|_attributes$/.test(name)) return inner;
  }
  return value;
}

function fromList(list: readonly Json[]): JsonObject {
  const entries: [string, Json | undefined][] = [];
  for (const item of list) {
    if (!isObject(item)) continue;
    const name = textAt(item, '@Name') ?? textAt(item, 'Name') ?? attribute(item, 'Name');
    if (name !== undefined) entries.push([name, item['#text'] ?? item.Value ?? item.Text ?? '']);
  }
  return Object.fromEntries(entries);
}

function attribute(item: JsonObject, name: string): string | undefined {
  return textAt(objectAt(item, '#attributes') ?? objectAt(item, 'attributes'), name);
}

/** The object a JSON text holds, or null. */
export function parseObject(text: string): JsonObject | null {
  if (!text.trimStart().startsWith('{')) return null;
  try {
    const value: unknown = JSON.parse(text);
    return isObject(value) ? value : null;
  } catch {
    return null;
  }
}

/** The text of an XML element or attribute: as such, or in `#text`, `Value`, `Name` or `#attributes.Name`. */
export function elementText(value: Json | undefined): string | undefined {
  if (!isObject(value)) return textAt({ value }, 'value');
  return (
    textAt(value, '#text') ??
    textAt(value, 'Value') ??
    textAt(value, '@Name') ??
    textAt(value, 'Name') ??
    attribute(value, 'Name')
  );
}

/** The first of `keys` that holds text. */
export function firstText(record: JsonObject, keys: readonly string[]): string | undefined {
  for (const key of keys) {
    const text = elementText(record[key]);
    if (text !== undefined) return text;
  }
  return undefined;
}
