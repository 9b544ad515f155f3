import { isObject, textAt } from '../lib/json.ts';
import type { Json } from '../lib/json.ts';
import { valueText } from './event-parts.ts';

/** Parameters of one activity event by name; several values of one name are joined by a comma. */
export type Parameters = Readonly<Record<string, string>>;

const VALUE_KEYS = [
  'value',
  'boolValue',
  'intValue',
  'multiValue',
  'multiIntValue',
  'multiBoolValue',
  'messageValue',
  'multiMessageValue',
] as const;

/**
 * Reads `parameters` in either of its forms: the Reports API's list of `{name, value | boolValue | intValue |
 * multiValue | messageValue | …}`, or the plain object some exports turn it into.
 */
export function parametersOf(parameters: Json | undefined): Parameters {
  const values = new Map<string, string>();
  if (Array.isArray(parameters)) {
    for (const member of parameters as readonly Json[]) addListed(values, member);
  } else if (isObject(parameters)) {
    for (const [name, value] of Object.entries(parameters)) {
      const text = valueText(value);
      if (text !== undefined) values.set(name, text);
    }
  }
  return Object.fromEntries(values);
}

function addListed(values: Map<string, string>, member: Json): void {
  if (!isObject(member)) return;
  const name = textAt(member, 'name');
  if (name === undefined) return;
  for (const key of VALUE_KEYS) {
    const text = valueText(member[key]);
    if (text === undefined) continue;
    const before = values.get(name);
    values.set(name, before === undefined ? text : `${before},${text}`);
    return;
  }
}

/** Undefined when absent or blank. */
export function parameter(parameters: Parameters, name: string): string | undefined {
  return Object.hasOwn(parameters, name) ? textAt(parameters, name) : undefined;
}

/** The members of a comma-joined or single parameter, trimmed, without empty ones. */
export function parameterList(parameters: Parameters, name: string): readonly string[] {
  return (parameter(parameters, name) ?? '')
    .split(',')
    .map((member) => member.trim())
    .filter((member) => member !== '');
}
