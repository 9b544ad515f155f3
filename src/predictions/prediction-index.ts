import { assert } from '../lib/assert.ts';
import type { Listed } from './best-of-ranges.ts';
import { bestOfRanges } from './best-of-ranges.ts';
import { buildSegment } from './build-segment.ts';
import { conjunctive } from './conjunctive.ts';
import { MAX_PENDING, MAX_QUERY_BYTES, MAX_SUGGESTIONS } from './limits.ts';
import { oneTypoRanges } from './one-typo.ts';
import { QueryCollector } from './query-collector.ts';
import type { Judge } from './judge.ts';
import { judgedBy } from './judge.ts';
import { queryKey, typedKey } from './query-key.ts';
import type { Segment } from './segment.ts';
import type { KillSwitch } from './verdict-book.ts';
import { DEAD, KILLED, VerdictBook } from './verdict-book.ts';

/** How a suggestion was found: it begins with what was typed, holds its words, or does so but for one slip of the pen. */
export type Via = 'prefix' | 'words' | 'typo';

export interface Suggestion {
  readonly text: string;
  readonly count: number;
  readonly via: Via;
}

export interface SuggestOptions {
  /** Default 10, at most `MAX_SUGGESTIONS`. */
  readonly limit?: number;
  /** Which ways are tried; default all. */
  readonly ways?: readonly Via[];
}

interface Hit {
  readonly segment: Segment;
  readonly rank: number;
}

/** What one query may count for before counts are brought down. */
const LARGEST_UNIT = 2 ** 64;

const ALL_WAYS: readonly Via[] = ['prefix', 'words', 'typo'];

/**
 * Queries by popularity, each with the verdict of a guard: one large segment, and beside it small ones with what has changed
 * since. Lists are exact at any time; changed counts and new queries are in them after `refresh`.
 */
export class PredictionIndex {
  #segments: readonly Segment[];
  readonly book: VerdictBook;
  /** What the last `rejudge` that came to its end was given. */
  rules: string | undefined;
  readonly #pending = new Map<string, { readonly text: string; added: number }>();
  /** What one query counts for now, in the unit of the stored counts: counts decay by making new ones count for more. */
  #unit: number;
  readonly #typed = new Uint8Array(MAX_QUERY_BYTES * 4);
  #busy: Promise<unknown> = Promise.resolve();

  constructor(
    segments: readonly Segment[],
    book = new VerdictBook(),
    { rules, unit = 1 }: { readonly rules?: string | undefined; readonly unit?: number } = {},
  ) {
    this.#segments = segments;
    this.book = book;
    this.rules = rules;
    this.#unit = unit;
    this.reshow();
  }

  get segments(): readonly Segment[] {
    return this.#segments;
  }

  get unit(): number {
    return this.#unit;
  }

  /** Queries, without those that wait for `refresh`. */
  get size(): number {
    let size = 0;
    for (const { verdicts } of this.#segments)
      for (const byte of verdicts) size += byte & DEAD ? 0 : 1;
    return size;
  }

  get bytes(): number {
    return this.#segments.reduce((sum, { bytes }) => sum + bytes, 0);
  }

  /** Runs a job that changes whole segments, after those that were asked for before. */
  exclusive<T>(job: () => Promise<T>): Promise<T> {
    const done = this.#busy.then(job);
    this.#busy = done.catch(() => undefined);
    return done;
  }

  /** Takes the verdicts of now into the trees the lists come from. Lists are right without, but slower. */
  reshow(): void {
    for (const { tree, verdicts } of this.#segments) tree.rebuild(verdicts, this.book.shown);
  }

  /** The most popular shown queries for what was typed, best first; equal counts in the order of their keys. */
  suggest(
    typed: string,
    { limit: asked = 10, ways = ALL_WAYS }: SuggestOptions = {},
  ): readonly Suggestion[] {
    const limit = Math.min(asked, MAX_SUGGESTIONS);
    const key = typedKey(typed);
    const length = this.#write(key);
    if (length === 0) return [];
    const found: Suggestion[] = [];
    const listed = this.#segments.map((): number[] => []);
    const add = (via: Via, search: Search): void => {
      if (found.length >= limit || !ways.includes(via)) return;
      for (const hit of this.#merged(search, limit - found.length, listed)) {
        found.push(this.#suggestion(hit, via));
      }
    };
    add('prefix', (segment, wanted, ranks) => {
      const from = segment.keys.bound(this.#typed, length, false);
      const to = segment.keys.bound(this.#typed, length, true, from);
      if (from < to) bestOfRanges(segment, [[from, to]], wanted, ranks);
    });
    add('words', (segment, wanted, ranks) =>
      conjunctive(segment, this.#typed, length, wanted, ranks),
    );
    // Only where nothing is found: who typed it right wants no near misses.
    if (found.length === 0)
      add('typo', (segment, wanted, ranks) =>
        bestOfRanges(segment, oneTypoRanges(segment.keys, key), wanted, ranks),
      );
    return found;
  }

  /** The bytes of what was typed; 0 when it is nothing, or longer than any query. */
  #write(key: string): number {
    let at = 0;
    for (; at < key.length && at < MAX_QUERY_BYTES; at += 1) {
      const code = key.charCodeAt(at);
      if (code > 0x7f) break;
      this.#typed[at] = code;
    }
    if (at === key.length) return at;
    const { read, written } = new TextEncoder().encodeInto(key, this.#typed);
    return read < key.length || written > MAX_QUERY_BYTES ? 0 : written;
  }

  /** The best of all segments, at most `limit`; they are added to `listed`. */
  #merged(search: Search, limit: number, listed: readonly number[][]): readonly Hit[] {
    const { shown } = this.book;
    const lists = this.#segments.map((segment, index) => {
      const ranks: number[] = [];
      search(segment, { limit, listed: listed[index] ?? [], shown }, ranks);
      return ranks;
    });
    const [only = []] = lists;
    const [first] = this.#segments;
    const hits: Hit[] = [];
    if (lists.length === 1 && first !== undefined) {
      listed[0]?.push(...only);
      for (const rank of only) hits.push({ segment: first, rank });
      return hits;
    }
    const next = lists.map(() => 0);
    while (hits.length < limit) {
      const best = this.#best(lists, next);
      const segment = this.#segments[best];
      const rank = lists[best]?.[next[best] ?? 0];
      if (segment === undefined || rank === undefined) break;
      next[best] = (next[best] ?? 0) + 1;
      listed[best]?.push(rank);
      hits.push({ segment, rank });
    }
    return hits;
  }

  /** The list whose next rank is the best one; -1 when all are at their end. */
  #best(lists: readonly (readonly number[])[], next: readonly number[]): number {
    let best = -1;
    let bestCount = 0;
    let bestKey = '';
    for (const [index, ranks] of lists.entries()) {
      const rank = ranks[next[index] ?? 0];
      const segment = this.#segments[index];
      if (rank === undefined || segment === undefined) continue;
      const count = segment.countOf(rank);
      if (best !== -1 && count < bestCount) continue;
      const key = segment.keyAt(segment.placeOf(rank));
      if (best !== -1 && count === bestCount && compareKeys(key, bestKey) > 0) continue;
      best = index;
      bestCount = count;
      bestKey = key;
    }
    return best;
  }

  #suggestion({ rank, segment }: Hit, via: Via): Suggestion {
    return { text: segment.textOf(rank), count: segment.countOf(rank) / this.#unit, via };
  }

  /** Where a query is now; undefined when it is not in the index, or waits for `refresh`. */
  #find(key: string): Hit | undefined {
    const length = this.#write(key);
    for (const segment of this.#segments) {
      const place = segment.find(this.#typed, length);
      const rank = place === -1 ? 0 : segment.rankAt(place);
      if (place !== -1 && ((segment.verdicts[rank] ?? 0) & DEAD) === 0) return { segment, rank };
    }
    return undefined;
  }

  /** What the index says of a query. */
  lookUp(query: string):
    | (Omit<Suggestion, 'via'> & {
        readonly shown: boolean;
        readonly verdict: ReturnType<VerdictBook['kindOf']>;
        readonly template: string | undefined;
      })
    | undefined {
    const hit = this.#find(queryKey(query));
    if (hit === undefined) return undefined;
    const byte = hit.segment.verdicts[hit.rank] ?? 0;
    const { via: _, ...suggestion } = this.#suggestion(hit, 'prefix');
    return {
      ...suggestion,
      shown: this.book.shown[byte] === 1,
      verdict: this.book.kindOf(byte),
      template: this.book.templates[hit.segment.templateOf(hit.rank) ?? -1],
    };
  }

  /** Counts a query, new or known. What was added is in the lists after `refresh`, at the latest when very much waits. */
  increment(query: string, by = 1): void {
    const key = queryKey(query);
    if (key === '' || Buffer.byteLength(key) > MAX_QUERY_BYTES) return;
    const known = this.#pending.get(key);
    if (known === undefined) this.#pending.set(key, { text: query, added: by * this.#unit });
    else known.added += by * this.#unit;
    if (this.#pending.size >= MAX_PENDING) this.refresh();
  }

  /** All counts so far weigh `factor` (above 0, at most 1) of what they did. */
  decay(factor: number): void {
    assert(factor > 0 && factor <= 1, 'counts decay by a factor above 0, at most 1');
    this.#unit /= factor;
  }

  /** Brings the unit of counts back to 1 before it grows out of numbers. Only within an `exclusive` job. */
  rescale(): void {
    const unit = this.#unit;
    if (unit < LARGEST_UNIT) return;
    for (const { parts } of this.#segments)
      for (const [index, count] of parts.counts.entries()) parts.counts[index] = count / unit;
    for (const waiting of this.#pending.values()) waiting.added /= unit;
    this.#unit = 1;
  }

  /** Puts what waits into a new small segment; a guard decides on what is new, else that is undecided. */
  refresh(judge?: Judge): void {
    if (this.#pending.size === 0) return;
    const queries = new QueryCollector();
    for (const [key, { added, text }] of this.#pending) {
      const known = this.#find(key);
      if (known === undefined) {
        queries.add({
          text,
          count: added,
          ...(judge === undefined ? {} : judgedBy(judge, key, this.book)),
        });
        continue;
      }
      const { rank, segment } = known;
      const verdict = segment.verdicts[rank] ?? 0;
      queries.add({
        text: segment.textOf(rank),
        count: segment.countOf(rank) + added,
        verdict,
        template: segment.templateOf(rank),
      });
      segment.verdicts[rank] = verdict | DEAD;
    }
    this.#pending.clear();
    const delta = buildSegment(queries);
    delta.tree.rebuild(delta.verdicts, this.book.shown);
    this.#segments = [...this.#segments, delta];
  }

  /** Puts `merged` in the place of the segments it was made of. */
  replace(old: readonly Segment[], merged: Segment): void {
    const rest = this.#segments.filter((segment) => !old.includes(segment));
    for (const segment of rest) markNewer(merged, segment);
    this.#applyTemplateSwitches(merged);
    merged.tree.rebuild(merged.verdicts, this.book.shown);
    this.#segments = [merged, ...rest];
  }

  /** Shows nothing of a category, clause or template from now on, or shows it again. */
  kill(killed: KillSwitch, on = true): void {
    this.book.set(killed, on);
    if (killed.kind === 'template') {
      for (const segment of this.#segments) this.#applyTemplateSwitches(segment);
    }
    this.reshow();
  }

  #applyTemplateSwitches(segment: Segment): void {
    const { ids, ranks } = segment.templates;
    for (const [index, rank] of ranks.entries()) {
      const byte = segment.verdicts[rank] ?? 0;
      segment.verdicts[rank] = this.book.isKilled(ids[index]) ? byte | KILLED : byte & ~KILLED;
    }
  }
}

type Search = (
  segment: Segment,
  wanted: { readonly limit: number; readonly listed: Listed; readonly shown: Uint8Array },
  ranks: number[],
) => void;

/** What a newer segment has is dead in an older one. */
function markNewer(older: Segment, newer: Segment): void {
  const key = new Uint8Array(MAX_QUERY_BYTES + 8);
  for (let place = 0; place < newer.size; place += 1) {
    const own = newer.rankAt(place);
    if (((newer.verdicts[own] ?? 0) & DEAD) !== 0) continue;
    const found = older.find(key, newer.keys.copy(place, key));
    if (found === -1) continue;
    const rank = older.rankAt(found);
    older.verdicts[rank] = (older.verdicts[rank] ?? 0) | DEAD;
  }
}

/** By code points, as the bytes are ordered. */
function compareKeys(one: string, other: string): number {
  return Buffer.compare(Buffer.from(one), Buffer.from(other));
}
