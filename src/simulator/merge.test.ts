import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { mergeByTime } from './merge.ts';

describe('mergeByTime', () => {
  it('gives what sorting by time, then by stream, would give', () => {
    const stream = fc
      .array(fc.nat(20), { maxLength: 12 })
      .map((times) => times.toSorted((one, other) => one - other));
    fc.assert(
      fc.property(fc.array(stream, { maxLength: 12 }), (streams) => {
        const tagged = streams.map((times, ordinal) => times.map((time) => ({ time, ordinal })));
        const sorted = tagged
          .flat()
          .toSorted((one, other) => one.time - other.time || one.ordinal - other.ordinal);
        expect([...mergeByTime(tagged)]).toEqual(sorted);
      }),
    );
  });

  it('asks each stream for one item at a time', () => {
    let asked = 0;
    const endless = function* () {
      for (let time = 0; ; time++) {
        asked++;
        yield { time };
      }
    };
    const merged = mergeByTime([endless(), endless(), endless()]);
    for (let index = 0; index < 30; index++) merged.next();
    expect(asked).toBeLessThan(35);
  });
});
