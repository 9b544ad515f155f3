import type { Severity } from '../cases/case.ts';
import { SEVERITIES } from '../cases/case.ts';

/** So many of so many. */
export interface Part {
  readonly part: number;
  readonly whole: number;
}

/** How long after the first sign of it something was told. */
export interface Delays {
  /** How many there were to be told of; those never told have no delay. */
  readonly whole: number;
  /** Minutes of event time, ascending. */
  readonly minutes: readonly number[];
}

export interface Found {
  readonly precision: Part;
  readonly recall: Part;
}

/** Something to look at: where a figure is lost. */
export interface Missed {
  readonly what: string;
  readonly why: string;
}

/** A case about ordinary life. */
export interface FalseCase {
  readonly id: string;
  readonly severity: Severity;
  readonly kind: string;
  readonly accounts: number;
  /** Modes of the events in it, most first. */
  readonly modes: readonly (readonly [mode: string, events: number])[];
}

/** Missed things and false cases listed of a set; the counts are of all. */
export const MAX_LISTED = 500;

/** What was measured on one labelled set, as counts: those of several sets can be added. */
export interface Score {
  readonly sets: number;
  readonly labels: number;
  readonly organisations: number;
  readonly campaigns: number;
  readonly officeWeeks: number;
  /** Cases of any severity, and of medium or above alone. */
  readonly cases: Found;
  readonly casesFromMedium: Found;
  readonly split: number;
  readonly merged: number;
  readonly kinds: Part;
  readonly accounts: Found;
  /** Attacked names that nobody has: told of or not, they count for nothing. */
  readonly namesOfNobody: number;
  /** Outcome right, of accounts rightly named; and how many were told too little or too much. */
  readonly outcomes: Part;
  readonly outcomesTooLow: number;
  readonly outcomesTooHigh: number;
  readonly events: Found;
  readonly eventsBeforeEntry: Part;
  readonly aftermath: Part;
  readonly unlabelled: number;
  readonly campaignDelays: Delays;
  readonly accountDelays: Delays;
  /** Accounts told of before the campaign's last event. */
  readonly accountsByEnd: Part;
  readonly successDelays: Delays;
  readonly falseCases: Readonly<Record<Severity, number>>;
  readonly missed: readonly Missed[];
  readonly falseList: readonly FalseCase[];
}

/** False cases of `least` or above. */
export function falseFrom({ falseCases }: Score, least: Severity): number {
  return SEVERITIES.slice(SEVERITIES.indexOf(least)).reduce(
    (sum, severity) => sum + falseCases[severity],
    0,
  );
}
