import { contentOf, factId } from './content.ts';
import type { Fact } from './fact.ts';
import { parseFactTime } from './fact-time.ts';
import type { AsOf } from './fact-time.ts';

/** A fact with its times as numbers. */
export interface Held {
  readonly fact: Fact;
  readonly from: number;
  readonly until: number;
  readonly knownAt: number;
}

/** Why a fact does not count any more. */
export interface Withdrawn {
  readonly held: Held;
  readonly how: 'corrected' | 'retracted';
  /** The id of the fact that says so. */
  readonly by: string;
}

export function hold(fact: Fact): Held {
  return {
    fact,
    from: timeOf(fact.from, -Infinity),
    until: timeOf(fact.until, Infinity),
    knownAt: timeOf(fact.known_at ?? fact.from, -Infinity),
  };
}

function timeOf(text: string | undefined, absent: number): number {
  return text === undefined ? absent : (parseFactTime(text) ?? absent);
}

/**
 * Each fact once, in an order that does not depend on how they came. The same content under several ids is one fact that
 * answers to all of them; one id with several contents keeps the id for the one known first, and names the others anew.
 */
export function distinct(facts: Iterable<Fact>): {
  readonly held: readonly Held[];
  readonly names: ReadonlyMap<string, string>;
} {
  const byContent = new Map<string, { fact: Fact; readonly ids: Set<string> }>();
  for (const fact of facts) {
    const content = contentOf(fact);
    const known = byContent.get(content);
    if (known === undefined) byContent.set(content, { fact, ids: new Set([fact.id]) });
    else known.ids.add(fact.id);
  }
  const entries = [...byContent].map(([content, { fact, ids }]) => ({
    content,
    fact,
    ids: [...ids].toSorted(givenFirst),
    held: hold(fact),
  }));
  entries.sort(
    (a, b) =>
      order(a.held.knownAt, b.held.knownAt) ||
      order(a.held.from, b.held.from) ||
      (a.content < b.content ? -1 : 1),
  );
  const taken = new Set<string>();
  const names = new Map<string, string>();
  const held: Held[] = [];
  for (const { fact, held: one, ids } of entries) {
    const free = ids.find((id) => !taken.has(id));
    const { id: _, ...body } = fact;
    const id = free ?? factId(body);
    for (const each of [id, ...ids]) {
      if (!taken.has(each)) names.set(each, id);
      taken.add(each);
    }
    held.push({ ...one, fact: { ...fact, id } });
  }
  return { held, names };
}

/** Ids people gave before those made of the content. */
function givenFirst(a: string, b: string): number {
  const made = (id: string): number => (/^fact-[0-9a-f]{32}$/.test(id) ? 1 : 0);
  return made(a) - made(b) || (a < b ? -1 : 1);
}

export function order(a: number, b: number): number {
  return a === b ? 0 : a < b ? -1 : 1;
}

/** What was known at a time and neither corrected nor retracted by then; and what was. */
export function standing(
  held: readonly Held[],
  names: ReadonlyMap<string, string>,
  knownAt: number,
): { readonly standing: readonly Held[]; readonly withdrawn: readonly Withdrawn[] } {
  const known = held.filter((one) => one.knownAt <= knownAt);
  const against = known
    .filter(({ fact }) => (fact.corrects ?? fact.retracts) !== undefined)
    .toSorted((a, b) => order(b.knownAt, a.knownAt) || (a.fact.id < b.fact.id ? 1 : -1));
  const gone = new Map<string, { how: Withdrawn['how']; by: string }>();
  // The latest word first: what is withdrawn by then withdraws nothing itself.
  for (const { fact } of against) {
    if (gone.has(fact.id)) continue;
    const withdraw = (ids: readonly string[] | undefined, how: Withdrawn['how']): void => {
      for (const id of ids ?? []) {
        const target = names.get(id) ?? id;
        if (target !== fact.id && !gone.has(target)) gone.set(target, { how, by: fact.id });
      }
    };
    withdraw(fact.corrects, 'corrected');
    withdraw(fact.retracts, 'retracted');
  }
  const withdrawn = known.flatMap((one) => {
    const why = gone.get(one.fact.id);
    return why === undefined ? [] : [{ held: one, ...why }];
  });
  return {
    standing: known.filter(({ fact }) => !gone.has(fact.id) && fact.kind !== 'retraction'),
    withdrawn,
  };
}

export function holdsAt(held: Held, { validAt }: AsOf): boolean {
  return held.from <= validAt && (validAt < held.until || held.until === Infinity);
}
