import type { Member } from './member.ts';
import { NetworkPass } from './network-pass.ts';
import { parseNetwork } from './network.ts';
import { fold } from './fold.ts';
import type { Pass, Probe } from './pass.ts';
import type { Pattern } from './pattern.ts';
import type { Place, Plan, TestPlan } from './plan.ts';
import { requiredLiteral } from './regex-literal.ts';
import { TextPass } from './text-pass.ts';

/** How a test is answered by a pass over its field. */
export interface Answer {
  readonly pass: Pass;
  readonly probe: Probe;
  /** False: where the probe does not hold the test does not either, but where it does the test must be asked. */
  readonly exact: boolean;
}

/** What one test looks for. */
interface Wanted {
  readonly key: string;
  readonly place: Place;
  readonly texts: readonly string[];
  readonly exact: boolean;
}

/** Fewer texts or networks are faster asked for one by one. */
const LEAST = 6;

interface Context {
  /** Values of a field (undefined: of the whole record) for the record at hand. */
  members(field: string | undefined): () => readonly Member[];
  readonly record: () => number;
}

/** Answers for the tests of many plans at once: one pass per field, kind of test and sense of case. */
export class Passes {
  readonly #answers = new Map<string, Answer>();
  readonly #context: Context;

  constructor(plans: Iterable<Plan>, context: Context) {
    this.#context = context;
    const texts = new Map<string, { field: string | undefined; cased: boolean; all: Wanted[] }>();
    const networks = new Map<string, { field: string; cidrs: Map<string, string> }>();
    for (const [key, plan] of distinctTests(plans)) {
      const { field, test } = plan;
      if (test.kind === 'network' && field !== undefined) {
        const group = networks.get(field) ?? { field, cidrs: new Map<string, string>() };
        networks.set(field, group);
        group.cidrs.set(key, test.cidr);
      }
      const wanted = wantedOf(plan);
      if (wanted === undefined) continue;
      const name = `${wanted.cased} ${field === undefined ? '' : `.${field}`}`;
      const group = texts.get(name) ?? { field, cased: wanted.cased, all: [] };
      texts.set(name, group);
      group.all.push({ key, ...wanted });
    }
    for (const { field, cased, all } of texts.values()) this.#addTexts(field, cased, all);
    for (const { field, cidrs } of networks.values()) this.#addNetworks(field, cidrs);
  }

  /** Undefined: the test is to be asked by itself. */
  answer(plan: TestPlan): Answer | undefined {
    return this.#answers.size === 0 ? undefined : this.#answers.get(JSON.stringify(plan));
  }

  #addTexts(field: string | undefined, cased: boolean, all: readonly Wanted[]): void {
    if (new Set(all.flatMap(({ texts }) => texts)).size < LEAST) return;
    const pass = new TextPass(cased, this.#context.members(field), this.#context.record);
    for (const { key, place, texts, exact } of all) {
      const probe = this.#probe();
      pass.add(place, texts, probe);
      this.#answers.set(key, { pass, probe, exact });
    }
  }

  #addNetworks(field: string, cidrs: ReadonlyMap<string, string>): void {
    if (cidrs.size < LEAST) return;
    const pass = new NetworkPass(this.#context.members(field), this.#context.record);
    for (const [key, cidr] of cidrs) {
      const network = parseNetwork(cidr);
      if (network === undefined) continue;
      const probe = this.#probe();
      pass.add(network, probe);
      this.#answers.set(key, { pass, probe, exact: true });
    }
  }

  #probe(): Probe {
    return { number: this.#answers.size, record: 0 };
  }
}

/** Every test any of the plans holds, once, by what it says. */
function distinctTests(plans: Iterable<Plan>): ReadonlyMap<string, TestPlan> {
  const found = new Map<string, TestPlan>();
  const seen = new Set<Plan>();
  const walk = (plan: Plan): void => {
    if (plan.kind === 'constant' || seen.has(plan)) return;
    seen.add(plan);
    if (plan.kind === 'test') found.set(JSON.stringify(plan), plan);
    else if (plan.kind === 'not') walk(plan.of);
    else for (const part of plan.of) walk(part);
  };
  for (const plan of plans) walk(plan);
  return found;
}

function wantedOf({ test }: TestPlan): (Omit<Wanted, 'key'> & { cased: boolean }) | undefined {
  switch (test.kind) {
    case 'contains':
    case 'startswith':
    case 'endswith':
      return { place: test.kind, texts: test.texts, cased: test.cased, exact: true };
    case 'like':
      return partial(longestLiteral(test.pattern));
    case 'regex':
      return partial(requiredLiteral(test.pattern, test.flags.includes('i')));
    default:
      return undefined;
  }
}

/**
 * A text the value must hold, looked for without regard to case. That is sound for whole characters: `fold` works on
 * each by itself, so a part of a text is folded as it is in the whole.
 */
function partial(text: string | undefined): ReturnType<typeof wantedOf> {
  if (text === undefined || !text.isWellFormed()) return undefined;
  return { place: 'contains', texts: [fold(text)], cased: false, exact: false };
}

function longestLiteral(pattern: Pattern): string | undefined {
  let longest: string | undefined;
  for (const part of pattern) {
    if (part.kind === 'literal' && part.text.length > (longest?.length ?? 0)) longest = part.text;
  }
  return longest;
}
