import type { Matcher, MatcherFactory } from './matcher.ts';
import type { Cell } from './member.ts';
import type { Plan } from './plan.ts';
import { equalities, witnessesOf } from './witness.ts';
import type { Witness } from './witness.ts';

interface Entry<T> {
  readonly order: number;
  readonly rule: T;
  readonly match: Matcher;
}

/**
 * The rules for one log source, kept so that a record only meets those it has a needed value of. Every other rule is
 * tested on each record.
 */
export class RuleIndex<R, T> {
  readonly #always: Entry<T>[] = [];
  readonly #fields: { readonly cell: () => Cell<R>; readonly byText: Map<string, Entry<T>[]> }[] =
    [];

  constructor(
    factory: MatcherFactory<R>,
    rules: readonly { readonly rule: T; readonly plan: Plan }[],
  ) {
    const usage = countUsage(rules.map(({ plan }) => plan));
    const byField = new Map<string, Map<string, Entry<T>[]>>();
    for (const [order, { rule, plan }] of rules.entries()) {
      const entry = { order, rule, match: factory.matcher(plan) };
      const witnesses = witnessesOf(plan, usage);
      if (witnesses === undefined) this.#always.push(entry);
      else for (const witness of unique(witnesses)) file(byField, witness, entry);
    }
    for (const [field, byText] of byField) this.#fields.push({ cell: factory.cell(field), byText });
  }

  /** The rules that match the record the factory was last shown, in the order they were given. */
  match(): readonly T[] {
    let found: Entry<T>[] | undefined;
    for (const entry of this.#always) if (entry.match()) (found ??= []).push(entry);
    for (const { cell, byText } of this.#fields) {
      const loaded = cell();
      for (const member of loaded.members ?? [loaded.single]) {
        const { folded } = member;
        const entries = folded === undefined ? undefined : byText.get(folded);
        if (entries === undefined) continue;
        for (const entry of entries) {
          if (entry.match() && found?.includes(entry) !== true) (found ??= []).push(entry);
        }
      }
    }
    if (found === undefined) return [];
    return found.toSorted((a, b) => a.order - b.order).map(({ rule }) => rule);
  }
}

function file<T>(
  byField: Map<string, Map<string, Entry<T>[]>>,
  { field, text }: Witness,
  entry: Entry<T>,
): void {
  let byText = byField.get(field);
  if (byText === undefined) byField.set(field, (byText = new Map()));
  const entries = byText.get(text);
  if (entries === undefined) byText.set(text, [entry]);
  else entries.push(entry);
}

function unique(witnesses: readonly Witness[]): readonly Witness[] {
  return [...new Map(witnesses.map((witness) => [keyOf(witness), witness])).values()];
}

function keyOf({ field, text }: Witness): string {
  return `${field}\0${text}`;
}

function countUsage(plans: readonly Plan[]): (witness: Witness) => number {
  const counts = new Map<string, number>();
  for (const plan of plans) {
    for (const key of new Set(Array.from(equalities(plan), keyOf))) {
      counts.set(key, (counts.get(key) ?? 0) + 1);
    }
  }
  return (witness) => counts.get(keyOf(witness)) ?? 1;
}
