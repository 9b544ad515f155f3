import type { FieldValue } from '../events/fields.ts';
import type { LogSource } from '../events/logsource.ts';
import { unreachable } from '../lib/assert.ts';
import { applies } from './compile.ts';
import type { CompiledRule } from './compiled.ts';
import type { Matcher } from './matcher.ts';
import { MatcherFactory } from './matcher.ts';
import { membersOf, textOf } from './member.ts';
import { placeholdersOf, readerName, withDerived } from './pipeline/reading.ts';
import { renameFields } from './plan.ts';
import type { Plan } from './plan.ts';
import { planField } from './plan-field.ts';
import type { Placeholders } from './plan-text.ts';
import { searchesOf } from './plan-rule.ts';
import type { RecordReader } from './reader.ts';
import { reachOf } from './regex-reach.ts';
import type {
  Condition,
  Detection,
  FieldSearch,
  FilterRule,
  NamedSearch,
  RuleLogSource,
  Search,
} from './tree.ts';

/** Why a detection rule matches a record, or does not: plain JSON, in the words of the rule. */
export interface RuleExplanation {
  readonly matches: boolean;
  readonly logsource: {
    readonly matches: boolean;
    readonly wanted: Readonly<Record<string, string>>;
    /** Absent for records that name no log source: every rule applies to them. */
    readonly found?: LogSource;
  };
  readonly condition: ExplainedCondition;
  /** Filters added to the rule, all of which must hold. */
  readonly filters: readonly { readonly title: string; readonly condition: ExplainedCondition }[];
}

export type ExplainedCondition =
  | {
      readonly kind: 'and' | 'or';
      readonly holds: boolean;
      readonly of: readonly ExplainedCondition[];
    }
  | { readonly kind: 'not'; readonly holds: boolean; readonly of: ExplainedCondition }
  | {
      readonly kind: 'quantified';
      readonly holds: boolean;
      /** As written: `1 of selection_*`. */
      readonly text: string;
      readonly of: readonly ExplainedNamedSearch[];
    }
  | ExplainedNamedSearch;

interface ExplainedNamedSearch {
  readonly kind: 'search';
  readonly holds: boolean;
  readonly name: string;
  readonly search: ExplainedSearch;
}

export type ExplainedSearch =
  | {
      readonly kind: 'every' | 'some';
      readonly holds: boolean;
      readonly of: readonly ExplainedSearch[];
    }
  | ExplainedField;

export interface ExplainedField {
  readonly kind: 'field';
  readonly holds: boolean;
  /** As written with its modifiers; absent for keywords without any. */
  readonly field?: string;
  /** What pipelines made of what the rule says: the field it names (absent: none), and which of their items did it. */
  readonly changed?: { readonly field?: string; readonly by: readonly string[] };
  /** How the values are joined: `all` and `neq` need every one of them. */
  readonly needs: 'any' | 'every';
  readonly values: readonly {
    readonly value: string | number | boolean | null;
    readonly holds: boolean;
  }[];
  /** What the record has there; absent: it has no such field, or keywords look at every text. */
  readonly found?: FieldValue;
  /** For `fieldref`: what the record has in the fields compared with. */
  readonly compared?: Readonly<Record<string, FieldValue>>;
  /** Regular expressions see only the beginning of a value this long. Both in characters. */
  readonly cut?: { readonly seen: number; readonly length: number };
}

export interface ExplainOptions {
  readonly filters?: readonly FilterRule[];
  readonly placeholders?: Placeholders;
}

/** Explains a compiled rule on one record after the other. Agrees with `RuleSet.match` on whether it matches. */
export function createExplainer<R>(
  { plan, rule }: CompiledRule,
  reader: RecordReader<R>,
  options: ExplainOptions = {},
): (record: R) => RuleExplanation {
  const { filters = [], placeholders = {} } = options;
  const explainer = new Explainer(
    withDerived(reader, [rule]),
    readerName(rule, reader),
    placeholdersOf(rule, placeholders),
  );
  const matches = explainer.matcher(plan);
  return (record) => {
    const found = reader.logsource(record);
    const applicable = found === undefined || applies(rule.logsource, found);
    explainer.show(record);
    return {
      matches: applicable && matches(),
      logsource: {
        matches: applicable,
        wanted: partsOf(rule.logsource),
        ...(found !== undefined && { found }),
      },
      condition: explainer.detection(rule.detection),
      filters: filters.map(({ detection, title }) => ({
        title,
        condition: explainer.detection(detection),
      })),
    };
  };
}

function partsOf({ category, product, service }: RuleLogSource): Readonly<Record<string, string>> {
  return {
    ...(category !== undefined && { category }),
    ...(product !== undefined && { product }),
    ...(service !== undefined && { service }),
  };
}

/** A field search made ready once. */
interface Ready<R> {
  readonly whole: Matcher;
  /** Each value by itself. */
  readonly values: readonly Matcher[];
  readonly read: ((record: R) => FieldValue) | undefined;
  /** Characters its regular expressions see of a value; undefined: it has none. */
  readonly reach: number | undefined;
}

class Explainer<R> {
  readonly #factory: MatcherFactory<R>;
  readonly #reader: RecordReader<R>;
  readonly #rename: (field: string) => string;
  readonly #placeholders: Placeholders;
  readonly #ready = new Map<FieldSearch, Ready<R>>();
  #record: R | undefined;

  constructor(
    reader: RecordReader<R>,
    rename: (field: string) => string,
    placeholders: Placeholders,
  ) {
    this.#factory = new MatcherFactory(reader);
    this.#reader = reader;
    this.#rename = rename;
    this.#placeholders = placeholders;
  }

  /** Makes `record` the one that is explained from now on. */
  show(record: R): void {
    this.#record = record;
    this.#factory.show(record);
  }

  /** Of a plan whose fields are named as records are to be read. */
  matcher(plan: Plan): Matcher {
    return this.#factory.matcher(plan);
  }

  detection({ conditions, searches }: Detection): ExplainedCondition {
    const of = conditions.map((condition) => this.#condition(condition, searches));
    const [only] = of;
    if (of.length === 1 && only !== undefined) return only;
    return { kind: 'or', holds: of.some(({ holds }) => holds), of };
  }

  #condition(condition: Condition, searches: readonly NamedSearch[]): ExplainedCondition {
    switch (condition.kind) {
      case 'and':
      case 'or': {
        const of = condition.of.map((part) => this.#condition(part, searches));
        const isTrue = ({ holds }: ExplainedCondition): boolean => holds;
        const holds = condition.kind === 'and' ? of.every(isTrue) : of.some(isTrue);
        return { kind: condition.kind, holds, of };
      }
      case 'not': {
        const of = this.#condition(condition.of, searches);
        return { kind: 'not', holds: !of.holds, of };
      }
      case 'search':
      case 'quantified': {
        const names = searchesOf(condition, searches);
        const of = searches
          .filter(({ name }) => names.includes(name))
          .map((one) => this.#named(one));
        const [only] = of;
        if (condition.kind === 'search' && only !== undefined) return only;
        const all = condition.kind === 'quantified' && condition.quantifier === 'all';
        const holds = all ? of.every((one) => one.holds) : of.some((one) => one.holds);
        const pattern = condition.kind === 'quantified' ? condition.pattern : condition.name;
        return { kind: 'quantified', holds, text: `${all ? 'all' : '1'} of ${pattern}`, of };
      }
      default:
        return unreachable(condition);
    }
  }

  #named({ name, search }: NamedSearch): ExplainedNamedSearch {
    const explained = this.#search(search);
    return { kind: 'search', holds: explained.holds, name, search: explained };
  }

  #search(search: Search): ExplainedSearch {
    if (search.kind === 'field') return this.#field(search);
    const of = search.of.map((part) => this.#search(part));
    const holds =
      search.kind === 'every' ? of.every((part) => part.holds) : of.some((part) => part.holds);
    return { kind: search.kind, holds, of };
  }

  #field(search: FieldSearch): ExplainedField {
    const { changed, field, modifiers, values } = search;
    const names = modifiers.map(({ text }) => text);
    const written = [field ?? '', ...names].join('|');
    const ready = this.#prepare(search);
    const found = ready.read?.(this.#record as R);
    const cut = this.#cut(ready, found);
    return {
      kind: 'field',
      holds: ready.whole(),
      ...(written !== '' && { field: written }),
      ...(changed !== undefined && {
        changed: { ...changed, by: changed.by.map(({ label }) => label) },
      }),
      needs: names.includes('all') !== names.includes('neq') ? 'every' : 'any',
      values: values.map(({ value }, place) => ({
        value,
        holds: ready.values[place]?.() === true,
      })),
      ...(found !== undefined && { found }),
      ...(names.includes('fieldref') && {
        compared: Object.fromEntries(
          values.map(({ source }) => [source, this.#reading(source)(this.#record as R)]),
        ),
      }),
      ...(cut !== undefined && { cut }),
    };
  }

  /** What regular expressions do not see of the longest value they look at. */
  #cut({ reach, read }: Ready<R>, found: FieldValue): ExplainedField['cut'] {
    if (reach === undefined) return undefined;
    const texts =
      read === undefined
        ? [...this.#reader.texts(this.#record as R)]
        : membersOf(found).map(textOf);
    const length = texts.reduce((most, text) => Math.max(most, text?.length ?? 0), 0);
    return length > reach ? { seen: reach, length } : undefined;
  }

  #prepare(search: FieldSearch): Ready<R> {
    let ready = this.#ready.get(search);
    if (ready === undefined) {
      const plan = planField(search, this.#placeholders, []);
      ready = {
        whole: this.#test(search),
        values: search.values.map((value) => this.#test({ ...search, values: [value] })),
        read: search.field === undefined ? undefined : this.#reading(search.field),
        reach: plan && reachOf(plan),
      };
      this.#ready.set(search, ready);
    }
    return ready;
  }

  #reading(field: string): (record: R) => FieldValue {
    return this.#reader.field(this.#rename(field));
  }

  #test(search: FieldSearch): Matcher {
    const plan = planField(search, this.#placeholders, []);
    return plan === undefined ? () => false : this.matcher(renameFields(plan, this.#rename));
  }
}
