import { ownText } from './own-text.ts';

/** Longer texts are worked out again each time: nobody may fill memory with them. Characters. */
const MAX_CHARS = 512;

/**
 * The same pure function with its answers remembered by text: logs say the same few things a million times. At `limit`
 * texts all are forgotten, so that a log that never repeats itself costs no memory.
 */
export function remember<T>(limit: number, answer: (text: string) => T): (text: string) => T {
  const known = new Map<string, T>();
  return (text) => {
    if (text.length > MAX_CHARS) return answer(text);
    const found = known.get(text);
    if (found !== undefined || known.has(text)) return found as T;
    const own = ownText(text);
    const made = answer(own);
    if (known.size >= limit) known.clear();
    known.set(own, made);
    return made;
  };
}
