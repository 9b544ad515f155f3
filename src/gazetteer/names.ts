import type { WordPattern } from '../lib/word-automaton.ts';
import { WordAutomaton } from '../lib/word-automaton.ts';
import { nameWords } from '../reading/words/gazetteer.ts';
import type { Gazetteer, GazetteerEntry } from '../reading/words/gazetteer.ts';
import { partyForms, personForms } from './name-forms.ts';

/** Most words of one name. */
const MAX_NAME_WORDS = 12;

export interface FoundName {
  readonly entry: GazetteerEntry;
  /** Also a common word or name: counts beside the full name or in a clear election context. */
  readonly weak: boolean;
  /** Words `[from, to)` of the text. */
  readonly from: number;
  readonly to: number;
}

/** All names of gazetteers, in the forms people write them in, found in one pass over the words of a text. */
export class Names {
  readonly #entries: readonly GazetteerEntry[];
  readonly #automaton: WordAutomaton;

  /** `wordsOf` splits names as the texts are split; default: as `nameWords`. */
  constructor(
    gazetteers: readonly Gazetteer[],
    wordsOf: (name: string) => readonly string[] = nameWords,
  ) {
    this.#entries = gazetteers.flat();
    const patterns: WordPattern[] = [];
    for (const [index, entry] of this.#entries.entries()) addForms(entry, index, wordsOf, patterns);
    this.#automaton = new WordAutomaton(patterns);
  }

  /** Every name at every place, by where it ends, longer ones first. */
  find(words: readonly string[]): readonly FoundName[] {
    const found: FoundName[] = [];
    this.#automaton.find(words, (value, from, to) => {
      const entry = this.#entries[value >>> 1];
      if (entry !== undefined) found.push({ entry, weak: (value & 1) === 1, from, to });
    });
    return found;
  }
}

/** A value is twice the number of the entry, and one more when the form is weak. */
function addForms(
  entry: GazetteerEntry,
  index: number,
  wordsOf: (name: string) => readonly string[],
  patterns: WordPattern[],
): void {
  const seen = new Set<string>();
  const add = (forms: readonly string[], weak: boolean): void => {
    for (const form of forms) {
      const words = wordsOf(form);
      const key = words.join(' ');
      if (words.length === 0 || words.length > MAX_NAME_WORDS || seen.has(key)) continue;
      seen.add(key);
      patterns.push({ words, value: index * 2 + Number(weak) });
    }
  };
  const { strong, weak } = formsOf(entry);
  add(strong, false);
  add(weak, true);
}

/** The forms of an entry: what it lists, and what its name brings. What it calls weak is weak. */
function formsOf(entry: GazetteerEntry): {
  readonly strong: readonly string[];
  readonly weak: readonly string[];
} {
  const own = entry.kind === 'party' ? partyForms(entry.name) : personForms(entry.name);
  const derived = entry.kind === 'place' ? { strong: [entry.name], weak: [] } : own;
  const weak = new Set([...(entry.weak_aliases ?? []), ...derived.weak]);
  for (const alias of entry.aliases ?? []) weak.delete(alias);
  const strong = [...(entry.aliases ?? []), ...derived.strong].filter((form) => !weak.has(form));
  return { strong, weak: [...weak] };
}
