import type { Rules } from '../facts/rules-of.ts';
import type { Json } from '../lib/json.ts';
import type { Slots } from '../reading/reading.ts';
import type { Verdict } from './verdict.ts';
import { held, UNKNOWN, verdict } from './verdict.ts';

/** What a claim with these slots, positively put, is worth by the rules of one place. */
export interface Comparison {
  /** Kinds of facts that decide it. */
  readonly kinds: readonly string[];
  compare(slots: Slots, rules: (kind: string) => Rules): Verdict;
}

/** The value rules give a key, with its facts; `disputed` where sources disagree; undefined where nobody says anything. */
export function answer(
  rules: Rules,
  key: string,
  compare: (value: Json) => boolean | undefined,
): Verdict {
  const origin = rules.origins[key];
  if (origin === undefined) return UNKNOWN;
  const value = rules.data[key];
  if (value === undefined) return verdict('disputed', origin.facts);
  const is = compare(value);
  return is === undefined ? UNKNOWN : held(is, origin.facts);
}

/** The first that says anything. */
export function firstOf(...verdicts: readonly Verdict[]): Verdict {
  return verdicts.find(({ state }) => state !== 'unknown') ?? UNKNOWN;
}

export function textSlot(slots: Slots, name: string): string | undefined {
  const value = slots[name];
  return value === undefined ? undefined : String(value);
}

/** `MM-DD` of a day as facts have it. */
export function monthDay(value: Json): string | undefined {
  return typeof value === 'string' ? /^\d{4}-(\d\d-\d\d)/.exec(value)?.[1] : undefined;
}

const WEEKDAYS = ['sunday', 'monday', 'tuesday', 'wednesday', 'thursday', 'friday', 'saturday'];

export function weekdayOf(value: Json): string | undefined {
  if (typeof value !== 'string' || monthDay(value) === undefined) return undefined;
  return WEEKDAYS[new Date(`${value.slice(0, 10)}T00:00:00Z`).getUTCDay()];
}
