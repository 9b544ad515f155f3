import type { WordPattern } from '../lib/word-automaton.ts';
import { WordAutomaton } from '../lib/word-automaton.ts';
import { nameWords } from '../reading/words/gazetteer.ts';
import type { Gazetteer, GazetteerEntry } from '../reading/words/gazetteer.ts';
import { partyForms, personForms } from './name-forms.ts';

/** Most words of one name. */
const MAX_NAME_WORDS = 12;

/** What a form of a name may stand for, as bits: of each kind a strong and a weak one. */
export const NAME_BITS = Object.freeze({
  candidate: 1,
  party: 2,
  'office-holder': 4,
  place: 8,
  weakCandidate: 16,
  weakParty: 32,
  weakOfficeHolder: 64,
  weakPlace: 128,
});

/** Who a form of a name may stand for. */
export interface NamedEntry {
  readonly entry: GazetteerEntry;
  /** Also a common word or name: counts beside the full name or in a clear election context. */
  readonly weak: boolean;
}

export interface FoundName extends NamedEntry {
  /** Words `[from, to)` of the text. */
  readonly from: number;
  readonly to: number;
}

/** All names of gazetteers, in the forms people write them in, found in one pass over the words of a text. */
export class Names {
  readonly #entries: readonly GazetteerEntry[];
  readonly #automaton: WordAutomaton;
  /** Of each form `NAME_BITS`. */
  readonly #bits: Uint8Array;
  /** Entries of the forms, one after another: twice the number, one more when weak; and where those of a form end. */
  readonly #named: Uint32Array;
  readonly #ends: Uint32Array;

  /** `wordsOf` splits names as the texts are split; default: as `nameWords`. */
  constructor(
    gazetteers: readonly Gazetteer[],
    wordsOf: (name: string) => readonly string[] = nameWords,
  ) {
    this.#entries = gazetteers.flat();
    const forms = new Map<string, number[]>();
    for (const [index, entry] of this.#entries.entries()) addForms(entry, index, wordsOf, forms);
    this.#bits = new Uint8Array(forms.size);
    this.#ends = new Uint32Array(forms.size);
    const named: number[] = [];
    const patterns: WordPattern[] = [];
    for (const [key, members] of forms) {
      const value = patterns.length;
      for (const member of members) {
        named.push(member);
        this.#bits[value] = (this.#bits[value] ?? 0) | bitOf(this.#entries[member >>> 1], member);
      }
      this.#ends[value] = named.length;
      patterns.push({ words: key.split(' '), value });
    }
    this.#named = Uint32Array.from(named);
    this.#automaton = new WordAutomaton(patterns);
  }

  /**
   * Calls `visit` once for every form at every place, by where it ends, longer ones first, with its `NAME_BITS`. Makes no
   * objects: for who looks at very many short texts.
   */
  scan(
    words: readonly string[],
    visit: (bits: number, from: number, to: number, form: number) => void,
  ): void {
    this.#automaton.find(words, (form, from, to) => visit(this.#bits[form] ?? 0, from, to, form));
  }

  /** Everybody a form may stand for. */
  entriesOf(form: number): readonly NamedEntry[] {
    const first = form === 0 ? 0 : (this.#ends[form - 1] ?? 0);
    return Array.from(this.#named.subarray(first, this.#ends[form]), (member) => ({
      entry: this.#entries[member >>> 1] ?? NOBODY,
      weak: (member & 1) === 1,
    }));
  }

  /** Everybody every name in a text may stand for. */
  find(words: readonly string[]): readonly FoundName[] {
    const found: FoundName[] = [];
    this.scan(words, (_, from, to, form) => {
      for (const named of this.entriesOf(form)) found.push({ ...named, from, to });
    });
    return found;
  }
}

const NOBODY: GazetteerEntry = { name: '', kind: '' };

function bitOf(entry: GazetteerEntry | undefined, member: number): number {
  const bits: Readonly<Record<string, number>> = NAME_BITS;
  const strong = bits[entry?.kind ?? ''] ?? 0;
  return (member & 1) === 1 ? strong << 4 : strong;
}

/** By the words of a form, with blanks between: who it stands for. */
function addForms(
  entry: GazetteerEntry,
  index: number,
  wordsOf: (name: string) => readonly string[],
  forms: Map<string, number[]>,
): void {
  const add = (form: string, weak: number): void => {
    const words = wordsOf(form);
    if (words.length === 0 || words.length > MAX_NAME_WORDS) return;
    const key = words.join(' ');
    const members = forms.get(key) ?? [];
    // The strong forms come first; of one entry, a form that is both is strong.
    if ((members.at(-1) ?? -1) >>> 1 === index) return;
    members.push(index * 2 + weak);
    forms.set(key, members);
  };
  const { strong, weak } = formsOf(entry);
  for (const form of strong) add(form, 0);
  for (const form of weak) add(form, 1);
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
