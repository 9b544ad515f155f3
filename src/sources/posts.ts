import { postActivitypub } from './post-activitypub.ts';
import { postJetstream } from './post-jetstream.ts';
import { postMastodon } from './post-mastodon.ts';
import { postRecord } from './post-record.ts';
import type { PostSource } from './post-source.ts';

/** Every source of posts, the strictest first. */
export const POST_SOURCES: readonly PostSource[] = Object.freeze([
  postJetstream,
  postMastodon,
  postActivitypub,
  postRecord,
]);
