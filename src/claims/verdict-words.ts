import { normalise } from '../reading/normal/normalise.ts';
import type { Verdict } from './claim.ts';
import { VERDICTS } from './claim.ts';
import words from './verdict-words.json' with { type: 'json' };

/** Rating as people write it, in order of reading: "mostly false" is looked for before "false". */
const PHRASES: readonly (readonly [verdict: Verdict, phrase: string])[] = Object.entries(words)
  .flatMap(([verdict, phrases]) =>
    phrases.split(' ').map((phrase) => [verdict as Verdict, phrase] as const),
  )
  .toSorted(([, a], [, b]) => b.length - a.length);

/** Words before a phrase that turn it round: "not false" says neither. */
const NEGATION =
  /(?:^|-)(?:not|isn-t|no|nicht|pas|never)-(?:really-|quite-|entirely-|exactly-|es-)?$/;

/**
 * The verdict of a rating in the checker's own words. The longest phrase that is the whole rating decides, then the longest it
 * begins with, then one it holds. A rating nobody knows is `unrated`, never a guess.
 */
export function verdictOf(rating: string): Verdict {
  const folded = normalise(rating).text;
  const text = folded.replaceAll(/[^\p{L}\p{N}]+/gu, '-').replaceAll(/^-+|-+$/g, '');
  const whole = PHRASES.find(([, phrase]) => phrase === text);
  if (whole !== undefined) return whole[0];
  const given = VERDICTS.find((verdict) => verdict === text);
  if (given !== undefined) return given;
  const held = PHRASES.flatMap(([verdict, phrase]) => {
    const at = `-${text}-`.indexOf(`-${phrase}-`);
    return at === -1 ? [] : [{ verdict, at, length: phrase.length }];
  }).toSorted((a, b) => a.at - b.at || b.length - a.length);
  const [first] = held;
  if (first === undefined) return 'unrated';
  if (NEGATION.test(text.slice(0, first.at))) return first.verdict === 'true' ? 'false' : 'unrated';
  return first.verdict;
}
