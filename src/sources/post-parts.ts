import type { AuthorRole, Engagement, Post, PostAuthor } from '../events/post.ts';
import { AUTHOR_ROLES } from '../events/post.ts';
import type { JsonObject } from '../lib/json.ts';
import { isObject, numberOf, textOf } from '../lib/json.ts';
import { parseTime } from '../lib/time.ts';
import { textOfHtml } from './html-text.ts';

/** Links kept of a post. */
const MAX_URLS = 32;

/** What sources of posts share. */

export function roleOf(text: string | undefined): AuthorRole {
  const role = text?.toLowerCase();
  return AUTHOR_ROLES.find((known) => known === role) ?? 'user';
}

export function engagementOf(count: (name: keyof Engagement) => number | undefined): Engagement {
  const of = (name: keyof Engagement): number => Math.max(0, count(name) ?? 0);
  return {
    likes: of('likes'),
    reposts: of('reposts'),
    quotes: of('quotes'),
    replies: of('replies'),
  };
}

export const NO_ENGAGEMENT: Engagement = Object.freeze(engagementOf(() => undefined));

/** The keys of `parts` that have a value. */
export function present<T extends object>(
  parts: T,
): { readonly [K in keyof T]?: Exclude<T[K], undefined> } {
  const found: Record<string, unknown> = {};
  for (const [key, value] of Object.entries(parts)) if (value !== undefined) found[key] = value;
  return found as { readonly [K in keyof T]?: Exclude<T[K], undefined> };
}

/** A time as text, or in seconds or milliseconds since 1970. */
export function timeOf(value: JsonObject[string]): number | undefined {
  if (typeof value === 'string' && !/^\d{9,16}$/.test(value)) return parseTime(value);
  const number = numberOf(value);
  if (number === undefined || number <= 0) return undefined;
  return number < 1e11 ? number * 1000 : number;
}

/** Plain text and way back of HTML. */
export function htmlParts(html: string): Pick<Post, 'text' | 'offsets'> {
  return html.includes('<') || html.includes('&') ? textOfHtml(html) : { text: html };
}

export function plainText(html: string | undefined): string | undefined {
  return html === undefined ? undefined : htmlParts(html).text;
}

export function urlsOf(values: readonly unknown[]): readonly string[] {
  const urls = values.flatMap((value): readonly string[] => {
    const url = isObject(value)
      ? (textOf(value['expanded_url']) ??
        textOf(value['url']) ??
        textOf(value['uri']) ??
        textOf(value['href']))
      : typeof value === 'string'
        ? value
        : undefined;
    return url === undefined || !/^https?:\/\//i.test(url) ? [] : [url];
  });
  return [...new Set(urls)].slice(0, MAX_URLS);
}

/** An author of whom the platform gives nothing but an id. */
export function unknownAuthor(id: string | undefined): PostAuthor {
  return { ...(id !== undefined && { id }), role: 'user', verified: false };
}
