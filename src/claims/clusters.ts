import { contentId } from '../lib/hash.ts';
import { bandKeys, equalSlots, NEAR, signatureOf, SLOTS } from './min-hash.ts';
import { prepare } from './prepare.ts';

/** Clusters kept; beyond, those not met for longest are forgotten. About 2.5 kB each, members included. */
const MAX_CLUSTERS = 200_000;

/** Posts of a cluster kept by id, the latest; the count goes on. */
export const MAX_MEMBERS = 100;

export interface ClusterPost {
  readonly id: string;
  readonly text: string;
  /** Milliseconds since 1970. */
  readonly at: number;
}

/** Where a post belongs. */
export interface Membership {
  readonly post: string;
  readonly cluster: string;
  /**
   * `same`: the words of the first post, so its decision can be taken as it is. `near`: other words stand in it, and one of
   * them may be "not": its decision is a suggestion, and the post is to be read.
   */
  readonly kind: 'first' | 'same' | 'near';
  /** Share of their letters in common with the first post, about. */
  readonly similarity: number;
  /** What was decided on the cluster, where somebody has. */
  readonly decision?: string;
}

export interface Cluster {
  readonly id: string;
  /** Id of the post all others are like. */
  readonly first: string;
  readonly count: number;
  readonly firstSeen: number;
  readonly lastSeen: number;
  /** Ids of the latest posts, in order of arrival. */
  readonly members: readonly string[];
  readonly decision?: string;
}

interface Held {
  readonly id: string;
  readonly first: string;
  readonly signature: Uint32Array;
  /** Tells texts of the same words. */
  readonly words: string;
  firstSeen: number;
  lastSeen: number;
  count: number;
  members: string[];
  decision: string | undefined;
}

/**
 * Posts that say nearly the same, one decision for each. Every member is like the first post of its cluster, so clusters do
 * not drift. Within a batch the order of posts changes nothing; memory is bounded.
 */
export class ClusterBook {
  /** In order of `lastSeen`: the first is forgotten first. */
  readonly #held = new Map<string, Held>();
  readonly #bands = new Map<number, string | string[]>();
  readonly #max: number;

  constructor(max: number = MAX_CLUSTERS) {
    this.#max = max;
  }

  get size(): number {
    return this.#held.size;
  }

  /** Takes posts in; says where each belongs, in the order given. */
  add(batch: readonly ClusterPost[]): readonly Membership[] {
    const read = batch.map((post, index) => ({ post, index, ...readText(post.text) }));
    const order = read.toSorted(
      (a, b) => a.post.at - b.post.at || compare(a.words, b.words) || compare(a.post.id, b.post.id),
    );
    const told: Membership[] = [];
    for (const { index, post, signature, words } of order)
      told[index] = this.#place(post, signature, words);
    this.#forget();
    return told;
  }

  cluster(id: string): Cluster | undefined {
    const held = this.#held.get(id);
    if (held === undefined) return undefined;
    const { count, decision, first, firstSeen, lastSeen, members } = held;
    return {
      id,
      first,
      count,
      firstSeen,
      lastSeen,
      members: [...members],
      ...(decision === undefined ? {} : { decision }),
    };
  }

  /**
   * Records what was decided on a cluster, or with `undefined` that it is to be decided again. Returns the posts the earlier
   * decision was shared with, so that theirs can be made again; none when nothing changes.
   */
  decide(id: string, decision: string | undefined): readonly string[] {
    const held = this.#held.get(id);
    if (held === undefined || held.decision === decision) return [];
    const before = held.decision;
    held.decision = decision;
    return before === undefined ? [] : [...held.members];
  }

  #place(post: ClusterPost, signature: Uint32Array, words: string): Membership {
    const near = this.#nearest(signature);
    const held = near?.held ?? this.#open(post, signature, words);
    held.count += 1;
    held.firstSeen = Math.min(held.firstSeen, post.at);
    held.lastSeen = Math.max(held.lastSeen, post.at);
    if (!held.members.includes(post.id)) held.members.push(post.id);
    if (held.members.length > MAX_MEMBERS) held.members.shift();
    this.#held.delete(held.id);
    this.#held.set(held.id, held);
    const same = held.words === words ? 'same' : 'near';
    return {
      post: post.id,
      cluster: held.id,
      kind: near === undefined ? 'first' : same,
      similarity: near === undefined ? 1 : near.equal / SLOTS,
      ...(held.decision === undefined ? {} : { decision: held.decision }),
    };
  }

  /** The cluster whose first post is most alike; of several the one whose id is lowest. */
  #nearest(signature: Uint32Array): { readonly held: Held; readonly equal: number } | undefined {
    let found: { readonly held: Held; readonly equal: number } | undefined;
    const met = new Set<string>();
    for (const key of bandKeys(signature)) {
      const ids = this.#bands.get(key);
      for (const id of typeof ids === 'string' ? [ids] : (ids ?? [])) {
        const held = met.has(id) ? undefined : this.#held.get(id);
        met.add(id);
        const equal = held === undefined ? 0 : equalSlots(held.signature, signature);
        if (held === undefined || equal < NEAR) continue;
        const better = found === undefined || equal > found.equal;
        if (better || (equal === found?.equal && id < found.held.id)) found = { held, equal };
      }
    }
    return found;
  }

  #open({ at, id: first }: ClusterPost, signature: Uint32Array, words: string): Held {
    const id = contentId('cluster', words, [...signature].join(' '));
    const held: Held = {
      id,
      first,
      signature,
      words,
      firstSeen: at,
      lastSeen: at,
      count: 0,
      members: [],
      decision: undefined,
    };
    this.#held.set(id, held);
    for (const key of bandKeys(signature)) {
      const ids = this.#bands.get(key);
      if (ids === undefined) this.#bands.set(key, id);
      else this.#bands.set(key, typeof ids === 'string' ? [ids, id] : [...ids, id]);
    }
    return held;
  }

  #forget(): void {
    for (const [id, held] of this.#held) {
      if (this.#held.size <= this.#max) return;
      this.#held.delete(id);
      for (const key of bandKeys(held.signature)) {
        const ids = this.#bands.get(key);
        const rest = (typeof ids === 'string' ? [ids] : (ids ?? [])).filter((one) => one !== id);
        const [only] = rest;
        if (only === undefined) this.#bands.delete(key);
        else this.#bands.set(key, rest.length === 1 ? only : rest);
      }
    }
  }
}

function readText(text: string): { readonly signature: Uint32Array; readonly words: string } {
  const { all, by, grams } = prepare(text);
  const words = contentId(...all);
  // Of a text without letters, such as a row of emoji, all of it counts.
  const terms = grams.length > 0 ? grams : Array.from(text, (char) => char.codePointAt(0) ?? 0);
  return {
    signature: signatureOf([...terms, ...by]),
    words: grams.length > 0 ? words : contentId(text),
  };
}

function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
