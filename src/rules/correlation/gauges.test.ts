import fc from 'fast-check';
import { describe, expect, it } from 'vitest';

import { Recency } from './recency.ts';
import type { Linked } from './recency.ts';
import { ValueCount } from './value-count.ts';
import type { WindowHit } from './window.ts';
import { MAX_WINDOW_HITS, Window } from './window.ts';

function hit(time: number, value: string): WindowHit {
  return { time, events: [], stages: [0], value };
}

describe('a window', () => {
  it('counts what a recount of everything counts', () => {
    const values = fc.array(fc.tuple(fc.nat(7), fc.constantFrom('a', 'b', 'c')), { maxLength: 60 });
    fc.assert(
      fc.property(values, (steps) => {
        let measured = 0;
        const window = new Window(10, new ValueCount((count) => (measured = count) > 0));
        let now = 0;
        const all: WindowHit[] = [];
        for (const [wait, value] of steps) {
          now += wait;
          all.push(hit(now, value));
          window.add(hit(now, value));
          window.holds();
          const kept = all.filter(({ time }) => now - time <= 10);
          expect(measured).toBe(new Set(kept.map((one) => one.value)).size);
          expect(window.hits).toEqual(kept);
        }
      }),
    );
  });

  it('forgets its oldest hit beyond the limit, and says so', () => {
    const window = new Window(10, new ValueCount(() => false));
    let forgotten = 0;
    for (let n = 0; n < MAX_WINDOW_HITS + 3; n += 1) forgotten += window.add(hit(0, 'a'));
    expect(forgotten).toBe(3);
    expect(window.hits).toHaveLength(MAX_WINDOW_HITS);
  });
});

describe('a recency list', () => {
  it('has the order of last use', () => {
    interface Item extends Linked<Item> {
      readonly name: number;
    }
    const uses = fc.array(fc.tuple(fc.nat(5), fc.boolean()), { maxLength: 40 });
    fc.assert(
      fc.property(uses, (steps) => {
        const items = Array.from({ length: 6 }, (_, name): Item => ({
          name,
          older: undefined,
          newer: undefined,
        }));
        const list = new Recency<Item>();
        let expected: number[] = [];
        for (const [name, used] of steps) {
          const item = items[name];
          if (item === undefined) continue;
          expected = expected.filter((other) => other !== name);
          if (used) {
            list.touch(item);
            expected.push(name);
          } else {
            list.remove(item);
          }
        }
        const found: number[] = [];
        for (let { oldest } = list; oldest !== undefined; { oldest } = list) {
          found.push(oldest.name);
          list.remove(oldest);
        }
        expect(found).toEqual(expected);
      }),
    );
  });
});
