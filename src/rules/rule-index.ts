import { fold } from './fold.ts';
import type { Matcher, MatcherFactory } from './matcher.ts';
import type { Cell } from './member.ts';
import type { Pass } from './pass.ts';
import type { Plan, TestPlan } from './plan.ts';
import { witnessesOf } from './witness.ts';

interface Entry<T> {
  readonly order: number;
  readonly rule: T;
  readonly match: Matcher;
  /** Number of the last record the rule was asked about. */
  asked: number;
}

/** Rules that wait for a value of a field. */
interface ByText<R, T> {
  readonly cell: () => Cell<R>;
  readonly entries: Map<string, Entry<T>[]>;
}

/** Rules that wait for one of the tests a pass answers, by number of the probe. */
interface ByProbe<T> {
  readonly pass: Pass;
  readonly entries: Map<number, Entry<T>[]>;
}

/** Rules that wait for a test that is asked by itself. */
interface ByTest<T> {
  readonly match: Matcher;
  readonly entries: Entry<T>[];
}

/**
 * The rules for one log source, kept so that a record only meets those for which a needed test holds. Tests are
 * answered for all rules at once: equality by one look-up per value, parts of texts and networks by one pass over the
 * field, others once for all rules that share them. Rules without a needed test are asked about each record.
 */
export class RuleIndex<R, T> {
  readonly #always: Entry<T>[] = [];
  readonly #byText = new Map<string, ByText<R, T>>();
  readonly #byProbe = new Map<Pass, ByProbe<T>>();
  readonly #byTest = new Map<Matcher, ByTest<T>>();
  readonly #factory: MatcherFactory<R>;
  #record = 0;
  #found: Entry<T>[] = [];

  constructor(
    factory: MatcherFactory<R>,
    rules: readonly { readonly rule: T; readonly plan: Plan }[],
  ) {
    this.#factory = factory;
    const usage = countUsage(rules.map(({ plan }) => plan));
    for (const [order, { rule, plan }] of rules.entries()) {
      const entry = { order, rule, match: factory.matcher(plan), asked: 0 };
      const witnesses = witnessesOf(plan, usage);
      if (witnesses === undefined) this.#always.push(entry);
      else for (const witness of witnesses) this.#file(witness, entry);
    }
  }

  /** The rules that match the record the factory was last shown, in the order they were given. */
  match(): readonly T[] {
    this.#record += 1;
    this.#found = [];
    this.#ask(this.#always);
    for (const { cell, entries } of this.#byText.values()) {
      for (const { folded } of cell().members) {
        const waiting = folded === undefined ? undefined : entries.get(folded);
        if (waiting !== undefined) this.#ask(waiting);
      }
    }
    for (const { pass, entries } of this.#byProbe.values()) {
      for (const { number } of pass.held()) {
        const waiting = entries.get(number);
        if (waiting !== undefined) this.#ask(waiting);
      }
    }
    for (const { match, entries } of this.#byTest.values()) if (match()) this.#ask(entries);
    const found = this.#found;
    this.#found = [];
    return found.length === 0
      ? []
      : found.toSorted((a, b) => a.order - b.order).map(({ rule }) => rule);
  }

  #ask(entries: readonly Entry<T>[]): void {
    for (const entry of entries) {
      if (entry.asked === this.#record) continue;
      entry.asked = this.#record;
      if (entry.match()) this.#found.push(entry);
    }
  }

  #file(witness: TestPlan, entry: Entry<T>): void {
    const { field, test } = witness;
    if (test.kind === 'equals' && field !== undefined && test.texts.length <= MAX_LOOKED_UP) {
      let byText = this.#byText.get(field);
      if (byText === undefined) {
        byText = { cell: this.#factory.cell(field), entries: new Map() };
        this.#byText.set(field, byText);
      }
      // A number of the record is looked up as JavaScript writes it.
      const texts = new Set([...test.texts.map(fold), ...test.numbers.map(String)]);
      for (const text of texts) fileUnder(byText.entries, text, entry);
      return;
    }
    const answer = this.#factory.answer(witness);
    if (answer !== undefined) {
      let byProbe = this.#byProbe.get(answer.pass);
      if (byProbe === undefined) {
        byProbe = { pass: answer.pass, entries: new Map() };
        this.#byProbe.set(answer.pass, byProbe);
      }
      fileUnder(byProbe.entries, answer.probe.number, entry);
      return;
    }
    const match = this.#factory.matcher(witness);
    const byTest = this.#byTest.get(match) ?? { match, entries: [] };
    this.#byTest.set(match, byTest);
    byTest.entries.push(entry);
  }
}

/** A longer list of values is a set by itself: one look-up for the one rule. */
const MAX_LOOKED_UP = 4096;

function fileUnder<K, T>(entries: Map<K, Entry<T>[]>, key: K, entry: Entry<T>): void {
  const have = entries.get(key);
  if (have === undefined) entries.set(key, [entry]);
  else if (have.at(-1) !== entry) have.push(entry);
}

/** How many plans hold a test; of one with several texts, the sum over the texts. */
function countUsage(plans: readonly Plan[]): (test: TestPlan) => number {
  const counts = new Map<string, number>();
  for (const plan of plans) {
    for (const name of new Set(namesIn(plan))) counts.set(name, (counts.get(name) ?? 0) + 1);
  }
  return (test) => {
    let sum = 0;
    let texts = 0;
    for (const name of namesOf(test)) {
      sum += counts.get(name) ?? 1;
      texts += 1;
    }
    return sum / Math.max(1, texts);
  };
}

function* namesIn(plan: Plan): Generator<string> {
  if (plan.kind === 'test') yield* namesOf(plan);
  else if (plan.kind === 'not') yield* namesIn(plan.of);
  else if (plan.kind !== 'constant') for (const part of plan.of) yield* namesIn(part);
}

function* namesOf({ field = '', test }: TestPlan): Generator<string> {
  if ('texts' in test) for (const text of test.texts) yield `${test.kind} ${field}\0${text}`;
  else yield `${test.kind} ${field}`;
}
