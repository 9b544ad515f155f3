import type { JsonObject } from '../lib/json.ts';
import { makeEntry } from './entry.ts';
import type { Entry } from './entry.ts';
import { commitTo } from './commitment.ts';
import { signerKey } from './note-key.ts';

export const SIGNER = signerKey('ledger.example.org', 1, Buffer.alloc(32, 7));
export const WITNESS = signerKey('witness.example.net/w1', 4, Buffer.alloc(32, 8));

export const DIGEST = `sha256:${'0a'.repeat(32)}`;

export function commitment(text: string): string {
  return commitTo(text, Buffer.alloc(32, 1));
}

/** The entry of a decision, as a desk would write it. */
export function decisionValue(number: number): JsonObject {
  return {
    kind: 'decision',
    v: 1,
    at: '2020-11-03T19:00:00Z',
    desk: 'posts',
    decision: commitment(`decision ${number}`),
    subject: commitment(`post ${number}`),
    action: 'label',
    category: 'process',
    rules: ['00000000-0000-4000-8000-000000000001'],
    clauses: [DIGEST],
    record: commitment(`record ${number}`),
    program: { digest: DIGEST, version: '0.1.0' },
    packs: [{ digest: DIGEST, version: '1.4' }],
    facts: { digest: DIGEST, as_of: '2020-11-03T19:00:00Z', known_at: '2020-11-03T19:00:00Z' },
    options: commitment('options'),
    inputs: [commitment(`input ${number}`)],
  };
}

/** A small entry: facts that were read. */
export function factsValue(number: number): Record<string, string | number> {
  return {
    kind: 'facts',
    v: 1,
    at: '2020-11-03T19:00:00Z',
    digest: DIGEST,
    facts: number,
    known_at: '2020-11-03T19:00:00.250Z',
  };
}

export function entryOf(value: Parameters<typeof makeEntry>[0]): Entry {
  const made = makeEntry(value);
  if (!made.ok) throw new Error(made.error.join('; '));
  return made.value;
}

export function factsEntries(start: number, count: number): readonly Entry[] {
  return Array.from({ length: count }, (_, at) => entryOf(factsValue(start + at)));
}
