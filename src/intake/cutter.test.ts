import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Chunk } from './chunk.ts';
import { createCutter } from './cutter.ts';
import { MAX_RECORD_BYTES } from './limits.ts';
import { locations, readBack } from './records.test-support.ts';
import { cpuTime } from '../../test/cpu-time.ts';

/** Objects with every kind of text that could mislead a byte scanner. */
const record = fc.dictionary(
  fc.string({ minLength: 1, maxLength: 6 }).filter((key) => key !== '__proto__'),
  fc.oneof(
    fc.string({ unit: 'binary', maxLength: 20 }),
    fc.constantFrom('{', '}', '[', ']', '"', '\\', '\\"', ',\n{', '"value":[{'),
    fc.integer(),
    fc.constant(null),
    fc.array(fc.constantFrom<unknown>({ a: [1, { b: '}' }] }, 'x"', 7), { maxLength: 3 }),
  ),
  { minKeys: 1, maxKeys: 5 },
);
const records = fc.array(record, { minLength: 1, maxLength: 12 });
const sizes = fc.array(fc.integer({ min: 1, max: 40 }), { minLength: 1, maxLength: 20 });

/** The ways exports lay out the same records. */
const LAYOUTS: Record<string, (all: readonly object[]) => string> = {
  'one object a line': (all) => all.map((one) => JSON.stringify(one)).join('\n'),
  'one object a line, CRLF': (all) => `${all.map((one) => JSON.stringify(one)).join('\r\n')}\r\n`,
  'an array on one line': (all) => JSON.stringify(all),
  'an indented array': (all) => JSON.stringify(all, undefined, 4),
  'indented objects one after the other': (all) =>
    all.map((one) => JSON.stringify(one, undefined, 2)).join('\n'),
  'a Graph page': (all) =>
    JSON.stringify({ '@odata.context': 'c', value: all, '@odata.nextLink': 'n"]}' }),
  'an indented Graph page': (all) =>
    JSON.stringify({ '@odata.context': 'c', value: all }, undefined, 2),
  'several pages, one a line': (all) =>
    all.map((one) => JSON.stringify({ value: [one], '@odata.nextLink': 'n' })).join('\n'),
  'several indented pages': (all) =>
    all.map((one) => JSON.stringify({ value: [one], next: { a: [] } }, undefined, 1)).join('\n'),
  'a nested page': (all) =>
    JSON.stringify({ stat: 'OK', response: { metadata: {}, authlogs: all } }, undefined, 1),
};

describe('records come out whole whatever the layout and wherever the pieces are cut:', () => {
  for (const [layout, write] of Object.entries(LAYOUTS)) {
    it(layout, () => {
      fc.assert(
        fc.property(records, sizes, (all, cuts) => {
          const content = Buffer.from(write(all));
          const { records: read, broken, complete } = readBack(content, cuts);
          expect(broken).toEqual([]);
          expect(complete).toBe(true);
          expect(read).toEqual(JSON.parse(JSON.stringify(all)));
        }),
        { numRuns: 60 },
      );
    });
  }
});

it('reads CSV with quotes, line breaks and doubled quotes in cells', () => {
  const cell = fc.string({
    unit: fc.constantFrom('a', 'é', '"', '\n', '\r\n', ',', ' ', '{'),
    maxLength: 8,
  });
  fc.assert(
    fc.property(
      fc.array(fc.tuple(cell, cell, cell), { minLength: 1, maxLength: 10 }),
      sizes,
      (rows, cuts) => {
        const quoted = (text: string): string => `"${text.replaceAll('"', '""')}"`;
        const text = [
          'Date (UTC),Request ID,User',
          ...rows.map((row) => row.map(quoted).join(',')),
        ].join('\r\n');
        const { records: read, broken } = readBack(Buffer.from(text), cuts);
        expect(broken).toEqual([]);
        expect(read).toEqual(
          rows.map(([a, b, c]) => ({ 'Date (UTC)': a, 'Request ID': b, User: c })),
        );
      },
    ),
    { numRuns: 100 },
  );
});

it('gives the line and byte offset of every record', () => {
  const lines = ['{"a":"é"}', '', '{"b":"日本"}', 'no json', '{"c":1}'];
  expect(locations(Buffer.from(lines.join('\n')))).toEqual([
    { line: 1, offset: 0 },
    { line: 3, offset: 12 },
    { line: 4, offset: 27 },
    { line: 5, offset: 35 },
  ]);
  expect(locations(Buffer.from('[\n  {"a":\n 1},\n  {"b":2}\n]'))).toEqual([
    { line: 2, offset: 4 },
    { line: 4, offset: 17 },
  ]);
  expect(locations(Buffer.from('One,Two,Three\n"a\nb",2,3\n1,2\n'))).toEqual([
    { line: 2, offset: 14 },
    { line: 4, offset: 24 },
  ]);
});

it('rejects one cut-off record at the end and keeps what came before', () => {
  const whole = '{"a":1}\n{"b":2}\n{"c":';
  const { records: read, broken } = readBack(Buffer.from(whole));
  expect(read).toEqual([{ a: 1 }, { b: 2 }]);
  expect(broken).toMatchObject([{ line: 3, offset: 16 }]);
  const array = readBack(Buffer.from('[{"a":1},\n{"b":2},\n{"c":"x'));
  expect(array.records).toEqual([{ a: 1 }, { b: 2 }]);
  expect(array.broken).toMatchObject([
    { line: 3, reason: 'is cut off: the file ends before it does' },
  ]);
  expect(array.complete).toBe(false);
});

it('says so when a list is never closed although its last record is whole', () => {
  const { records: read, complete } = readBack(Buffer.from('{"value":[{"a":1},{"b":2}'));
  expect(read).toHaveLength(2);
  expect(complete).toBe(false);
});

it('goes on after a broken object at the next one that starts a line', () => {
  const { records: read, broken } = readBack(
    Buffer.from('{\n "a": "unclosed\n}\n{\n "b": 2\n}\n{\n "c": 3\n}\n'),
  );
  expect(broken.length).toBeGreaterThanOrEqual(1);
  expect(read).toContainEqual({ c: 3 });
});

it('gives up a record longer than the limit in linear time and reads on', () => {
  const cutter = createCutter('ndjson');
  const piece = Buffer.alloc(1024 * 1024, 'x');
  const chunks: Chunk[] = [...cutter.push(Buffer.from('{"a":1}\n{"long":"'))];
  const started = cpuTime();
  for (let mebibytes = 0; mebibytes < 100; mebibytes += 1) chunks.push(...cutter.push(piece));
  chunks.push(...cutter.push(Buffer.from('"}\n{"b":2}\n')), ...cutter.end());
  expect(cpuTime() - started).toBeLessThan(3000);
  const broken = chunks.flatMap((chunk) => chunk.broken);
  expect(broken).toHaveLength(1);
  expect(broken[0]).toMatchObject({
    line: 2,
    offset: 8,
    reason: `is longer than ${MAX_RECORD_BYTES / 1024 / 1024} MiB`,
  });
  expect(broken[0]?.excerpt.length).toBeLessThan(300);
  const last = chunks.findLast((chunk) => chunk.bytes.length > 0);
  expect(Buffer.from(last?.bytes ?? []).toString()).toBe('{"b":2}\n');
  expect(last?.line).toBe(3);
});

it('never throws and never loses count of bytes on arbitrary content', () => {
  fc.assert(
    fc.property(
      fc.array(
        fc.constantFrom(
          '{',
          '}',
          '[',
          ']',
          '"',
          '\\',
          ',',
          ':',
          '\n',
          ' ',
          'a',
          '{"a":1}',
          '"value":',
          '\0',
        ),
        { maxLength: 60 },
      ),
      sizes,
      (parts, cuts) => {
        const content = Buffer.from(parts.join(''));
        const whole = readBack(content);
        const pieces = readBack(content, cuts);
        expect(pieces.records).toEqual(whole.records);
        expect(pieces.broken.length).toBe(whole.broken.length);
      },
    ),
    { numRuns: 500 },
  );
});
