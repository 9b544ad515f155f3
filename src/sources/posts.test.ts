import fc from 'fast-check';
import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { sharedData } from '../../test/shared-data.ts';
import { originalSpan } from '../events/post.ts';
import type { Post } from '../events/post.ts';
import type { JsonObject } from '../lib/json.ts';
import { textOfHtml } from './html-text.ts';
import { POST_SOURCES } from './posts.ts';

function read(record: JsonObject): readonly Post[] | string {
  const source = POST_SOURCES.find((each) => each.recognise(record));
  if (source === undefined) return 'unknown';
  const reading = source.read(record);
  return reading.ok ? reading.posts : reading.reason;
}

function one(record: JsonObject): Post {
  const posts = read(record);
  const post = typeof posts === 'string' ? undefined : posts[0];
  if (post === undefined) throw new Error(`no post: ${JSON.stringify(posts)}`);
  return post;
}

describe('posts in our own form', () => {
  const record = {
    id: '1',
    text: 'Polls close at 9.',
    lang: 'en',
    created_at: '2020-10-30T12:00:00Z',
    author: { id: 'a', handle: '@ann', role: 'candidate', verified: true, followers: 12 },
    place: { country: 'US', state: 'GA' },
    metrics: { likes: 3, reposts: 4, quotes: 5 },
    context: { quoted_text: 'When?' },
    urls: ['https://example.org/', 'javascript:alert(1)'],
  };

  it('keep who, where, when, how far it went and what it answers', () => {
    expect(one(record)).toEqual({
      id: '1',
      source: 'post',
      time: Date.UTC(2020, 9, 30, 12),
      text: 'Polls close at 9.',
      lang: 'en',
      place: 'US-GA',
      author: { id: 'a', handle: 'ann', role: 'candidate', verified: true, followers: 12 },
      engagement: { likes: 3, reposts: 4, quotes: 5, replies: 0 },
      quoted_text: 'When?',
      urls: ['https://example.org/'],
    });
  });

  it('are the same as the row of a table', () => {
    const row = {
      id: '1',
      text: 'Polls close at 9.',
      lang: 'en',
      created_at: '2020-10-30T12:00:00Z',
      'author.id': 'a',
      author_handle: 'ann',
      author_role: 'candidate',
      author_verified: 'true',
      'author.followers': '12',
      place_country: 'US',
      'place.state': 'GA',
      metrics_likes: '3',
      metrics_reposts: '4',
      'metrics.quotes': '5',
      'context.quoted_text': 'When?',
    };
    expect(one(row)).toEqual({ ...one(record), urls: [] });
  });

  it('are refused with the field at fault', () => {
    expect(read({ ...record, created_at: 'soon' })).toMatch(/created_at/);
  });

  it('are told from predictions, sign-ins and rows without a text', () => {
    expect(read({ prediction: 'how to vote', text: 'x' })).toBe('unknown');
    expect(read({ id: '1', createdDateTime: '2020-10-30T12:00:00Z' })).toBe('unknown');
    expect(read({ text: 'alone' })).toBe('unknown');
  });

  it('may lack author, time and place', () => {
    const post = one({ id: '2', text: 'x' });
    expect(post.author).toEqual({ role: 'user', verified: false });
    expect(post.time).toBeUndefined();
  });
});

describe('Bluesky Jetstream', () => {
  const commit = (body: JsonObject, operation = 'create', collection = 'app.bsky.feed.post') => ({
    did: 'did:plc:example',
    time_us: 1_604_059_200_000_000,
    kind: 'commit',
    commit: { operation, collection, rkey: 'r1', record: body },
  });

  it('gives the posts of commits', () => {
    const body = { text: 'hello', langs: ['es'], createdAt: '2020-10-30T11:59:00Z' };
    expect(one(commit(body))).toMatchObject({
      id: 'at://did:plc:example/app.bsky.feed.post/r1',
      text: 'hello',
      lang: 'es',
      time: Date.UTC(2020, 9, 30, 11, 59),
    });
  });

  it('dates nothing later than the network saw it', () => {
    const post = one(commit({ text: 'hello', createdAt: '2031-01-01T00:00:00Z' }));
    expect(post.time).toBe(Date.UTC(2020, 9, 30, 12));
  });

  it('passes over likes, deletions and accounts', () => {
    expect(read(commit({}, 'create', 'app.bsky.feed.like'))).toEqual([]);
    expect(read(commit({}, 'delete'))).toEqual([]);
    expect(read({ did: 'did:plc:example', time_us: 1, kind: 'account' })).toEqual([]);
  });

  const captured = sharedData('civic/protocols/jetstream/expected_v1_152events.jsonl');
  it.skipIf(captured === undefined)('reads every event of a captured stream', () => {
    const lines = readFileSync(captured ?? '', 'utf8')
      .trim()
      .split('\n');
    const results = lines.map((line) => read(JSON.parse(line) as JsonObject));
    expect(results.filter((result) => typeof result === 'string')).toEqual([]);
    expect(results.flat().length).toBeGreaterThan(0);
  });
});

const STATUS = {
  id: '9',
  uri: 'https://social.example.org/9',
  content: '<p>Vote &amp; be <b>counted</b>!<br />Now</p>',
  language: 'en',
  created_at: '2020-10-30T12:00:00.000Z',
  account: { acct: 'ann', uri: 'https://social.example.org/ann', followers_count: 7 },
  favourites_count: 2,
  reblogs_count: 1,
};

describe('Mastodon', () => {
  it('gives the plain text of a status and the way back to its HTML', () => {
    const post = one(STATUS);
    expect(post.text).toBe('Vote & be counted!\nNow');
    const start = post.text.indexOf('& be');
    const [from, to] = originalSpan(post, [start, start + '& be counted'.length]);
    expect(STATUS.content.slice(from, to)).toBe('&amp; be <b>counted');
    expect(post).toMatchObject({ engagement: { likes: 2, reposts: 1 }, author: { followers: 7 } });
  });

  it('reads webhooks of new statuses and of reports, and passes over boosts', () => {
    expect(one({ event: 'status.created', object: STATUS }).id).toBe(STATUS.uri);
    const report = { statuses: [STATUS, { ...STATUS, uri: 'x' }], target_account: {} };
    expect(read({ event: 'report.created', object: report })).toHaveLength(2);
    expect(read({ ...STATUS, reblog: STATUS })).toEqual([]);
    expect(read({ event: 'account.approved', object: {} })).toEqual([]);
  });
});

describe('ActivityPub', () => {
  const note = {
    type: 'Note',
    id: 'https://social.example.org/n',
    attributedTo: 'https://social.example.org/ann',
    published: '2020-10-30T12:00:00Z',
    content: '<p>Hola</p>',
    contentMap: { es: '<p>Hola</p>' },
  };

  it('gives notes, alone and in the activity that made them', () => {
    const alone = one(note);
    expect(alone).toMatchObject({ text: 'Hola', lang: 'es', author: { id: note.attributedTo } });
    const create = { type: 'Create', actor: note.attributedTo, object: note };
    expect(one(create)).toEqual(alone);
  });

  it('passes over what is no note', () => {
    const like = { type: 'Like', actor: 'https://example.org/a', object: 'https://example.org/n' };
    expect(read(like)).toEqual([]);
  });
});

it('no two sources claim one record', () => {
  const records: readonly JsonObject[] = [
    STATUS,
    { id: '1', text: 'x' },
    { did: 'd', time_us: 1, kind: 'commit', text: 'x' },
    { type: 'Note', content: 'x', attributedTo: 'a' },
  ];
  for (const record of records)
    expect(POST_SOURCES.filter((source) => source.recognise(record))).toHaveLength(1);
});

it('the way back from any text leads to what it was made of', () => {
  const piece = fc.constantFrom('a', 'Ü', '&lt;', '<i>', '</i>', '😀', '<br>', ' ', '<p>');
  fc.assert(
    fc.property(fc.array(piece, { maxLength: 30 }), (pieces) => {
      const html = pieces.join('');
      const { offsets, text } = textOfHtml(html);
      expect(offsets.starts).toHaveLength(text.length);
      for (let at = 0; at < text.length; at += 1) {
        const source = html.slice(offsets.starts[at], offsets.ends[at]);
        const made = text[at] === '<' ? '&lt;' : (text[at] ?? '');
        // Line breaks stand for whole elements.
        expect(text[at] === '\n' || source.includes(made)).toBe(true);
      }
    }),
    { numRuns: 60 },
  );
});
