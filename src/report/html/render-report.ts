import { hash } from 'node:crypto';
import type { Case, CaseFile } from '../../cases/case.ts';
import type { Finding } from '../../findings/finding.ts';
import type { Standing } from '../case-words.ts';
import { compareStandings, standingOf } from '../case-words.ts';
import type { Summary } from '../summary.ts';
import { caseSection } from './case-section.ts';
import { findingsSection } from './findings-section.ts';
import { shapes } from './legend.ts';
import { markup, trusted } from './markup.ts';
import { overview } from './overview.ts';
import { readingSection } from './reading-section.ts';
import { SCRIPT } from './script.ts';
import { STYLES } from './styles.ts';

/**
 * Characters of all cases in a report together. Beyond it the least of them lose first the long lists of people, then
 * their sections; the overview still names them. What stands around them is bounded by the lists' own limits.
 */
const MAX_CASE_CHARACTERS = 12 * 1024 * 1024;

export interface ReportInput {
  readonly summary: Summary;
  /** In any order; read once. */
  readonly cases: Iterable<CaseFile>;
  /** Those outside any case, worst first. */
  readonly findings: Iterable<Finding>;
  /** Those of a case, worst first, where they are at hand. */
  readonly evidence?: (record: Case) => Iterable<Finding>;
  /** Milliseconds since 1970. */
  readonly now: number;
}

interface Held extends Standing {
  readonly id: string;
  before: string;
  more: string;
  readonly without: string;
  after: string;
}

/** One HTML page that needs nothing else, in pieces. The same input gives the same page. */
export function* renderReport(input: ReportInput): Generator<string, void, undefined> {
  const { findings, now, summary } = input;
  const held = sections(input, MAX_CASE_CHARACTERS);
  yield head();
  const listed = held.map(({ before, id, record }) =>
    before === '' ? { record } : { record, id },
  );
  yield overview(listed, summary, now).toString();
  for (const { after, before, more } of held) {
    yield before;
    yield more;
    yield after;
  }
  yield findingsSection(findings, held.length > 0).toString();
  yield readingSection(summary).toString();
  yield markup`<script>${trusted(SCRIPT)}</script></body></html>\n`.toString();
}

/** The cases, worst first, within the limit. */
function sections({ cases, evidence, summary }: ReportInput, limit: number): readonly Held[] {
  const held: Held[] = [];
  let size = 0;
  for (const file of cases) {
    const { record } = file;
    const id = `case-${held.length + 1}`;
    const found = evidence?.(record) ?? [];
    const { after, before, more, without } = caseSection(file, {
      id,
      gaps: summary.gaps,
      evidence: found,
    });
    const fresh = {
      ...standingOf(slim(record)),
      id,
      before: before.toString(),
      more: more.toString(),
      without: without.toString(),
      after: after.toString(),
    };
    size += sizeOf(fresh);
    held.push(fresh);
    if (size > limit) size -= shrink(held, size - limit);
  }
  return held.toSorted((a, b) => compareStandings(a, b));
}

/** The ids of its events are of no use here. */
function slim(record: Case): Case {
  return { ...record, events: [], findings: [] };
}

/** Takes from the least cases what is missed least, until `excess` characters are gone. Tells how many are. */
function shrink(held: readonly Held[], excess: number): number {
  const least = held.toSorted((a, b) => compareStandings(b, a));
  let gone = 0;
  const cut = (one: Held, change: () => void): void => {
    const size = sizeOf(one);
    change();
    gone += size - sizeOf(one);
  };
  for (const one of least) {
    if (gone >= excess) return gone;
    if (one.more.length <= one.without.length) continue;
    cut(one, () => {
      one.more = one.without;
    });
  }
  for (const one of least) {
    if (gone >= excess) return gone;
    cut(one, () => {
      [one.before, one.more, one.after] = ['', '', ''];
    });
  }
  return gone;
}

function sizeOf({ after, before, more }: Held): number {
  return after.length + before.length + more.length;
}

const POLICY = [
  "default-src 'none'",
  `style-src 'sha256-${hash('sha256', STYLES, 'base64')}'`,
  `script-src 'sha256-${hash('sha256', SCRIPT, 'base64')}'`,
  "base-uri 'none'",
  "form-action 'none'",
].join('; ');

function head(): string {
  return markup`<!doctype html>
<html lang="en"><head><meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${trusted(POLICY)}">
<meta name="viewport" content="width=device-width,initial-scale=1">
<meta name="referrer" content="no-referrer"><meta name="robots" content="noindex">
<title>Scrutineer: account report</title>
<style>${trusted(STYLES)}</style></head><body>
${shapes()}
`.toString();
}
