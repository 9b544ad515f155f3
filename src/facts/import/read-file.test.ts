import { gzipSync } from 'node:zlib';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Json } from '../../lib/json.ts';
import { factRecord } from '../read-fact.ts';
import type { FactsRead } from './read-file.ts';
import { readFactFile } from './read-file.ts';

async function* pieces(bytes: Uint8Array, size: number): AsyncGenerator<Uint8Array> {
  for (let at = 0; at < bytes.length; at += size) yield bytes.subarray(at, at + size);
}

function read(content: string | Uint8Array, file = 'facts', size = 1 << 16): Promise<FactsRead> {
  return readFactFile(
    file,
    pieces(typeof content === 'string' ? Buffer.from(content) : content, size),
  );
}

const ONE = {
  kind: 'hours',
  jurisdiction: 'US-GA',
  value: 'Polls close at 19:00.',
  data: { close: '19:00' },
  source: 'https://example.org/',
};
const TWO = { ...ONE, jurisdiction: 'US-FL', data: { close: '20:00', open: '07:00' } };

describe('the same facts in every form', () => {
  const yaml = `# what a person writes
defaults:
  kind: hours
  source: https://example.org/
facts:
  - jurisdiction: US-GA
    value: Polls close at 19:00.
    data: { close: 19:00 }
  - jurisdiction: US-FL
    value: Polls close at 19:00.
    data: { close: 20:00, open: 07:00 }
`;
  const csv = `kind,jurisdiction,value,data.close,data.open,source
hours,US-GA,Polls close at 19:00.,19:00,,https://example.org/
hours,US-FL,"Polls close at 19:00.",20:00,07:00,https://example.org/
`;
  const forms: readonly (readonly [string, string | Uint8Array])[] = [
    ['ndjson', `${JSON.stringify(ONE)}\n\n${JSON.stringify(TWO)}`],
    ['json', JSON.stringify([ONE, TWO], undefined, 2)],
    ['json', JSON.stringify({ facts: [ONE, TWO] })],
    ['json', JSON.stringify({ defaults: { kind: 'hours' }, facts: [ONE, TWO] }, undefined, 1)],
    ['yaml', yaml],
    [
      'yaml',
      `${yaml.split('\n').slice(0, 1).join('\n')}\n---\n${JSON.stringify(ONE)}\n---\n${JSON.stringify(TWO)}\n`,
    ],
    ['csv', csv],
    ['csv', csv.replaceAll(',', ';')],
    ['csv', Buffer.from(`\ufeff${csv}`, 'utf16le')],
  ];
  it.each(forms)('as %s', async (format, content) => {
    const { facts, format: found, rejected } = await read(content);
    expect(rejected).toEqual([]);
    expect(found).toBe(format);
    const expected = (await read(`${JSON.stringify(ONE)}\n${JSON.stringify(TWO)}`)).facts;
    expect(facts).toEqual(expected);
  });

  it('as NDJSON, JSON and YAML of any facts', async () => {
    const record = fc.record({
      kind: fc.constantFrom('hours', 'method', 'made-up'),
      jurisdiction: fc.constantFrom('US', 'US-GA', 'Freedonia'),
      value: fc.string({ unit: 'grapheme' }),
      data: fc.dictionary(
        fc.string({ minLength: 1 }).filter((key) => key !== '__proto__'),
        fc.oneof(fc.string(), fc.integer(), fc.boolean()),
        { minKeys: 1, maxKeys: 3 },
      ),
      source: fc.constant('https://example.org/'),
    });
    await fc.assert(
      fc.asyncProperty(
        fc.array(record, { minLength: 1, maxLength: 5 }),
        fc.integer({ min: 1, max: 99 }),
        async (all, size) => {
          const lines = await read(all.map((one) => JSON.stringify(one)).join('\n'), 'a', size);
          const list = await read(JSON.stringify(all), 'b', size);
          const again = await read(
            lines.facts.map((fact) => JSON.stringify(factRecord(fact))).join('\n'),
            'c',
            size,
          );
          expect(list.facts).toEqual(lines.facts);
          expect(again.facts).toEqual(lines.facts);
          expect(lines.facts.length + lines.rejected.length).toBe(all.length);
        },
      ),
      { numRuns: 100 },
    );
  });

  it('tells an ambiguous name by the places beside it', async () => {
    const said = (others: readonly Json[]) =>
      read(JSON.stringify([{ ...ONE, jurisdiction: 'Georgia' }, ...others]));
    expect((await said([TWO])).facts[0]?.jurisdiction).toBe('US-GA');
    expect((await said([{ ...TWO, jurisdiction: 'GE-TB' }])).facts[0]?.jurisdiction).toBe('GE');
    expect((await said([])).rejected[0]?.reason).toContain('US-GA (Georgia) or GE (Georgia)');
  });
});

describe('what cannot be read is rejected with file, line and field', () => {
  const depth = 70;
  it.each([
    ['{"kind":"hours"', 1, undefined, /no valid JSON/],
    [
      `${JSON.stringify(ONE)}\n{"kind":"hours","kind":"call","jurisdiction":"US"}\n`,
      2,
      'kind',
      /given twice/,
    ],
    [`${JSON.stringify(ONE)}\nnot json\n`, 2, undefined, /no valid JSON/],
    [`[\n${JSON.stringify(ONE)},\n{"a":{"b":1,"b":2}}]`, 3, 'b', /given twice/],
    [
      `[{"kind":"hours","data":${'['.repeat(depth)}${']'.repeat(depth)}}]`,
      1,
      undefined,
      /nested more than/,
    ],
    ['- kind: hours\n  jurisdiction: US\n  kind: call\n', 3, 'kind', /given twice/],
    ['- kind: hours\n  jurisdiction: US\n  from: 2020-02-30\n  value: x\n', 1, 'from', /no time/],
    [
      `a: &a [x,x,x,x,x,x,x,x,x]\n${'bcdefghi'
        .split('')
        .map(
          (key, index) =>
            `${key}: &${key} [${Array(9)
              .fill(`*${'abcdefgh'[index] ?? ''}`)
              .join(',')}]`,
        )
        .join('\n')}\n`,
      1,
      undefined,
      /alias/i,
    ],
    ['kind,kind,value\nhours,hours,x\n', 1, 'kind', /given twice/],
    ['kind,jurisdiction,value\nhours,US\n', 2, undefined, /2 columns where the header has 3/],
    ['kind,jurisdiction,value\nhours,US,"x\n', 2, undefined, /not closed/],
    ['<html></html>', 1, undefined, /neither an ElectionReport/],
    ['<ElectionReport><A></B></ElectionReport>', 1, undefined, /no well-formed XML/],
    [
      '<!DOCTYPE x [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;">]>\n<ElectionReport>&b;</ElectionReport>',
      1,
      undefined,
      /entities/,
    ],
    ['<ElectionReport><Issuer>&xxe;</Issuer></ElectionReport>', 1, undefined, /no well-formed XML/],
    ['<a>'.repeat(80), 1, undefined, /nested more than/],
  ] as const)('%j', async (content, line, field, reason) => {
    const { rejected } = await read(content, 'some.file');
    expect(rejected[0]).toMatchObject({ file: 'some.file', line });
    expect(rejected[0]?.field).toBe(field);
    expect(rejected[0]?.reason).toMatch(reason);
  });

  it('bytes that are no text are told by their line', async () => {
    const bytes = Buffer.concat([
      Buffer.from(`${JSON.stringify(ONE)}\n"caf`),
      Buffer.from([0xe9]),
      Buffer.from('"\n'),
    ]);
    const { rejected } = await read(bytes, 'latin1.ndjson');
    expect(rejected).toMatchObject([
      { line: 2, reason: expect.stringContaining('UTF-8') as string },
    ]);
  });

  it('a good fact beside a bad one is kept', async () => {
    const { facts, rejected } = await read(
      `${JSON.stringify(ONE)}\n{"kind":1}\n${JSON.stringify(TWO)}\n`,
    );
    expect([facts.length, rejected.length]).toEqual([2, 1]);
  });

  it('a format is told however small the pieces are that a stream comes in', async () => {
    const xml =
      '\ufeff \n<?xml version="1.0"?><VipObject><Election id="e"><Date>2020-11-03</Date></Election><State id="s"><Name>Texas</Name></State></VipObject>';
    const { facts, format } = await read(xml.trimStart(), 'feed', 1);
    expect(format).toBe('vip');
    expect(facts).toMatchObject([{ jurisdiction: 'US-TX', data: { date: '2020-11-03' } }]);
  });

  it('XML in an encoding it declares is read in that', async () => {
    const xml =
      '<?xml version="1.0" encoding="ISO-8859-1"?><VipObject><Source id="x"><Name>Mu\u00f1oz</Name></Source><Election id="e"><Date>2020-11-03</Date></Election><State id="s"><Name>Texas</Name></State></VipObject>';
    const latin1 = await read(Buffer.from(xml, 'latin1'));
    expect(latin1.facts[0]?.source?.name).toBe('Mu\u00f1oz');
    const wrong = await read(Buffer.from(xml.replace('ISO-8859-1', 'UTF-8'), 'latin1'));
    expect(wrong.rejected).toHaveLength(1);
  });

  it('nothing makes it throw', async () => {
    const junk = fc.oneof(
      fc.uint8Array({ maxLength: 200 }).map((bytes) => Buffer.from(bytes)),
      fc.string().map((text) => Buffer.from(text)),
      fc.string().map((text) => Buffer.from(`<ElectionReport>${text}</ElectionReport>`)),
      fc.string().map((text) => Buffer.from(`{"facts":[${text}]}`)),
      fc
        .uint8Array({ maxLength: 100 })
        .map((bytes) =>
          Buffer.concat([
            Buffer.from('PK\u0003\u0004'),
            bytes,
            Buffer.from('PK\u0005\u0006'),
            bytes,
          ]),
        ),
      fc.constant(gzipSync('x')),
    );
    await fc.assert(
      fc.asyncProperty(junk, fc.integer({ min: 1, max: 50 }), async (bytes, size) => {
        const { diagnostics, facts, rejected } = await read(bytes, 'junk', size);
        for (const one of [...rejected, ...diagnostics]) expect(one.line).toBeGreaterThan(0);
        expect(facts.length).toBeLessThanOrEqual(bytes.length);
      }),
      { numRuns: 500 },
    );
  });
});
