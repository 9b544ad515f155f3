import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { ClusterPost } from './clusters.ts';
import { ClusterBook, MAX_MEMBERS } from './clusters.ts';
import { bandKeys, equalSlots, NEAR, signatureOf } from './min-hash.ts';
import { prepare } from './prepare.ts';

const TEXT =
  'BREAKING: in Redland County forty thousand ballots were found in a barn behind the old mill, share before they delete this';

function posts(...texts: readonly string[]): readonly ClusterPost[] {
  return texts.map((text, index) => ({ id: `p${index}`, text, at: index }));
}

/** Texts of few words, so that many are alike. */
const texts = fc.array(
  fc
    .array(
      fc.constantFrom('ballots', 'barn', 'county', 'found', 'not', 'river', 'truck', 'votes'),
      {
        minLength: 4,
        maxLength: 14,
      },
    )
    .map((words) => words.join(' ')),
  { minLength: 2, maxLength: 14 },
);

describe('signatures', () => {
  it('of near duplicates always share a band', () => {
    fc.assert(
      fc.property(
        fc.uniqueArray(fc.integer(), { minLength: 30, maxLength: 60 }),
        fc.nat({ max: 6 }),
        (terms, gone) => {
          const [a, b] = [signatureOf(terms), signatureOf(terms.slice(gone))];
          const keys = new Set(bandKeys(a));
          const shares = bandKeys(b).some((key) => keys.has(key));
          expect(shares || equalSlots(a, b) < NEAR).toBe(true);
        },
      ),
    );
  });

  it('estimate what sets have in common', () => {
    const terms = Array.from({ length: 300 }, (_, index) => index * 7919);
    const [a, b] = [signatureOf(terms.slice(0, 200)), signatureOf(terms.slice(100))];
    expect(equalSlots(a, b) / 64).toBeGreaterThan(1 / 3 - 0.2);
    expect(equalSlots(a, b) / 64).toBeLessThan(1 / 3 + 0.2);
  });
});

describe('clusters of posts', () => {
  it('hold copies with other links, capitals and hidden characters as the same, and changed words as near', () => {
    const told = new ClusterBook().add(
      posts(
        TEXT,
        `${TEXT.toUpperCase()} https://example.org/1`,
        TEXT.replace('ballots', 'bal\u200blots'),
        TEXT.replace('were', 'were not'),
        'An ordinary post about the weather in the mountains this weekend.',
      ),
    );
    expect(told.map(({ kind }) => kind)).toEqual(['first', 'same', 'same', 'near', 'first']);
    expect(new Set(told.map(({ cluster }) => cluster)).size).toBe(2);
  });

  it('are those that comparing with every first post finds', () => {
    fc.assert(
      fc.property(texts, (all) => {
        const told = new ClusterBook().add(posts(...all));
        const firsts: { readonly cluster: string; readonly signature: Uint32Array }[] = [];
        for (const [index, text] of all.entries()) {
          const { by, grams } = prepare(text);
          const signature = signatureOf([...grams, ...by]);
          const near = firsts
            .map((one) => ({ ...one, equal: equalSlots(one.signature, signature) }))
            .filter(({ equal }) => equal >= NEAR)
            .toSorted((a, b) => b.equal - a.equal || (a.cluster < b.cluster ? -1 : 1));
          const [one] = near;
          const cluster = told[index]?.cluster ?? '';
          if (one === undefined) firsts.push({ cluster, signature });
          expect(cluster).toBe(one?.cluster ?? cluster);
          expect(told[index]?.kind === 'first').toBe(one === undefined);
        }
      }),
      { numRuns: 60 },
    );
  });

  it('are the same whatever the order of a batch', () => {
    fc.assert(
      fc.property(texts, fc.infiniteStream(fc.nat()), (all, keys) => {
        const batch = all.map((text, index) => ({ id: `p${index}`, text, at: index >> 2 }));
        const shuffled = batch
          .map((post) => ({ post, key: keys.next().value ?? 0 }))
          .toSorted((a, b) => a.key - b.key)
          .map(({ post }) => post);
        const byPost = (
          told: readonly { readonly post: string; readonly cluster: string }[],
        ): object => Object.fromEntries(told.map(({ cluster, post }) => [post, cluster]));
        expect(byPost(new ClusterBook().add(shuffled))).toEqual(
          byPost(new ClusterBook().add(batch)),
        );
      }),
      { numRuns: 60 },
    );
  });

  it('are the same in one batch or many', () => {
    fc.assert(
      fc.property(texts, (all) => {
        const book = new ClusterBook();
        const singly = posts(...all).flatMap((post) => book.add([post]));
        expect(singly).toEqual(new ClusterBook().add(posts(...all)));
      }),
      { numRuns: 40 },
    );
  });

  it('share a decision, and say whose is to be made again when it changes', () => {
    const book = new ClusterBook();
    const [first] = book.add(posts(TEXT));
    const id = first?.cluster ?? '';
    expect(book.decide(id, 'd1')).toEqual([]);
    const [copy] = book.add([{ id: 'copy', text: `${TEXT}!`, at: 9 }]);
    expect(copy).toMatchObject({ cluster: id, kind: 'same', decision: 'd1' });
    expect(book.decide(id, 'd1')).toEqual([]);
    expect(book.decide(id, 'd2')).toEqual(['p0', 'copy']);
    expect(book.decide(id, undefined)).toEqual(['p0', 'copy']);
    expect(book.cluster(id)).toMatchObject({ count: 2, first: 'p0', firstSeen: 0, lastSeen: 9 });
  });

  it('are forgotten when not met for longest, and keep the latest members', () => {
    const book = new ClusterBook(2);
    const [one] = book.add([{ id: 'a', text: 'ballots in the river by night', at: 1 }]);
    book.add([{ id: 'b', text: 'polling stations open until nine today', at: 2 }]);
    book.add([{ id: 'c', text: 'the count goes on in seven counties', at: 3 }]);
    expect(book.size).toBe(2);
    expect(book.cluster(one?.cluster ?? '')).toBeUndefined();
    const [again] = book.add([{ id: 'd', text: 'ballots in the river by night', at: 4 }]);
    expect(again).toMatchObject({ kind: 'first', cluster: one?.cluster });
    const many = Array.from({ length: MAX_MEMBERS + 5 }, (_, index) => ({
      id: `m${index}`,
      text: TEXT,
      at: 10 + index,
    }));
    const [member] = book.add(many);
    expect(book.cluster(member?.cluster ?? '')).toMatchObject({
      count: MAX_MEMBERS + 5,
      first: 'm0',
    });
    expect(book.cluster(member?.cluster ?? '')?.members).toHaveLength(MAX_MEMBERS);
  });
});
