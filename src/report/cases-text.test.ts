import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Case } from '../cases/case.ts';
import {
  bigCase,
  EXAMPLES,
  hostileCase,
  HOSTILE,
  OFFICE_SPRAY,
  summaryOf,
} from './case-files.test-support.ts';
import { renderCases } from './cases-text.ts';
import { renderSummary } from './terminal.ts';
import { columns } from './text-width.ts';

const plain = (_: unknown, text: string): string => text;
const rendered = (cases: readonly Case[]): readonly string[] => renderCases(cases, plain);
const records = EXAMPLES.map(({ record }) => record);

describe('cases on a terminal', () => {
  it('begin with how bad it is, then the worst', () => {
    const lines = rendered(records.toReversed());
    expect(lines.slice(0, 2).join(' ')).toBe(
      'Found 7 attacks on 2 organisations: 33 people targeted, 5 entered by the attacker, 3 stopped although the password was right',
    );
    const severities = lines.flatMap((line) => /^ {2}([A-Z]+) {2}/.exec(line)?.[1] ?? []);
    expect(severities).toEqual(['CRITICAL', 'CRITICAL', 'HIGH', 'HIGH', 'HIGH', 'MEDIUM']);
    expect(lines.at(-1)).toBe('  … and 1 more attack (--report or --out for all)');
  });

  it('name those first with whom it got furthest, and say each first step once', () => {
    const text = rendered([OFFICE_SPRAY.record]).join('\n');
    const people = [...text.matchAll(/^ {12}(\w+)@/gm)].map(([, name]) => name);
    expect(people).toEqual(['esther', 'jonas', 'maya', 'pedro', 'grace']);
    expect(text).toContain('GOT IN');
    expect(text).toContain('stopped by 2nd factor');
    expect(text.match(/→ Have each of them choose a new password/g)).toHaveLength(1);
    expect(text).toContain('… and 15 more (--report or --out for all)');
    expect(text).toContain('1 locked, 16 with no right password.');
  });

  it('say plainly that there are none, what was looked at, and for how long', () => {
    const said = renderCases([], plain, summaryOf({ gaps: [] })).join(' ');
    expect(said).toContain('Found no attack on accounts');
    expect(said).toContain('Looked at 124,600 records over 28 days');
    expect(renderCases([], plain, summaryOf()).join(' ').replaceAll(/\s+/g, ' ')).toContain(
      'for those hours this means nothing.',
    );
  });

  it('let nothing from a log steer the terminal or begin a line of its own', () => {
    const hostile = `\u001b]0;owned\u0007${HOSTILE}\nAll is well`;
    const { record } = hostileCase();
    const accounts = record.accounts.map((one) => ({
      ...one,
      account: hostile,
      first_step: hostile,
    }));
    const lines = rendered([{ ...record, accounts, title: hostile }]);
    expect(lines.join('')).not.toMatch(/[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}]/u);
    expect(lines.filter((line) => line.startsWith('All is well'))).toEqual([]);
  });

  it('are never wider than 80 columns, nor longer than two screens a case', () => {
    const text = fc.oneof(
      fc.string({ maxLength: 400 }),
      fc.constantFrom('管理者'.repeat(60), 'x'.repeat(500), 'é'.repeat(90), '👩‍💻 '.repeat(50)),
    );
    fc.assert(
      fc.property(text, text, fc.integer({ min: 0, max: 1e12 }), (name, words, attempts) => {
        const { record } = OFFICE_SPRAY;
        const accounts = record.accounts.map((one, index) => ({
          ...one,
          account: `${index}${name}`,
          attempts,
          first_step: words,
        }));
        const sources = { ...record.sources, addresses: attempts, netblocks: attempts };
        const one = {
          ...record,
          accounts,
          organisation: name,
          sources,
          title: words,
          explanation: words,
        };
        const lines = rendered([one]);
        expect(lines.filter((line) => columns(line) > 80)).toEqual([]);
        expect(lines.length).toBeLessThanOrEqual(48);
      }),
    );
    expect(rendered([bigCase().record]).filter((line) => columns(line) > 80)).toEqual([]);
  });
});

describe('the summary with cases', () => {
  it('says what else was found after them', () => {
    const digest = {
      rules: [
        {
          id: 'r',
          title: 'Mail sent on to an outsider',
          level: 'high' as const,
          findings: 2,
          subjects: ['olga@harbour.example.org'],
          first: '2026-09-01T00:00:00Z',
          last: '2026-09-01T00:00:00Z',
        },
      ],
      lookAtFirst: [],
    };
    const text = renderSummary(summaryOf(), digest, plain, records);
    expect(text.indexOf('Found 7 attacks')).toBeLessThan(text.indexOf('Also found 2 things'));
    expect(text).toContain('Also found 2 things; 39 more belong to the attacks above');
    expect(text.split('\n').filter((line) => columns(line) > 80)).toEqual([]);
    expect(renderSummary(summaryOf(), { rules: [], lookAtFirst: [] }, plain, [])).toContain(
      'Found no attack on accounts',
    );
  });
});
