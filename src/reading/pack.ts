import { parse } from 'yaml';
import type { JsonObject } from '../lib/json.ts';
import { isObject } from '../lib/json.ts';
import type { Result } from '../lib/result.ts';
import { err, ok } from '../lib/result.ts';
import type { Pattern } from './clauses/pattern.ts';
import { parsePattern } from './clauses/pattern.ts';
import { CUE_CLASSES, SLOT_CLASSES } from './cue-classes.ts';
import type { Gazetteer } from './words/gazetteer.ts';
import type { Inflections } from './words/inflect.ts';
import type { ClassSource } from './words/lexicon.ts';
import { Lexicon } from './words/lexicon.ts';

/** Cues that say what a text is about: their words stay what they are. */
const TOPICAL: ReadonlySet<string> = new Set([
  'anchor',
  'elsewhere',
  'referent',
  'setting',
  'speaker',
  'strong',
]);

/** Is it a class of the speech acts, whose words keep to themselves? */
export function isOpaque(name: string): boolean {
  return CUE_NAMES.has(name) && !TOPICAL.has(name);
}

const CUE_NAMES: ReadonlySet<string> = new Set(CUE_CLASSES);

/** What negation makes of a proposition: its denial, the same asserted with negative polarity, or another proposition. */
type Negated = 'deny' | 'negative' | { readonly means: string };

export interface Proposition {
  readonly id: string;
  readonly topic: string;
  readonly negated: Negated;
  /** Is what it says of the future a forecast, or a plain statement of what is laid down? */
  readonly future: 'prediction' | 'assert';
  /** A statement, or something people are told to do whatever the mood of the verb. */
  readonly act: 'statement' | 'call';
  /** Does it lay down or foretell rules for voters? "If you …" then makes it no less a statement. */
  readonly rule: boolean;
  readonly slots: Readonly<Record<string, number>>;
  readonly patterns: readonly Pattern[];
}

/** One language as the reader needs it. */
export interface LanguagePack {
  readonly language: string;
  readonly lexicon: Lexicon;
  /** Do several negations make one? */
  readonly concord: boolean;
  readonly stopwords: ReadonlySet<string>;
  readonly contractions: ReadonlyMap<string, readonly string[]>;
  readonly propositions: readonly Proposition[];
  readonly places: Gazetteer;
}

/** The texts of a pack's files. `lexicon`, `cues` and `propositions` are read in this order. */
export interface PackFiles {
  readonly lexicon: string;
  readonly cues: string;
  readonly propositions: string;
  readonly places: string;
}

/** Reads a language pack; what is wrong with it comes as a list. */
export function parsePack(files: PackFiles): Result<LanguagePack, readonly string[]> {
  const problems: string[] = [];
  const read = (name: keyof PackFiles): unknown => {
    try {
      return parse(files[name]) as unknown;
    } catch (thrown) {
      problems.push(`${name}: ${String(thrown)}`);
      return undefined;
    }
  };
  const [words, cues, list, places] = [
    read('lexicon'),
    read('cues'),
    read('propositions'),
    read('places'),
  ];
  if (!isObject(words) || !isObject(cues) || !Array.isArray(list)) {
    return err([...problems, 'lexicon and cues are mappings, propositions a list']);
  }
  const classes = {
    ...classesOf(words['classes'], problems),
    ...classesOf(cues['classes'], problems),
  };
  checkClasses(classes, problems);
  for (const name of SLOT_CLASSES) classes[name] ??= { is: [], words: [] };
  const cueNames = isObject(cues['classes']) ? Object.keys(cues['classes']) : [];
  const lexicon = new Lexicon(classes, {
    inflections: inflectionsOf(words['inflections']),
    opaque: new Set(cueNames.filter((name) => !TOPICAL.has(name))),
  });
  const propositions = list.flatMap((given: unknown) => proposition(given, lexicon, problems));
  lexicon.seal();
  if (problems.length > 0) return err(problems);
  return ok({
    language: typeof words['language'] === 'string' ? words['language'] : 'und',
    lexicon,
    concord: words['negative_concord'] === true,
    stopwords: new Set(listOf(words['stopwords'])),
    contractions: contractionsOf(words['contractions']),
    propositions,
    places: Array.isArray(places)
      ? (places as Gazetteer).map((place) => ({ ...place, kind: 'place' }))
      : [],
  });
}

function listOf(given: unknown): readonly string[] {
  if (typeof given === 'string') return given.split(/\s+/).filter((word) => word !== '');
  return Array.isArray(given) ? given.map(String) : [];
}

function classesOf(given: unknown, problems: string[]): Record<string, ClassSource> {
  if (!isObject(given)) {
    problems.push('classes: a mapping from names of classes to their words is missing');
    return {};
  }
  return Object.fromEntries(
    Object.entries(given).map(([name, value]) => [
      name,
      isObject(value)
        ? { is: listOf(value['is']), words: listOf(value['words']) }
        : { is: [], words: listOf(value) },
    ]),
  );
}

function checkClasses(classes: Readonly<Record<string, ClassSource>>, problems: string[]): void {
  for (const [name, { is }] of Object.entries(classes)) {
    for (const parent of is) {
      if (!Object.hasOwn(classes, parent))
        problems.push(`class ${name}: there is no class "${parent}"`);
    }
  }
  for (const name of CUE_CLASSES) {
    if (!Object.hasOwn(classes, name)) problems.push(`cues: the class "${name}" is missing`);
  }
}

function inflectionsOf(given: unknown): Inflections {
  if (!isObject(given)) return {};
  return Object.fromEntries(
    Object.entries(given).map(([marker, endings]) => [
      marker,
      Object.entries(isObject(endings) ? endings : {}).map(
        ([ending, others]) =>
          [ending.replace('*', ''), listOf(others).map((other) => other.replace('-', ''))] as const,
      ),
    ]),
  );
}

function contractionsOf(given: unknown): ReadonlyMap<string, readonly string[]> {
  if (!isObject(given)) return new Map();
  return new Map(Object.entries(given).map(([word, words]) => [word, listOf(words)]));
}

function proposition(given: unknown, lexicon: Lexicon, problems: string[]): readonly Proposition[] {
  if (!isObject(given) || typeof given['id'] !== 'string') {
    problems.push('propositions: an entry has no id');
    return [];
  }
  const { id } = given;
  const patterns = listOf1(given['patterns']).flatMap((source) => {
    const pattern = parsePattern(source, lexicon);
    if (!pattern.ok) problems.push(`${id}: ${pattern.error}, in "${source}"`);
    return pattern.ok ? [pattern.value] : [];
  });
  return [
    {
      id,
      topic: typeof given['topic'] === 'string' ? given['topic'] : id,
      negated: negatedOf(given['negated']),
      future: given['future'] === 'prediction' ? 'prediction' : 'assert',
      act: given['act'] === 'call' ? 'call' : 'statement',
      rule: given['rule'] === true || given['negated'] === 'negative',
      slots: slotsOf(given, lexicon, problems),
      patterns,
    },
  ];
}

function listOf1(given: unknown): readonly string[] {
  return Array.isArray(given) ? given.map(String) : [];
}

function negatedOf(given: unknown): Negated {
  if (given === 'negative') return 'negative';
  return typeof given === 'string' && given !== 'deny' ? { means: given } : 'deny';
}

function slotsOf(
  given: JsonObject,
  lexicon: Lexicon,
  problems: string[],
): Readonly<Record<string, number>> {
  const { slots, id } = given;
  if (!isObject(slots)) return {};
  return Object.fromEntries(
    Object.entries(slots).flatMap(([slot, group]) => {
      const number = typeof group === 'string' ? lexicon.numberOf(group) : undefined;
      if (number === undefined) {
        problems.push(
          `${JSON.stringify(id)}: slot ${slot} asks for the unknown class ${JSON.stringify(group)}`,
        );
      }
      return number === undefined ? [] : [[slot, number]];
    }),
  );
}
