import { contentId } from '../lib/hash.ts';
import type { Json, JsonObject } from '../lib/json.ts';
import { isObject, textOf } from '../lib/json.ts';
import type { Result } from '../lib/result.ts';
import { err, ok } from '../lib/result.ts';
import { formatTime, parseTime } from '../lib/time.ts';
import type { CheckedClaim, ClaimSource } from './claim.ts';
import { verdictOf } from './verdict-words.ts';

/** Wordings of one claim, and characters of each. */
const MAX_TEXTS = 50;
const MAX_TEXT = 4000;

const FIELDS = new Set([
  'id',
  'text',
  'texts',
  'languages',
  'lang',
  'verdict',
  'rating',
  'source',
  'speaker',
  'said',
  'checked',
  'from',
  'until',
  'jurisdictions',
  'jurisdiction',
  'appearances',
]);

/** Reads a claim in Scrutineer's own form. The error says what is wrong with it. */
export function readClaim(value: Json): Result<CheckedClaim, string> {
  if (!isObject(value)) return err('a claim is an object with "texts" and "verdict"');
  const texts = strings(value['texts'] ?? value['text'])
    .map((text) => text.trim().slice(0, MAX_TEXT))
    .filter((text) => text !== '');
  if (texts.length === 0)
    return err('has no "texts": say what is claimed, in one or more wordings');
  const rating = textOf(value['rating']);
  const written = textOf(value['verdict']) ?? rating;
  if (written === undefined)
    return err('has no "verdict": false, misleading, mixed, unproven, satire, true');
  const times = timesOf(value);
  if (!times.ok) return times;
  const source = sourceOf(value['source']);
  const speaker = textOf(value['speaker']);
  const verdict = verdictOf(written);
  const own = rating ?? (verdict === written ? undefined : written);
  const extra = Object.entries(value).filter(([key, one]) => !FIELDS.has(key) && one !== undefined);
  return ok({
    id: textOf(value['id']) ?? contentId('claim', texts[0] ?? '', source.url ?? source.name ?? ''),
    texts: [...new Set(texts)].slice(0, MAX_TEXTS),
    languages: strings(value['languages'] ?? value['lang']),
    verdict,
    ...(own === undefined ? {} : { rating: own }),
    source,
    ...(speaker === undefined ? {} : { speaker }),
    ...times.value,
    jurisdictions: strings(value['jurisdictions'] ?? value['jurisdiction']),
    appearances: strings(value['appearances']),
    ...(extra.length === 0 ? {} : { extra: Object.fromEntries(extra) }),
  });
}

function strings(value: Json | undefined): readonly string[] {
  if (Array.isArray(value))
    return (value as readonly Json[]).map(textOf).filter((one) => one !== undefined);
  const text = textOf(value);
  return text === undefined ? [] : [text];
}

function sourceOf(value: Json | undefined): ClaimSource {
  if (isObject(value)) {
    const [name, url] = [textOf(value['name']), addressOf(textOf(value['url']))];
    return { ...(name === undefined ? {} : { name }), ...(url === undefined ? {} : { url }) };
  }
  const text = textOf(value);
  if (text === undefined) return {};
  const url = addressOf(text);
  return url === undefined ? { name: text } : { url };
}

/** An http or https address, and no other: it is shown to people as a link. */
export function addressOf(text: string | undefined): string | undefined {
  return text !== undefined && /^https?:\/\/\S+$/i.test(text) ? text : undefined;
}

type Times = Pick<CheckedClaim, 'said' | 'checked' | 'from' | 'until'>;

function timesOf(value: JsonObject): Result<Times, string> {
  const times: Record<string, string> = {};
  for (const field of ['said', 'checked', 'from', 'until']) {
    const text = textOf(value[field]);
    if (text === undefined) continue;
    const time = claimTime(text);
    if (time === undefined) return err(`"${field}" is no time: "${text.slice(0, 50)}"`);
    times[field] = time;
  }
  return ok(times);
}

/** RFC 3339 of a time as feeds write it: a day, with a space, with `UTC` or `+0100` behind; without a zone it is UTC. */
export function claimTime(text: string): string | undefined {
  const plain = text
    .trim()
    .replace(/^(\d{4}-\d\d-\d\d)[ T]+/, '$1T')
    .replace(/ ?UTC$/, 'Z');
  const zoned = /T/.test(plain) && !/(?:Z|[+-]\d\d:?\d\d)$/.test(plain) ? `${plain}Z` : plain;
  const time = /^\d{4}-\d\d-\d\d$/.test(zoned) ? Date.parse(zoned) : parseTime(zoned);
  return time === undefined || Number.isNaN(time) ? undefined : formatTime(time);
}
