import { CONTAINER_KEYS } from './json-scan.ts';

/** The keys of a record, in order. Records of one log have few different ones. */
export interface Layout {
  /** Number of the member by its key. */
  readonly slots: ReadonlyMap<string, number>;
  /**
   * False where a record of these keys is more than its members: a key twice (the last one counts), `__proto__`, or a
   * page that holds the records.
   */
  readonly isPlain: boolean;
}

export function layoutOf(keys: readonly string[]): Layout {
  const slots = new Map(keys.map((key, slot) => [key, slot] as const));
  const isOdd = (key: string): boolean => key === '__proto__' || CONTAINER_KEYS.has(key);
  return { slots, isPlain: slots.size === keys.length && !keys.some(isOdd) };
}
