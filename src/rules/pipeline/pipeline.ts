import type { DerivedField } from '../derived-field.ts';
import type { Position } from '../diagnostic.ts';
import type { Placeholders } from '../plan-text.ts';
import type { Condition, FieldSearch, RuleValue, Search } from '../tree.ts';
import type { Work } from './work.ts';

/** A processing pipeline as parsed and checked: what to change in which rules, in pySigma's words. */
export interface Pipeline {
  readonly name: string;
  readonly file: string;
  /** Lower ones come first. */
  readonly priority: number;
  readonly placeholders: Placeholders;
  readonly items: readonly Item[];
  readonly derived: readonly (DerivedField & { readonly at: Position })[];
}

/** One entry of `transformations`. */
export interface Item {
  /** As written, or made of its place: `#3`. */
  readonly id: string;
  /** `pipeline/id`, for messages and explanations. */
  readonly label: string;
  readonly at: Position;
  readonly rule: Gate<RuleTest>;
  readonly search: Gate<SearchTest>;
  readonly field: Gate<FieldTest>;
  readonly transformation: Transformation;
}

/** Named conditions and how they are joined; none: always open. */
export interface Gate<T> {
  readonly tests: readonly { readonly name: string; readonly test: T }[];
  readonly join: 'and' | 'or';
  /** Takes the place of `join`. */
  readonly expression?: Condition;
  readonly not: boolean;
}

export type RuleTest = (work: Work) => boolean;
export type SearchTest = (search: FieldSearch, work: Work) => boolean;
/** Undefined: keywords, which name no field. */
export type FieldTest = (field: string | undefined, work: Work) => boolean;

export type Transformation =
  /** New names of a field (undefined: of keywords); undefined: it stays as it is. */
  | {
      readonly kind: 'fields';
      readonly rename: (field: string | undefined) => readonly string[] | undefined;
    }
  /** New values for a value; undefined: it stays; a text: why the rule cannot be had. */
  | {
      readonly kind: 'values';
      readonly change: (
        value: RuleValue,
        search: FieldSearch,
        work: Work,
      ) => readonly RuleValue[] | string | undefined;
    }
  /** A new search; undefined: it is dropped; a text: why the rule cannot be had. */
  | {
      readonly kind: 'searches';
      readonly change: (search: FieldSearch) => Search | string | undefined;
    }
  | { readonly kind: 'rule'; readonly change: (work: Work, item: Item) => void }
  | { readonly kind: 'nest'; readonly items: readonly Item[] };
