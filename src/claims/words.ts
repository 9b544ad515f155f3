import shipped from './languages.json' with { type: 'json' };

type Rule = readonly [suffix: string, instead: string];

/** What a language is to the matcher: words that say nothing, endings, words that mean one thing. */
interface Language {
  readonly name: string;
  readonly stop: ReadonlySet<string>;
  readonly steps: readonly (readonly Rule[])[];
  /** A stem → the stem all words of its meaning are counted under. */
  readonly same: ReadonlyMap<string, string>;
}

/** Letters a word keeps at least. */
const MIN_STEM = 3;

/** Stems remembered: the words of a language repeat. */
const MAX_STEMS = 200_000;

interface LanguageData {
  readonly stop: string;
  readonly suffixes: string[][];
  readonly endings: string[][];
  readonly last: string[][];
  readonly same: readonly string[];
}

function createLanguage(name: string, data: LanguageData): Language {
  const rules = (written: string[][]): readonly Rule[] =>
    written.map(([suffix = '', instead = '']) => [suffix, instead] as const);
  const steps = [rules(data.suffixes), rules(data.endings), rules(data.last)];
  const same = new Map<string, string>();
  for (const line of data.same) {
    const stems = line.split(' ').map((word) => stemmed(word, steps));
    for (const stem of stems) if (!same.has(stem)) same.set(stem, stems[0] ?? stem);
  }
  return { name, stop: new Set(data.stop.split(' ')), steps, same };
}

function stemmed(word: string, steps: Language['steps']): string {
  let stem = word;
  for (const rules of steps) {
    const rule = rules.find(
      ([suffix]) => stem.endsWith(suffix) && stem.length - suffix.length >= MIN_STEM,
    );
    if (rule !== undefined) stem = stem.slice(0, stem.length - rule[0].length) + rule[1];
  }
  // "stopped" and "stop" end alike.
  const doubled =
    stem.length > MIN_STEM && stem.at(-1) === stem.at(-2) && /[b-df-hj-np-rtv-z]$/.test(stem);
  return doubled ? stem.slice(0, -1) : stem;
}

const ENGLISH = createLanguage('en', shipped.en);
const SPANISH = createLanguage('es', shipped.es);

/** The language whose small words the text has most of; English where none stand out. */
export function guessLanguage(words: readonly string[]): Language {
  let lead = 0;
  for (const word of words) lead += Number(SPANISH.stop.has(word)) - Number(ENGLISH.stop.has(word));
  return lead > 0 ? SPANISH : ENGLISH;
}

const STEMS = new Map<Language, Map<string, string>>([
  [ENGLISH, new Map()],
  [SPANISH, new Map()],
]);

/** What a word is counted under; undefined for one that says nothing. Words are normalised ones. */
export function stemOf(word: string, language: Language): string | undefined {
  if (language.stop.has(word)) return undefined;
  if (word.length <= MIN_STEM || /\d/.test(word)) return language.same.get(word) ?? word;
  const known = STEMS.get(language);
  const found = known?.get(word);
  if (found !== undefined) return found;
  const stem = stemmed(word, language.steps);
  const counted = language.same.get(stem) ?? stem;
  if (known !== undefined && known.size < MAX_STEMS) known.set(word, counted);
  return counted;
}
