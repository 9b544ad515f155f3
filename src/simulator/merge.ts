/** A source of items in time order. Earlier streams come first when times are equal. */
interface Head<T> {
  readonly rest: Iterator<T>;
  readonly ordinal: number;
  item: T;
}

/**
 * Merges time-ordered streams into one, lazily, holding one item of each: a binary heap by time, then by the position
 * of the stream, so that the result does not depend on how the heap was built.
 */
export function* mergeByTime<T extends { readonly time: number }>(
  streams: Iterable<Iterable<T>>,
): Generator<T> {
  const heap: Head<T>[] = [];
  let ordinal = 0;
  for (const stream of streams) {
    const rest = stream[Symbol.iterator]();
    const first = rest.next();
    if (first.done !== true) heap.push({ rest, ordinal, item: first.value });
    ordinal++;
  }
  for (let index = (heap.length >> 1) - 1; index >= 0; index--) sink(heap, index);
  for (let top = heap[0]; top !== undefined; top = heap[0]) {
    yield top.item;
    const next = top.rest.next();
    if (next.done === true) {
      const last = heap.pop();
      if (last !== undefined && last !== top) heap[0] = last;
    } else {
      top.item = next.value;
    }
    sink(heap, 0);
  }
}

function sink<T extends { readonly time: number }>(heap: Head<T>[], start: number): void {
  let index = start;
  for (;;) {
    const child = 2 * index + 1;
    const left = heap[child];
    const parent = heap[index];
    if (left === undefined || parent === undefined) return;
    const right = heap[child + 1];
    const lesser = right !== undefined && before(right, left) ? right : left;
    if (!before(lesser, parent)) return;
    heap[index] = lesser;
    index = lesser === left ? child : child + 1;
    heap[index] = parent;
  }
}

function before<T extends { readonly time: number }>(one: Head<T>, other: Head<T>): boolean {
  return one.item.time === other.item.time
    ? one.ordinal < other.ordinal
    : one.item.time < other.item.time;
}
