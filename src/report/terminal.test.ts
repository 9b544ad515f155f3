import { describe, expect, it } from 'vitest';
import type { Finding } from '../findings/finding.ts';
import { FindingsDigest } from './findings-digest.ts';
import type { Summary } from './summary.ts';
import { renderSummary } from './terminal.ts';
import { columns } from './text-width.ts';

/** What somebody who may choose an account name, a file name or a tenant would put into it. */
const HOSTILE = '\u001b[2J\u001b]0;owned\u0007\u202eadmin\u009b31m\r\nAll is well\u2066';

function finding(subject: string): Finding {
  return {
    id: subject,
    at: '2026-11-03T08:00:00Z',
    desk: 'accounts',
    rule: { id: 'r', title: `Guessing ${subject}`, level: 'high', tags: [] },
    organisation: subject,
    subject: { kind: 'account', id: subject },
    events: [],
    evidence: {
      first_seen: '2026-11-03T08:00:00Z',
      last_seen: '2026-11-03T09:00:00Z',
      events_total: 1,
      values: {},
    },
    explanation: `${subject} signed in after many wrong passwords, which is what an attacker would do.`,
    next_step: `Ask ${subject}.`,
  };
}

function rendered(name: string, big: number, cuts = big): readonly string[] {
  const digest = new FindingsDigest();
  for (let count = 0; count < 3; count += 1) digest.add(finding(`${name}${count}`));
  const outcomes = { in: big, 'wrong-password': big, 'password-known': big };
  const counts = { records: big, accepted: big, duplicates: big, rejected: 1 };
  const summary: Summary = {
    scrutineer: '0',
    totals: counts,
    files: [
      { file: name, ...counts, first_rejected: { line: 7, reason: name } },
      { file: `${name}.gz`, ...counts, problem: `holds ${name}` },
    ],
    sources: [
      {
        source: 's',
        title: 'A source with a title longer than any should have',
        events: big,
        first: '2026-11-03T08:00:00Z',
        last: '2026-11-03T09:00:00Z',
        outcomes,
      },
    ],
    span: { first: '2026-11-03T08:00:00Z', last: '2026-11-03T09:00:00Z' },
    gaps: [
      {
        source: 's',
        organisation: name,
        kind: 'gap',
        from: '2026-11-03T08:00:00Z',
        until: '2026-11-03T17:00:00Z',
        hours: 9,
        expected_records: 100,
      },
    ],
    warnings: [`Something about ${name}.`],
    packs: {},
    rules: { loaded: 1, refused: 1, unused_events: [], undecided_groups: [], regex_cuts: cuts },
    findings: { total: 3, new: 1, by_level: digest.byLevel },
    duration_ms: 1,
  };
  return renderSummary(summary, digest, (_, text) => text).split('\n');
}

describe('the summary', () => {
  it('lets nothing from a log steer the terminal or add lines of its own', () => {
    const lines = rendered(HOSTILE, 5);
    expect(lines.join('')).not.toMatch(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/u);
    expect(lines.filter((line) => line.startsWith('All is well'))).toEqual([]);
  });

  it('says once that regular expressions saw only the beginning of values', () => {
    const said = (cuts: number): string => rendered('a', 1, cuts).join(' ').replaceAll(/\s+/g, ' ');
    expect(said(0)).not.toContain('Regular expressions');
    expect(said(1)).toContain(
      '! Regular expressions saw only the beginning of a value once, because',
    );
    expect(said(1234)).toContain('beginning of a value 1,234 times, because it was longer than');
  });

  it.each([
    ['long names', 'very-long-account-name-without-any-blank-in-it-'.repeat(4)],
    ['wide characters', '管理者'.repeat(30)],
    ['plain names', 'ana@example.org'],
  ])('stays within 80 columns: %s', (_, name) => {
    for (const big of [1, 124_622, 12_345_678_901]) {
      expect(rendered(name, big).filter((line) => columns(line) > 80)).toEqual([]);
    }
  });
});
