import fc from 'fast-check';
import { describe, expect, it } from 'vitest';

import { EventHeap } from './event-heap.ts';
import { Reorder } from './reorder.ts';
import type { Arriving, ReorderLimits } from './reorder.ts';

const SECOND = 1000;

function reordering(limits: Partial<ReorderLimits>) {
  const passed: string[] = [];
  const reorder = new Reorder<Arriving>({ onEvent: ({ id }) => passed.push(id) }, limits);
  const push = (id: string, time: number, partition = 'north', arrival = time): void =>
    reorder.push({ id, time, partition }, arrival);
  return { passed, push, reorder };
}

describe('a heap of events', () => {
  it('gives them in order of time, then of id', () => {
    const event = fc.record({ time: fc.nat(5), id: fc.string({ maxLength: 2 }) });
    fc.assert(
      fc.property(fc.array(event), (events) => {
        const heap = new EventHeap();
        for (const one of events) heap.push(one);
        const given = events.map(() => heap.shift());
        const sorted = events.toSorted(
          (a, b) => a.time - b.time || (a.id < b.id ? -1 : Number(a.id > b.id)),
        );
        expect(given.map((one) => [one?.time, one?.id])).toEqual(
          sorted.map(({ id, time }) => [time, id]),
        );
        expect(heap.size).toBe(0);
      }),
    );
  });
});

describe('reordering', () => {
  it('holds events back for the allowed lateness, to the millisecond, ties by id', () => {
    const { passed, push, reorder } = reordering({ lateness: 10 });
    push('b', 100);
    push('z', 105);
    push('a', 100);
    push('c', 110);
    expect(passed).toEqual([]);
    push('early', 100);
    push('d', 111);
    expect(passed).toEqual(['a', 'b', 'early']);
    push('late', 100);
    reorder.end();
    expect(passed).toEqual(['a', 'b', 'early', 'z', 'c', 'd']);
    expect(reorder.health()).toMatchObject([
      { late: 1, lateIds: ['late'], lateFrom: 100, lateTo: 100, duplicates: 0 },
    ]);
  });

  it('keeps watermarks of organisations apart', () => {
    const { passed, push, reorder } = reordering({ lateness: 10 });
    push('ahead', 9e9, 'north');
    push('on time', 100, 'south');
    push('after', 111, 'south');
    expect(passed).toEqual(['on time']);
    expect(reorder.health().map(({ late }) => late)).toEqual([0, 0]);
  });

  it('believes no clock that runs far ahead of the time of arrival', () => {
    const { passed, push, reorder } = reordering({ lateness: 10, ahead: 5 });
    push('wrong', 10_000, 'north', 100);
    push('right', 96, 'north', 101);
    push('now', 107, 'north', 107);
    expect(passed).toEqual(['right']);
    expect(reorder.health()).toMatchObject([{ ahead: 1, late: 0, watermark: 97, waiting: 2 }]);
    push('its time has come', 10_011, 'north', 10_011);
    expect(passed).toEqual(['right', 'now', 'wrong']);
  });

  it('passes an event on once that comes twice while it waits', () => {
    const { passed, push, reorder } = reordering({ lateness: 10 });
    for (const id of ['a', 'b', 'a', 'b']) push(id, 100);
    reorder.end();
    expect(passed).toEqual(['a', 'b']);
    expect(reorder.health()).toMatchObject([{ duplicates: 2 }]);
  });

  it('says so when more wait than it holds, and takes from whoever has most', () => {
    const { passed, push, reorder } = reordering({ lateness: 60 * SECOND, waiting: 3 });
    push('s', 5, 'south');
    for (const [at, id] of ['a', 'b', 'c', 'd'].entries()) push(id, at + 10);
    expect(passed).toEqual(['a', 'b']);
    push('too late', 10);
    expect(reorder.health()).toMatchObject([
      { partition: 'south', forced: 0, waiting: 1 },
      { partition: 'north', forced: 2, late: 1, lateIds: ['too late'], waiting: 2 },
    ]);
  });

  it('gives up events of the future first', () => {
    const { passed, push, reorder } = reordering({ lateness: 60 * SECOND, waiting: 2, ahead: 0 });
    push('future', 1e9, 'north', 10);
    for (const id of ['a', 'b']) push(id, 10, 'north', 10);
    expect(passed).toEqual([]);
    expect(reorder.health()).toMatchObject([{ aheadLost: 1, forced: 0, waiting: 2 }]);
  });

  it('refuses a snapshot with anything changed, lost, doubled or cut off', () => {
    const { push, reorder } = reordering({ lateness: 10 });
    for (const [at, id] of ['a', 'b', 'c'].entries()) push(id, 100 + at);
    const lines = [...reorder.snapshot()];
    const restore = (some: readonly string[]) =>
      Reorder.restore(some, { onEvent: () => undefined });
    expect(restore(lines).ok).toBe(true);
    for (const [at, line] of lines.entries()) {
      expect(restore(lines.toSpliced(at, 1)).ok).toBe(false);
      expect(restore(lines.toSpliced(at, 0, line)).ok).toBe(false);
      expect(restore(lines.slice(0, at)).ok).toBe(false);
      expect(restore(lines.with(at, line.slice(0, -3))).ok).toBe(false);
      expect(restore(lines.with(at, line.replace('1', '2'))).ok).toBe(!line.includes('1'));
    }
  });
});
