import type { FalseMode } from '../evaluation/false-modes.ts';
import { falseModes } from '../evaluation/false-modes.ts';
import type { Cost } from '../evaluation/measures.ts';
import { mostOf } from '../evaluation/measures.ts';
import { pool } from '../evaluation/pool.ts';
import type { Verdict } from '../evaluation/requirements.ts';
import { verdicts } from '../evaluation/requirements.ts';
import type { Score } from '../evaluation/score.ts';
import type { Measured } from './evaluate-set.ts';

/** One line of the table: a scenario over all its seeds, or a labelled set, or everything together. */
export interface ReportLine {
  readonly name: string;
  readonly title: string;
  readonly score: Score;
  readonly cost: Cost;
  readonly verdicts: readonly Verdict[];
}

export interface Report {
  readonly lines: readonly ReportLine[];
  readonly total: ReportLine;
  readonly falseModes: readonly FalseMode[];
  /** How to get the same figures. */
  readonly command: string;
}

/** All sets measured under one name. */
export interface Group {
  readonly name: string;
  readonly title: string;
  /** Whether the name is that of a scenario. */
  readonly simulated: boolean;
  readonly sets: readonly [Measured, ...Measured[]];
}

export function reportOf(groups: readonly [Group, ...Group[]], command: string): Report {
  const [first, ...rest] = groups.map(lineOf);
  if (first === undefined) throw new Error('broken invariant: a report of nothing');
  const lines = [first, ...rest] as const;
  const score = pool([first.score, ...rest.map((line) => line.score)]);
  const cost = mostOf(lines.map((line) => line.cost));
  return {
    lines,
    total: {
      name: 'all together',
      title: `${score.sets} sets`,
      score,
      cost,
      verdicts: verdicts(undefined, score, cost),
    },
    falseModes: falseModes(score.falseList),
    command,
  };
}

function lineOf({ name, title, simulated, sets }: Group): ReportLine {
  const [first, ...rest] = sets;
  const score = pool([first.score, ...rest.map((set) => set.score)]);
  const cost = mostOf(sets.map((set) => set.cost));
  return {
    name,
    title,
    score,
    cost,
    verdicts: verdicts(simulated ? name : undefined, score, cost),
  };
}

export function isMissed({ verdicts: all }: ReportLine): boolean {
  return all.some(({ met }) => !met);
}

/** Scenarios with what was promised of them alone, or with something missed; then everything together. */
export function toJudge({ lines, total }: Report): readonly ReportLine[] {
  const shown = lines.flatMap((line) => {
    const of = line.verdicts.filter(
      ({ met, requirement }) => !met || requirement.scenarios !== undefined,
    );
    return of.length === 0 ? [] : [{ ...line, verdicts: of }];
  });
  return lines.length === 1 ? [total, ...shown.map(apart)].filter(hasAny) : [...shown, total];
}

/** Of a single line, the total says already what holds for every set. */
function apart(line: ReportLine): ReportLine {
  return {
    ...line,
    verdicts: line.verdicts.filter(({ requirement }) => requirement.scenarios !== undefined),
  };
}

function hasAny({ verdicts: all }: ReportLine): boolean {
  return all.length > 0;
}
