import type { Post } from '../events/post.ts';
import { contentId } from '../lib/hash.ts';
import type { Json, JsonObject } from '../lib/json.ts';
import { arrayAt, isObject, numberOf, textOf } from '../lib/json.ts';
import { engagementOf, present, roleOf, timeOf, urlsOf } from './post-parts.ts';
import type { PostReading, PostSource } from './post-source.ts';

/** What tells a post from any other record that has a text. */
const BESIDE = [
  'author',
  'author_id',
  'author.id',
  'author.handle',
  'author_handle',
  'created_at',
  'lang',
  'metrics',
  'public_metrics',
  'context',
  'place',
] as const;

const COUNTS = {
  likes: ['likes', 'like_count', 'favourites', 'favorites', 'favorite_count'],
  reposts: ['reposts', 'shares', 'retweets', 'retweet_count', 'reposts_count'],
  quotes: ['quotes', 'quote_count'],
  replies: ['replies', 'reply_count'],
} as const;

/**
 * Posts in Scrutineer's own form, as JSON or as rows of a table: `{"id", "text", "created_at", "author": {…}, …}`. In a
 * table a member of an object is a column `author.handle` or `author_handle`.
 */
export const postRecord: PostSource = {
  name: 'post',
  title: 'Posts',
  recognise: (record) =>
    typeof record['text'] === 'string' &&
    record['prediction'] === undefined &&
    // A row of a table has texts alone, so that an id is enough there.
    (BESIDE.some((key) => record[key] !== undefined) || record['id'] !== undefined),
  read: readPost,
};

function readPost(record: JsonObject): PostReading {
  const { text } = record;
  if (typeof text !== 'string') return { ok: false, reason: 'text: is missing' };
  const stamp = record['created_at'] ?? record['time'];
  const time = stamp === undefined || stamp === null || stamp === '' ? undefined : timeOf(stamp);
  if (time === undefined && textOf(stamp) !== undefined)
    return { ok: false, reason: `created_at: is no time (found ${JSON.stringify(stamp)})` };
  const post: Post = {
    id: textOf(record['id']) ?? contentId(JSON.stringify(record)),
    source: 'post',
    text,
    ...present({ time, lang: textOf(record['lang']), place: placeOf(record) }),
    author: authorOf(record),
    engagement: engagementOf((name) => {
      for (const key of COUNTS[name]) {
        const found =
          numberOf(member(record, 'metrics', key)) ??
          numberOf(member(record, 'public_metrics', key)) ??
          numberOf(record[key]);
        if (found !== undefined) return found;
      }
      return undefined;
    }),
    ...present({
      quoted_text: contextText(record, 'quoted_text'),
      reply_to_text: contextText(record, 'reply_to_text'),
    }),
    urls: urlsOf(arrayAt(record, 'urls')),
  };
  return { ok: true, posts: [post] };
}

/** The member of an object, or in a row of a table the column that stands for it. */
function member(record: JsonObject, object: string, key: string): Json | undefined {
  const inside = record[object];
  if (isObject(inside)) return inside[key];
  return isRow(record) ? (record[`${object}.${key}`] ?? record[`${object}_${key}`]) : undefined;
}

let lastAsked: JsonObject | undefined;
let lastIsRow = false;

/** Whether some name of the record is that of a column; remembered for the record at hand. */
function isRow(record: JsonObject): boolean {
  if (record !== lastAsked) {
    lastAsked = record;
    lastIsRow = Object.keys(record).some((key) => COLUMN.test(key));
  }
  return lastIsRow;
}

const COLUMN = /^(?:author|metrics|public_metrics|place|context)[._]/;

function contextText(record: JsonObject, key: string): string | undefined {
  return textOf(member(record, 'context', key)) ?? textOf(record[key]);
}

function authorOf(record: JsonObject): Post['author'] {
  const of = (key: string): Json | undefined => member(record, 'author', key);
  const author = record['author'];
  const handle = textOf(of('handle')) ?? (typeof author === 'string' ? author : undefined);
  const verified = of('verified');
  return {
    ...present({
      id: textOf(of('id')),
      handle: handle?.replace(/^@/, ''),
      name: textOf(of('name')),
      followers: numberOf(of('followers')),
    }),
    role: roleOf(textOf(of('role'))),
    verified: verified === true || verified === 'true',
  };
}

/** Country and state together as facts name places; a text is taken as it is. */
function placeOf(record: JsonObject): string | undefined {
  const whole = textOf(record['place']) ?? textOf(record['jurisdiction']);
  if (whole !== undefined) return whole;
  const country = textOf(member(record, 'place', 'country'));
  const state = textOf(member(record, 'place', 'state'));
  if (state === undefined) return country;
  return country === undefined || state.startsWith(`${country}-`) ? state : `${country}-${state}`;
}
