import { normalise } from '../normal/normalise.ts';
import type { Inflections } from './inflect.ts';
import { inflect } from './inflect.ts';

/** Most classes of one language, and words of one entry. */
const MAX_CLASSES = 2048;
const MAX_ENTRY_WORDS = 6;

/** One class of words as a pack writes it. */
export interface ClassSource {
  readonly is: readonly string[];
  readonly words: readonly string[];
}

/** What a word or a group of words means: a bit for each class. */
export interface Entry {
  /** Bits by class number. Completed when the last class is known. */
  mask: Uint32Array;
  readonly classes: Set<number>;
}

/** A word, and how entries of several words that begin with it go on. */
interface Branch {
  entry: Entry | undefined;
  readonly next: Map<string, Branch>;
}

/** The words of a language pack by class. */
export class Lexicon {
  readonly #numbers = new Map<string, number>();
  readonly #names: string[] = [];
  readonly #parents = new Map<number, readonly string[]>();
  readonly #root: Branch = { entry: undefined, next: new Map() };
  readonly #entries: Entry[] = [];
  /** Prefix → classes, for words written `rob*`. */
  readonly #stems = new Map<string, Entry>();
  /** Words of any class by themselves or inside an entry. */
  readonly words = new Set<string>();
  /** Those of them that slips of the pen are corrected to: words of the subject, not of its grammar. */
  readonly correctable = new Set<string>();

  /** Classes of entries that are not what their words are: "not only" negates nothing. */
  readonly #opaque: ReadonlySet<string>;
  /** Entries of several words. */
  readonly #groups: (readonly [words: readonly string[], entry: Entry])[] = [];

  constructor(
    classes: Readonly<Record<string, ClassSource>>,
    {
      inflections,
      opaque,
    }: { readonly inflections: Inflections; readonly opaque: ReadonlySet<string> },
  ) {
    this.#opaque = opaque;
    for (const [name, { is }] of Object.entries(classes)) this.#parents.set(this.#number(name), is);
    for (const [name, { words }] of Object.entries(classes)) {
      for (const written of words) {
        for (const form of inflect(written, inflections)) this.#add(form, this.#number(name));
      }
    }
  }

  #number(name: string): number {
    const known = this.#numbers.get(name);
    if (known !== undefined) return known;
    const made = this.#names.length;
    this.#numbers.set(name, made);
    this.#names.push(name);
    return made;
  }

  #add(form: string, number: number): void {
    const text = normalise(form).text;
    if (text.endsWith('*')) {
      const stem = text.slice(0, -1);
      const entry = this.#stems.get(stem) ?? this.#entry();
      this.#stems.set(stem, entry);
      this.#join(entry, number);
      return;
    }
    let branch = this.#root;
    const words = text.split('_').slice(0, MAX_ENTRY_WORDS);
    const ofSubject = !this.#opaque.has(this.nameOf(number));
    for (const word of words) {
      this.words.add(word);
      if (ofSubject) this.correctable.add(word);
      let next = branch.next.get(word);
      if (next === undefined) branch.next.set(word, (next = { entry: undefined, next: new Map() }));
      branch = next;
    }
    if (branch.entry === undefined) {
      branch.entry = this.#entry();
      if (words.length > 1) this.#groups.push([words, branch.entry]);
    }
    this.#join(branch.entry, number);
  }

  #entry(): Entry {
    const entry = { mask: new Uint32Array(0), classes: new Set<number>() };
    this.#entries.push(entry);
    return entry;
  }

  #join(entry: Entry, number: number): void {
    if (entry.classes.has(number)) return;
    entry.classes.add(number);
    for (const parent of this.#parents.get(number) ?? []) this.#join(entry, this.#number(parent));
  }

  has(name: string): boolean {
    return this.#numbers.has(name);
  }

  readonly #kinds = new Map<string, readonly (readonly [string, number])[]>();

  /** The classes named `<group>-<kind>`, by kind. Of a sealed lexicon. */
  kindsOf(group: string): readonly (readonly [kind: string, number: number])[] {
    const known = this.#kinds.get(group);
    if (known !== undefined) return known;
    const prefix = `${group}-`;
    const found = this.#names.flatMap((name, number) =>
      name.startsWith(prefix) && !name.includes('|')
        ? [[name.slice(prefix.length), number] as const]
        : [],
    );
    this.#kinds.set(group, found);
    return found;
  }

  nameOf(number: number): string {
    return this.#names[number] ?? '';
  }

  /** The number of a class, or of one made for the purpose: a word in quotes, or alternatives `a|b`. */
  numberOf(expression: string): number | undefined {
    const known = this.#numbers.get(expression);
    if (known !== undefined) return known;
    if (/^"[^"|]+"$/.test(expression)) {
      const number = this.#number(expression);
      this.#add(expression.slice(1, -1), number);
      return number;
    }
    const parts = expression.split('|');
    if (parts.length < 2) return undefined;
    const numbers = parts.map((part) => this.numberOf(part));
    if (numbers.includes(undefined) || this.#names.length >= MAX_CLASSES) return undefined;
    const either = this.#number(expression);
    for (const number of numbers) {
      if (number === undefined) continue;
      this.#eithers.set(number, [...(this.#eithers.get(number) ?? []), either]);
    }
    return either;
  }

  /** Class → the alternatives it is in; alternatives have none themselves. */
  readonly #eithers = new Map<number, number[]>();

  /** Fixes the bits. Call once all classes are known. */
  seal(): void {
    for (const [words, entry] of this.#groups) this.#inherit(words, entry);
    for (const entry of this.#entries) entry.mask = this.maskOf(entry.classes);
  }

  /** "voting machines" also speaks of voting. Cues keep to themselves, on either side. */
  #inherit(words: readonly string[], entry: Entry): void {
    const isOpaque = (number: number): boolean => this.#opaque.has(this.nameOf(number));
    if ([...entry.classes].some(isOpaque)) return;
    for (const word of words) {
      for (const number of this.#root.next.get(word)?.entry?.classes ?? []) {
        if (!isOpaque(number)) entry.classes.add(number);
      }
    }
  }

  /** Bits of the classes, of what they are, and of the alternatives they are in. */
  maskOf(classes: Iterable<number>): Uint32Array {
    const all = new Set<number>();
    const join = (number: number): void => {
      if (all.has(number)) return;
      all.add(number);
      for (const parent of this.#parents.get(number) ?? []) join(this.#number(parent));
    };
    for (const number of classes) join(number);
    // What is added is in no alternative, so that walking on over it does no harm.
    for (const number of all) {
      for (const either of this.#eithers.get(number) ?? []) all.add(either);
    }
    const mask = new Uint32Array(Math.ceil(this.#names.length / 32));
    for (const number of all) mask[number >> 5] = (mask[number >> 5] ?? 0) | (1 << (number & 31));
    return mask;
  }

  /** In how many entries is each class? Of a sealed lexicon. */
  sizes(): Uint32Array {
    const sizes = new Uint32Array(this.#names.length);
    for (const { mask } of this.#entries) {
      for (let number = 0; number < sizes.length; number += 1) {
        if ((((mask[number >> 5] ?? 0) >>> (number & 31)) & 1) === 1)
          sizes[number] = (sizes[number] ?? 0) + 1;
      }
    }
    return sizes;
  }

  /** Bits of the classes whose names are not refused. Of a sealed lexicon. */
  maskOfAllBut(refused: (name: string) => boolean): Uint32Array {
    const mask = new Uint32Array(Math.ceil(this.#names.length / 32));
    for (const [number, name] of this.#names.entries()) {
      if (!refused(name)) mask[number >> 5] = (mask[number >> 5] ?? 0) | (1 << (number & 31));
    }
    return mask;
  }

  /** The longest entry that begins at `at`, and how many words it takes. */
  find(
    words: readonly string[],
    at: number,
  ): { readonly entry: Entry; readonly words: number } | undefined {
    let branch = this.#root.next.get(words[at] ?? '');
    let found: { entry: Entry; words: number } | undefined;
    for (let length = 1; branch !== undefined; length += 1) {
      if (branch.entry !== undefined) found = { entry: branch.entry, words: length };
      branch = branch.next.size === 0 ? undefined : branch.next.get(words[at + length] ?? '');
    }
    if (found !== undefined) return found;
    const stem = this.#stemOf(words[at] ?? '');
    return stem === undefined ? undefined : { entry: stem, words: 1 };
  }

  /** Does an entry of the class begin with this word? */
  begins(word: string, number: number): boolean {
    const known = this.#begins.get(word);
    if (known !== undefined) return known;
    const branch = this.#root.next.get(word);
    if (branch !== undefined) {
      const found = within(branch, number);
      this.#begins.set(word, found);
      return found;
    }
    return this.#stemOf(word)?.classes.has(number) ?? false;
  }

  /** Answers of `begins` for words of the lexicon; it is asked for one class only. */
  readonly #begins = new Map<string, boolean>();

  #stemOf(word: string): Entry | undefined {
    if (this.#stems.size === 0) return undefined;
    for (let length = Math.min(word.length, MAX_STEM); length >= MIN_STEM; length -= 1) {
      const entry = this.#stems.get(word.slice(0, length));
      if (entry !== undefined) return entry;
    }
    return undefined;
  }

  /** Is this word of some class, alone or by its stem? */
  knows(word: string): boolean {
    return this.words.has(word) || this.#stemOf(word) !== undefined;
  }
}

const MIN_STEM = 3;
const MAX_STEM = 16;

function within({ entry, next }: Branch, number: number): boolean {
  if (entry?.classes.has(number) === true) return true;
  return [...next.values()].some((branch) => within(branch, number));
}
