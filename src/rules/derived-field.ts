/**
 * A field computed from another field of the same event, as a pipeline declares it. Plain JSON: rules carry theirs to
 * every thread.
 */
export interface DerivedField {
  readonly name: string;
  /** Hash of the whole definition, those it builds on included: equal definitions are computed once per event. */
  readonly key: string;
  /** The field it is computed from: of the event, or derived. */
  readonly field: string;
  /** Set when `field` is itself derived. */
  readonly from?: DerivedField;
  readonly how: Derivation;
}

export type Derivation =
  /** NFKC, case folded, without invisible characters, blanks joined and trimmed. */
  | { readonly kind: 'normalise' }
  /** Whether the value is one of these, case disregarded. */
  | { readonly kind: 'list'; readonly match: 'text'; readonly values: readonly string[] }
  /** Whether the address lies in one of these networks. */
  | { readonly kind: 'list'; readonly match: 'network'; readonly values: readonly string[] }
  /** Characters (code points) of a text. */
  | { readonly kind: 'length' }
  | {
      readonly kind: 'map';
      /** Folded text → value. */
      readonly values: readonly (readonly [string, DerivedValue])[];
      /** Of values that are not in the table; absent: they have no mapped value. */
      readonly otherwise?: DerivedValue;
    }
  /** What the first group of a pattern holds, or what the whole pattern matches when it has none. */
  | { readonly kind: 'extract'; readonly pattern: string; readonly flags: string }
  /** Hour (0 to 23) or weekday (1, Monday, to 7) of a time in a zone of the IANA database. */
  | { readonly kind: 'hour_of_day' | 'day_of_week'; readonly zone: string };

export type DerivedValue = string | number | boolean;

export const DERIVATIONS = [
  'normalise',
  'list',
  'length',
  'map',
  'extract',
  'hour_of_day',
  'day_of_week',
] as const satisfies readonly Derivation['kind'][];
