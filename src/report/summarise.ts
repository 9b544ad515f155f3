import type { Case, Severity } from '../cases/case.ts';
import { SEVERITIES } from '../cases/case.ts';
import { formatTime } from '../lib/time.ts';
import type { CorrelationHealth } from '../rules/correlate.ts';
import { peopleOver } from './case-words.ts';
import type { FindingsDigest } from './findings-digest.ts';
import type { LogGap } from './log-health.ts';
import type { PostsSummary, Summary } from './summary.ts';
import type { Totals } from './totals.ts';
import { VERSION } from './version.ts';

export interface SummaryParts {
  readonly totals: Totals;
  readonly gaps: readonly LogGap[];
  readonly counts: { readonly total: number; readonly added: number };
  readonly digest: FindingsDigest;
  readonly title: (source: string) => string;
  readonly packs: Readonly<Record<string, string>>;
  readonly rules: { readonly loaded: number; readonly refused: number };
  readonly warnings: readonly string[];
  readonly health: readonly CorrelationHealth[];
  readonly cases?: readonly Case[];
  readonly shadow?: ShadowFindings;
  readonly posts?: PostsSummary;
  /** Milliseconds. */
  readonly duration: number;
}

export interface ShadowFindings {
  /** Rules in shadow. */
  readonly loaded: number;
  readonly digest: FindingsDigest;
}

export function summarise(parts: SummaryParts): Summary {
  const { totals, counts, digest } = parts;
  const { span } = totals;
  return {
    scrutineer: VERSION,
    totals: totals.counts,
    files: totals.files,
    sources: totals.sources(parts.title),
    ...(span !== undefined && { span }),
    gaps: parts.gaps.map((gap) => ({
      source: gap.source,
      organisation: gap.organisation,
      kind: gap.kind,
      from: formatTime(gap.from),
      until: formatTime(gap.until),
      hours: Math.round((gap.until - gap.from) / 3_600_000),
      expected_records: gap.expected,
    })),
    warnings: parts.warnings,
    packs: parts.packs,
    rules: {
      ...parts.rules,
      unused_events: parts.health.flatMap(unusedEvents),
      undecided_groups: parts.health
        .filter(({ undecided }) => undecided > 0)
        .map(({ correlation, undecided }) => ({ rule: correlation.rule.title, groups: undecided })),
      regex_cuts: totals.regexCuts,
    },
    findings: { total: counts.total, new: counts.added, by_level: digest.byLevel },
    ...(parts.cases !== undefined && { cases: casesSummary(parts.cases) }),
    ...(parts.shadow !== undefined && { shadow: shadowSummary(parts.shadow) }),
    ...(parts.posts !== undefined && { posts: parts.posts }),
    duration_ms: parts.duration,
  };
}

function casesSummary(cases: readonly Case[]): NonNullable<Summary['cases']> {
  const count = (severity: Severity): number =>
    cases.filter((one) => one.severity === severity).length;
  return {
    total: cases.length,
    open: cases.filter(({ status }) => status === 'open').length,
    by_severity: Object.fromEntries(
      SEVERITIES.map((severity) => [severity, count(severity)]),
    ) as Record<Severity, number>,
    people: peopleOver(cases),
  };
}

/** Events a correlation could not take in because a field it groups by or counts was absent. */
function unusedEvents({
  correlation,
  ungrouped,
  valueless,
}: CorrelationHealth): readonly Summary['rules']['unused_events'][number][] {
  if (ungrouped + valueless === 0) return [];
  return [{ rule: correlation.rule.title, without_group: ungrouped, without_value: valueless }];
}

function shadowSummary({ digest, loaded }: ShadowFindings): NonNullable<Summary['shadow']> {
  const { rules } = digest;
  return {
    rules: loaded,
    findings: rules.reduce((sum, { findings }) => sum + findings, 0),
    subjects: new Set(rules.flatMap(({ subjects }) => subjects)).size,
    by_level: digest.byLevel,
    by_rule: rules.map(({ id, subjects, ...rule }) => ({
      rule: id,
      ...rule,
      subjects: subjects.length,
    })),
  };
}
