import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createProcessor, createRecogniser } from '../src/ingest.ts';
import { createCutter } from '../src/intake/cutter.ts';
import { detectFraming } from '../src/intake/framing.ts';
import { parseRules } from '../src/rules/parse.ts';
import { simulatedLines } from './simulated.ts';
import { cpuTime } from './cpu-time.ts';

/** Hostile inputs tried in all; the layouts share them. */
const INPUTS = 10_000;

/** The longest any one may take, milliseconds. */
const LONGEST = 1000;

const RULES = parseRules(readFileSync('test/fixtures/rules.yml', 'utf8'), 'rules.yml').rules;

const SYSLOG = [
  'Nov  3 08:00:00 mail sshd[7]: Failed password for invalid user x from 203.0.113.9 port 50000 ssh2',
  'Nov  3 08:00:01 mail postfix/smtpd[9]: warning: host[203.0.113.9]: SASL LOGIN authentication failed: bad',
  '2026-11-03T08:00:02+00:00 mail dovecot: imap-login: Login: user=<a@example.org>, method=PLAIN, rip=203.0.113.9',
];

const SMALL = simulatedLines({ people: 4, attacks: [{ mode: 'loud-spray' }] }).slice(0, 12);
const AUDIT = simulatedLines({ people: 4, format: 'o365' }).slice(0, 12);
const ROWS = [
  'Id,CreationDate,RecordType,Operation,UserId,AuditData',
  ...AUDIT.map((line) => `1,2026,15,x,y,"${line.replaceAll('"', '""')}"`),
];

const LAYOUTS: Readonly<Record<string, string>> = {
  'NDJSON of Entra sign-ins': SMALL.join('\n'),
  'a Graph page': JSON.stringify({ value: SMALL.map((line) => JSON.parse(line) as object) }),
  'an indented array': JSON.stringify(
    SMALL.map((line) => JSON.parse(line) as object),
    undefined,
    2,
  ),
  'unified audit records': AUDIT.join('\n'),
  'Purview CSV': ROWS.join('\r\n'),
  syslog: Array.from({ length: 6 }, () => SYSLOG)
    .flat()
    .join('\n'),
};

/** One way to damage a text: cut, insert, overwrite, repeat. */
const damage = fc.record({
  at: fc.double({ min: 0, max: 1, noNaN: true }),
  length: fc.integer({ min: 0, max: 400 }),
  kind: fc.constantFrom('cut', 'truncate', 'overwrite', 'repeat', 'insert'),
  text: fc.oneof(
    fc.constantFrom(
      '"',
      '{',
      '}',
      '[',
      ']',
      ',',
      '\n',
      '\\',
      '\0',
      '\uFEFF',
      '":{"',
      '1e999',
      '-',
      'null',
      '"value":[',
      '\u202e',
    ),
    fc.string({ unit: 'binary', maxLength: 30 }),
    fc.constantFrom('[', '{"a":').map((part) => part.repeat(5000)),
  ),
});

function damaged(
  content: string,
  wounds: readonly { at: number; length: number; kind: string; text: string }[],
): Buffer {
  let text = content;
  for (const { at, length, kind, text: inserted } of wounds) {
    const place = Math.floor(at * text.length);
    const rest = text.slice(place + length);
    const before = text.slice(0, place);
    if (kind === 'cut') text = before + rest;
    else if (kind === 'truncate') text = before;
    else if (kind === 'overwrite') text = before + inserted + text.slice(place + inserted.length);
    else if (kind === 'repeat') text = before + text.slice(place, place + length).repeat(3) + rest;
    else text = before + inserted + text.slice(place);
  }
  return Buffer.from(text);
}

/** What the scan does with a file's content, without the threads: sniff, cut, decode, read, match. */
function ingest(content: Buffer): void {
  const { framing, csv } = detectFraming(content);
  const cutter = createCutter(framing, csv);
  const process = createProcessor({ rules: RULES, anonymisers: [], trusted: [] });
  const half = Math.floor(content.length / 2);
  const chunks = [
    ...cutter.push(content.subarray(0, half)),
    ...cutter.push(content.subarray(half)),
    ...cutter.end(),
  ];
  for (const chunk of chunks) {
    const result = process({ file: 0, chunk, context: { latest: Date.UTC(2026, 11, 1) } });
    const read = new Set(result.events.record);
    expect(read.size + result.rejected.length).toBe(result.records);
    for (const { offset, line, reason } of result.rejected) {
      expect(offset).toBeGreaterThanOrEqual(0);
      expect(offset).toBeLessThanOrEqual(content.length);
      expect(line).toBeGreaterThanOrEqual(1);
      expect(reason).not.toBe('');
    }
  }
}

describe('damaged input never crashes, never hangs, and every record is accounted for:', () => {
  const layouts = Object.entries(LAYOUTS);
  for (const [layout, content] of layouts) {
    it(
      layout,
      () => {
        let slowest = 0;
        fc.assert(
          fc.property(fc.array(damage, { minLength: 1, maxLength: 5 }), (wounds) => {
            const hurt = damaged(content, wounds);
            const started = cpuTime();
            ingest(hurt);
            slowest = Math.max(slowest, cpuTime() - started);
          }),
          { numRuns: Math.ceil(INPUTS / layouts.length) },
        );
        expect(slowest).toBeLessThan(LONGEST);
      },
      240_000,
    );
  }
});

it('a record no source knows is told why, whatever it is', () => {
  const recognise = createRecogniser({});
  fc.assert(
    fc.property(
      fc.oneof(fc.string({ unit: 'binary' }), fc.dictionary(fc.string(), fc.jsonValue())),
      (record) => {
        const reason = recognise({
          record,
          locate: () => ({ offset: 0, line: 1, reason: '', excerpt: '' }),
        });
        expect(reason === undefined || reason.length > 10).toBe(true);
      },
    ),
    { numRuns: 2000 },
  );
});
