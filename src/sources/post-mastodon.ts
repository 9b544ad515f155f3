import type { Post } from '../events/post.ts';
import type { JsonObject } from '../lib/json.ts';
import { arrayAt, isObject, numberAt, objectAt, textAt } from '../lib/json.ts';
import { engagementOf, htmlParts, plainText, present, timeOf, urlsOf } from './post-parts.ts';
import type { PostReading, PostSource } from './post-source.ts';
import { NO_POSTS } from './post-source.ts';

const NAME = 'mastodon';

/** Mastodon statuses, and its webhooks: new and changed statuses, and reports with the statuses they are about. */
export const postMastodon: PostSource = {
  name: NAME,
  title: 'Mastodon statuses and webhooks',
  recognise: (record) => isStatus(record) || isWebhook(record),
  read(record): PostReading {
    if (isStatus(record)) return statuses([record]);
    const object = objectAt(record, 'object');
    if (object === undefined) return { ok: false, reason: 'object: is missing' };
    const event = textAt(record, 'event') ?? '';
    if (event.startsWith('status.')) return statuses([object]);
    return event.startsWith('report.')
      ? statuses(arrayAt(object, 'statuses').filter(isObject), objectAt(object, 'target_account'))
      : NO_POSTS;
  },
};

function isStatus(record: JsonObject): boolean {
  return typeof record['content'] === 'string' && isObject(record['account']);
}

function isWebhook(record: JsonObject): boolean {
  return (
    typeof record['event'] === 'string' &&
    /^(?:status|report|account)\.[a-z_]+$/.test(record['event']) &&
    isObject(record['object'])
  );
}

/** Statuses of which one cannot be read are refused together: they are one record. */
function statuses(records: readonly JsonObject[], account?: JsonObject): PostReading {
  const posts: Post[] = [];
  for (const record of records) {
    // A boost says nothing of its own.
    if (isObject(record['reblog'])) continue;
    const content = record['content'];
    if (typeof content !== 'string') return { ok: false, reason: 'content: is missing' };
    posts.push(statusOf(record, content, objectAt(record, 'account') ?? account));
  }
  return { ok: true, posts };
}

function statusOf(record: JsonObject, content: string, account: JsonObject | undefined): Post {
  // An administrator's view wraps the public account.
  const author = objectAt(account, 'account') ?? account;
  const quoted = objectAt(objectAt(record, 'quote'), 'quoted_status');
  return {
    id: textAt(record, 'uri') ?? textAt(record, 'id') ?? '',
    source: NAME,
    ...htmlParts(content),
    ...present({
      time: timeOf(record['edited_at'] ?? null) ?? timeOf(record['created_at']),
      lang: textAt(record, 'language'),
      quoted_text: plainText(textAt(quoted, 'content')),
    }),
    author: {
      ...present({
        id: textAt(author, 'uri') ?? textAt(author, 'id'),
        handle: textAt(author, 'acct') ?? textAt(author, 'username'),
        name: textAt(author, 'display_name'),
        followers: numberAt(author, 'followers_count'),
      }),
      role: 'user',
      verified: arrayAt(author, 'fields').some(
        (field) => textAt(field as JsonObject, 'verified_at') !== undefined,
      ),
    },
    engagement: engagementOf((name) => numberAt(record, COUNTS[name])),
    urls: urlsOf([objectAt(record, 'card') ?? '']),
  };
}

const COUNTS = {
  likes: 'favourites_count',
  reposts: 'reblogs_count',
  quotes: 'quotes_count',
  replies: 'replies_count',
} as const;
