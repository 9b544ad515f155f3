import { domainToUnicode } from 'node:url';
import { CONFUSABLES } from '../lib/confusables.ts';
import type { DomainParts } from '../lib/domain.ts';
import { domainParts } from '../lib/domain.ts';

/** How a domain is made to be taken for another: the families of dnstwist. */
type LikenessFamily =
  | 'homoglyph'
  | 'bitsquat'
  | 'hyphen'
  | 'insertion'
  | 'repeat'
  | 'plural'
  | 'omission'
  | 'replacement'
  | 'vowel'
  | 'swap'
  | 'dictionary'
  | 'tld'
  | 'subdomain';

export interface Likeness {
  readonly family: LikenessFamily;
  /** The domain it is like. */
  readonly of: string;
  /**
   * Logarithm of how much more often a domain made for the purpose looks so than one that just happens to exist: names of
   * few letters are near each other by chance.
   */
  readonly weight: number;
}

/** Labels below this are near everything. */
const LEAST_LABEL = 4;
/** Weight of an edit to a label of `LEAST_LABEL` letters; each letter more makes chance less likely. */
const BASE = 1.5;
const PER_LETTER = 0.8;
const MAX_WEIGHT = 6;
/** Whoever owns a name often owns it under several ends, and a common word is many people's. */
const TLD_WEIGHT = 1.5;
const DICTIONARY_FROM = 5;
/** The end differs as well. */
const OTHER_SUFFIX = -1.5;

/** Words put before or behind a name without a hyphen, to sound like one of its services. */
const SERVICE_WORDS =
  /^(?:my|e|i|www|web|mail|webmail|email|login|logon|signin|sso|auth|secure|security|safe|account|accounts|verify|verification|update|support|help|helpdesk|service|services|portal|online|office|team|admin|info|news|docs|drive|share|cloud|app|apps|id|group|inc|hq|us|usa|vote|election|campaign)$/;

/** Whether a host name looks like a known domain without being below it. */
export function likenessOf(hostname: string, known: DomainParts): Likeness | undefined {
  const parts = domainParts(hostname);
  if (parts === undefined || parts.domain === known.domain) return undefined;
  const { label } = known;
  if (label.length < LEAST_LABEL) return undefined;
  const likeness = (family: LikenessFamily, weight: number): Likeness => ({
    family,
    of: known.domain,
    weight: Math.min(MAX_WEIGHT, weight),
  });
  const worth = worthOf(parts.label, label);
  const suffix = parts.suffix === known.suffix ? 0 : OTHER_SUFFIX;
  if (isBelow(hostname, known.domain)) return likeness('subdomain', worth + 1.5);
  if (isDotted(hostname, known)) return likeness('subdomain', worth);
  if (parts.label === label) {
    return label.length >= DICTIONARY_FROM ? likeness('tld', TLD_WEIGHT) : undefined;
  }
  const family = familyOf(parts.label, label);
  if (family === undefined) return undefined;
  const bonus = family === 'homoglyph' ? 1.5 : family === 'dictionary' ? -1 : 0;
  // A word beside another is no accident only where the word is long.
  if (family === 'dictionary' && label.length < DICTIONARY_FROM) return undefined;
  const weight = worth + bonus + suffix;
  return weight > 0 ? likeness(family, weight) : undefined;
}

/** Names made of the same words but one are as near as that word. */
function worthOf(seen: string, known: string): number {
  const [mine, theirs] = [seen.split('-'), known.split('-')];
  let { length } = known;
  if (mine.length === theirs.length && mine.length > 1) {
    const other = theirs.find((word, index) => word !== mine[index]);
    length = (other ?? known).length;
  }
  return BASE + PER_LETTER * (length - LEAST_LABEL);
}

/** `example.org.evil.example`, `example-org.evil.example`. */
function isBelow(hostname: string, domain: string): boolean {
  const dashed = domain.replaceAll('.', '-');
  return (
    hostname.startsWith(`${domain}.`) ||
    hostname.includes(`.${domain}.`) ||
    hostname.startsWith(`${dashed}.`) ||
    hostname.includes(`.${dashed}.`)
  );
}

/** `exam.ple.org`. */
function isDotted(hostname: string, known: DomainParts): boolean {
  if (!hostname.endsWith(`.${known.suffix}`)) return false;
  const head = hostname.slice(0, -known.suffix.length - 1);
  return head.includes('.') && head.replaceAll('.', '') === known.label;
}

function familyOf(seen: string, known: string): LikenessFamily | undefined {
  const [a, b] = [seen.replaceAll('-', ''), known.replaceAll('-', '')];
  if (a === b) return 'hyphen';
  if (skeleton(seen) === skeleton(known)) return 'homoglyph';
  // Numbered names are of one owner, or of none.
  if (seen.replace(/\d/g, '') === known.replace(/\d/g, '')) return undefined;
  const edit = singleEdit(seen, known);
  if (edit !== undefined) return edit;
  return hasServiceWord(seen, known) ? 'dictionary' : undefined;
}

function hasServiceWord(seen: string, known: string): boolean {
  if (seen.length <= known.length) return false;
  if (seen.startsWith(`${known}-`) || seen.endsWith(`-${known}`) || seen.includes(`-${known}-`))
    return true;
  if (seen.startsWith(known)) return SERVICE_WORDS.test(seen.slice(known.length));
  return seen.endsWith(known) && SERVICE_WORDS.test(seen.slice(0, -known.length));
}

/** Letters and groups of letters drawn alike in the type mail is read in. */
const DRAWN_ALIKE: readonly (readonly [RegExp, string])[] = [
  [/rn/g, 'm'],
  [/vv/g, 'w'],
  [/cl/g, 'd'],
  [/[1i|!]/g, 'l'],
  [/0/g, 'o'],
  [/5/g, 's'],
  [/3/g, 'e'],
  [/4/g, 'a'],
];

/** What a label looks like: accents and confusable letters of other scripts taken for the Latin ones. */
function skeleton(label: string): string {
  const unicode = label.startsWith('xn--') ? domainToUnicode(label) || label : label;
  let plain = '';
  for (const char of unicode.normalize('NFKD')) {
    if (/\p{M}/u.test(char)) continue;
    plain += CONFUSABLES.get(char) ?? char;
  }
  plain = plain.toLowerCase();
  for (const [drawn, as] of DRAWN_ALIKE) plain = plain.replace(drawn, as);
  return plain;
}

/** The one edit (Damerau's: insert, leave out, replace, swap neighbours) that makes `seen` of `known`. */
function singleEdit(seen: string, known: string): LikenessFamily | undefined {
  const more = seen.length - known.length;
  if (Math.abs(more) > 1) return undefined;
  let at = 0;
  while (at < seen.length && seen[at] === known[at]) at += 1;
  if (more === 1) return seen.slice(at + 1) === known.slice(at) ? inserted(seen, at) : undefined;
  if (more === -1) return seen.slice(at) === known.slice(at + 1) ? 'omission' : undefined;
  const [now, before] = [seen[at] ?? '', known[at] ?? ''];
  if (seen.slice(at + 1) === known.slice(at + 1)) return replaced(now, before);
  const isSwap =
    now === known[at + 1] && before === seen[at + 1] && seen.slice(at + 2) === known.slice(at + 2);
  return isSwap ? 'swap' : undefined;
}

function inserted(seen: string, at: number): LikenessFamily {
  const letter = seen[at];
  if (letter === seen[at - 1]) return 'repeat';
  if (letter === '-') return 'hyphen';
  return letter === 's' && at === seen.length - 1 ? 'plural' : 'insertion';
}

const VOWEL = /^[aeiou]$/;

function replaced(now: string, before: string): LikenessFamily {
  if (VOWEL.test(now) && VOWEL.test(before)) return 'vowel';
  const bits = now.charCodeAt(0) ^ before.charCodeAt(0);
  return bits > 0 && (bits & (bits - 1)) === 0 ? 'bitsquat' : 'replacement';
}
