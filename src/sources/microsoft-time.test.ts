import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { formatTime } from '../lib/time.ts';
import { microsoftTime } from './microsoft-time.ts';

describe('microsoftTime', () => {
  it.each([
    ['2024-05-01T08:00:00.1234567Z', '2024-05-01T08:00:00.123Z'],
    ['2024-05-01T08:00:00', '2024-05-01T08:00:00Z'],
    ['/Date(1714550700000)/', '2024-05-01T08:05:00Z'],
    ['5/20/2023 1:01:07 PM', '2023-05-20T13:01:07Z'],
    ['5/20/2023, 12:01:07.250 AM', '2023-05-20T00:01:07.250Z'],
    ['5/20/2023 13:01', '2023-05-20T13:01:00Z'],
  ])('reads %s', (text, expected) => {
    const time = microsoftTime(text);
    expect(time === undefined ? undefined : formatTime(time)).toBe(expected);
  });

  it.each(['20/5/2023 13:01:07', '2/30/2023 1:00 PM', '5/20/2023 13:01 PM', 'soon', ''])(
    'refuses %s',
    (text) => {
      expect(microsoftTime(text)).toBeUndefined();
    },
  );

  it('reads back every time written month first', () => {
    const seconds = fc.integer({ min: Date.UTC(1990, 0, 1) / 1000, max: 4e9 });
    const law = fc.check(
      fc.property(seconds, (second) => {
        const text = new Date(second * 1000).toLocaleString('en-US', { timeZone: 'UTC' });
        return microsoftTime(text) === second * 1000;
      }),
    );
    expect(law.counterexample).toBeNull();
  });
});
