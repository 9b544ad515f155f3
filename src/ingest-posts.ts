import type { PostAction, PostCategory } from './events/decision-words.ts';
import type { Post } from './events/post.ts';
import { createDesk } from './decisions/create-desk.ts';
import type { DeskInit } from './decisions/create-desk.ts';
import type { PostDesk } from './decisions/desk.ts';
import { writeKey } from './lib/hash.ts';
import type { JsonObject } from './lib/json.ts';
import { POST_SOURCES } from './sources/posts.ts';
import type { PostSource } from './sources/post-source.ts';

/** A decision on its way out of a thread. */
export interface DecidedPost {
  /** How-manieth record of its chunk it comes from. */
  readonly record: number;
  readonly source: string;
  readonly time: number | undefined;
  /** What tells the post, as it then was, from all others. */
  readonly key: readonly [number, number];
  readonly author: string | undefined;
  readonly action: PostAction;
  readonly category: PostCategory | undefined;
  readonly strikes: number;
  /** The decision as JSON. */
  readonly body: string;
}

const NO_SALT = [0, 0] as const;

/** Posts of records: read, judged, decided, forgotten. The stages are set up when the first post comes. */
export class PostIngest {
  readonly #init: DeskInit;
  readonly #sources: readonly PostSource[];
  #desk: PostDesk | undefined;
  #last: PostSource | undefined;

  constructor(init: DeskInit, as: string | undefined) {
    this.#init = init;
    this.#sources = POST_SOURCES.filter(({ name }) => as === undefined || name === as);
  }

  /** The source that knows a record; the one that knew the last is asked first. */
  recognise(record: JsonObject | string): PostSource | undefined {
    if (typeof record === 'string') return undefined;
    if (this.#last?.recognise(record) === true) return this.#last;
    const found = this.#sources.find((source) => source.recognise(record));
    if (found !== undefined) this.#last = found;
    return found;
  }

  /** The decisions on what a record holds, or why it cannot be read. */
  decide(record: JsonObject, source: PostSource, place: number): readonly DecidedPost[] | string {
    const reading = source.read(record);
    if (!reading.ok) return `${source.title}: ${reading.reason}`;
    this.#desk ??= createDesk(this.#init);
    const desk = this.#desk;
    return reading.posts.map((post) => decided(desk, post, place));
  }
}

function decided(desk: PostDesk, post: Post, record: number): DecidedPost {
  const decision = desk.decide(post);
  const words = new Uint32Array(2);
  const id = `${post.source}\n${post.id}\n${post.text}`;
  writeKey(words, 0, { id, second: Math.floor((post.time ?? 0) / 1000), salt: NO_SALT });
  return {
    record,
    source: post.source,
    time: post.time,
    key: [words[0] ?? 0, words[1] ?? 0],
    author: post.author.id ?? post.author.handle,
    action: decision.action,
    category: decision.category,
    strikes: decision.strikes ?? 0,
    body: JSON.stringify(decision),
  };
}
