import type { Json, JsonObject } from '../../lib/json.ts';
import { arrayAt, isObject, objectAt, textAt, textOf } from '../../lib/json.ts';
import { addressOf, claimTime } from '../read-claim.ts';

/** Levels looked into for reviews; a page's graph needs four. */
const MAX_DEPTH = 8;

/** All reviews in a JSON-LD document: alone, in lists, `@graph`, a DataFeed, or the answer of a fact check search. */
export function reviewsIn(value: Json, depth = 0): readonly JsonObject[] {
  if (depth > MAX_DEPTH) return [];
  if (Array.isArray(value))
    return (value as readonly Json[]).flatMap((one) => reviewsIn(one, depth + 1));
  if (!isObject(value)) return [];
  if (isReview(value)) return [value];
  const searched = arrayAt(value, 'claimReview');
  if (searched.length > 0)
    return searched.filter(isObject).map((review) => searchedReview(value, review));
  return ['@graph', 'dataFeedElement', 'item', 'itemListElement', 'claims'].flatMap((key) => {
    const held = value[key];
    return held === undefined ? [] : reviewsIn(held, depth + 1);
  });
}

function isReview(value: JsonObject): boolean {
  const type = value['@type'];
  const types: readonly Json[] = Array.isArray(type) ? (type as readonly Json[]) : [type ?? ''];
  return types.some((one) => textOf(one)?.replace(/^.*[/#:]/, '') === 'ClaimReview');
}

/** A result of Google's fact check search, in the form of a review. */
function searchedReview(claim: JsonObject, review: JsonObject): JsonObject {
  return {
    '@type': 'ClaimReview',
    claimReviewed: claim['text'],
    name: review['title'],
    url: review['url'],
    inLanguage: review['languageCode'],
    datePublished: review['reviewDate'],
    author: {
      name: objectAt(review, 'publisher')?.['name'] ?? objectAt(review, 'publisher')?.['site'],
    },
    reviewRating: { alternateName: review['textualRating'] },
    itemReviewed: { author: { name: claim['claimant'] }, datePublished: claim['claimDate'] },
  };
}

/**
 * A review in the form of a claim. The verdict is the rating's name: numbers on scales of the publisher's own (best 1 and worst
 * 5, or -1 for both) mean nothing by themselves. A review without words of the claim has none: the headline answers the
 * claim and may say the opposite, so it counts as another wording only where there is one.
 */
export function claimOfReview(review: JsonObject): JsonObject {
  const item = first(review['itemReviewed']);
  const rating = first(review['reviewRating']);
  const author = first(review['author']);
  const claimed = textAt(review, 'claimReviewed') ?? textAt(item, 'text');
  const headline = textAt(review, 'name') ?? textAt(review, 'headline');
  const optional = {
    id: textAt(review, 'identifier'),
    lang: textAt(review, 'inLanguage'),
    speaker: textAt(first(item?.['author']), 'name'),
    said: timeAt(item, 'datePublished'),
    checked: timeAt(review, 'datePublished'),
  };
  const given = Object.entries(optional).filter(([, value]) => value !== undefined);
  return {
    texts: claimed === undefined ? [] : [claimed, ...(headline === undefined ? [] : [headline])],
    verdict: textAt(rating, 'alternateName') ?? 'unrated',
    source: sourceOf(review, author),
    appearances: appearancesOf(item),
    ...(Object.fromEntries(given) as JsonObject),
  };
}

function sourceOf(review: JsonObject, author: JsonObject | undefined): JsonObject {
  const name = textAt(author, 'name') ?? textAt(author, 'url');
  const url = addressOf(textAt(review, 'url'));
  return { ...(name === undefined ? {} : { name }), ...(url === undefined ? {} : { url }) };
}

function appearancesOf(item: JsonObject | undefined): readonly string[] {
  const held = [item?.['appearance'], item?.['firstAppearance'], item?.['url']].flat() as readonly (
    | Json
    | undefined
  )[];
  const urls = held.map((one) => addressOf(isObject(one) ? textAt(one, 'url') : textOf(one)));
  return [...new Set(urls.filter((one) => one !== undefined))];
}

/** Feeds write one object where another has a list. */
function first(value: Json | undefined): JsonObject | undefined {
  const one: unknown = Array.isArray(value) ? value[0] : value;
  return isObject(one) ? one : undefined;
}

/** A date nobody can read is left out: the claim is of use without. */
function timeAt(value: JsonObject | undefined, key: string): string | undefined {
  const text = textAt(value, key);
  return text === undefined ? undefined : claimTime(text);
}
