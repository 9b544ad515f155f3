import type { Finding, Level } from '../findings/finding.ts';
import { LEVELS, levelRank } from '../findings/finding.ts';

/** Findings of one rule, as a table shows them. */
export interface RuleDigest {
  readonly id: string;
  readonly title: string;
  readonly level: Level;
  readonly findings: number;
  /** Distinct subjects; beyond `MAX_SUBJECTS` no further ones are told apart. */
  readonly subjects: readonly string[];
  readonly first: string;
  readonly last: string;
}

const MAX_SUBJECTS = 1000;

/** Findings looked at first. */
const MAX_FIRST = 5;

interface Tally {
  readonly id: string;
  readonly title: string;
  readonly level: Level;
  findings: number;
  readonly subjects: Set<string>;
  first: string;
  last: string;
}

/** What a person is shown of many findings, in bounded memory. Add them in order of time. */
export class FindingsDigest {
  readonly #rules = new Map<string, Tally>();
  readonly #levels = new Map<Level, number>();
  #first: Finding[] = [];

  add(finding: Finding): void {
    const { rule, subject, at } = finding;
    this.#levels.set(rule.level, (this.#levels.get(rule.level) ?? 0) + 1);
    const key = `${rule.id}/${rule.level}`;
    let tally = this.#rules.get(key);
    if (tally === undefined) {
      tally = {
        id: rule.id,
        title: rule.title,
        level: rule.level,
        findings: 0,
        subjects: new Set(),
        first: at,
        last: at,
      };
      this.#rules.set(key, tally);
    }
    tally.findings += 1;
    tally.last = at;
    if (tally.subjects.size < MAX_SUBJECTS) tally.subjects.add(subject.id);
    this.#keepFirst(finding);
  }

  count(level: Level): number {
    return this.#levels.get(level) ?? 0;
  }

  get byLevel(): Readonly<Record<Level, number>> {
    return Object.fromEntries(LEVELS.map((level) => [level, this.count(level)])) as Record<
      Level,
      number
    >;
  }

  /** The worst level found; undefined when there are no findings. */
  get worst(): Level | undefined {
    return LEVELS.findLast((level) => this.count(level) > 0);
  }

  /** Rules that found something, worst first. */
  get rules(): readonly RuleDigest[] {
    return [...this.#rules.values()]
      .map((tally) => ({ ...tally, subjects: [...tally.subjects] }))
      .toSorted((a, b) => levelRank(b.level) - levelRank(a.level) || (a.first < b.first ? -1 : 1));
  }

  /** The findings to look at first: the worst ones, one per rule and subject, earliest first. */
  get lookAtFirst(): readonly Finding[] {
    return this.#first.toSorted((a, b) => levelRank(b.rule.level) - levelRank(a.rule.level));
  }

  #keepFirst(finding: Finding): void {
    const known = this.#first.some(
      ({ rule, subject }) => rule.id === finding.rule.id && subject.id === finding.subject.id,
    );
    if (known) return;
    this.#first.push(finding);
    if (this.#first.length <= MAX_FIRST) return;
    const least = Math.min(...this.#first.map(({ rule }) => levelRank(rule.level)));
    const drop = this.#first.findLastIndex(({ rule }) => levelRank(rule.level) === least);
    this.#first.splice(drop, 1);
  }
}
