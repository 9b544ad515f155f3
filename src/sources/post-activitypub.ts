import type { Post } from '../events/post.ts';
import type { Json, JsonObject } from '../lib/json.ts';
import { arrayAt, isObject, objectAt, textAt, textOf } from '../lib/json.ts';
import {
  htmlParts,
  NO_ENGAGEMENT,
  plainText,
  present,
  timeOf,
  unknownAuthor,
  urlsOf,
} from './post-parts.ts';
import type { PostReading, PostSource } from './post-source.ts';
import { NO_POSTS } from './post-source.ts';

const NAME = 'activitypub';
const OBJECTS: ReadonlySet<unknown> = new Set(['Note', 'Article', 'Question', 'Page']);
const ACTIVITIES: ReadonlySet<unknown> = new Set([
  'Create',
  'Update',
  'Delete',
  'Announce',
  'Like',
  'Undo',
  'Follow',
]);

/** ActivityPub notes, alone or in the activity that made or changed them. */
export const postActivitypub: PostSource = {
  name: NAME,
  title: 'ActivityPub notes',
  recognise: (record) =>
    OBJECTS.has(record['type'])
      ? isNote(record)
      : ACTIVITIES.has(record['type']) && record['actor'] !== undefined && 'object' in record,
  read(record): PostReading {
    if (OBJECTS.has(record['type'])) return noteOf(record, undefined);
    const object = objectAt(record, 'object');
    const says = record['type'] === 'Create' || record['type'] === 'Update';
    if (!says || object === undefined || !OBJECTS.has(object['type'])) return NO_POSTS;
    return noteOf(object, idOf(record['actor']));
  },
};

function isNote(record: JsonObject): boolean {
  return (
    typeof record['content'] === 'string' &&
    (record['attributedTo'] !== undefined || '@context' in record || 'published' in record)
  );
}

function noteOf(note: JsonObject, actor: string | undefined): PostReading {
  const content = note['content'];
  if (typeof content !== 'string') return { ok: false, reason: 'object.content: is missing' };
  const quoted = objectAt(note, 'quote') ?? objectAt(note, 'quoteUrl');
  const parent = objectAt(note, 'inReplyTo');
  const post: Post = {
    id: textAt(note, 'id') ?? '',
    source: NAME,
    ...htmlParts(content),
    ...present({
      time: timeOf(note['updated'] ?? null) ?? timeOf(note['published']),
      lang: languageOf(note),
      quoted_text: plainText(textAt(quoted, 'content')),
      reply_to_text: plainText(textAt(parent, 'content')),
    }),
    author: unknownAuthor(idOf(note['attributedTo']) ?? actor),
    engagement: NO_ENGAGEMENT,
    urls: urlsOf(
      arrayAt(note, 'attachment').filter((part) => isObject(part) && part['type'] === 'Link'),
    ),
  };
  return { ok: true, posts: [post] };
}

function idOf(value: Json | undefined): string | undefined {
  if (Array.isArray(value)) return idOf((value as readonly Json[])[0]);
  return isObject(value) ? textAt(value, 'id') : textOf(value);
}

/** The one language the content is given in. */
function languageOf(note: JsonObject): string | undefined {
  const languages = Object.keys(objectAt(note, 'contentMap') ?? {});
  return languages.length === 1 ? languages[0] : undefined;
}
