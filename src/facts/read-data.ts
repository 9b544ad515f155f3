import type { Json, JsonObject } from '../lib/json.ts';
import { didYouMean } from '../lib/suggest.ts';
import type { FactProblem } from './diagnostic.ts';
import { problem } from './diagnostic.ts';
import { KINDS, METHODS } from './fact.ts';
import { parseFactTime } from './fact-time.ts';

const CLOCK = /^(?:[01]\d|2[0-3]):[0-5]\d$|^24:00$/;

/** Keys whose values are days (or times); `postmark` may also say that none is needed. */
const DATES = new Set([
  'date',
  'receipt',
  'postmark',
  'registration',
  'request',
  'postal_count_from',
  'certification_due',
  'until',
]);

const CLOCKS = new Set(['open', 'close', 'receipt_time']);
const NAMES = new Set(['allowed', 'not_allowed', 'outlets', 'candidates', 'early']);

/** What is doubtful in the data of a fact of this kind. */
export function dataProblems(kind: string, data: JsonObject): readonly FactProblem[] {
  const problems: FactProblem[] = [];
  const keys = Object.hasOwn(KINDS, kind) ? (KINDS[kind] ?? []) : undefined;
  for (const [key, value] of Object.entries(data)) {
    const field = `data.${key}`;
    if (key === '__proto__') problems.push(problem('error', field, 'is no usable key'));
    if (keys !== undefined && !keys.includes(key)) {
      const hint = didYouMean(key, keys) ?? `keys: ${keys.join(', ')}`;
      problems.push(problem('warning', field, `is no key of ${kind} facts; it is kept`, hint));
      continue;
    }
    if (keys !== undefined) problems.push(...valueProblems(field, key, value));
  }
  return [...problems, ...hoursProblems(data), ...methodProblems(data)];
}

function valueProblems(
  field: string,
  key: string,
  value: Json | undefined,
): readonly FactProblem[] {
  if (NAMES.has(key) && !isNames(value))
    return [problem('error', field, 'is to be a list of texts')];
  if (CLOCKS.has(key) && !(typeof value === 'string' && CLOCK.test(value)))
    return [problem('warning', field, 'is no local time', 'write 07:00 or 19:30')];
  if (key === 'min_age' && !(typeof value === 'number' && value >= 0 && value <= 150))
    return [problem('error', field, 'is no age in years')];
  if (DATES.has(key) && typeof value === 'string' && /^\d/.test(value)) {
    if (parseFactTime(value) === undefined)
      return [problem('error', field, `"${value}" is no date`, 'write 2020-11-03')];
  }
  return [];
}

function isNames(value: Json | undefined): boolean {
  return Array.isArray(value) && value.every((one) => typeof one === 'string');
}

function hoursProblems({ open, close }: JsonObject): readonly FactProblem[] {
  if (typeof open !== 'string' || typeof close !== 'string') return [];
  if (!CLOCK.test(open) || !CLOCK.test(close) || open < close) return [];
  return [problem('error', 'data.close', `polls that open at ${open} cannot close at ${close}`)];
}

function methodProblems(data: JsonObject): readonly FactProblem[] {
  const of = (key: string): readonly string[] =>
    isNames(data[key]) ? (data[key] as readonly string[]) : [];
  const unknown = ['allowed', 'not_allowed'].flatMap((key) =>
    of(key)
      .filter((method) => !METHODS.includes(method))
      .map((method) => {
        const hint = didYouMean(method, METHODS) ?? `methods: ${METHODS.join(', ')}`;
        return problem('warning', `data.${key}`, `"${method}" is no way to vote`, hint);
      }),
  );
  const both = of('allowed').filter((method) => of('not_allowed').includes(method));
  return [
    ...unknown,
    ...both.map((method) =>
      problem('error', 'data.not_allowed', `"${method}" is both allowed and not allowed`),
    ),
  ];
}

/** The data without what JSON cannot keep. */
export function knownData(data: JsonObject): JsonObject {
  return Object.fromEntries(Object.entries(data).filter(([, value]) => value !== undefined));
}
