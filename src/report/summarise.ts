import { formatTime } from '../lib/time.ts';
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
    rules: parts.rules,
    findings: { total: counts.total, new: counts.added, by_level: digest.byLevel },
    duration_ms: parts.duration,
  };
}
