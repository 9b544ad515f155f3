import type { Json, JsonObject } from '../../lib/json.ts';
import type { NistContest } from './nist-contest.ts';

/** One choice of a contest with what it got. */
export interface NistTotal {
  readonly name: string;
  /** What the report says became of the candidates: `winner`, `projected-winner` … */
  readonly statuses: readonly (string | undefined)[];
  readonly votes: number | undefined;
}

/** How a contest ended, by a report whose own elements are `report`; undefined when it does not say. */
export function outcomeOf(
  contest: NistContest,
  totals: readonly NistTotal[],
  report: ReadonlyMap<string, string>,
): JsonObject | undefined {
  const issuer = report.get('Issuer') ?? 'The issuer';
  const generated = report.get('GeneratedDate');
  const when = generated === undefined ? '' : ` on ${generated.slice(0, 10)}`;
  const marked = only(totals.filter(({ statuses }) => statuses.includes('winner')));
  if (report.get('Status') === 'certified') {
    const data = certifiedData(contest, totals);
    const { winner } = data;
    const whom = typeof winner === 'string' ? `${winner} as the winner` : 'the result';
    return {
      kind: 'certification',
      value: `${issuer} certified ${whom} of ${contest.name}${when}.`,
      data,
    };
  }
  const projected = only(totals.filter(({ statuses }) => statuses.includes('projected-winner')));
  const called = marked ?? projected;
  if (called === undefined || called.name === '') return undefined;
  const value = `${issuer} names ${called.name} as the winner of ${contest.name}${when}; the result is not certified.`;
  return { kind: 'call', value, data: { winner: called.name, outlets: [issuer] } };
}

/** The winner is whom the report marks; unmarked, who has the most votes where one is elected. A tie names nobody. */
function certifiedData(contest: NistContest, totals: readonly NistTotal[]): Record<string, Json> {
  const votes = totals.reduce((sum, total) => sum + (total.votes ?? 0), 0);
  const ordered = totals
    .filter(({ name }) => name !== '')
    .toSorted((a, b) => (b.votes ?? 0) - (a.votes ?? 0));
  const [first, second] = ordered;
  const marked = totals.filter(({ statuses }) => statuses.includes('winner'));
  const single = (contest.votesAllowed ?? 1) === 1;
  const tie = first?.votes === undefined || first.votes === second?.votes;
  const most = single && marked.length === 0 && !tie ? first?.name : undefined;
  const winner = only(marked)?.name ?? most;
  const counted = ordered.filter((total) => total.votes !== undefined && votes > 0);
  const shares = counted.map((total) => [total.name, round4((total.votes ?? 0) / votes)] as const);
  const margin =
    winner === undefined || first?.votes === undefined || second?.votes === undefined
      ? undefined
      : first.votes - second.votes;
  return {
    ...(winner === undefined ? {} : { winner }),
    ...(votes > 0 ? { votes, shares: Object.fromEntries(shares) } : {}),
    ...(margin === undefined ? {} : { margin }),
  };
}

function only<T>(all: readonly T[]): T | undefined {
  return all.length === 1 ? all[0] : undefined;
}

function round4(share: number): number {
  return Math.round(share * 10_000) / 10_000;
}
