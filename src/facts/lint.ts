import type { FactDiagnostic } from './diagnostic.ts';
import { problem } from './diagnostic.ts';
import { contentOf } from './content.ts';
import type { Fact } from './fact.ts';
import { sourceName } from './fact.ts';
import { FactBook } from './fact-book.ts';
import { hold } from './held.ts';
import { foldName } from './jurisdiction.ts';
import type { Quorum } from './quorum.ts';
import { DEFAULT_QUORUM } from './quorum.ts';
import type { RaceState } from './race-state.ts';

/** A fact and where it is written. */
export interface PlacedFact {
  readonly fact: Fact;
  readonly file: string;
  readonly line: number;
}

/** Longest time a clock may be ahead of ours before a fact is known in the future. */
const CLOCK_SKEW = 3_600_000;

/** What is wrong or doubtful in facts taken together, in the order they stand. */
export function lintFacts(
  placed: readonly PlacedFact[],
  now: number,
  quorum: Quorum = DEFAULT_QUORUM,
): readonly FactDiagnostic[] {
  const found: FactDiagnostic[] = [];
  const ids = new Map<string, PlacedFact>();
  const known = new Set(placed.map(({ fact }) => fact.id));
  const report = (
    at: PlacedFact,
    ...[severity, field, message, hint]: Parameters<typeof problem>
  ): void => {
    found.push({ ...problem(severity, field, message, hint), file: at.file, line: at.line });
  };
  for (const one of placed) {
    const { fact } = one;
    const { from, knownAt } = hold(fact);
    const first = ids.get(fact.id);
    if (first === undefined) ids.set(fact.id, one);
    else if (contentOf(first.fact) !== contentOf(fact))
      report(
        one,
        'error',
        'id',
        `"${fact.id}" names another fact too`,
        `${first.file}:${first.line}`,
      );
    else
      report(one, 'warning', 'id', 'the same fact is written twice', `${first.file}:${first.line}`);
    if (Number.isFinite(knownAt) && knownAt > now + CLOCK_SKEW)
      report(one, 'error', 'known_at', 'is in the future: nobody knows it yet');
    const outcome = fact.kind === 'call' || fact.kind === 'certification';
    if (outcome && knownAt < from)
      report(one, 'error', 'known_at', `a ${fact.kind} cannot be known before it is made (from)`);
    if (outcome && fact.from === undefined)
      report(one, 'warning', 'from', `a ${fact.kind} without a time counts as made long ago`);
    if (outcome && fact.race === undefined)
      report(one, 'warning', 'race', 'is missing', 'as in "US-GA president 2020"');
    if (fact.kind === 'call' && typeof fact.data['winner'] !== 'string')
      report(one, 'error', 'data.winner', 'is missing: a call names whom it is for');
    found.push(...targetProblems(one, placed, known));
  }
  return [...found, ...raceProblems(placed, quorum)].toSorted(
    (a, b) => (a.file < b.file ? -1 : a.file > b.file ? 1 : 0) || a.line - b.line,
  );
}

/** What is wrong with what a fact corrects or retracts. */
function targetProblems(
  one: PlacedFact,
  placed: readonly PlacedFact[],
  known: ReadonlySet<string>,
): readonly FactDiagnostic[] {
  const { fact, file, line } = one;
  return (['corrects', 'retracts'] as const).flatMap((field) =>
    (fact[field] ?? []).flatMap((id) => {
      const said = (...what: Parameters<typeof problem>): FactDiagnostic[] => [
        { ...problem(...what), file, line },
      ];
      if (!known.has(id)) return said('warning', field, `no fact here has the id "${id}"`);
      if (id === fact.id) return said('error', field, 'a fact cannot withdraw itself');
      const source = sourceName(placed.find((other) => other.fact.id === id)?.fact.source);
      return foldName(source) === foldName(sourceName(fact.source))
        ? []
        : said('warning', field, `"${id}" is of another source (${source || 'none'})`);
    }),
  );
}

/** Calls too few make, and races about which sources do not agree. */
function raceProblems(placed: readonly PlacedFact[], quorum: Quorum): readonly FactDiagnostic[] {
  const book = FactBook.from(
    placed.map(({ fact }) => fact),
    { quorum },
  );
  const at = { validAt: Infinity, knownAt: Infinity };
  const byId = new Map(placed.map((one) => [one.fact.id, one]));
  const found: FactDiagnostic[] = [];
  const note = (ids: readonly string[], message: string, hint?: string): void => {
    const where = ids.map((id) => byId.get(id)).find((one) => one !== undefined);
    if (where !== undefined) {
      const field = 'race';
      found.push({
        ...problem('warning', field, message, hint),
        file: where.file,
        line: where.line,
      });
    }
  };
  for (const race of book.races(at)) {
    const state = book.race(race, at);
    for (const call of state.calls) {
      if (call.quorum) continue;
      note(call.facts, `${race}: ${fewText(call, quorum)}`, 'a claim, not yet a call');
    }
    for (const { about, sides } of state.conflicts) {
      const said = sides.map(
        ({ sources, value }) => `${sideText(value)} (${sources.join(', ') || 'no source'})`,
      );
      note(
        sides.flatMap(({ facts }) => facts),
        `${race}: sources disagree on the ${about}: ${said.join('; ')}`,
        'all are kept',
      );
    }
  }
  return found;
}

function fewText(
  { outlets, uncounted, winner }: RaceState['calls'][number],
  quorum: Quorum,
): string {
  const extra = uncounted.length === 0 ? '' : `; not on the list: ${uncounted.join(', ')}`;
  return `${outlets.length} of ${quorum.minimum} outlets call it for ${winner} (${outlets.join(', ') || 'none'}${extra})`;
}

function sideText(value: unknown): string {
  return typeof value === 'string' ? value : JSON.stringify(value);
}
