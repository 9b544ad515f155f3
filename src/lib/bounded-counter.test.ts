import fc from 'fast-check';
import { expect, it } from 'vitest';
import { BoundedCounter } from './bounded-counter.ts';

it('counts exactly while there is room', () => {
  const counter = new BoundedCounter(3);
  for (const name of ['b', 'a', 'b', 'c']) counter.add(name);
  expect([counter.distinct, counter.exact]).toEqual([3, true]);
  expect(counter.top(2)).toEqual([
    { name: 'b', count: 2 },
    { name: 'a', count: 1 },
  ]);
});

it('keeps the frequent names of many, and says that it forgot others', () => {
  const counter = new BoundedCounter(10);
  for (let number = 0; number < 1000; number += 1) {
    counter.add('often');
    counter.add(`once ${number}`);
  }
  expect(counter.top(1)).toEqual([{ name: 'often', count: 1000 }]);
  expect([counter.distinct, counter.exact]).toEqual([10, false]);
});

it('never counts more than there were', () => {
  fc.assert(
    fc.property(fc.array(fc.nat(20).map(String)), (names) => {
      const counter = new BoundedCounter(5);
      for (const name of names) counter.add(name);
      expect(counter.distinct).toBeLessThanOrEqual(new Set(names).size);
      for (const { count, name } of counter.top(5)) {
        expect(count).toBeLessThanOrEqual(names.filter((one) => one === name).length);
      }
    }),
  );
});
