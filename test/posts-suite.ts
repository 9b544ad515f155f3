import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { parse } from 'yaml';
import { isHeldOut } from '../src/reading/cases.test-support.ts';
import type { Claim, Reader } from '../src/reading/reading.ts';
import type { Gazetteer } from '../src/reading/words/gazetteer.ts';

const FOLDER = fileURLToPath(new URL('../packs/posts/suite/', import.meta.url));

/** One case of `packs/posts/suite`; its README says what the columns mean. */
export interface SuiteCase {
  readonly functionality: string;
  readonly lang: string;
  readonly reading: string;
  readonly text: string;
  /** `act`, `category`, `role`, `time`, `place`, `quoted`, `reply`, of the functionality and of the case. */
  readonly more: Readonly<Record<string, string>>;
  /** In the third that nothing is tuned on. */
  readonly held: boolean;
}

export interface Country {
  readonly gazetteer: Gazetteer;
  readonly defaults: Readonly<Record<string, unknown>>;
  readonly facts: readonly Readonly<Record<string, unknown>>[];
}

export function readCountry(): Country {
  return parse(readFileSync(`${FOLDER}country.yml`, 'utf8')) as Country;
}

/** The cases of the suite, or of another file with its columns. */
export function readSuite(
  lang: string,
  file: string = `${FOLDER}${lang}.tsv`,
): readonly SuiteCase[] {
  const cases: SuiteCase[] = [];
  let functionality = '';
  let shared: Readonly<Record<string, string>> = {};
  for (const line of readFileSync(file, 'utf8').split('\n')) {
    if (line === '' || line.startsWith('# ')) continue;
    if (line.startsWith('= ')) {
      const [name = '', ...pairs] = line.slice(2).split(' · ');
      functionality = name;
      shared = settings(pairs);
      continue;
    }
    const [reading = '', written = '', ...pairs] = line.split('\t');
    const [text = '', freer] = written.split('|');
    cases.push({
      functionality,
      lang,
      reading: freer === undefined ? reading : `${reading}/${freer}`,
      text,
      more: { ...shared, ...settings(pairs) },
      held: isHeldOut(text),
    });
  }
  return cases;
}

function settings(pairs: readonly string[]): Readonly<Record<string, string>> {
  return Object.fromEntries(
    pairs.map((pair) => {
      const [name = '', ...value] = pair.split('=');
      return [name, value.join('=')];
    }),
  );
}

/** What a case may be read as; `none` as the empty word. */
export function wantedReadings({ reading }: SuiteCase): readonly string[] {
  return reading.split(/[/|]/).map((one) => (one === 'none' ? '' : one));
}

const ASSERTS: ReadonlySet<string> = new Set(['assert', 'call']);
/** Acts that a policy may act on as if they were assertions. */
const PUT_FORWARD: ReadonlySet<string> = new Set([...ASSERTS, 'rhetorical-question']);

/** Acts of which the polarity says nothing more. */
const UNSIGNED: ReadonlySet<string> = new Set(['deny', 'report', 'rhetorical-question']);

function named({ speech_act: act, polarity, proposition }: Claim): string {
  return `${act} ${polarity === 'negative' && !UNSIGNED.has(act) ? '-' : ''}${proposition}`;
}

/** Is the case read as one of its readings, and is nothing asserted in it that should not be? */
export function isRight(reader: Reader, test: SuiteCase): boolean {
  const { quoted, reply } = test.more;
  const { claims } = reader.read(test.text, {
    lang: test.lang,
    context: { quoted_text: quoted, reply_to_text: reply },
  });
  const wanted = wantedReadings(test);
  const read = claims.map(named);
  if (wanted.some((one) => one !== '' && PUT_FORWARD.has(one.split(' ')[0] ?? '')))
    return read.some((one) => wanted.includes(one)) || (wanted.includes('') && isQuiet(claims));
  // "You cannot vote by text" asserts the opposite, or denies: both are right.
  const opposite = (one: string): string => one.replace(/^assert -/, 'deny ');
  const found = wanted.includes('') || read.some((one) => wanted.includes(opposite(one)));
  return found && isQuiet(claims.filter((claim) => !wanted.includes(opposite(named(claim)))));
}

function isQuiet(claims: readonly Claim[]): boolean {
  return !claims.some(({ speech_act: act }) => ASSERTS.has(act));
}

const LOOK_ALIKE: Readonly<Record<string, string>> = Object.freeze({
  a: '\u0430',
  c: '\u0441',
  e: '\u0435',
  i: '\u0456',
  o: '\u03bf',
  p: '\u0440',
  x: '\u0445',
  y: '\u0443',
});
const LEET: Readonly<Record<string, string>> = Object.freeze({
  a: '4',
  e: '3',
  i: '1',
  o: '0',
  s: '5',
});

/** A slip of the pen in a name makes another name. */
const COMMON = /(?<![#@\p{L}\p{N}/.])\p{Ll}{5,}(?![\p{L}\p{N}@/])/gu;
const LONG = /(?<![#@\p{L}\p{N}/.])\p{L}{5,}(?![\p{L}\p{N}@/])/gu;

/** Ways to hide what a text says. */
export const VARIANTS: Readonly<Record<string, (text: string) => string>> = Object.freeze({
  leet: (text) => text.replaceAll(LONG, (word) => swapped(word, LEET)),
  spaced: (text) => onLongest(text, LONG, (word) => Array.from(word).join(' ')),
  homoglyph: (text) => swapped(text, LOOK_ALIKE),
  'zero-width': (text) =>
    text.replaceAll(LONG, (word) => `${word.slice(0, 2)}\u200b${word.slice(2)}`),
  misspelt: (text) =>
    onLongest(text, COMMON, (word) => {
      const middle = word.length >> 1;
      return word.length % 2 === 0
        ? `${word.slice(0, middle - 1)}${word[middle] ?? ''}${word[middle - 1] ?? ''}${word.slice(middle + 1)}`
        : `${word.slice(0, middle)}${word[middle] ?? ''}${word.slice(middle)}`;
    }),
  capitals: (text) => text.toUpperCase(),
  hyphened: (text) => onLongest(text, LONG, (word) => Array.from(word).join('.')),
});

function swapped(text: string, table: Readonly<Record<string, string>>): string {
  return Array.from(text, (char) => table[char] ?? char).join('');
}

function onLongest(text: string, choice: RegExp, change: (word: string) => string): string {
  const words = text.match(choice) ?? [];
  const [longest] = words.toSorted((a, b) => b.length - a.length);
  return longest === undefined || longest.length < 6
    ? text
    : text.replace(longest, change(longest));
}
