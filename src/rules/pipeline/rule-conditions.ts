import { LEVELS, STATUSES } from '../checks/known-words.ts';
import { didYouMean } from '../../lib/suggest.ts';
import type { FieldSearch, RuleLogSource, RuleValue, Search } from '../tree.ts';
import type { Keys } from './keys.ts';
import type { TestParser } from './parse-gates.ts';
import type { RuleTest } from './pipeline.ts';
import { processingItem, processingState, related, RELATIONS } from './state-test.ts';
import type { Work } from './work.ts';

/** Every type a rule condition may have. */
export const RULE_CONDITIONS: Readonly<Record<string, TestParser<RuleTest>>> = {
  logsource: logSource,
  contains_detection_item: containsItem,
  contains_field(keys) {
    const field = keys.text('field');
    return field && ((work) => anySearch(work, (search) => search.field === field.text));
  },
  processing_item_applied(keys) {
    const id = processingItem(keys);
    return id === undefined ? undefined : ({ applied }) => applied.has(id);
  },
  processing_state: processingState,
  is_sigma_rule: () => (work) => work.rule.kind !== 'correlation',
  is_sigma_correlation_rule: () => (work) => work.rule.kind === 'correlation',
  rule_attribute: ruleAttribute,
  tag(keys) {
    const tag = keys.text('tag')?.text.toLowerCase();
    return tag === undefined
      ? undefined
      : ({ rule }) => rule.tags.some((one) => one.toLowerCase() === tag);
  },
};

const PARTS = ['category', 'product', 'service'] as const;

/** Parts that are not given may be anything. A correlation has the log sources of all its rules. */
function logSource(keys: Keys): RuleTest | undefined {
  const given = PARTS.map((part) => [part, keys.optionalText(part)?.text.toLowerCase()] as const);
  const wanted = given.filter(([, text]) => text !== undefined);
  if (wanted.length === 0) {
    return keys.fail(keys.at, 'a log source needs "category", "product" or "service"');
  }
  const fits = (source: RuleLogSource): boolean =>
    wanted.every(([part, text]) => source[part]?.toLowerCase() === text);
  return ({ logsources }) => logsources.some(fits);
}

function containsItem(keys: Keys): RuleTest | undefined {
  const field = keys.text('field');
  const value = keys.scalar('value');
  if (field === undefined || value === undefined) return undefined;
  return (work) =>
    anySearch(
      work,
      (search) =>
        search.field === field.text && search.values.some((one) => one.value === value.value),
    );
}

function anySearch(work: Work, test: (search: FieldSearch) => boolean): boolean {
  const visit = (search: Search): boolean =>
    search.kind === 'field' ? test(search) : search.of.some(visit);
  return work.searches.some(({ search }) => visit(search));
}

const TEXTS = ['title', 'id', 'name', 'description', 'author', 'license', 'taxonomy'] as const;
const NAMES = ['status', 'level', 'date', 'modified'] as const;
const LISTS = ['references', 'tags', 'fields', 'falsepositives', 'scope'] as const;
const ATTRIBUTES: readonly string[] = [...TEXTS, ...NAMES, ...LISTS];

/** Compares an attribute of the rule, Sigma's own or a custom one; levels and statuses by their order. */
function ruleAttribute(keys: Keys): RuleTest | undefined {
  const attribute = keys.text('attribute');
  const value = keys.scalar('value');
  const op = keys.choice('op', [...RELATIONS, 'in', 'not_in'], 'eq');
  if (attribute === undefined || value === undefined || op === undefined) return undefined;
  const name = attribute.text;
  if (!ATTRIBUTES.includes(name)) {
    const slip = didYouMean(name, ATTRIBUTES);
    if (slip !== undefined)
      return keys.fail(attribute.at, `rules have no attribute "${name}"`, slip);
  }
  const order = name === 'level' ? LEVELS : name === 'status' ? STATUSES.toReversed() : undefined;
  const rank = order?.indexOf(value.source);
  if (rank === -1) {
    const hint = didYouMean(value.source, order ?? []);
    return keys.fail(value.at, `there is no ${name} "${value.source}"`, hint);
  }
  return (work) => {
    const found = attributeOf(work, name);
    if (found === undefined) return false;
    if (Array.isArray(found)) {
      const has = found.includes(value.source);
      return op === 'in' ? has : op === 'not_in' ? !has : op === 'ne';
    }
    if (op === 'in' || op === 'not_in') return false;
    if (order === undefined) {
      return related(
        found as RuleValue['value'],
        op,
        typeof found === 'string' ? value.source : value.value,
      );
    }
    return related(order.indexOf(String(found)), op, rank ?? -1);
  };
}

function attributeOf(
  work: Work,
  name: string,
): RuleValue['value'] | readonly unknown[] | undefined {
  if (name === 'fields') return work.fields;
  const { rule } = work;
  const text = TEXTS.find((one) => one === name);
  if (text !== undefined) return rule[text];
  const named = NAMES.find((one) => one === name);
  if (named !== undefined) return rule[named]?.text;
  const list = LISTS.find((one) => one === name);
  if (list !== undefined) return rule[list];
  const custom = work.custom.get(name);
  if (Array.isArray(custom)) return custom as readonly unknown[];
  return typeof custom === 'object' ? undefined : custom;
}
