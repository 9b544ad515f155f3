import { formatTime } from '../lib/time.ts';
import type { CorrelationHealth } from '../rules/correlate.ts';
import type { FindingsDigest } from './findings-digest.ts';
import type { LogGap } from './log-health.ts';
import type { Summary } from './summary.ts';
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
  /** Milliseconds. */
  readonly duration: number;
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
    rules: { ...parts.rules, unused_events: parts.health.flatMap(unusedEvents) },
    findings: { total: counts.total, new: counts.added, by_level: digest.byLevel },
    duration_ms: parts.duration,
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
