import type { CaseOutcome, Severity } from '../cases/case.ts';
import type { PostAction } from '../events/decision-words.ts';
import type { Level } from '../findings/finding.ts';

/** What `summary.json` holds: counts in and out, times, gaps, versions. */
export interface Summary {
  readonly scrutineer: string;
  readonly totals: Counts;
  readonly files: readonly FileSummary[];
  readonly sources: readonly SourceSummary[];
  /** RFC 3339 UTC; absent when nothing was read. */
  readonly span?: { readonly first: string; readonly last: string };
  readonly gaps: readonly GapSummary[];
  readonly warnings: readonly string[];
  readonly packs: Readonly<Record<string, string>>;
  readonly rules: {
    readonly loaded: number;
    readonly refused: number;
    /** Events that matched a rule's parts but lack a field its correlation groups by or counts. */
    readonly unused_events: readonly {
      readonly rule: string;
      readonly without_group: number;
      readonly without_value: number;
    }[];
    /** Groups of which a rule that asks for an absence could not tell, because the logs ended. */
    readonly undecided_groups: readonly { readonly rule: string; readonly groups: number }[];
    /** How often a regular expression saw only the beginning of a value; those of drafts count as well. */
    readonly regex_cuts: number;
  };
  readonly findings: {
    readonly total: number;
    /** Not in the `--db` store before this scan. */
    readonly new: number;
    readonly by_level: Readonly<Record<Level, number>>;
  };
  /** Attacks, and the people in them by how far they got; absent where none were looked for. */
  readonly cases?: {
    readonly total: number;
    readonly open: number;
    readonly by_severity: Readonly<Record<Severity, number>>;
    readonly people: Readonly<Record<CaseOutcome, number>>;
  };
  /** What rules in shadow would have found; absent when none are loaded. Counted nowhere else. */
  readonly shadow?: {
    readonly rules: number;
    readonly findings: number;
    /** Distinct ones over all these rules; a lower bound past a thousand of one rule. */
    readonly subjects: number;
    readonly by_level: Readonly<Record<Level, number>>;
    readonly by_rule: readonly ShadowRule[];
  };
  /** Decisions on posts; absent when there were none to read. */
  readonly posts?: PostsSummary;
  readonly duration_ms: number;
}

export interface PostsSummary {
  /** Records of sources of posts, also those that hold none, such as a like; rejected ones left out. */
  readonly records: number;
  readonly decided: number;
  readonly acted_on: number;
  readonly by_action: Readonly<Record<PostAction, number>>;
  readonly by_category: Readonly<Record<string, Readonly<Record<PostAction, number>>>>;
  /** Authors on a rung of the ladder of strikes. */
  readonly authors_sanctioned: number;
  /** Decisions that differ from those of the earlier run. */
  readonly changed?: number;
}

interface ShadowRule {
  readonly rule: string;
  readonly title: string;
  readonly level: Level;
  readonly findings: number;
  readonly subjects: number;
  readonly first: string;
  readonly last: string;
}

/** `records` = `accepted` + `duplicates` + `rejected`, always. */
export interface Counts {
  readonly records: number;
  readonly accepted: number;
  readonly duplicates: number;
  readonly rejected: number;
}

export interface FileSummary extends Counts {
  readonly file: string;
  /** Set when reading stopped before the end of the file, or the file was refused as a whole. */
  readonly problem?: string;
  /** The first record that could not be read; all are in `rejected.ndjson`. */
  readonly first_rejected?: { readonly line: number; readonly reason: string };
}

export interface SourceSummary {
  readonly source: string;
  readonly title: string;
  readonly events: number;
  readonly first: string;
  readonly last: string;
  /** Sign-ins by rung of the ladder. */
  readonly outcomes: Readonly<Record<string, number>>;
}

interface GapSummary {
  readonly source: string;
  readonly organisation: string;
  readonly kind: 'gap' | 'ends-early';
  readonly from: string;
  readonly until: string;
  readonly hours: number;
  readonly expected_records: number;
}
