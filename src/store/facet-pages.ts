import type { Json } from '../lib/json.ts';
import { Recent } from '../lib/recent.ts';

/** Where pages of facets are kept: the JSON text of a list each. */
export interface PageShelf {
  get(page: number): string | undefined;
  put(page: number, text: string): void;
  /** The highest page there is; -1: none. */
  last(): number;
}

/** Facets on a page: few, so that one asked for out of order costs little to read. */
const PAGE_FACETS = 32;

/** Facets whose numbers are known by their text, those asked for lately; others get new numbers when they come again. */
const MAX_KNOWN = 16_384;

/** Values in memory, those asked for lately. */
const MAX_VALUES = 32_768;

/** Pages in memory: new facets stand side by side and are asked for together. */
const MAX_PAGES = 64;

/**
 * The parts of events that repeat, as JSON texts with numbers. Numbers are given in the order texts first come, so that
 * events of about the same time have theirs on the same pages. The same text may have several numbers, never the other way
 * round.
 */
export class FacetPages {
  readonly #shelf: PageShelf;
  readonly #known = new Recent<string, number>(MAX_KNOWN);
  #page: number;
  #open: string[] = [];
  #changed = false;
  readonly #values = new Recent<number, Json>(MAX_VALUES);
  readonly #pages = new Recent<number, readonly Json[]>(MAX_PAGES);

  constructor(shelf: PageShelf) {
    this.#shelf = shelf;
    this.#page = shelf.last() + 1;
    // Zero stands for no facet.
    if (this.#page === 0) this.#open.push('null');
  }

  /** The number of a facet, at least 1. */
  add(text: string): number {
    const known = this.#known.get(text);
    if (known !== undefined) return known;
    const number = this.#page * PAGE_FACETS + this.#open.length;
    this.#open.push(text);
    this.#changed = true;
    if (this.#open.length === PAGE_FACETS) this.#turn();
    this.#known.set(text, number);
    return number;
  }

  /** The value of a facet: shared, never to be changed. */
  value(number: number): Json {
    if (number === 0) return null;
    const known = this.#values.get(number);
    if (known !== undefined) return known;
    const value = this.#read(Math.floor(number / PAGE_FACETS))[number % PAGE_FACETS] ?? null;
    this.#values.set(number, value);
    return value;
  }

  /** Puts everything that has changed on the shelf. */
  save(): void {
    if (!this.#changed) return;
    this.#shelf.put(this.#page, `[${this.#open.join(',')}]`);
    this.#changed = false;
    // It may be in memory as it was before.
    this.#pages.clear();
  }

  #turn(): void {
    this.save();
    this.#page += 1;
    this.#open = [];
  }

  #read(page: number): readonly Json[] {
    let values = this.#pages.get(page);
    if (values === undefined) {
      values = JSON.parse(this.#shelf.get(page) ?? '[]') as readonly Json[];
      this.#pages.set(page, values);
    }
    return values;
  }
}
