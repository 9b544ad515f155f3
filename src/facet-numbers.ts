import type { FacetNumbering } from './events/event.ts';
import { ownText } from './lib/own-text.ts';
import { Recent } from './lib/recent.ts';

/** Facets as a thread hands them over: each text once, by a number that later chunks of the thread use again. */
export interface FacetTexts {
  /** Which thread numbered them. */
  readonly thread: number;
  /** Number of the first text in `added`. 1: all numbers given before are void. */
  readonly first: number;
  readonly added: readonly string[];
}

/** Numbers a thread gives before it begins anew; some more within a chunk. */
const MAX_NUMBERED = 1_000_000;

/** Keys and texts known of each facet, those asked for lately. */
const MAX_KNOWN = 8192;

/** Longer keys are not worth keeping. Characters. */
const MAX_KEY_CHARS = 1024;

/** Facets known by one key; those seen first give way. */
const MAX_BY_KEY = 16;

interface Known {
  readonly also: readonly unknown[];
  readonly number: number;
}

/** Numbers the parts of events that repeat, so that each is written out and handed over about once. */
export class FacetNumbers implements FacetNumbering {
  readonly #thread: number;
  readonly #byText = new Recent<string, number>(MAX_KNOWN);
  readonly #byKey = new Map<string, Recent<unknown, Known[]>>();
  #first = 1;
  #added: string[] = [];

  constructor(thread: number) {
    this.#thread = thread;
  }

  /** Before a chunk: its numbers stay good until it ends. */
  begin(): void {
    if (this.#first <= MAX_NUMBERED) return;
    this.#byText.clear();
    this.#byKey.clear();
    this.#first = 1;
  }

  of(facet: string, key: unknown, also: readonly unknown[], make: () => object): number {
    let known = this.#byKey.get(facet);
    if (known === undefined) this.#byKey.set(facet, (known = new Recent(MAX_KNOWN)));
    const same = known.get(key);
    if (same !== undefined) {
      for (const one of same) if (sameParts(one.also, also)) return one.number;
    }
    const number = this.#add(JSON.stringify(make()));
    if (typeof key === 'string' && key.length > MAX_KEY_CHARS) return number;
    // Texts of their own: one cut out of a line would keep all of the line.
    const one = { also: also.map(owned), number };
    if (same === undefined) known.set(owned(key), [one]);
    else {
      if (same.length === MAX_BY_KEY) same.shift();
      same.push(one);
    }
    return number;
  }

  /** The number of a facet that is told by its text alone. */
  plain(value: object | undefined): number {
    if (value === undefined) return 0;
    const text = JSON.stringify(value);
    const known = this.#byText.get(text);
    if (known !== undefined) return known;
    const number = this.#add(text);
    this.#byText.set(text, number);
    return number;
  }

  /** After a chunk: what it added. */
  end(): FacetTexts {
    const texts = { thread: this.#thread, first: this.#first, added: this.#added };
    this.#first += this.#added.length;
    this.#added = [];
    return texts;
  }

  #add(text: string): number {
    this.#added.push(text);
    return this.#first + this.#added.length - 1;
  }
}

function sameParts(before: readonly unknown[], now: readonly unknown[]): boolean {
  for (let index = 0; index < now.length; index += 1) {
    if (before[index] !== now[index]) return false;
  }
  return true;
}

function owned(part: unknown): unknown {
  return typeof part === 'string' ? ownText(part) : part;
}

/** What became of the facets of a thread, by its numbers; made of the text when first asked for. */
export class FacetTable<T extends number | object | null> {
  readonly #make: (text: string) => T;
  #facets: (string | T)[] = [];

  constructor(make: (text: string) => T) {
    this.#make = make;
  }

  /** Takes over what a chunk added, before anything of that chunk is asked for. */
  take({ first, added }: FacetTexts): void {
    if (first === 1) this.#facets = [''];
    for (const text of added) this.#facets.push(text);
  }

  /** Undefined for 0: no facet. */
  of(number: number): T | undefined {
    if (number === 0) return undefined;
    const facet = this.#facets[number];
    if (typeof facet !== 'string') return facet;
    const made = this.#make(facet);
    this.#facets[number] = made;
    return made;
  }
}
