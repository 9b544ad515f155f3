import fc from 'fast-check';
import { expect, it } from 'vitest';
import { formatTime, parseAny, parseTime } from './time.ts';

const DIGITS = fc.integer({ min: 0, max: 9 }).map(String);
const digits = (count: number) =>
  fc.array(DIGITS, { minLength: count, maxLength: count }).map((all) => all.join(''));

/** Times, nearly times, and times with one character changed. */
const nearTimes = fc
  .tuple(
    fc.oneof(
      fc.constantFrom('2024-02-29', '2023-02-29', '2026-13-01', '2026-00-10', '0001-01-01'),
      fc.tuple(digits(4), digits(2), digits(2)).map((parts) => parts.join('-')),
    ),
    fc.constantFrom('T', 'T', ' ', 't', ''),
    fc.oneof(
      fc.constantFrom('00:00:00', '23:59:60', '24:00:00', '12:60:00', '9:30:00', '09:30'),
      fc.tuple(digits(2), digits(2), digits(2)).map((parts) => parts.join(':')),
    ),
    fc.oneof(
      fc.constant(''),
      fc
        .nat({ max: 11 })
        .chain(digits)
        .map((all) => `.${all}`),
    ),
    fc.constantFrom('Z', 'Z', 'Z', '', 'z', ' UTC', '+02:00', '-0530'),
    fc.option(fc.tuple(fc.nat({ max: 30 }), fc.string({ minLength: 1, maxLength: 1 }))),
  )
  .map(([date, between, clock, fraction, zone, change]) => {
    const text = `${date}${between}${clock}${fraction}${zone}`;
    return change === null
      ? text
      : `${text.slice(0, change[0])}${change[1]}${text.slice(change[0] + 1)}`;
  });

it('reads the plain form as it reads any other', () => {
  fc.assert(
    fc.property(nearTimes, (text) => {
      expect(parseTime(text)).toBe(parseAny(text));
    }),
    { numRuns: 5000 },
  );
});

it('gives back every time it writes', () => {
  fc.assert(
    fc.property(fc.integer({ min: 0, max: Date.UTC(9999, 11, 31) }), (time) => {
      expect(parseTime(formatTime(time))).toBe(time);
    }),
  );
});

it.each([
  ['2026-10-05T09:30:00Z', '2026-10-05T09:30:00Z'],
  ['2026-10-05T09:30:00.5Z', '2026-10-05T09:30:00.500Z'],
  ['2026-10-05T09:30:00.0000001Z', '2026-10-05T09:30:00Z'],
  ['2026-10-05 09:30:00,25 UTC', '2026-10-05T09:30:00.250Z'],
  ['2026-10-05T09:30+05:30', '2026-10-05T04:00:00Z'],
  ['2023-02-29T09:30:00Z', undefined],
  ['2026-10-05T09:30:00.Z', undefined],
  ['2026-10-05T09:30:00+24:00', undefined],
  ['2026-10-05T09:30:00-05:60', undefined],
  ['0001-01-01T00:00:00Z', undefined],
  ['1601-01-01T00:00:00Z', undefined],
  ['1970-01-01T00:00:00Z', '1970-01-01T00:00:00Z'],
])('reads %s as %s', (text, expected) => {
  const time = parseTime(text);
  expect(time === undefined ? undefined : formatTime(time)).toBe(expected);
});
