import { unreachable } from '../lib/assert.ts';
import type { Problem } from './diagnostic.ts';
import { error } from './diagnostic.ts';
import { and, not, or, sizeOf } from './plan.ts';
import type { Plan } from './plan.ts';
import { planField } from './plan-field.ts';
import type { Placeholders } from './plan-text.ts';
import { didYouMean } from '../lib/suggest.ts';
import type { Condition, Detection, NamedSearch, Search } from './tree.ts';

/** Tests of one rule, each as often as its condition mentions it. */
const MAX_PLAN_SIZE = 200_000;

/** The plan of a whole detection, or undefined with the reasons among `findings`. */
export function planDetection(
  detection: Detection,
  placeholders: Placeholders,
  findings: Problem[],
): Plan | undefined {
  const plans = new Map<string, Plan>();
  for (const { name, search } of detection.searches) {
    const plan = planSearch(search, placeholders, findings);
    if (plan !== undefined) plans.set(name, plan);
  }
  const failed = plans.size < detection.searches.length;
  const conditions: Plan[] = [];
  for (const condition of detection.conditions) {
    const plan = planCondition(condition, detection.searches, plans, findings);
    if (plan !== undefined) conditions.push(plan);
  }
  if (failed || conditions.length < detection.conditions.length) return undefined;
  const plan = or(conditions);
  const [first] = detection.searches;
  if (first === undefined || sizeOf(plan) <= MAX_PLAN_SIZE) return plan;
  const hint = 'name each search once in the condition';
  findings.push(error(first.at, `the condition writes out to over ${MAX_PLAN_SIZE} tests`, hint));
  return undefined;
}

function planSearch(
  search: Search,
  placeholders: Placeholders,
  findings: Problem[],
): Plan | undefined {
  if (search.kind === 'field') return planField(search, placeholders, findings);
  const of: Plan[] = [];
  for (const part of search.of) {
    const plan = planSearch(part, placeholders, findings);
    if (plan !== undefined) of.push(plan);
  }
  if (of.length < search.of.length) return undefined;
  return search.kind === 'every' ? and(of) : or(of);
}

function planCondition(
  condition: Condition,
  searches: readonly NamedSearch[],
  plans: ReadonlyMap<string, Plan>,
  findings: Problem[],
): Plan | undefined {
  switch (condition.kind) {
    case 'and':
    case 'or': {
      const of = condition.of.map((part) => planCondition(part, searches, plans, findings));
      const found = of.filter((plan) => plan !== undefined);
      if (found.length < of.length) return undefined;
      return condition.kind === 'and' ? and(found) : or(found);
    }
    case 'not': {
      const of = planCondition(condition.of, searches, plans, findings);
      return of && not(of);
    }
    case 'search':
    case 'quantified': {
      const names = searchesOf(condition, searches);
      if (names.length === 0) {
        findings.push(unknownSearch(condition, searches));
        return undefined;
      }
      const of = names.map((name) => plans.get(name)).filter((plan) => plan !== undefined);
      if (of.length < names.length) return undefined;
      return condition.kind === 'quantified' && condition.quantifier === 'any' ? or(of) : and(of);
    }
    default:
      return unreachable(condition);
  }
}

type Reference = Extract<Condition, { readonly kind: 'search' | 'quantified' }>;

/** Names of the searches a part of a condition refers to. */
export function searchesOf(
  reference: Reference,
  searches: readonly NamedSearch[],
): readonly string[] {
  const names = searches.map(({ name }) => name);
  if (reference.kind === 'search') return names.filter((name) => name === reference.name);
  const { pattern } = reference;
  const glob = pattern.toLowerCase() === 'them' ? '*' : pattern;
  // Names with an underscore are private to conditions that spell it out.
  const visible = glob.startsWith('_') ? names : names.filter((name) => !name.startsWith('_'));
  return visible.filter((name) => matchesGlob(name, glob));
}

function matchesGlob(name: string, glob: string): boolean {
  const [first = '', ...rest] = glob.split('*');
  const last = rest.pop();
  if (last === undefined) return name === glob;
  if (!name.startsWith(first)) return false;
  let from = first.length;
  for (const piece of rest) {
    const at = name.indexOf(piece, from);
    if (at < 0) return false;
    from = at + piece.length;
  }
  return name.length - last.length >= from && name.endsWith(last);
}

function unknownSearch(reference: Reference, searches: readonly NamedSearch[]): Problem {
  const names = searches.map(({ name }) => name);
  if (reference.kind === 'search') {
    const hint = didYouMean(reference.name, names);
    return error(reference.at, `there is no search "${reference.name}"`, hint);
  }
  const bare = reference.pattern.replaceAll('*', '');
  const near = names.find((name) => name.startsWith(bare.slice(0, 4)) && bare !== '');
  const hint = didYouMean(bare, names) ?? (near === undefined ? undefined : `there is "${near}"`);
  return error(reference.at, `no search matches "${reference.pattern}"`, hint);
}
