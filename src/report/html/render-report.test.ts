import { hash } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import type { CaseFile } from '../../cases/case.ts';
import {
  bigCase,
  EXAMPLES,
  findingOf,
  HOSTILE,
  hostileCase,
  OFFICE_SPRAY,
  summaryOf,
} from '../case-files.test-support.ts';
import type { ReportInput } from './render-report.ts';
import { renderReport } from './render-report.ts';

const NOW = Date.UTC(2026, 8, 29, 10);

function page(cases: readonly CaseFile[], changes: Partial<ReportInput> = {}): string {
  return [
    ...renderReport({ summary: summaryOf(), cases, findings: [], now: NOW, ...changes }),
  ].join('');
}

const VOID = new Set(['meta', 'br', 'input']);

/** Names of tags that are opened or closed out of turn. */
function unbalanced(html: string): readonly string[] {
  const body = html.replaceAll(/<(script|style)>[^]*?<\/\1>/g, '').replace('<!doctype html>', '');
  const open: string[] = [];
  const wrong: string[] = [];
  for (const [, closing, tag = '', , self] of body.matchAll(
    /<(\/?)([a-z][a-z0-9]*)((?:\s[\w:-]+(?:="[^"]*")?)*)\s*(\/?)>/gi,
  )) {
    if (self === '/' || VOID.has(tag)) continue;
    if (closing === '') open.push(tag);
    else if (open.pop() !== tag) wrong.push(tag);
  }
  return [...wrong, ...open];
}

/** Text as a browser shows it. */
function text(html: string): string {
  return html
    .replaceAll(/<(script|style)>[^]*?<\/\1>/g, '')
    .replaceAll(/<[^>]*>/g, ' ')
    .replaceAll(/\s+/g, ' ');
}

describe('the HTML report', () => {
  it('begins with how bad it is and what to do first', () => {
    const html = page(EXAMPLES);
    expect(html).toContain('<h1>Attackers got into 5 accounts</h1>');
    expect(text(html)).toMatch(/Do first.*End all sessions.*esther@harbour\.example\.org/);
    expect(text(html)).toContain('silence there means nothing');
    expect(text(html)).toContain('no log: silence means nothing');
    expect(html.indexOf('Do first')).toBeLessThan(html.indexOf('id="case-1"'));
  });

  it('tells of every case: why, what was learnt, when, who, from where, and what to do', () => {
    const html = page([OFFICE_SPRAY], {
      findings: [findingOf(0)],
      evidence: () => [findingOf(1, 'Evidence of it')],
    });
    for (const heading of [
      'What the attacker has learnt',
      'What to do',
      'When',
      'How it unfolded',
      'The people, and the first step for each',
      'From where, and with what',
      'Evidence',
    ])
      expect(html).toContain(`<h3>${heading}</h3>`);
    expect(html).toContain('Noticed 3 Sep 2026, 06:48');
    for (const { account } of OFFICE_SPRAY.record.accounts) expect(html).toContain(account);
    expect(text(html)).toContain('Evidence of it');
    expect(text(html)).toContain('What else was found');
    expect(text(html)).toContain('1,040 addresses');
  });

  it('lists the worst first, whatever order they come in, and links to each', () => {
    const html = page(EXAMPLES.toReversed());
    const links = [...html.matchAll(/href="#(case-\d+)">([^<]*)/g)];
    expect(links.map(([, , title]) => title)[0]).toBe('Distributed password spray');
    expect(links).toHaveLength(EXAMPLES.length);
    for (const [, id] of links) expect(html).toContain(`id="${id}"`);
    expect(html.indexOf('Prompts until one')).toBeLessThan(html.indexOf('Mail hidden from'));
  });

  it('says plainly that nothing was found, in what, and what that is worth', () => {
    expect(text(page([]))).toContain('for those hours this means nothing');
    const quiet = text(page([], { summary: summaryOf({ gaps: [] }) }));
    expect(quiet).toContain('No attack on accounts found');
    expect(quiet).toContain('124,600 records from 1 Sep, 00:00 to 28 Sep 2026, 23:54 UTC');
  });

  it('shows names from outside as text, wherever they stand', () => {
    const file = {
      file: HOSTILE,
      records: 1,
      accepted: 0,
      duplicates: 0,
      rejected: 1,
      problem: HOSTILE,
    };
    const summary = summaryOf({
      files: [file],
      warnings: [HOSTILE],
      packs: { [HOSTILE]: HOSTILE },
    });
    const html = page([hostileCase()], {
      summary,
      findings: [findingOf(0, HOSTILE)],
      evidence: () => [findingOf(1, HOSTILE)],
    });
    expect(html.match(/<script/g)).toHaveLength(1);
    expect(html.match(/<\/style/g)).toHaveLength(1);
    expect(html).not.toMatch(/<img|<[^>]*\son\w+=|javascript:/);
    expect(html.replaceAll('\n', '')).not.toMatch(/[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}]/u);
    expect(unbalanced(html)).toEqual([]);
  });

  it('may load and run nothing but what its own policy names', () => {
    const html = page(EXAMPLES);
    const policy = /Content-Security-Policy" content="([^"]*)"/.exec(html)?.[1] ?? '';
    expect(policy).toContain("default-src 'none'");
    for (const part of ['style', 'script']) {
      const inside = new RegExp(`<${part}>([^]*?)</${part}>`).exec(html)?.[1] ?? '';
      expect(policy).toContain(`${part}-src 'sha256-${hash('sha256', inside, 'base64')}'`);
    }
    expect(html).not.toMatch(/https?:|\/\/\w|@import|url\((?!#)|\sstyle="|\ssrc=/);
  });

  it('is well formed and has headings, heads of tables and words for pictures', () => {
    const html = page([...EXAMPLES, bigCase()], {
      findings: Array.from({ length: 400 }, (_, index) => findingOf(index)),
    });
    expect(unbalanced(html)).toEqual([]);
    expect(html.match(/<h1/g)).toHaveLength(1);
    const mute = [...html.matchAll(/<svg[^>]*>/g)]
      .map(([svg]) => svg)
      // Parts of a picture that has words.
      .filter((svg) => !svg.includes('viewBox="0 0'))
      .filter((svg) => !/aria-hidden="true"|role="img" aria-label="[^"]{20,}"/.test(svg));
    expect(mute).toEqual([]);
    for (const [, table = ''] of html.matchAll(/<table([^]*?)<tbody/g))
      expect(table).toContain('<th scope="col"');
    const ids = [...html.matchAll(/\sid="([^"]*)"/g)].map(([, id]) => id);
    expect(new Set(ids).size).toBe(ids.length);
  });

  it('is the same for the same input', () => {
    expect(page(EXAMPLES)).toBe(page(EXAMPLES));
  });

  it('stays small: a month, 2,000 people and 1,300 addresses; findings beyond the first are counted', () => {
    expect(page([bigCase()]).length).toBeLessThan(1_300_000);
    const html = page([], {
      findings: Array.from({ length: 50_000 }, (_, index) => findingOf(index)),
    });
    expect(html.length).toBeLessThan(400_000);
    expect(text(html)).toContain('… and 49,700 more in findings.ndjson');
  });

  it(
    'gives up the long lists of the least cases when there are too many',
    { timeout: 60_000 },
    () => {
      const big = bigCase();
      const cases = Array.from({ length: 30 }, (_, index) => ({
        ...big,
        record: {
          ...big.record,
          id: `${index}`,
          severity: index < 2 ? ('critical' as const) : ('low' as const),
        },
      }));
      const html = page(cases);
      expect(html.length).toBeLessThan(13_500_000);
      expect(html.match(/<section class="card case/g)).toHaveLength(30);
      expect(html).toContain('… and 1,975 more people: cases.ndjson');
      expect(html.match(/<summary>1,975 more people/g)?.length).toBeGreaterThanOrEqual(2);
      expect(unbalanced(html)).toEqual([]);
    },
  );
});
