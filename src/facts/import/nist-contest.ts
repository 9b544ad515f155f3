import type { XmlNode } from './xml-node.ts';
import { childOf, childrenOf, idsIn, textIn } from './xml-node.ts';

/** Reporting unit → votes. */
export type NistCounts = ReadonlyMap<string, number>;

/** A contest between candidates, reduced to what facts are made of. */
export interface NistContest {
  readonly name: string;
  readonly line: number;
  readonly districtId?: string;
  readonly officeId?: string;
  readonly votesAllowed?: number;
  readonly selections: readonly {
    readonly candidates: readonly string[];
    readonly counts: NistCounts;
  }[];
}

export function nistContest(node: XmlNode): NistContest {
  const districtId = textIn(node, 'ElectionDistrictId') ?? textIn(node, 'ElectoralDistrictId');
  const [officeId] = idsIn(node, 'OfficeIds', 'OfficeId');
  const allowed = Number(textIn(node, 'VotesAllowed') ?? '1');
  const nested = childrenOf(node, 'BallotSelectionCollection', 'BallotSelections');
  const selections = [node, ...nested].flatMap((one) =>
    childrenOf(one, 'BallotSelection', 'ContestSelection').filter(isNamed),
  );
  return {
    name: textIn(node, 'Name') ?? 'unnamed contest',
    line: node.line,
    ...(districtId === undefined ? {} : { districtId }),
    ...(officeId === undefined ? {} : { officeId }),
    ...(Number.isInteger(allowed) && allowed > 0 ? { votesAllowed: allowed } : {}),
    selections: selections.map((selection) => ({
      candidates: idsIn(selection, 'CandidateIds', 'CandidateId'),
      counts: countsOf(selection),
    })),
  };
}

function isNamed(selection: XmlNode): boolean {
  return (
    textIn(selection, 'IsWriteIn')?.toLowerCase() !== 'true' ||
    idsIn(selection, 'CandidateIds', 'CandidateId').length > 0
  );
}

/** Votes per unit: the total where it is given, else what the ways of voting add up to. */
function countsOf(selection: XmlNode): NistCounts {
  const totals = new Map<string, number>();
  const sums = new Map<string, number>();
  const nested = childOf(selection, 'VoteCountsCollection');
  const counts = [
    ...childrenOf(selection, 'VoteCounts', 'VoteCount'),
    ...childrenOf(nested, 'VoteCounts', 'VoteCount'),
  ];
  for (const one of counts) {
    const unit = textIn(one, 'GpUnitId') ?? '';
    const count = Number(textIn(one, 'Count') ?? Number.NaN);
    if (!Number.isFinite(count) || count < 0) continue;
    if (textIn(one, 'Type') === 'total') totals.set(unit, count);
    else sums.set(unit, (sums.get(unit) ?? 0) + count);
  }
  return new Map([...sums, ...totals]);
}
