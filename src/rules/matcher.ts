import { unreachable } from '../lib/assert.ts';
import { someWithin } from './field-reference.ts';
import { Cell, Member } from './member.ts';
import type { Plan, Test, TestPlan } from './plan.ts';
import { Passes } from './passes.ts';
import type { Answer } from './passes.ts';
import { cheapFirst } from './plan-cost.ts';
import { compileTest } from './predicate.ts';
import type { RecordReader } from './reader.ts';

/** Tests the record that was last shown to the matcher factory. */
export type Matcher = () => boolean;

interface Node {
  readonly id: number;
  readonly match: Matcher;
}

/**
 * Compiles plans to closures. Equal parts of different rules become one closure whose answer is kept for the record
 * at hand; every field is read, written out and lower-cased once per record. Not re-entrant: one record at a time.
 */
export class MatcherFactory<R> {
  readonly #reader: RecordReader<R>;
  readonly #cells = new Map<string, Cell<R>>();
  readonly #nodes = new Map<string, Node>();
  readonly #byPlan = new WeakMap<Plan, Node>();
  readonly #costs = new WeakMap<Plan, number>();
  readonly #passes: Passes;
  #record: R | undefined;
  #stamp = 0;
  #textsStamp = 0;
  #texts: readonly Member[] = [];
  #cuts = 0;
  readonly #countCut = (): void => {
    this.#cuts += 1;
  };

  /** `plans`: those to expect, so that their tests are answered together; others may be asked for as well. */
  constructor(reader: RecordReader<R>, plans: Iterable<Plan> = []) {
    this.#reader = reader;
    this.#passes = new Passes(plans, {
      members: (field) => {
        if (field === undefined) return () => this.#textsOfRecord();
        const cell = this.cell(field);
        return () => cell().members;
      },
      record: () => this.#stamp,
    });
  }

  /** Makes `record` the one that matchers test from now on. */
  show(record: R): void {
    this.#record = record;
    this.#stamp += 1;
  }

  /** How often a regular expression saw only the beginning of a value. */
  get cuts(): number {
    return this.#cuts;
  }

  /** Lets go of the record. */
  clear(): void {
    this.#record = undefined;
  }

  matcher(plan: Plan): Matcher {
    return this.#node(plan).match;
  }

  /** How the test is answered together with others, if it is. */
  answer(plan: TestPlan): Answer | undefined {
    return this.#passes.answer(plan);
  }

  /** The field of the record at hand. */
  cell(field: string): () => Cell<R> {
    let cell = this.#cells.get(field);
    if (cell === undefined) {
      cell = new Cell(this.#reader.field(field));
      this.#cells.set(field, cell);
    }
    const found = cell;
    return () => {
      found.load(this.#record as R, this.#stamp);
      return found;
    };
  }

  #node(plan: Plan): Node {
    const known = this.#byPlan.get(plan);
    if (known !== undefined) return known;
    const key = this.#key(plan);
    let node = this.#nodes.get(key);
    if (node === undefined) {
      node = { id: this.#nodes.size, match: this.#remember(this.#compile(plan)) };
      this.#nodes.set(key, node);
    }
    this.#byPlan.set(plan, node);
    return node;
  }

  /** Equal keys mean equal plans; made of the ids of the parts, so its length is that of one level. */
  #key(plan: Plan): string {
    switch (plan.kind) {
      case 'constant':
      case 'test':
        return JSON.stringify(plan);
      case 'not':
        return `not ${this.#node(plan.of).id}`;
      case 'and':
      case 'or':
        return `${plan.kind} ${plan.of.map((part) => this.#node(part).id).join(' ')}`;
      default:
        return unreachable(plan);
    }
  }

  #remember(match: Matcher): Matcher {
    let stamp = 0;
    let answer = false;
    return () => {
      if (stamp !== this.#stamp) {
        answer = match();
        stamp = this.#stamp;
      }
      return answer;
    };
  }

  #compile(plan: Plan): Matcher {
    switch (plan.kind) {
      case 'constant':
        return () => plan.value;
      case 'not': {
        const of = this.matcher(plan.of);
        return () => !of();
      }
      case 'and':
        return every(this.#parts(plan.of));
      case 'or':
        return some(this.#parts(plan.of));
      case 'test':
        return this.#answered(plan);
      default:
        return unreachable(plan);
    }
  }

  #answered(plan: TestPlan): Matcher {
    const answer = this.#passes.answer(plan);
    if (answer?.exact === true) return this.#holds(answer);
    const match =
      plan.field === undefined ? this.#keywords(plan) : this.#test(plan.field, plan.test);
    return answer === undefined ? match : every([this.#holds(answer), match]);
  }

  #holds({ pass, probe }: Answer): Matcher {
    return () => {
      pass.held();
      return probe.record === this.#stamp;
    };
  }

  #parts(plans: readonly Plan[]): readonly Matcher[] {
    return cheapFirst(plans, this.#costs).map((part) => this.matcher(part));
  }

  #test(field: string, test: Test): Matcher {
    const cell = this.cell(field);
    switch (test.kind) {
      case 'exists':
        return () => cell().isPresent;
      case 'null':
        return () => cell().isNull;
      case 'field': {
        const other = this.cell(test.other);
        return () => someWithin(cell(), other(), test);
      }
      default: {
        const predicate = compileTest(test, this.#countCut);
        return () => cell().some(predicate);
      }
    }
  }

  #keywords({ test }: TestPlan): Matcher {
    if (test.kind === 'exists' || test.kind === 'null' || test.kind === 'field') return () => false;
    const predicate = compileTest(test, this.#countCut);
    return () => this.#textsOfRecord().some(predicate);
  }

  #textsOfRecord(): readonly Member[] {
    if (this.#textsStamp !== this.#stamp) {
      this.#textsStamp = this.#stamp;
      this.#texts = Array.from(this.#reader.texts(this.#record as R), (text) => new Member(text));
    }
    return this.#texts;
  }
}

function every(of: readonly Matcher[]): Matcher {
  const [a, b] = of;
  if (of.length === 2 && a !== undefined && b !== undefined) return () => a() && b();
  return () => {
    for (const match of of) if (!match()) return false;
    return true;
  };
}

function some(of: readonly Matcher[]): Matcher {
  const [a, b] = of;
  if (of.length === 2 && a !== undefined && b !== undefined) return () => a() || b();
  return () => {
    for (const match of of) if (match()) return true;
    return false;
  };
}
