import { unreachable } from '../../lib/assert.ts';
import { error } from '../diagnostic.ts';
import { roleOf } from '../modifiers.ts';
import type { Changed, FieldSearch, Search } from '../tree.ts';
import { isForField, isForRule, isForSearch, refersTo } from './gate.ts';
import type { Item, Transformation } from './pipeline.ts';
import { isPlain } from './search-conditions.ts';
import type { Work } from './work.ts';

/** Field tests and values a rule may grow to. */
const MAX_TESTS = 20_000;
const MAX_VALUES = 200_000;

type Kind<K extends Transformation['kind']> = Extract<Transformation, { readonly kind: K }>;

/** Applies one item to a rule, if it is for it. `opened` is told of every item that is. */
export function applyItem(work: Work, item: Item, opened: (item: Item) => void): void {
  if (work.failed || !isForRule(item, work)) return;
  opened(item);
  const { transformation } = item;
  switch (transformation.kind) {
    case 'fields':
      renameFields(work, item, transformation);
      break;
    case 'values':
      onSearches(work, item, (search) => withValues(search, work, item, transformation));
      break;
    case 'searches':
      onSearches(work, item, (search) => changed(search, work, item, transformation));
      break;
    case 'rule':
      transformation.change(work, item);
      break;
    case 'nest':
      for (const inner of transformation.items) applyItem(work, inner, opened);
      break;
    default:
      unreachable(transformation);
  }
  work.applied.add(item.id);
  limit(work, item);
}

function refuse(work: Work, item: Item, at: FieldSearch['at'], reason: string): void {
  work.problems.push(error(at, `the pipeline refuses this rule: ${reason}`, item.label));
}

function limit(work: Work, item: Item): void {
  let tests = 0;
  let values = 0;
  const visit = (search: Search): void => {
    if (search.kind !== 'field') return search.of.forEach(visit);
    tests += 1;
    values += search.values.length;
  };
  for (const { search } of work.searches) visit(search);
  for (const fields of work.readings.values()) tests += fields.length - 1;
  if (tests <= MAX_TESTS && values <= MAX_VALUES) return;
  const reason = `it would have over ${MAX_TESTS} tests or ${MAX_VALUES} values`;
  refuse(work, item, work.rule.at, reason);
}

function onSearches(
  work: Work,
  item: Item,
  change: (search: FieldSearch) => Search | undefined,
): void {
  const kept: typeof work.searches = [];
  for (const one of work.searches) {
    const search = mapped(one.search, (inner) =>
      isForSearch(item, inner, work) ? change(inner) : inner,
    );
    if (search === undefined) {
      const whose = one.of === undefined ? '' : ` of the filter "${one.of.title}"`;
      refuse(work, item, work.rule.at, `nothing is left of its search "${one.name}"${whose}`);
    } else {
      kept.push({ ...one, search });
    }
  }
  if (!work.failed) work.searches.splice(0, work.searches.length, ...kept);
}

/** The search with its field searches changed; undefined when none is left. */
function mapped(
  search: Search,
  change: (search: FieldSearch) => Search | undefined,
): Search | undefined {
  if (search.kind === 'field') return change(search);
  const of = search.of.map((part) => mapped(part, change)).filter((part) => part !== undefined);
  return of.length === 0 ? undefined : { kind: search.kind, of };
}

function mark(search: FieldSearch, { id, label }: Item): { readonly changed: Changed } {
  const { changed: before, field } = search;
  const by = [...(before?.by ?? []), { id, label }];
  if (before !== undefined) return { changed: { ...before, by } };
  return { changed: { ...(field !== undefined && { field }), by } };
}

function changed(
  search: FieldSearch,
  work: Work,
  item: Item,
  { change }: Kind<'searches'>,
): Search | undefined {
  const found = change(search);
  if (typeof found !== 'string') return found;
  refuse(work, item, search.at, found);
  return search;
}

function withValues(
  search: FieldSearch,
  work: Work,
  item: Item,
  { change }: Kind<'values'>,
): Search {
  let touched = false;
  const values = search.values.flatMap((value) => {
    const found = change(value, search, work);
    if (found === undefined) return [value];
    if (typeof found === 'string') {
      if (!work.failed) refuse(work, item, value.at, found);
      return [value];
    }
    touched = true;
    return found;
  });
  return touched ? { ...search, values, ...mark(search, item) } : search;
}

function renameFields(work: Work, item: Item, { rename }: Kind<'fields'>): void {
  const made = new Map<string, Set<string>>();
  const names = (field: string | undefined): readonly string[] | undefined => {
    if (field !== undefined && work.fixed.has(field)) return undefined;
    const found = isForField(item, field, work) ? rename(field) : undefined;
    if (found === undefined || (found.length === 1 && found[0] === field)) return undefined;
    for (const name of found) {
      const ids = made.get(name) ?? new Set();
      for (const id of work.renamedBy.get(field ?? '') ?? []) ids.add(id);
      made.set(name, ids.add(item.id));
    }
    return found;
  };
  onSearches(work, item, (search) => renamed(search, item, names));
  for (const [name, fields] of work.readings) {
    const next = [...new Set(fields.flatMap((field) => names(field) ?? [field]))];
    work.readings.set(name, next);
  }
  for (const [name, ids] of made) work.renamedBy.set(name, ids);
}

function renamed(
  search: FieldSearch,
  item: Item,
  names: (field: string | undefined) => readonly string[] | undefined,
): Search {
  const referring = refersTo(search).some((field) => names(field) !== undefined);
  const values = referring
    ? search.values.flatMap((value) =>
        (names(value.source) ?? [value.source]).map((name) =>
          name === value.source ? value : { value: name, source: name, at: value.at },
        ),
      )
    : search.values;
  const targets = names(search.field);
  if (targets === undefined && !referring) return search;
  const marked = { ...search, values, ...mark(search, item) };
  if (targets === undefined) return marked;
  // A keyword may stand anywhere in a text, a field's value is the whole text.
  const placed = search.modifiers.some(({ text }) => roleOf(text) === 'place');
  const modifiers =
    search.field === undefined && isPlain(search) && !placed
      ? [...search.modifiers, { text: 'contains', at: search.at }]
      : search.modifiers;
  const of = targets.map((field): FieldSearch => ({ ...marked, field, modifiers }));
  const [only] = of;
  return of.length === 1 && only !== undefined ? only : { kind: 'some', of };
}
