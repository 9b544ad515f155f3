import type { Post } from '../events/post.ts';
import type { JsonObject } from '../lib/json.ts';
import { arrayAt, numberAt, objectAt, textAt } from '../lib/json.ts';
import { NO_ENGAGEMENT, present, timeOf, unknownAuthor, urlsOf } from './post-parts.ts';
import type { PostReading, PostSource } from './post-source.ts';
import { NO_POSTS } from './post-source.ts';

const NAME = 'bluesky-jetstream';
const POSTS = 'app.bsky.feed.post';
const KINDS: ReadonlySet<unknown> = new Set(['commit', 'identity', 'account']);

/** Bluesky's Jetstream, version 1: one event per line. What is no post is read and passed over. */
export const postJetstream: PostSource = {
  name: NAME,
  title: 'Bluesky Jetstream',
  recognise: (record) =>
    typeof record['did'] === 'string' && 'time_us' in record && KINDS.has(record['kind']),
  read(record): PostReading {
    const commit = objectAt(record, 'commit');
    if (record['kind'] !== 'commit') return NO_POSTS;
    if (commit === undefined) return { ok: false, reason: 'commit: is missing' };
    if (commit['collection'] !== POSTS || commit['operation'] === 'delete') return NO_POSTS;
    const body = objectAt(commit, 'record');
    const text = body?.['text'];
    if (body === undefined || typeof text !== 'string')
      return { ok: false, reason: 'commit.record.text: is missing' };
    return { ok: true, posts: [postOf(record, commit, body, text)] };
  },
};

function postOf(record: JsonObject, commit: JsonObject, body: JsonObject, text: string): Post {
  const did = textAt(record, 'did');
  const [lang] = arrayAt(body, 'langs');
  const embed = objectAt(body, 'embed');
  const links = arrayAt(body, 'facets').flatMap((facet) =>
    arrayAt(facet as JsonObject, 'features'),
  );
  return {
    id: `at://${did ?? ''}/${POSTS}/${textAt(commit, 'rkey') ?? ''}`,
    source: NAME,
    text,
    ...present({
      time: createdAt(record, body),
      lang: typeof lang === 'string' ? lang : undefined,
      quoted_text: quotedText(embed),
    }),
    author: unknownAuthor(did),
    engagement: NO_ENGAGEMENT,
    urls: urlsOf([...links, objectAt(embed, 'external') ?? '']),
  };
}

/** The author's own time, unless it lies after the moment the network saw the post: nobody can post in the future. */
function createdAt(record: JsonObject, body: JsonObject): number | undefined {
  const micros = numberAt(record, 'time_us');
  const seen = micros === undefined ? undefined : Math.floor(micros / 1000);
  const said = timeOf(body['createdAt']);
  return said === undefined || seen === undefined ? (said ?? seen) : Math.min(said, seen);
}

/** Streams give the address of what is quoted; some collectors put the record beside it. */
function quotedText(embed: JsonObject | undefined): string | undefined {
  const quoted = objectAt(embed, 'record');
  return (
    textAt(objectAt(quoted, 'value'), 'text') ??
    textAt(objectAt(objectAt(quoted, 'record'), 'value'), 'text')
  );
}
