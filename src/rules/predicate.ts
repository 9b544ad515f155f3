import { assert, unreachable } from '../lib/assert.ts';
import { parseTime } from '../lib/time.ts';
import type { Member } from './member.ts';
import { contains, parseNetwork } from './network.ts';
import type { Place, Test, TimePart } from './plan.ts';
import { compileRegex } from './regex.ts';
import type { Comparison } from './tree.ts';
import { compileWildcard } from './wildcard.ts';

export type Predicate = (member: Member) => boolean;

/** Tests that look at one value alone. */
export type ValueTest = Exclude<Test, { readonly kind: 'exists' | 'null' | 'field' }>;

/**
 * Compiles a test of one value. Its parts were checked when the plan was made. `cut` is called when a regular expression
 * sees only the beginning of a value.
 */
export function compileTest(test: ValueTest, cut?: () => void): Predicate {
  switch (test.kind) {
    case 'equals':
      return equals(test);
    case 'contains':
    case 'startswith':
    case 'endswith':
      return placed(test.kind, test.texts, test.cased);
    case 'like':
      return onText(test.cased, compileWildcard(test.pattern));
    case 'regex': {
      const compiled = compileRegex(test.pattern, test.flags);
      assert(compiled.ok, 'a planned regular expression compiles');
      const holds = compiled.value;
      return onText(true, (text) => {
        if (text.length > holds.reach) cut?.();
        return holds(text);
      });
    }
    case 'network': {
      const network = parseNetwork(test.cidr);
      assert(network !== undefined, 'a planned network parses');
      return ({ address }) => address !== undefined && contains(network, address);
    }
    case 'compare': {
      const holds = compileComparison(test.comparison, test.value);
      return (member) => {
        const number = numberOf(member);
        return number !== undefined && holds(number);
      };
    }
    case 'time': {
      const holds = compileComparison(test.comparison, test.value);
      return ({ text }) => {
        const number = text === undefined ? undefined : timePart(text, test.part);
        return number !== undefined && holds(number);
      };
    }
    default:
      return unreachable(test);
  }
}

function onText(cased: boolean, test: (text: string) => boolean): Predicate {
  return (member) => {
    const text = cased ? member.text : member.folded;
    return text !== undefined && test(text);
  };
}

function equals(test: Extract<Test, { readonly kind: 'equals' }>): Predicate {
  const { numbers, texts } = test;
  const [only] = texts;
  const set = new Set(texts);
  const text = onText(
    test.cased,
    texts.length === 1 ? (value) => value === only : (value) => set.has(value),
  );
  if (numbers.length === 0) return text;
  return (member) => {
    const { value } = member;
    return (typeof value === 'number' && numbers.includes(value)) || text(member);
  };
}

function placed(place: Place, texts: readonly string[], cased: boolean): Predicate {
  const holds = placeTest(place);
  return onText(cased, (text) => {
    for (const part of texts) if (holds(text, part)) return true;
    return false;
  });
}

export function placeTest(place: Place | 'equals'): (text: string, part: string) => boolean {
  switch (place) {
    case 'contains':
      return (text, part) => text.includes(part);
    case 'startswith':
      return (text, part) => text.startsWith(part);
    case 'endswith':
      return (text, part) => text.endsWith(part);
    case 'equals':
      return (text, part) => text === part;
    default:
      return unreachable(place);
  }
}

export function compileComparison(
  comparison: Comparison,
  limit: number,
): (value: number) => boolean {
  switch (comparison) {
    case 'gt':
      return (value) => value > limit;
    case 'gte':
      return (value) => value >= limit;
    case 'lt':
      return (value) => value < limit;
    case 'lte':
      return (value) => value <= limit;
    case 'eq':
      return (value) => value === limit;
    case 'neq':
      return (value) => value !== limit;
    default:
      return unreachable(comparison);
  }
}

const NUMBER = /^\s*[-+]?(?:\d+\.?\d*|\.\d+)(?:[eE][-+]?\d+)?\s*$/;

function numberOf({ value }: Member): number | undefined {
  if (typeof value === 'number') return value;
  return typeof value === 'string' && NUMBER.test(value) ? Number(value) : undefined;
}

const DATE_TIME = /^(\d{4}-\d\d-\d\d)(?:[T ](\d\d:\d\d(?::\d\d)?))?/;

/** A part of a time as it is written: Sigma's time modifiers know no zones. */
function timePart(text: string, part: TimePart): number | undefined {
  const [, day, clock] = DATE_TIME.exec(text) ?? [];
  if (day === undefined || (clock === undefined && (part === 'hour' || part === 'minute')))
    return undefined;
  const ms = parseTime(`${day}T${clock ?? '00:00'}`);
  if (ms === undefined) return undefined;
  const date = new Date(ms);
  switch (part) {
    case 'minute':
      return date.getUTCMinutes();
    case 'hour':
      return date.getUTCHours();
    case 'day':
      return date.getUTCDate();
    case 'week':
      return isoWeek(date);
    case 'month':
      return date.getUTCMonth() + 1;
    case 'year':
      return date.getUTCFullYear();
    default:
      return unreachable(part);
  }
}

const DAY = 86_400_000;

/** ISO 8601 week: the one its Thursday falls in. */
function isoWeek(date: Date): number {
  const weekday = (date.getUTCDay() + 6) % 7;
  const thursday = new Date(date.getTime() + (3 - weekday) * DAY);
  const newYear = Date.UTC(thursday.getUTCFullYear(), 0, 1);
  return 1 + Math.floor((thursday.getTime() - newYear) / (7 * DAY));
}
