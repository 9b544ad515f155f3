import type { FieldValue } from '../../events/fields.ts';
import type { DerivedField } from '../derived-field.ts';
import { namesVendor } from '../names-vendor.ts';
import type { Placeholders } from '../plan-text.ts';
import type { RecordReader } from '../reader.ts';
import type { FilterRule, Processed, RuleDocument } from '../tree.ts';
import { compileDerivation } from './derive.ts';

type Read<R> = (record: R) => FieldValue;

/** One reading per definition and reader, so that matching and findings share what was computed. */
const known = new WeakMap<object, Map<string, Read<never>>>();

/** The same reader, which also knows the derived fields of these rules under their keys. */
export function withDerived<R>(
  reader: RecordReader<R>,
  rules: Iterable<RuleDocument>,
): RecordReader<R> {
  const derived = new Map<string, DerivedField>();
  for (const { processed } of rules) {
    for (const field of processed?.derived ?? []) derived.set(field.key, field);
  }
  if (derived.size === 0) return reader;
  const readings = (known.get(reader) ?? new Map()) as Map<string, Read<R>>;
  known.set(reader, readings);
  return {
    ...reader,
    field(name) {
      const field = derived.get(name);
      return field === undefined ? reader.field(name) : readingOf(field, reader, readings);
    },
  };
}

function readingOf<R>(
  field: DerivedField,
  reader: RecordReader<R>,
  readings: Map<string, Read<R>>,
): Read<R> {
  const have = readings.get(field.key);
  if (have !== undefined) return have;
  const source =
    field.from === undefined
      ? reader.field(reader.vendorless?.(field.field) ?? field.field)
      : readingOf(field.from, reader, readings);
  const derive = compileDerivation(field);
  let last: R | undefined;
  let value: FieldValue;
  const read: Read<R> = (record) => {
    if (record !== last) {
      last = record;
      value = derive(source(record));
    }
    return value;
  };
  readings.set(field.key, read);
  return read;
}

/** The field of the event that a derived field comes from in the end. */
export function sourceOf({ field, from }: DerivedField): string {
  return from === undefined ? field : sourceOf(from);
}

/** How a rule's field names are to be read: derived fields by their keys, others as its log source means them. */
export function readerName(
  rule: RuleDocument,
  { vendorless }: Pick<RecordReader<never>, 'vendorless'>,
): (name: string) => string {
  const plain = vendorless === undefined || (rule.kind === 'detection' && namesVendor(rule));
  const derived = new Map((rule.processed?.derived ?? []).map(({ key, name }) => [name, key]));
  if (plain && derived.size === 0) return (name) => name;
  return (name) => derived.get(name) ?? (plain ? name : vendorless(name));
}

/** Those of the filters that are added to a rule, as its pipelines changed them for it. */
export function filtersAsProcessed(
  filters: readonly FilterRule[],
  processed: Processed,
): readonly FilterRule[] {
  return filters.flatMap((filter) => {
    const { at, file } = filter;
    const found = processed.filters.find(
      (one) => one.file === file && one.at.line === at.line && one.at.column === at.column,
    );
    return found === undefined ? [] : [{ ...filter, detection: found.detection }];
  });
}

/** Values of a rule's placeholders: those of its pipelines, else those given for all rules. */
export function placeholdersOf({ processed }: RuleDocument, given: Placeholders): Placeholders {
  return processed === undefined ? given : { ...given, ...processed.placeholders };
}

/** The fields a rule means by a name outside its searches, the first of which that is there counts. */
export function readingsOf({ processed }: RuleDocument, name: string): readonly string[] {
  const readings = processed?.readings;
  return readings !== undefined && Object.hasOwn(readings, name)
    ? (readings[name] ?? [name])
    : [name];
}

/** Reads what a rule means by a name in its sentences, `fields`, `subject` and in correlations. */
export function fieldOf<R>(reader: RecordReader<R>, rule: RuleDocument, name: string): Read<R> {
  const rename = readerName(rule, reader);
  const all = withDerived(reader, [rule]);
  const [first = all.field(rename(name)), ...others] = readingsOf(rule, name).map((one) =>
    all.field(rename(one)),
  );
  if (others.length === 0) return first;
  return (record) => {
    const value = first(record);
    if (value !== undefined && value !== null) return value;
    for (const read of others) {
      const other = read(record);
      if (other !== undefined && other !== null) return other;
    }
    return value;
  };
}
