import type { Rules } from '../facts/rules-of.ts';
import type { Json } from '../lib/json.ts';
import type { Slots } from '../reading/reading.ts';
import type { Comparison } from './comparison.ts';
import { answer, firstOf, monthDay, textSlot, weekdayOf } from './comparison.ts';
import type { Verdict } from './verdict.ts';
import { held, UNKNOWN } from './verdict.ts';

/** The day of the election, or of early voting. */
export const electionDate: Comparison = {
  kinds: ['hours'],
  compare: (slots, rules) => {
    const how = textSlot(slots, 'how');
    const date = textSlot(slots, 'date');
    const weekday = textSlot(slots, 'weekday') ?? weekdayIn(slots);
    if (how === 'early-in-person') return earlyVoting(rules('method'), date);
    // What is done by mail is done on other days.
    if (how === 'post') return UNKNOWN;
    if (date === undefined && weekday === undefined) {
      // Without a day it is said to be moved; "today" and "tomorrow" are days.
      return slots['when'] === undefined ? answer(rules('hours'), 'date', () => false) : UNKNOWN;
    }
    return answer(rules('hours'), 'date', (value) =>
      date === undefined ? weekdayOf(value) === weekday : monthDay(value) === date,
    );
  },
};

function weekdayIn({ when }: Slots): string | undefined {
  return typeof when === 'string' && when.endsWith('day') && when.length > 5 ? when : undefined;
}

/** It begins, ends or is under way on that day. */
function earlyVoting(rules: Rules, date: string | undefined): Verdict {
  if (date === undefined) return UNKNOWN;
  return answer(rules, 'early', (value) => {
    const [from, to] = Array.isArray(value) ? value.map((day: Json) => monthDay(day)) : [];
    return from === undefined || to === undefined ? undefined : date >= from && date <= to;
  });
}

/** When polling places open and close, local time. */
export const pollHours: Comparison = {
  kinds: ['hours'],
  compare: (slots, rules) => {
    const hours = rules('hours');
    const given = timesIn(slots, 'time');
    const until = timesIn(slots, 'time_to');
    const event = textSlot(slots, 'event');
    if (given.length === 0) return UNKNOWN;
    if (until.length > 0) return both(at(hours, 'open', given), at(hours, 'close', until));
    return at(hours, event === 'open' ? 'open' : 'close', given);
  },
};

/** From and until: right when both are, wrong when one is. */
function both(from: Verdict, until: Verdict): Verdict {
  const wrong = [from, until].find(({ state }) => state === 'contradicted');
  if (wrong !== undefined) return wrong;
  return from.state === 'supported' && until.state === 'supported'
    ? held(true, [...from.facts, ...until.facts])
    : UNKNOWN;
}

function at(rules: Rules, key: 'open' | 'close', times: readonly number[]): Verdict {
  return answer(rules, key, (value) => {
    const minutes = typeof value === 'string' ? minutesOf(value) : undefined;
    return minutes === undefined ? undefined : times.includes(minutes);
  });
}

/** Minutes of the day; a bare hour may be of either half. */
function timesIn(slots: Slots, name: string): readonly number[] {
  const text = textSlot(slots, name);
  const exact = text === undefined ? undefined : minutesOf(text);
  if (exact !== undefined) return [exact];
  const hour = name === 'time' ? Number(slots['hour'] ?? Number.NaN) : Number.NaN;
  if (!(hour >= 1 && hour <= 24)) return [];
  return hour < 12 ? [hour * 60, (hour + 12) * 60] : [hour * 60];
}

function minutesOf(text: string): number | undefined {
  const match = /^(\d{1,2}):(\d\d)/.exec(text);
  return match === null ? undefined : Number(match[1]) * 60 + Number(match[2]);
}

/** The last day to register, or on which a ballot has to be posted or there. */
export const deadline: Comparison = {
  kinds: ['deadline', 'method'],
  compare: (slots, rules) => {
    const date = textSlot(slots, 'date');
    if (date === undefined) return UNKNOWN;
    const is = (value: Json): boolean | undefined => {
      const day = monthDay(value);
      return day === undefined ? undefined : day === date;
    };
    const of = (key: string): Verdict =>
      firstOf(answer(rules('deadline'), key, is), answer(rules('method'), key, is));
    if (slots['register'] !== undefined) return of('registration');
    const days = ['receipt', 'postmark', 'request'].map(of);
    return days.find(({ state }) => state === 'supported') ?? firstOf(...days);
  },
};
