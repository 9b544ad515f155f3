import { assert } from '../lib/assert.ts';
import type { Result } from '../lib/result.ts';
import { err, ok } from '../lib/result.ts';
import { MAX_ENTRY } from './merkle.ts';

/** Entries one after another, each behind its length in two bytes, high byte first. */
export function encodeBundle(entries: readonly Uint8Array[]): Buffer {
  let length = 0;
  for (const entry of entries) length += 2 + entry.length;
  const bundle = Buffer.allocUnsafe(length);
  let at = 0;
  for (const entry of entries) {
    assert(entry.length <= MAX_ENTRY, 'an entry is at most 65,535 bytes');
    bundle.writeUInt16BE(entry.length, at);
    bundle.set(entry, at + 2);
    at += 2 + entry.length;
  }
  return bundle;
}

/** What is wrong with a bundle: where, and how many entries came before. */
export interface BrokenBundle {
  readonly entries: readonly Buffer[];
  readonly offset: number;
}

/** The entries of a bundle, which share its memory. They must be `count`, and nothing may follow. */
export function decodeBundle(
  bundle: Buffer,
  count: number,
): Result<readonly Buffer[], BrokenBundle> {
  const entries: Buffer[] = [];
  let at = 0;
  while (entries.length < count) {
    const end = at + 2 <= bundle.length ? at + 2 + bundle.readUInt16BE(at) : Infinity;
    if (end > bundle.length) return err({ entries, offset: at });
    entries.push(bundle.subarray(at + 2, end));
    at = end;
  }
  return at === bundle.length ? ok(entries) : err({ entries, offset: at });
}
