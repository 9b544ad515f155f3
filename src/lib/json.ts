/** A JSON value as `JSON.parse` returns it. */
export type Json = null | boolean | number | string | readonly Json[] | JsonObject;

export interface JsonObject {
  readonly [key: string]: Json | undefined;
}

export function isObject(value: unknown): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** The object at `key`, or undefined when it is absent or of another kind. */
export function objectAt(value: JsonObject | undefined, key: string): JsonObject | undefined {
  const found = value?.[key];
  return isObject(found) ? found : undefined;
}

/** The array at `key`, or an empty one. */
export function arrayAt(value: JsonObject | undefined, key: string): readonly Json[] {
  const found = value?.[key];
  return Array.isArray(found) ? found : [];
}

/** The text at `key`: a non-empty string, or a number or boolean written out. Blank and `-` count as absent. */
export function textAt(value: JsonObject | undefined, key: string): string | undefined {
  return textOf(value?.[key]);
}

/** As `textAt`, of the value itself. */
export function textOf(value: Json | undefined): string | undefined {
  if (typeof value === 'string') return isBlank(value) || value === '-' ? undefined : value;
  if (typeof value === 'number' || typeof value === 'boolean') return String(value);
  return undefined;
}

function isBlank(text: string): boolean {
  return !isVisible(text.charCodeAt(0)) && text.trim() === '';
}

/** As `trim`, at no cost where there is nothing to trim. */
export function trimmed(text: string): string {
  return isVisible(text.charCodeAt(0)) && isVisible(text.charCodeAt(text.length - 1))
    ? text
    : text.trim();
}

/** Surely no blank: below `!` are the controls, from 0x7f on there are further kinds of blank. False for NaN. */
function isVisible(code: number): boolean {
  return code > 0x20 && code < 0x7f;
}

/** The number at `key`, also when it is written as text. */
export function numberAt(value: JsonObject | undefined, key: string): number | undefined {
  return numberOf(value?.[key]);
}

/** As `numberAt`, of the value itself. */
export function numberOf(value: Json | undefined): number | undefined {
  if (typeof value === 'number') return Number.isFinite(value) ? value : undefined;
  if (typeof value === 'string' && value.trim() !== '') {
    const number = Number(value);
    return Number.isFinite(number) ? number : undefined;
  }
  return undefined;
}

/** The boolean at `key`, also when it is written as text in any case. */
export function booleanAt(value: JsonObject | undefined, key: string): boolean | undefined {
  const found = value?.[key];
  if (typeof found === 'boolean') return found;
  if (typeof found === 'string') {
    const text = found.toLowerCase();
    if (text === 'true' || text === 'yes') return true;
    if (text === 'false' || text === 'no') return false;
  }
  return undefined;
}
