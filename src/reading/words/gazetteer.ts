import { normalise } from '../normal/normalise.ts';

/** A name as `contracts.md` has it. Only what the reader needs is required. */
export interface GazetteerEntry {
  readonly name: string;
  readonly aliases?: readonly string[] | undefined;
  /** Also common words or names: they count beside the full name or in a clear election context. */
  readonly weak_aliases?: readonly string[] | undefined;
  /** `candidate`, `party`, `office-holder`; packs bring `place`. */
  readonly kind: string;
  readonly party?: string | undefined;
  readonly jurisdiction?: string | undefined;
  readonly race?: string | undefined;
  readonly from?: string | undefined;
  readonly until?: string | undefined;
}

export type Gazetteer = readonly GazetteerEntry[];

/** Most words of one name. */
const MAX_NAME_WORDS = 12;

/** Marks inside names as people write them. */
const SKIPPED: ReadonlySet<string> = new Set([
  '.',
  ',',
  '"',
  '(',
  ')',
  '[',
  ']',
  '/',
  ':',
  '!',
  '--',
  '\u2014',
]);

export interface NameHit {
  readonly entry: GazetteerEntry;
  readonly weak: boolean;
  /** Words taken. */
  readonly words: number;
}

interface Branch {
  hit:
    | { readonly entry: GazetteerEntry; readonly weak: boolean; readonly dotted: boolean }
    | undefined;
  readonly next: Map<string, Branch>;
}

/** Names by their words. Of names written alike the first strong one counts. */
export class NameIndex {
  readonly #root: Branch = { hit: undefined, next: new Map() };
  readonly #wordsOf: (name: string) => readonly string[];

  /** `wordsOf` has to split names as texts are split. */
  constructor(gazetteers: readonly Gazetteer[], wordsOf: (name: string) => readonly string[]) {
    this.#wordsOf = wordsOf;
    for (const entry of gazetteers.flat()) {
      this.#add(entry.name, entry, false);
      for (const alias of entry.aliases ?? []) this.#add(alias, entry, false);
      for (const alias of entry.weak_aliases ?? []) this.#add(alias, entry, true);
    }
  }

  #add(name: string, entry: GazetteerEntry, weak: boolean): void {
    const words = this.#wordsOf(name);
    if (words.length === 0 || words.length > MAX_NAME_WORDS) return;
    let branch = this.#root;
    for (const word of words) {
      let next = branch.next.get(word);
      if (next === undefined) branch.next.set(word, (next = { hit: undefined, next: new Map() }));
      branch = next;
    }
    if (branch.hit === undefined || (branch.hit.weak && !weak)) {
      branch.hit = { entry, weak, dotted: /[.!?)\]]\s*$/.test(name) };
    }
  }

  /** The longest name that begins with the word at `at`. */
  find(words: readonly string[], at: number): NameHit | undefined {
    let branch = this.#root.next.get(words[at] ?? '');
    let found: NameHit | undefined;
    for (let length = 1; branch !== undefined; length += 1) {
      if (branch.hit !== undefined) {
        // The full stop of "Jr." ends no sentence.
        const stop = branch.hit.dotted && /^[.!?)\]]+$/.test(words[at + length] ?? '') ? 1 : 0;
        found = { ...branch.hit, words: length + stop };
      }
      if (branch.next.size === 0) break;
      // "J. Smith", "Smith, Jr."
      if (SKIPPED.has(words[at + length] ?? '')) length += 1;
      branch = branch.next.get(words[at + length] ?? '');
    }
    return found;
  }
}

/** The words of a name, for the vocabulary. */
export function nameWords(name: string): readonly string[] {
  return normalise(name)
    .text.replaceAll(/'s\b/g, '')
    .split(/[^\p{L}\p{N}']+|'/u)
    .filter((word) => word !== '');
}
