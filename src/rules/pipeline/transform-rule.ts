import { error } from '../diagnostic.ts';
import type { Problem } from '../diagnostic.ts';
import { parseFields } from '../parse-detection.ts';
import { toJson } from '../shape.ts';
import type { Search } from '../tree.ts';
import type { Keys } from './keys.ts';
import type { Transformation } from './pipeline.ts';
import type { Work } from './work.ts';

type Parsed = Transformation | undefined;

/** Transformations of a rule as a whole, by type. */
export const RULE_TRANSFORMATIONS: Readonly<Record<string, (keys: Keys) => Parsed>> = {
  add_condition: addCondition,
  change_logsource: changeLogSource,
  add_field(keys) {
    const fields = textsAt(keys, 'field');
    return fields && onFields((known) => [...known, ...fields]);
  },
  remove_field(keys) {
    const fields = textsAt(keys, 'field');
    return fields && onFields((known) => known.filter((field) => !fields.includes(field)));
  },
  set_field(keys) {
    const fields = textsAt(keys, 'fields');
    return fields && onFields(() => fields);
  },
  set_state(keys) {
    const key = keys.text('key');
    const value = keys.scalar('val');
    if (key === undefined || value === undefined) return undefined;
    return onRule((work) => work.state.set(key.text, value.value));
  },
  set_custom_attribute(keys) {
    const attribute = keys.text('attribute');
    const value = keys.needed('value');
    if (attribute === undefined || value === undefined) return undefined;
    return onRule((work) => work.custom.set(attribute.text, toJson(value)));
  },
  rule_failure(keys) {
    const message = keys.text('message');
    return message && { kind: 'rule', change: (work) => refuse(work, message.text) };
  },
  detection_item_failure(keys) {
    const message = keys.text('message');
    return message && { kind: 'searches', change: () => message.text };
  },
  drop_detection_item: () => ({ kind: 'searches', change: () => undefined }),
};

function refuse(work: Work, message: string): void {
  work.problems.push(error(work.rule.at, message));
}

function onRule(change: (work: Work) => unknown): Transformation {
  return { kind: 'rule', change: (work) => void change(work) };
}

function onFields(change: (fields: readonly string[]) => readonly string[]): Transformation {
  return onRule((work) => {
    work.fields = change(work.fields);
    for (const field of work.fields) {
      if (!work.readings.has(field)) work.readings.set(field, [field]);
    }
  });
}

function textsAt(keys: Keys, key: string): readonly string[] | undefined {
  return keys.texts(key)?.map(({ text }) => text);
}

const PARTS = ['category', 'product', 'service'] as const;
type Part = (typeof PARTS)[number];

/** The new log source takes the place of the old one whole. */
function changeLogSource(keys: Keys): Parsed {
  const given = PARTS.map((part) => [part, keys.optionalText(part)?.text] as const);
  const parts = given.filter((one): one is readonly [Part, string] => one[1] !== undefined);
  if (parts.length === 0) {
    return keys.fail(keys.at, 'a log source needs "category", "product" or "service"');
  }
  return onRule((work) => {
    if (work.rule.kind !== 'detection') return;
    work.logsources = [{ ...Object.fromEntries(parts), at: work.rule.logsource.at }];
  });
}

/** Adds a search to every condition of the rule. Its name begins with an underscore, so that `them` passes it over. */
function addCondition(keys: Keys): Parsed {
  const node = keys.needed('conditions');
  const given = keys.optionalText('name');
  const template = keys.flag('template');
  const negated = keys.flag('negated');
  if (node === undefined) return undefined;
  if (node.kind !== 'map') return keys.fail(node.at, '"conditions" must be a map of fields');
  const search = parseFields(node, keys.problems);
  if (search === undefined) return undefined;
  return {
    kind: 'rule',
    change(work, item) {
      if (work.rule.kind !== 'detection') return;
      const { at } = work.rule;
      const taken = (name: string): boolean =>
        work.searches.some((one) => one.name === name && one.of === undefined);
      let name = given?.text ?? '_added';
      if (given !== undefined && taken(name)) {
        return refuse(
          work,
          `the rule already has a search "${name}", which ${item.label} would add`,
        );
      }
      for (let number = 2; taken(name); number += 1) name = `_added_${number}`;
      const filled = placedAt(
        search,
        at,
        template ? (text) => filledIn(text, work) : (text) => text,
      );
      work.searches.push({ name, of: undefined, at, search: filled });
      const added = { kind: 'search', name, at } as const;
      const wanted = negated ? ({ kind: 'not', of: added } as const) : added;
      work.conditions = work.conditions.map((condition) => ({
        kind: 'and',
        of: [wanted, condition],
      }));
    },
  };
}

/** The search as if the rule had it: what is wrong with it is told at the rule. */
function placedAt(search: Search, at: Problem['at'], fill: (text: string) => string): Search {
  if (search.kind !== 'field') {
    return { kind: search.kind, of: search.of.map((part) => placedAt(part, at, fill)) };
  }
  const values = search.values.map(({ source, value }) => {
    const text = typeof value === 'string' ? fill(value) : undefined;
    return text === undefined ? { value, source, at } : { value: text, source: text, at };
  });
  const modifiers = search.modifiers.map(({ text }) => ({ text, at }));
  return { ...search, modifiers, values, at };
}

/** `$category`, `${product}` and `$service` of the rule's log source; `$$` is a dollar sign. */
function filledIn(text: string, work: Work): string {
  const [source] = work.logsources;
  return text.replaceAll(
    /\$(?:(\$)|(category|product|service)\b|\{(category|product|service)\})/g,
    (_, ...found) => {
      const [dollar, plain, braced] = found as readonly (string | undefined)[];
      if (dollar !== undefined) return '$';
      const part = PARTS.find((one) => one === (plain ?? braced)) ?? 'category';
      const value = source?.[part];
      if (value === undefined)
        refuse(work, `its log source has no ${part} for a pipeline's "$${part}"`);
      return value ?? '';
    },
  );
}
