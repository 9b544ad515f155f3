import type { Post } from '../events/post.ts';
import type { JsonObject } from '../lib/json.ts';

/**
 * The port every format of posts implements, one file each. As `Source`, but a post is no event of a log: it is read,
 * decided and done with.
 */
export interface PostSource {
  readonly name: string;
  /** What people call it. */
  readonly title: string;
  /** Cheap test by content. No two sources may claim the same record. */
  recognise(record: JsonObject): boolean;
  read(record: JsonObject): PostReading;
}

/** Posts of one record; none for what is no post (a like, a deletion). Or why it cannot be read, naming the field. */
export type PostReading =
  | { readonly ok: true; readonly posts: readonly Post[] }
  | { readonly ok: false; readonly reason: string };

export const NO_POSTS: PostReading = Object.freeze({ ok: true, posts: Object.freeze([]) });
